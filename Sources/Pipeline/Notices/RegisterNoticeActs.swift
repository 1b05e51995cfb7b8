extension ActRegistry {
    /// The verbs of notices, deliveries, directives and cases.
    package mutating func addNoticeActs() {
        add(NoticeList.self)
        add(NoticeShow.self)
        add(NoticeExplain.self)
        add(NoticeCancel.self)
        add(DeliveryList.self)
        add(DeliveryRetry.self)
        add(DeliveryTest.self)
        add(DirectiveList.self)
        add(DirectiveApprove.self)
        add(CaseList.self)
        add(CaseShow.self)
        add(CaseOpen.self)
        add(CaseAck.self)
        add(CaseAnswer.self)
        add(CaseNote.self)
        add(CaseAssign.self)
        add(CaseClose.self)
        add(CaseReopen.self)
    }
}
