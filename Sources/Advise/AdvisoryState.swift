package import Vocabulary

/// Where one version of an advisory stands.
package enum AdvisoryState: String, Sendable, Hashable, Codable, CaseIterable {
    case draft
    case inReview = "in-review"
    case returned, approved, scheduled, issued, withdrawn, superseded, discarded
}

/// Who acts: the Unix user of the connection.
package struct Officer: Sendable, Hashable, Codable {
    package var uid: UInt32
    /// Audit login uid (`/proc/PID/loginuid`); nil where the kernel keeps none or it is unset.
    package var loginUID: UInt32?
    /// Login name, for people; never compared.
    package var name: String

    private enum CodingKeys: String, CodingKey { case uid, loginUID = "login_uid", name }

    package init(uid: UInt32, loginUID: UInt32?, name: String) {
        self.uid = uid
        self.loginUID = loginUID
        self.name = name
    }
}

/// What an approval names: digests made by who can hash, over bytes made here (``AdvisoryContent/canonicalBytes``).
package struct PreviewDigests: Sendable, Hashable, Codable {
    /// SHA-256 of the content's canonical bytes.
    package var content: Digest
    /// SHA-256 of ``AdvisoryContent/recipientBytes(_:)``: who is told, and by which ways.
    package var recipients: Digest
    /// SHA-256 of ``AdvisoryContent/previewBytes(number:version:content:edited:recipients:)``; its first digits are
    /// the D8.
    package var preview: Digest

    package init(content: Digest, recipients: Digest, preview: Digest) {
        self.content = content
        self.recipients = recipients
        self.preview = preview
    }
}

/// A recorded approval.
package struct Approval: Sendable, Hashable, Codable {
    package var by: Officer
    package var at: Instant
    package var digests: PreviewDigests
    /// The reason when four eyes were not to be had; nil for a regular approval.
    package var breakGlass: String?

    private enum CodingKeys: String, CodingKey { case by, at, digests, breakGlass = "break_glass" }

    package init(by: Officer, at: Instant, digests: PreviewDigests, breakGlass: String?) {
        self.by = by
        self.at = at
        self.digests = digests
        self.breakGlass = breakGlass
    }
}

/// A verb on one version.
package enum AdvisoryStep: Sendable, Hashable {
    /// New content; whatever was decided about the old one is void.
    case edit
    case submit
    case sendBack
    /// `named`: at least eight hexadecimal digits of the preview digest. `breakGlass`: the reason to do without a
    /// second person; nil for the regular way.
    case approve(named: String, breakGlass: String?)
    case schedule(Instant)
    case issue
    case withdraw(reason: String)
    /// A later version was issued.
    case supersede(by: Int)
    case discard

    /// The verb as typed.
    package var verb: String {
        switch self {
        case .edit: "edit"
        case .submit: "submit"
        case .sendBack: "return"
        case .approve: "approve"
        case .schedule: "schedule"
        case .issue: "issue"
        case .withdraw: "withdraw"
        case .supersede: "supersede"
        case .discard: "discard"
        }
    }
}

/// What a step made of a version: stored, logged and shown by these names.
package struct AdvisoryDecision: Sendable, Hashable {
    /// Why the step was allowed.
    package enum Reason: String, Sendable, Hashable, Codable {
        case contentChanged = "content-changed"
        case approvalVoided = "approval-voided"
        case readyForReview = "ready-for-review"
        case sentBack = "sent-back"
        case fourEyes = "four-eyes"
        case breakGlass = "break-glass"
        case timeSet = "time-set"
        case approvedMatterUnchanged = "approved-matter-unchanged"
        case takenBack = "taken-back"
        case laterVersion = "later-version"
        case droppedBeforeIssue = "dropped-before-issue"
    }

    package let state: AdvisoryState
    package let reason: Reason
    /// The approval in force afterwards; nil when there is none.
    package let approval: Approval?
    /// The ledger's word for it, past tense.
    package let event: String
}
