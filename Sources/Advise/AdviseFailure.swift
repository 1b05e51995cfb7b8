/// Why this room refused, with a remedy in its description.
package struct AdviseFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of refusal; its raw value is the name that operators and JSON see.
    package enum Code: String, Sendable, Hashable, Codable {
        /// The step does not exist in this state.
        case stepForbidden = "step-forbidden"
        /// The approver is the author or the last editor.
        case ownWork = "own-work"
        /// The approver is another uid, but came from the same login (`sudo -u`).
        case sameLogin = "same-login"
        case digestTooShort = "digest-too-short"
        /// The named digest is not what preview shows now.
        case digestDiffers = "digest-differs"
        /// Content or recipients changed after the approval.
        case approvalVoid = "approval-void"
        case reasonMissing = "reason-missing"
        /// The content lacks what an advisory must have.
        case incomplete
        /// A text form could not be read.
        case unreadableForm = "unreadable-form"
        case timePast = "time-past"
    }

    package let code: Code
    /// Facts of this case, one sentence each; for a form, `line N: …`.
    package let details: [String]

    init(_ code: Code, _ details: [String]) {
        self.code = code
        self.details = details
    }

    package var description: String {
        let facts = details.joined(separator: "\n")
        let remedy: String
        switch code {
        case .stepForbidden: remedy = "see where it stands: ess advisory show ID"
        case .ownWork: remedy = "another approver must run: ess advisory approve ID --digest D8"
        case .sameLogin: remedy = "the second person must log in on their own (ssh, console), not through sudo or su"
        case .digestTooShort: remedy = "give at least 8 hexadecimal digits, as ess advisory preview ID prints them"
        case .digestDiffers: remedy = "look again: ess advisory preview ID, then approve the digest it prints"
        case .approvalVoid: remedy = "look again: ess advisory preview ID, then ess advisory approve ID --digest D8"
        case .reasonMissing: remedy = "add --reason \"…\""
        case .incomplete: remedy = "complete it: ess advisory edit ID"
        case .unreadableForm: remedy = "mend these lines and send the form again; ess advisory edit ID --print shows it"
        case .timePast: remedy = "give a later time, or issue it now: ess advisory issue ID"
        }
        return facts + "\n" + remedy
    }
}
