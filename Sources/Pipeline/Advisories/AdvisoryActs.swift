extension ActRegistry {
    /// The acts on advisories and guidance.
    package mutating func addAdvisories() {
        add(AdvisoryList.self)
        add(AdvisoryShow.self)
        add(AdvisoryDraft.self)
        add(AdvisoryEdit.self)
        add(AdvisoryRemark.self)
        add(AdvisoryDiff.self)
        add(AdvisoryPreview.self)
        add(AdvisorySubmit.self)
        add(AdvisoryReturn.self)
        add(AdvisoryApprove.self)
        add(AdvisorySchedule.self)
        add(AdvisoryIssue.self)
        add(AdvisoryWithdraw.self)
        add(AdvisoryDiscard.self)
        add(GuidanceList.self)
        add(GuidanceShow.self)
        add(GuidanceSearch.self)
    }
}
