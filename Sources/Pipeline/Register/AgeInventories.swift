import Constituency
import Storage
import Synchronization
import Vocabulary

extension InventoryAge {
    /// The lists and how many of their assets it is about, as entries tell it.
    var detail: JSONValue {
        .array(lists.sorted { $0.key < $1.key }.map { .object(["list": .string($0.key), "assets": .int($0.value)]) })
    }
}

extension Engine {
    /// Lets inventories grow stale that nobody confirmed for the settings' `inventory_stale_days`; once each UTC day,
    /// and after each start. Returns how many assets did.
    ///
    /// A function of the lists' times and the day. One entity is one transaction with its entry. *A crash in between:
    /// the rest grows stale at the next run, and the threats are still to be judged again.*
    @discardableResult
    package func ageInventories() async throws -> Int {
        let now = now()
        guard let days = settings.inventoryStaleDays, agedDay.withLock({ $0 != now.day }) else { return 0 }
        let aging = try await register().index.entities.map {
            InventoryAge($0, after: Int64(days) * 86_400, at: now)
        }.filter(\.isChanged)
        var count = 0
        for aged in aging {
            try Task.checkCancellation()
            let entity = aged.result
            let entry = Entry(
                kind: .entity, subject: entity.id.text, event: "inventory-stale", at: now, actor: "service",
                detail: ["lists": aged.detail])
            try await store.saveEntities([entity], at: now, entries: [entry])
            count += aged.lists.values.reduce(0, +)
        }
        if count > 0 { _ = try await registerChanged() }
        agedDay.withLock { $0 = now.day }
        return count
    }
}
