import Vocabulary

/// Decides what goes to whom: cause × entity × directives, each answer with its reason.
///
/// A cause leaves at most once to one contact by one channel, whatever number of directives select it; the directive
/// that stands first (by id) gives the form. Order of directives and contacts never changes the answer.
package struct Router: Sendable {
    /// Sorted by id.
    private let directives: [Directive]
    /// Directives whose present bytes two people have approved.
    private let approved: Set<DirectiveID>

    package init(directives: [Directive], approved: Set<DirectiveID>) {
        self.directives = directives.sorted { $0.id < $1.id }
        self.approved = approved
    }

    /// Whether any approved standing order lets findings leave.
    package var releasesFindings: Bool {
        directives.contains { $0.kinds.contains(.findings) && $0.standingOrder && approved.contains($0.id) }
    }

    /// Whether any approved standing order lets advisories leave to whom they came to concern after their issue.
    package var releasesLate: Bool {
        directives.contains { $0.kinds.contains(.advisory) && $0.standingOrder && approved.contains($0.id) }
    }

    /// The same directives with `role` asked before their own roles: another person, not the same mailbox again.
    package func preferring(role: String) -> Router {
        let changed = directives.map { directive in
            var copy = directive
            copy.roles = [role] + directive.roles.filter { $0 != role }
            return copy
        }
        return Router(directives: changed, approved: approved)
    }

    /// The whole decision for one cause at one entity.
    package func route(_ cause: Cause, to entity: EntityFacts) -> RoutingDecision {
        if let (reason, detail) = barrier(of: cause) {
            return withheld(cause, entity, reason, detail)
        }
        let selecting = directives.filter { $0.mismatch(cause, entity) == nil }
        if selecting.isEmpty {
            return withheld(cause, entity, .noDirective, "none of \(directives.count) directives selects it")
        }
        var decision = RoutingDecision(routings: [], withheld: [])
        for directive in selecting { add(directive, cause, entity, to: &decision) }
        decision.routings.sort {
            ($0.recipient.contact, $0.channel.rawValue) < ($1.recipient.contact, $1.channel.rawValue)
        }
        // What another directive sent by another way is not owed a reason any more; what nobody sent is.
        if !decision.routings.isEmpty {
            let reached = Set(decision.routings.map(\.recipient.contact))
            decision.withheld.removeAll { $0.contact.map(reached.contains) ?? true }
        }
        decision.withheld.sort { key($0) < key($1) }
        return decision
    }

    /// What stops a cause before any directive is asked.
    private func barrier(of cause: Cause) -> (Withholding, String)? {
        if cause.isHeld { return (.hold, "a hold lies on \(cause.id)") }
        if cause.kind == .findings, cause.confidence == .possible {
            return (.possibleOnly, "the match is only possible; it waits in the gaps queue for a person")
        }
        if cause.kind == .findings, !cause.assetVerified {
            return (.unverifiedAsset, "the asset behind the match is not verified")
        }
        return nil
    }

    private func add(
        _ directive: Directive, _ cause: Cause, _ entity: EntityFacts, to decision: inout RoutingDecision
    ) {
        if cause.kind == .findings || cause.isLate, !(directive.standingOrder && approved.contains(directive.id)) {
            let detail =
                directive.standingOrder ? "its standing order has not two approvals" : "it is no standing order"
            decision.withheld.append(
                Withheld(
                    cause: cause.id, entity: entity.id, directive: directive.id, contact: nil,
                    reason: .noStandingOrder, detail: "\(directive.id): \(detail)"))
            return
        }
        var refusals: [Withheld] = []
        for role in directive.roles {
            var sent = false
            for recipient in entity.recipients.sorted(by: { $0.contact < $1.contact }) where recipient.role == role {
                if let (reason, detail) = refusal(directive, cause, recipient) {
                    refusals.append(
                        Withheld(
                            cause: cause.id, entity: entity.id, directive: directive.id, contact: recipient.contact,
                            reason: reason, detail: "\(directive.id): \(detail)"))
                    continue
                }
                sent = true
                append(directive, cause, entity, recipient, to: &decision)
            }
            // Roles are an order of preference: the first that can be told ends the search.
            if sent { break }
        }
        decision.withheld += refusals
        if refusals.isEmpty, !decision.routings.contains(where: { $0.directive == directive.id }),
            !entity.recipients.contains(where: { directive.roles.contains($0.role) })
        {
            let roles = directive.roles.joined(separator: ", ")
            decision.withheld.append(
                Withheld(
                    cause: cause.id, entity: entity.id, directive: directive.id, contact: nil,
                    reason: .noUsableContact, detail: "\(directive.id): no contact in the roles \(roles)"))
        }
    }

    private func refusal(_ directive: Directive, _ cause: Cause, _ recipient: Recipient) -> (Withholding, String)? {
        if !recipient.isUsable { return (.noUsableContact, "the contact is not verified or suspended") }
        if directive.channel != .portal, recipient.mailbox == nil {
            return (.noUsableContact, "the contact has no mailbox")
        }
        if directive.channel == .smtp, recipient.isDropOnly {
            return (.noUsableContact, "the contact has a local drop, which mail does not reach")
        }
        if cause.tlp == .red, !recipient.isPerson {
            return (.redNeedsPerson, "TLP:RED goes to named persons, and this is a role mailbox")
        }
        if cause.tlp > directive.tlpMax {
            return (.tlpNotPermitted, "\(cause.tlp.marking) is above the directive's \(directive.tlpMax.marking)")
        }
        if cause.tlp > recipient.tlpMax {
            return (.tlpNotPermitted, "\(cause.tlp.marking) is above the contact's \(recipient.tlpMax.marking)")
        }
        if recipient.optOut.contains(cause.kind) { return (.optOut, "the contact has declined \(cause.kind.rawValue)") }
        return nil
    }

    private func append(
        _ directive: Directive, _ cause: Cause, _ entity: EntityFacts, _ recipient: Recipient,
        to decision: inout RoutingDecision
    ) {
        let taken = decision.routings.contains {
            $0.recipient.contact == recipient.contact && $0.channel == directive.channel
        }
        if taken { return }
        let language = directive.language ?? recipient.languages.first ?? .az
        // Parts of a message are chosen by this limit, so the directive's must stand in it too, not only the contact's.
        var recipient = recipient
        recipient.tlpMax = min(recipient.tlpMax, directive.tlpMax)
        decision.routings.append(
            Routing(
                cause: cause.id, entity: entity.id, recipient: recipient, directive: directive.id,
                channel: directive.channel, format: directive.format, language: language, template: directive.template,
                group: group(directive.group, cause), intervalSeconds: directive.intervalSeconds,
                isUrgent: cause.isUrgent,
                reason: "directive \(directive.id) sends \(cause.kind.rawValue) to role \(recipient.role) by "
                    + directive.channel.rawValue))
    }

    private func group(_ key: GroupKey, _ cause: Cause) -> String {
        // An advisory, a drill or a reminder is a notice of its own; only findings are gathered.
        if cause.kind != .findings { return "cause:" + cause.id }
        switch key {
        case .entity: return "entity"
        case .threat: return "threat:" + (cause.threat?.text ?? cause.id)
        case .rsit: return "rsit:" + (cause.rsit?.description ?? "none")
        case .cause: return "cause:" + cause.id
        }
    }

    private func withheld(
        _ cause: Cause, _ entity: EntityFacts, _ reason: Withholding, _ detail: String
    ) -> RoutingDecision {
        RoutingDecision(
            routings: [],
            withheld: [
                Withheld(
                    cause: cause.id, entity: entity.id, directive: nil, contact: nil, reason: reason, detail: detail)
            ])
    }

    private func key(_ withheld: Withheld) -> [String] {
        [withheld.directive?.text ?? "", withheld.contact ?? "", withheld.reason.rawValue]
    }
}

extension [String] {
    fileprivate static func < (left: [String], right: [String]) -> Bool { left.lexicographicallyPrecedes(right) }
}
