package import Vocabulary

/// Whether `sudo -u` may play the second person; only a demonstration may say so, and `ess status` shows it.
package enum LoginRule: Sendable, Hashable {
    /// Approver and author must also differ by audit login uid where both are known.
    case compared
    case relaxedForDemonstration
}

/// Where a version stands and what it is made of now: all that a step is decided on.
package struct AdvisoryStanding: Sendable, Hashable {
    package var state: AdvisoryState
    package var author: Officer
    package var lastEditor: Officer
    /// Whoever wrote any content of this version.
    package var writers: [Officer]
    /// The last approval; whether it still counts is decided at the step.
    package var approval: Approval?
    /// As ``PreviewDigests`` of content and recipients at this moment.
    package var digests: PreviewDigests
    /// What ``AdvisoryContent/gaps`` of the content says.
    package var gaps: [String]
    package var loginRule: LoginRule

    package init(
        state: AdvisoryState, author: Officer, lastEditor: Officer, writers: [Officer], approval: Approval?,
        digests: PreviewDigests, gaps: [String], loginRule: LoginRule
    ) {
        self.state = state
        self.author = author
        self.lastEditor = lastEditor
        self.writers = writers
        self.approval = approval
        self.digests = digests
        self.gaps = gaps
        self.loginRule = loginRule
    }

    /// Decides one step; nothing is changed here.
    /// - Throws: each code names the rule that forbids it; the caller shows it and rejects the act.
    package func apply(
        _ step: AdvisoryStep, by officer: Officer, at now: Instant
    ) throws(AdviseFailure) -> AdvisoryDecision {
        try requireState(for: step)
        switch step {
        case .edit:
            let reason: AdvisoryDecision.Reason = approval == nil ? .contentChanged : .approvalVoided
            return AdvisoryDecision(state: .draft, reason: reason, approval: nil, event: "edited")
        case .submit:
            guard gaps.isEmpty else { throw AdviseFailure(.incomplete, gaps) }
            return AdvisoryDecision(state: .inReview, reason: .readyForReview, approval: nil, event: "submitted")
        case .sendBack:
            return AdvisoryDecision(state: .returned, reason: .sentBack, approval: nil, event: "returned")
        case .approve(let named, let breakGlass):
            return try approve(named: named, breakGlass: breakGlass, by: officer, at: now)
        case .schedule(let time):
            let approval = try requireApproval()
            guard time > now else { throw AdviseFailure(.timePast, ["\(time) is not after \(now)."]) }
            return AdvisoryDecision(state: .scheduled, reason: .timeSet, approval: approval, event: "scheduled")
        case .issue:
            let approval = try requireApproval()
            return AdvisoryDecision(
                state: .issued, reason: .approvedMatterUnchanged, approval: approval, event: "issued")
        case .withdraw(let reason):
            try requireReason(reason, for: step)
            return AdvisoryDecision(state: .withdrawn, reason: .takenBack, approval: approval, event: "withdrawn")
        case .supersede:
            return AdvisoryDecision(
                state: .superseded, reason: .laterVersion, approval: approval, event: "superseded")
        case .discard:
            return AdvisoryDecision(
                state: .discarded, reason: .droppedBeforeIssue, approval: nil, event: "discarded")
        }
    }

    /// The states from which a step may be taken.
    package static func states(for step: AdvisoryStep) -> [AdvisoryState] {
        switch step {
        case .edit: [.draft, .inReview, .returned, .approved, .scheduled]
        case .submit: [.draft, .returned]
        case .sendBack: [.inReview, .approved, .scheduled]
        case .approve: [.inReview]
        case .schedule: [.approved, .scheduled]
        case .issue: [.approved, .scheduled]
        case .withdraw: [.issued]
        case .supersede: [.issued]
        case .discard: [.draft, .inReview, .returned, .approved, .scheduled]
        }
    }

    private func requireState(for step: AdvisoryStep) throws(AdviseFailure) {
        let allowed = AdvisoryStanding.states(for: step)
        guard !allowed.contains(state) else { return }
        let names = allowed.map(\.rawValue).joined(separator: ", ")
        throw AdviseFailure(.stepForbidden, ["It is \(state.rawValue); \(step.verb) is possible from: \(names)."])
    }

    private func requireReason(_ reason: String, for step: AdvisoryStep) throws(AdviseFailure) {
        guard CleanText.line(reason, bytesMax: 10).isEmpty else { return }
        throw AdviseFailure(.reasonMissing, ["To \(step.verb) needs a reason."])
    }

    /// An edit clears the approval, so this also catches recipients that joined or left between approval and issue.
    private func requireApproval() throws(AdviseFailure) -> Approval {
        guard let approval else { throw AdviseFailure(.approvalVoid, ["There is no approval in force."]) }
        if approval.digests.content != digests.content {
            throw AdviseFailure(.approvalVoid, ["The content changed after \(approval.by.name) approved it."])
        }
        if approval.digests.recipients != digests.recipients {
            let sentence = "The recipients changed, or the ways to them, after \(approval.by.name) approved them."
            throw AdviseFailure(.approvalVoid, [sentence])
        }
        return approval
    }
}

extension AdvisoryStanding {
    /// Four eyes, bound to what was seen (invariant I8).
    private func approve(
        named: String, breakGlass: String?, by officer: Officer, at now: Instant
    ) throws(AdviseFailure) -> AdvisoryDecision {
        guard gaps.isEmpty else { throw AdviseFailure(.incomplete, gaps) }
        let digits = named.lowercased()
        guard digits.utf8.count >= 8, digits.utf8.count <= 64, digits.utf8.allSatisfy(isHexDigit) else {
            throw AdviseFailure(.digestTooShort, ["`\(CleanText.line(named, bytesMax: 80))` does not name a preview."])
        }
        guard digests.preview.description.hasPrefix(digits) else {
            let sentence = "Preview shows \(digests.preview.short) now, not \(digits.prefix(8))."
            throw AdviseFailure(.digestDiffers, [sentence])
        }
        if let breakGlass {
            guard !CleanText.line(breakGlass, bytesMax: 10).isEmpty else {
                throw AdviseFailure(.reasonMissing, ["Breaking the glass needs a reason."])
            }
        } else {
            try requireAnother(than: author, role: "author", officer)
            try requireAnother(than: lastEditor, role: "last editor", officer)
            // Somebody else's later edit makes nobody a stranger to what he wrote.
            for writer in writers { try requireAnother(than: writer, role: "writer of an earlier text", officer) }
        }
        let text = breakGlass.map { CleanText.line($0, bytesMax: 500) }
        let approval = Approval(by: officer, at: now, digests: digests, breakGlass: text)
        return AdvisoryDecision(
            state: .approved, reason: text == nil ? .fourEyes : .breakGlass, approval: approval,
            event: text == nil ? "approved" : "break-glass-approved")
    }

    private func requireAnother(than person: Officer, role: String, _ officer: Officer) throws(AdviseFailure) {
        guard officer.uid != person.uid else {
            throw AdviseFailure(.ownWork, ["\(officer.name) is the \(role): nobody approves their own work."])
        }
        if loginRule == .compared, let mine = officer.loginUID, let theirs = person.loginUID, mine == theirs {
            let sentence = "\(officer.name) and the \(role) \(person.name) come from the same login (uid \(mine))."
            throw AdviseFailure(.sameLogin, [sentence])
        }
    }
}

private func isHexDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
}
