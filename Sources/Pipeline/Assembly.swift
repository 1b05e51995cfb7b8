import Constituency
import Durability
import Foundation
import Ingest
import Ledger
package import Logging
import Storage
package import Vocabulary

/// Opens a data directory and everything that stands on it, in the order of "What is durable when", step 0.
package enum Assembly {
    /// Takes the lock, opens store and ledger, sweeps what crashes left, reads feeds and the other settings files.
    ///
    /// - Throws: ``ActFailure`` `.configuration` when the directory is not initialised or another process holds it;
    ///   ``SettingsFailure`` with all problems of the settings files; ``LedgerFailure`` when store and ledger disagree.
    package static func open(
        _ settings: Settings, logger: Logger, clock: @escaping @Sendable () -> Instant
    ) async throws -> Engine {
        let directory = settings.dataDirectory
        guard try Assembly.isInitialised(directory) else {
            if let lost = lostKey(in: directory) { throw ActFailure(.configuration, lost) }
            let isThere = access(directory, F_OK) == 0
            throw ActFailure(
                .configuration, "\(directory) \(isThere ? "is no data directory of ess" : "does not exist")",
                hint: isThere
                    ? "make one with `ess init --config FILE`"
                    : "name its place in `data_dir`, or make a new one with `ess init --config FILE`")
        }
        let lock: DurableLock
        do {
            lock = try DurableLock(directory: directory)
        } catch {
            // No room to write down who holds it is no fault of the settings.
            if error.code == .diskFull { throw error }
            throw ActFailure(.configuration, error.description)
        }
        let policies = try Policies.load(settings)
        let key = try LedgerKey.load(directory + "/keys/ledger.key")
        let store = try Store(directory: directory)
        try await store.requireCountedEntries()
        let head = try await store.ledgerHead()
        let ledger = try await LedgerLog.open(
            directory: directory + "/ledger", verifierKey: key.verifier, head: head?.note)
        try await requireOnlyEntries(beyond: await ledger.signed.size, ledger.tiles, store)
        let engine = Engine(
            store: store, settings: settings, policies: policies, ledger: ledger, ledgerKey: key, lock: lock,
            logger: logger, clock: clock)
        let swept = try await store.sweepRaw()
        if swept > 0 { logger.info("removed documents that no transaction took in", metadata: ["count": "\(swept)"]) }
        try await store.registerFeeds(Array(policies.feeds.keys), at: engine.now())
        try await engine.loadDirectives()
        try await engine.noticeScoringRules()
        try await engine.sequence()
        return engine
    }

    /// Beyond the signed tree nothing vouches for a tile but the entries that it was written for; one that holds more
    /// or other than these was put there, and would stop the log on the day it gets there.
    /// - Throws: ``LedgerFailure`` `.differentTile`, naming the file (halt).
    private static func requireOnlyEntries(beyond size: Int, _ tiles: LedgerTiles, _ store: Store) async throws {
        var index = size / TileAddress.width
        while true {
            let leaves = try await store.leaves(from: index * TileAddress.width, limit: TileAddress.width)
            try tiles.requireOnly(leaves, at: index)
            if leaves.count < TileAddress.width { return }
            index += 1
        }
    }

    /// Makes a data directory: folders, the ledger's key, an empty store. Refuses one that exists already.
    package static func initialise(_ settings: Settings) throws -> String {
        let directory = settings.dataDirectory
        if try isInitialised(directory) {
            throw ActFailure(
                .conflict, "\(directory) is a data directory already; its keys are kept", hint: "see `ess status`")
        }
        if let lost = lostKey(in: directory) { throw ActFailure(.conflict, lost) }
        try DurableFolder.create(directory)
        for folder in ["raw", "ledger", "public", "keys"] { try DurableFolder.create(directory + "/" + folder) }
        let key = try LedgerKey.generate(name: settings.authority.domain + "/ledger")
        // The key is the last thing made and the first thing looked for: a crash before it leaves no data directory.
        try key.save(directory + "/keys/ledger.key")
        return key.verifier.description
    }

    /// What to say of a directory whose store or signed ledger is there and whose key is not; nil otherwise. A second
    /// key would make a second ledger, which nobody who holds a receipt of the first believes.
    package static func lostKey(in directory: String) -> String? {
        let (key, store) = (directory + "/keys/ledger.key", directory + "/ess.sqlite")
        guard access(store, F_OK) == 0 || access(directory + "/ledger/checkpoint", F_OK) == 0,
            access(directory, X_OK) == 0, access(key, F_OK) != 0, errno == ENOENT
        else { return nil }
        return "\(key) is missing, but the store or the ledger it signed is there: restore keys/ from the backup; "
            + "do not run `ess init`"
    }

    private static func isInitialised(_ directory: String) throws -> Bool {
        do throws(DurabilityFailure) {
            return try DurableFolder.list(directory + "/keys").contains { $0.name == "ledger.key" }
        } catch {
            if error.code == .missing { return false }
            throw error
        }
    }
}
