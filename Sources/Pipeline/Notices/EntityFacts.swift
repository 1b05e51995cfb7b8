import Constituency
import Logging
package import Notify
import Storage
package import Vocabulary

extension Engine {
    /// What routing needs of entities, from the register; unknown ids are left out.
    package func facts(of entities: some Collection<EntityID>) async throws -> [EntityID: EntityFacts] {
        Dictionary(try await registered(entities).map { ($0.id, Engine.facts($0)) }) { first, _ in first }
    }

    /// Entities as the register has them, in its order; unknown ids are left out.
    func registered(_ entities: some Collection<EntityID>) async throws -> [Entity] {
        let wanted = Set(entities)
        return try await register().index.entities.filter { wanted.contains($0.id) }
    }

    /// The register's entity as routing sees it.
    static func facts(_ entity: Entity) -> EntityFacts {
        let languages = entity.languages.isEmpty ? [.az, .en] : entity.languages
        let recipients = entity.contacts.map { contact in
            var mailbox: Mailbox?
            var isDropOnly = false
            switch contact.channel {
            case .mail(let text): mailbox = Mailbox(text)
            // A drop has a name, no domain; the reserved one (RFC 2606) can never leave by mail.
            case .maildrop(let name): (mailbox, isDropOnly) = (Mailbox(name + "@maildrop.invalid"), true)
            case .phone: break
            }
            let mayReceiveRed = contact.name.map(entity.members.contains) ?? false
            var recipient = Recipient(
                entity: entity.id, contact: contact.id, role: contact.role.rawValue, mailbox: mailbox,
                isPerson: contact.name != nil, languages: languages, tlpMax: mayReceiveRed ? .red : .amberStrict,
                isUsable: contact.verified != nil && !contact.suspended)
            recipient.isDropOnly = isDropOnly
            return recipient
        }
        return EntityFacts(
            id: entity.id, sector: entity.sector, criticality: entity.criticality, recipients: recipients)
    }

    /// The decision maker of this moment: directives in force and which of them two people have approved.
    func router() async throws -> Router {
        let records = try await store.directives(compareLogins: settings.requireLoginUID)
        return Router(
            directives: records.map(\.directive),
            approved: Set(records.filter(\.isApproved).map(\.directive.id)))
    }

    /// Brings the store's directives to those of the settings; at start and after a reload.
    package func loadDirectives() async throws {
        let changed = try await store.replaceDirectives(policies.directives.directives, at: now())
        for id in changed {
            logger.info("a directive is new or changed; it waits for approval", metadata: ["directive": "\(id)"])
        }
        if !changed.isEmpty { signals.entries.raise() }
    }
}
