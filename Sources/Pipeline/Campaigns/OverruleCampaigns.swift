import Analyze
import Storage
import Synchronization
import Vocabulary

/// What came out of a merge or a split: the campaigns that the reports stand in now.
package struct OverruledCampaigns: Codable, Sendable {
    /// A campaign and its reports, the first in time first.
    package struct Campaign: Codable, Sendable {
        package var id: String
        package var title: String
        package var reports: [String]
    }

    /// Sorted by id.
    package var campaigns: [Campaign]
    /// False in the answer to what stood so already; nil elsewhere.
    package var changed: Bool?

    /// Nothing was changed: they stand so.
    fileprivate init(standing campaigns: [(row: ThreatRow, reports: [TitledRow])]) {
        self.init(
            campaigns: campaigns.map { row, reports in
                Campaign(id: row.id.text, title: row.title, reports: reports.map(\.name))
            }.sorted { $0.id < $1.id })
        changed = false
    }

    init(campaigns: [Campaign]) { self.campaigns = campaigns }
}

/// `ess threat merge A B…`: these campaigns are one, whatever their words say, until somebody splits them.
package struct ThreatMerge: Act {
    package static let name = "threat merge"
    package static let roles: Set<Role> = [.analyst, .approver]
    package static let reasonRequired = true

    /// Ids or unique beginnings; at least two.
    package var threats: [String]
    package init(threats: [String]) { self.threats = threats }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> OverruledCampaigns {
        try await engine.settleCampaigns()
        return try await engine.campaignTurn.take(0) {
            let found = try await engine.campaigns(threats)
            // Two names that lead to one campaign: they were merged, or their titles did it.
            if Set(threats).count > 1, Set(found.map(\.row.id)).count == 1 {
                return OverruledCampaigns(standing: [found[0]])
            }
            guard Set(found.map(\.row.id)).count == found.count, found.count > 1 else {
                let hint = "`ess threat explain \(found[0].row.id)`"
                throw ActFailure(.usage, "they are one campaign already", hint: hint)
            }
            // The first in time first, the campaigns and the reports of each.
            let parts = found.map { $0.reports.sorted { $0.place < $1.place } }.filter { !$0.isEmpty }
                .sorted { $0[0].place < $1[0].place }
            let all = parts.flatMap { $0 }.sorted { $0.place < $1.place }
            guard let head = all.first, all.count <= Engine.mergedMax else {
                throw ActFailure(.conflict, "together they have \(all.count) reports; \(Engine.mergedMax) can be held")
            }
            let plan = try await engine.planned(head, all)
            if call.dryRun { return OverruledCampaigns(campaigns: [plan]) }
            var index = try await engine.takeCampaigns {}
            for row in all { index.take(row) }
            let words = CampaignPlan.merging(parts.map { $0.map(\.name) }, said: index.words)
            let ids = found.map(\.row.id)
            let entries = ids.map { id in
                call.entry(.threat, id.text, "merged", [
                    "into": .string(head.name), "reports": .int(all.count),
                    "with": .array(ids.filter { $0 != id }.map { .string($0.text) }),
                ])
            }
            let act = CampaignAct(
                threat: ids[0], verb: .merged, reason: call.reason ?? "", actor: call.actor.description, words: words,
                entries: entries)
            return try await engine.overrule(act, &index, asking: plan.reports, at: call.now)
        }
    }
}

/// `ess threat split THREAT REPORT…`: these reports of a campaign are another one, until somebody merges them.
package struct ThreatSplit: Act {
    package static let name = "threat split"
    package static let roles: Set<Role> = [.analyst, .approver]
    package static let reasonRequired = true

    package var threat: String
    /// Each a report's name, a unique beginning of it, or `feed/source id`.
    package var reports: [String]

    package init(threat: String, reports: [String]) {
        self.threat = threat
        self.reports = reports
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> OverruledCampaigns {
        try await engine.settleCampaigns()
        return try await engine.campaignTurn.take(0) {
            let (row, all) = try await engine.campaigns([threat])[0]
            if let standing = try await engine.parted(reports, from: row, all) { return standing }
            let leaving = Set(try reports.map { try CampaignPlan.report($0, of: row.id, all) })
            let (away, staying) = (all.filter { leaving.contains($0.name) }, all.filter { !leaving.contains($0.name) })
            guard let first = away.first, let second = staying.first else {
                throw ActFailure(
                    .usage, "a split leaves reports on both sides; \(row.id) has \(all.count)",
                    hint: "`ess threat explain \(row.id)` names them")
            }
            let parts = [try await engine.planned(second, staying), try await engine.planned(first, away)]
            if call.dryRun { return OverruledCampaigns(campaigns: parts.sorted { $0.id < $1.id }) }
            var index = try await engine.takeCampaigns {}
            for row in all { index.take(row) }
            let words = CampaignPlan.splitting(parts[0].reports, parts[1].reports, said: index.words)
            let entry = call.entry(.threat, row.id.text, "split", [
                "parts": .array(parts.map { .string($0.id) }), "reports": .array(parts[1].reports.map { .string($0) }),
            ])
            let act = CampaignAct(
                threat: row.id, verb: .split, reason: call.reason ?? "", actor: call.actor.description, words: words,
                entries: [entry])
            return try await engine.overrule(act, &index, asking: all.map(\.name), at: call.now)
        }
    }
}

extension Engine {
    /// Reports that a person's word holds together: as many as clustering joins at once.
    static let mergedMax = 1000

    /// Campaigns by their names, with their reports.
    fileprivate func campaigns(_ names: [String]) async throws -> [(row: ThreatRow, reports: [TitledRow])] {
        var found: [(row: ThreatRow, reports: [TitledRow])] = []
        for name in names {
            let row = try await store.threat(name).row
            switch row.kind {
            case .campaign: found.append((row, try await store.reports(ofCampaign: row.no)))
            case .vulnerability:
                throw ActFailure(
                    .conflict, "\(row.id) is a vulnerability: its identifier alone says which reports are one",
                    hint: "two CVEs never merge; name campaigns (`ess threat list --kind campaign`)")
            case .condition, .infrastructure:
                throw ActFailure(
                    .conflict, "\(row.id) is what is observed at an address, and is one thing already",
                    hint: "name campaigns (`ess threat list --kind campaign`)")
            }
        }
        return found
    }

    /// The campaigns as they stand, where a person has split these reports from those of a campaign already.
    fileprivate func parted(
        _ texts: [String], from row: ThreatRow, _ all: [TitledRow]
    ) async throws -> OverruledCampaigns? {
        let own = Set(all.map(\.name))
        let said = try await store.campaignWords(about: own.sorted()).filter { $0.verb == .split && $0.word.isSaid }
        var others: [ThreatID: (row: ThreatRow, reports: [TitledRow])] = [:]
        for name in Set(said.flatMap { [$0.word.one, $0.word.other] }).subtracting(own) {
            guard let there = try await store.campaign(ofReport: name) else { continue }
            others[there.id] = (there, try await store.reports(ofCampaign: there.no))
        }
        let away = others.values.flatMap(\.reports)
        let leaves = texts.allSatisfy { CampaignPlan.reports($0, all).count == 1 }
        let isAll = leaves && Set(texts.flatMap { CampaignPlan.reports($0, all).map(\.name) }) == own
        let isAway = texts.allSatisfy {
            CampaignPlan.reports($0, all).isEmpty && CampaignPlan.reports($0, away).count == 1
        }
        guard !others.isEmpty, !texts.isEmpty, isAll || isAway else { return nil }
        return OverruledCampaigns(standing: [(row, all)] + others.values)
    }

    /// A campaign as it would be, called as it would be.
    fileprivate func planned(_ head: TitledRow, _ part: [TitledRow]) async throws -> OverruledCampaigns.Campaign {
        let reports = part.map(\.name)
        return OverruledCampaigns.Campaign(
            id: head.name, title: try await store.campaignTitle(of: reports) ?? head.title, reports: reports)
    }

    /// Says the words, stores what follows, and has it judged.
    fileprivate func overrule(
        _ act: CampaignAct, _ index: inout CampaignIndex, asking reports: [String], at now: Instant
    ) async throws -> OverruledCampaigns {
        index.say(act.words)
        var change = CampaignChange(at: now)
        change.clusters = index.settle(with: [])
        change.act = act
        try await save(change)
        let held = index
        campaigns.withLock { $0 = held }
        try await judgeDueThreats()
        var out: [String: OverruledCampaigns.Campaign] = [:]
        for name in reports {
            let row = try await store.threat(name).row
            if out[row.id.text] != nil { continue }
            out[row.id.text] = OverruledCampaigns.Campaign(
                id: row.id.text, title: row.title, reports: try await store.reports(ofCampaign: row.no).map(\.name))
        }
        return OverruledCampaigns(campaigns: out.values.sorted { $0.id < $1.id })
    }
}
