import Constituency
import Storage
package import Vocabulary

/// `ess entity confirm ENTITY [--list LIST]`: the inventory still holds, says its owner; what had only grown old is as
/// it was.
package struct EntityConfirm: Act {
    package static let name = "entity confirm"
    package static let roles: Set<Role> = [.admin, .analyst]

    package var entity: EntityID
    /// Nil: all lists of the entity.
    package var list: String?

    package init(entity: EntityID, list: String?) {
        self.entity = entity
        self.list = list
    }

    package struct Answer: Codable, Sendable {
        package var entity: String
        /// By name.
        package var lists: [Confirmed]
        /// Assets that are stale no more.
        package var restored: Int
        package var scannedAgain: Int

        private enum CodingKeys: String, CodingKey { case entity, lists, restored, scannedAgain = "scanned_again" }
    }

    /// A list that was confirmed, and how many assets it names.
    package struct Confirmed: Codable, Sendable {
        package var list: String
        package var assets: Int
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> Answer {
        let index = try await engine.register().index
        guard let position = index.position(of: entity) else {
            throw ActFailure(.notFound, "no entity is called `\(entity)`", hint: "see `ess entity list`")
        }
        let before = index.entities[position]
        guard let confirmed = InventoryAge(confirming: list, of: before, at: call.now) else {
            throw ActFailure(
                .notFound, "\(entity) has no inventory list" + (list.map { " `\($0)`" } ?? ""),
                hint: "see `ess entity coverage \(entity)`")
        }
        let stale = { (entity: Entity) in entity.assets.filter { $0.state.name == "stale" }.count }
        var answer = Answer(
            entity: entity.text,
            lists: confirmed.lists.sorted { $0.key < $1.key }.map { Confirmed(list: $0.key, assets: $0.value) },
            restored: stale(before) - stale(confirmed.result), scannedAgain: 0)
        if call.dryRun { return answer }
        let entry = call.entry(.entity, entity.text, "inventory-confirmed", [
            "lists": confirmed.detail, "restored": .int(answer.restored),
        ])
        // Where nothing was stale, assets match as they did.
        try await engine.store.saveEntities(
            [confirmed.result], at: call.now, entries: [entry], rematch: answer.restored > 0)
        if answer.restored > 0 {
            answer.scannedAgain = try await engine.registerChanged()
        } else {
            engine.signals.entries.raise()
        }
        return answer
    }
}
