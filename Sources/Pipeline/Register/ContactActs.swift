package import Constituency
import Storage
package import Vocabulary

/// `ess contact list`: whom messages reach, and who cannot be reached.
package struct ContactList: Act {
    package static let name = "contact list"
    package static let roles = Role.anyone
    package static let readsOnly = true

    package var entity: EntityID?
    package init(entity: EntityID?) { self.entity = entity }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [ContactView] {
        try await engine.mustKnow(entity: entity)
        let entities = try await engine.register().index.entities
        return entities.filter { entity == nil || $0.id == entity }.sorted { $0.id < $1.id }.flatMap { entity in
            entity.contacts.map { ContactView(entity.id, $0) }
        }
    }
}

/// `ess contact verify|suspend|resume`: what is known of a contact. An address is changed by `ess entity import`.
package struct ContactChange: Act {
    package static let name = "contact change"
    package static let roles: Set<Role> = [.admin]

    /// The step asked for.
    package enum Step: String, Codable, Sendable {
        case verify, suspend, resume
    }

    package var entity: EntityID
    package var contact: String
    package var step: Step
    /// How it was verified: `callback to the switchboard`.
    package var how: String?

    package init(entity: EntityID, contact: String, step: Step, how: String? = nil) {
        self.entity = entity
        self.contact = contact
        self.step = step
        self.how = how
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> ContactView {
        try await engine.mustKnow(entity: entity)
        guard var found = try await engine.register().index.entities.first(where: { $0.id == entity }),
            let place = found.contacts.firstIndex(where: { $0.id == contact })
        else {
            let hint = "see `ess contact list \(entity)`"
            throw ActFailure(.notFound, "\(entity) has no contact `\(contact)`", hint: hint)
        }
        let before = found.contacts[place]
        switch step {
        case .verify:
            guard let how, !how.isEmpty, how.utf8.count <= 300 else {
                throw ActFailure(.usage, "say how it was verified", hint: "add --how \"called the switchboard\"")
            }
            found.contacts[place].verified = Verification(by: call.actor.description, how: how, at: call.now)
        case .suspend:
            guard call.reason != nil else {
                throw ActFailure(.usage, "a contact is suspended for a reason", hint: "add --reason \"…\"")
            }
            found.contacts[place].suspended = true
        case .resume: found.contacts[place].suspended = false
        }
        if call.dryRun || found.contacts[place] == before { return ContactView(entity, found.contacts[place]) }
        let event = step == .verify ? "contact-verified" : step == .suspend ? "contact-suspended" : "contact-resumed"
        let entry = call.entry(.entity, entity.text, event, ["contact": .string(contact)])
        // Assets are as they were, so nothing is matched again; what was withheld for want of it is decided anew.
        try await engine.store.saveEntities([found], at: call.now, entries: [entry], rematch: false)
        engine.signals.documents.raise()
        engine.signals.planning.raise()
        engine.signals.entries.raise()
        return ContactView(entity, found.contacts[place])
    }
}

/// A contact with its entity.
package struct ContactView: Codable, Sendable {
    package var entity: EntityID
    package var id: String
    package var role: String
    package var name: String?
    /// `it@hospital.example`, `+994…`, `mail drop desk`.
    package var way: String
    package var hours: String?
    package var verified: Verification?
    package var suspended: Bool

    init(_ entity: EntityID, _ contact: Contact) {
        self.entity = entity
        id = contact.id
        role = contact.role.rawValue
        name = contact.name
        way =
            switch contact.channel {
            case .mail(let address): address
            case .phone(let number): number
            case .maildrop(let name): "mail drop \(name)"
            }
        hours = contact.hours
        verified = contact.verified
        suspended = contact.suspended
    }
}
