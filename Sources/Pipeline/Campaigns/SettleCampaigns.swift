import Analyze
import Storage
import Synchronization
import Vocabulary

extension Engine {
    /// Reports clustered at once, and campaigns stored in one transaction.
    static let titlesAtOnce = 1000
    static let campaignsAtOnce = 200
    /// Reports held in memory, the newest ones: some 3 KiB each. A campaign without one of them rests: what comes later
    /// is not compared with it, unless a person says so.
    static let titlesHeld = 50_000
    /// Of one feed, at most; so that none pushes out what the others tell.
    static let titlesOfFeedHeld = titlesHeld / 2

    /// Puts reports that name no vulnerability into the campaigns in which they stand, before threats are judged.
    ///
    /// Clusters are a function of the set of reports and of what persons said of them, so neither order nor portions
    /// have an influence (I5). *A crash anywhere: what is not stored is still due, or comes out when all clusters are
    /// compared with the store, which the first call after a start does.* `moved` is called before each transaction.
    package func settleCampaigns(_ moved: () -> Void = {}) async throws {
        try await campaignTurn.take(0) {
            while true {
                guard try await !store.titledDue(limit: 1).isEmpty else { return }
                moved()
                var index = try await takeCampaigns(moved)
                let due = try await store.titledDue(limit: Engine.titlesAtOnce)
                for row in due { index.take(row) }
                index.loaded = index.count
                let clusters = index.settle(with: due.filter(\.stands).map(\.name))
                try await store(clusters, of: due, moved)
                // Above that it is made anew from the newest ones.
                if index.count <= max(Engine.titlesHeld, index.loaded) * 11 / 10 { campaigns.withLock { $0 = index } }
                try Task.checkCancellation()
            }
        }
    }

    /// The index, taken out so that it is changed in place. Who takes it puts it back when all is stored; else it is
    /// made anew. Only inside a turn of ``campaignTurn``.
    func takeCampaigns(_ moved: () -> Void) async throws -> CampaignIndex {
        let held = campaigns.withLock { held in
            defer { held = nil }
            return held
        }
        if let held { return held }
        var index = CampaignIndex(origins: policies.scoring.origins, words: try await store.campaignWords())
        var stored: [String: String] = [:]
        var due: [TitledRow] = []
        let horizon = try await store.titledHorizon(newest: Engine.titlesHeld, share: Engine.titlesOfFeedHeld)
        var place: Int64? = 0
        while let after = place {
            moved()
            let page = try await store.titled(after: after, limit: Engine.titlesAtOnce, since: horizon)
            for row in page.rows {
                index.take(row)
                if row.due > 0 { due.append(row) } else { stored[row.name] = row.campaign }
            }
            place = page.next
            try Task.checkCancellation()
        }
        let clusters = index.settle(with: due.filter(\.stands).map(\.name))
        // Those that stand in the store as they are need nothing; where other rules or a crash left them otherwise,
        // they are stored like news.
        let differing = clusters.filter { cluster in cluster.contains { stored[$0] != cluster[0] } }
        try await store(differing, of: due, moved)
        return index
    }

    private func store(_ clusters: [[String]], of due: [TitledRow], _ moved: () -> Void) async throws {
        var standing: [String: Int] = [:]
        for row in due where row.stands { standing[row.name] = row.due }
        for start in stride(from: 0, to: clusters.count, by: Engine.campaignsAtOnce) {
            moved()
            var change = CampaignChange(at: now())
            change.clusters = Array(clusters[start..<min(clusters.count, start + Engine.campaignsAtOnce)])
            for name in change.clusters.joined() { change.settled[name] = standing[name] }
            try await save(change)
        }
        var change = CampaignChange(at: now())
        for row in due where !row.stands { change.gone[row.name] = row.due }
        if !change.isEmpty { try await save(change) }
    }

    func save(_ change: CampaignChange) async throws {
        let threats = try await store.save(change)
        folded.withLock { folded in for threat in threats { folded[threat.no] = threat } }
        signals.entries.raise()
    }
}
