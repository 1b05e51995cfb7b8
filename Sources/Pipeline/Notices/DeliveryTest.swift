import Notify
import Storage
package import Vocabulary

/// `ess delivery test`: a drill to one contact by one channel, the whole way a real notice goes.
package struct DeliveryTest: Act {
    package static let name = "delivery test"
    package static let roles: Set<Role> = [.analyst, .approver, .admin]
    package var entity: EntityID
    /// Id of the contact in the register.
    package var contact: String
    /// `smtp`, `maildrop` or `portal`.
    package var channel: String

    /// The notice that was made; nil in a dry run.
    package struct Answer: Codable, Sendable {
        package var notice: SpokenNumber?
    }

    package init(entity: EntityID, contact: String, channel: String) {
        self.entity = entity
        self.contact = contact
        self.channel = channel
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> Answer {
        guard let kind = ChannelKind(rawValue: channel) else {
            let all = ChannelKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw ActFailure(.usage, "`\(channel)` is no channel", hint: "accepted: \(all)")
        }
        guard var facts = try await engine.facts(of: [entity])[entity],
            let recipient = facts.recipients.first(where: { $0.contact == contact })
        else {
            throw ActFailure(.notFound, "\(entity) has no contact \(contact)", hint: "see `ess entity show \(entity)`")
        }
        facts.recipients = [recipient]
        let directive = Directive(
            id: DirectiveID(unchecked: "delivery-test"), kinds: [.drill], roles: [recipient.role], channel: kind)
        var cause = Cause(
            id: "test:\(entity)/\(contact)/\(channel)/\(call.now.microseconds)", kind: .drill, tlp: .clear)
        cause.isUrgent = true
        let decision = Router(directives: [directive], approved: []).route(cause, to: facts)
        guard let routing = decision.routings.first else {
            let why = decision.withheld.map(\.detail).joined(separator: "; ")
            throw ActFailure(
                .badData, "nothing can be sent there: \(why)",
                hint: "see `ess contact list \(entity)`; `ess contact verify` makes one usable")
        }
        if call.dryRun { return Answer(notice: nil) }
        var content = engine.blankContent(.drill, routing.language)
        content.title = "Test"
        let notice = NewNotice(
            entity: entity, kind: .drill, tlp: .clear, about: "", title: content.title, group: routing.group,
            causes: [cause.id], deliveries: [NewDelivery(routing: routing, content: content)], clocks: nil)
        let outcome = try await engine.store.insertNotices(
            NoticeBatch(
                at: call.now, actor: call.actor.description, joins: .none, notices: [notice], withheld: []))
        engine.signals.deliveries.raise()
        engine.signals.entries.raise()
        return Answer(notice: outcome.notices.first)
    }
}
