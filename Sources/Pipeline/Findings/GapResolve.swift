import Analyze
import Constituency
import Storage
import Vocabulary

/// What a person says of a possible match.
package enum GapVerdict: String, Sendable, Codable, CaseIterable {
    case match
    case noMatch = "no-match"
}

/// `ess gap resolve GAP --as match|no-match [--alias STATED=REGISTERED] --reason …`.
///
/// With an alias it teaches that two names mean the same product, or do not: all findings follow by re-match. Without,
/// it decides this one match, for the evidence that was seen: other evidence brings the question back. Of what people
/// reported a match makes a probable finding, no match closes it until a later report.
package struct GapResolve: Act {
    package static let name = "gap resolve"
    package static let roles: Set<Role> = [.analyst]
    package static let reasonRequired = true

    /// As `ess gap list` shows it, or a unique beginning.
    package var gap: String
    package var verdict: GapVerdict
    /// `vendor/product=vendor/product`: the source's name, then the register's.
    package var alias: String?

    package init(gap: String, verdict: GapVerdict, alias: String?) {
        self.gap = gap
        self.verdict = verdict
        self.alias = alias
    }

    package struct Answer: Codable, Sendable {
        package var gap: String
        package var entity: String
        package var threat: String
        package var verdict: GapVerdict
        /// The lesson in its normal spelling; nil when this match alone was decided.
        package var alias: String?
        /// How the match stands afterwards: `probable`, `none`, or `possible` while other doubts remain. Nil in a dry
        /// run.
        package var outcome: String?
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> Answer {
        let row = try await found(engine)
        let lesson = try alias.map { try stored($0, call) }
        var answer = Answer(
            gap: GapView.id(of: row), entity: row.entity.text, threat: row.threat.text, verdict: verdict,
            alias: lesson.map { "\($0.lesson.stated.text)=\($0.lesson.registered.text)" }, outcome: nil)
        let evidence = try await evidence(row, engine)
        if lesson != nil, row.naming != nil || row.isSighted {
            let what = row.naming == nil ? "what somebody reported" : "by a name in reports"
            throw ActFailure(
                .usage, "an alias is of names of products; this match is \(what)",
                hint: "decide it without --alias"
                    + (row.naming == nil ? "" : "; a name that means nobody else belongs into distinct_names"))
        }
        if lesson == nil, evidence == nil {
            throw ActFailure(
                .conflict, "only a match by registered software, by a name in reports or by people is decided here",
                hint: "see `ess finding explain \(row.entity) \(row.locus.text)`")
        }
        if call.dryRun { return answer }
        if let lesson {
            let entry = call.entry(.setting, lesson.subject, "taught", ["verdict": .string(verdict.rawValue)])
            try await engine.store.teach(lesson, entries: [entry])
        } else {
            let decision = GapDecision(
                key: GapKey(entity: row.entity, threat: row.threat, locus: row.locus), names: row.names,
                evidence: evidence ?? "",
                isMatch: verdict == .match, reason: call.reason ?? "", actor: call.actor.description, at: call.now)
            let entry = call.entry(.entity, row.entity.text, "gap-resolved", [
                "threat": .string(row.threat.text), "verdict": .string(verdict.rawValue),
                "evidence": .string(decision.evidence),
            ])
            let sighting = row.isSighted ? SightedGap(row) : nil
            guard try await engine.store.decide(decision, sighting: sighting, entries: [entry]) else {
                throw ActFailure(
                    .conflict, "more was reported meanwhile", hint: "see `ess gap list`, then decide again")
            }
        }
        try await engine.judgeDueThreats()
        engine.signals.documents.raise()
        engine.signals.entries.raise()
        answer.outcome = try await outcome(row, engine)
        return answer
    }

    private func found(_ engine: Engine) async throws -> FindingRow {
        let gaps = gap.isEmpty ? [] : try await engine.gaps { GapView.id(of: $0).hasPrefix(gap) }
        guard let row = gaps.first else {
            throw ActFailure(.notFound, "no possible match is called `\(gap)`", hint: "see `ess gap list`")
        }
        guard gaps.count == 1 else {
            throw ActFailure(.usage, "`\(gap)` stands for \(gaps.count) possible matches", hint: "type more of it")
        }
        return row
    }

    /// The digest of what the decision rests on; nil where nothing is in question that a person could know better.
    private func evidence(_ row: FindingRow, _ engine: Engine) async throws -> String? {
        if let seen = row.naming?.seen ?? row.sighting { return seen }
        let register = try await engine.register()
        guard row.locus == .inventory, let position = register.index.position(of: row.entity),
            let threat = try await engine.store.assessment(of: row.threat)
        else { return nil }
        return register.evidence(of: register.index.entities[position], in: threat.products)
    }

    private func stored(_ alias: String, _ call: ActCall) throws -> StoredLesson {
        let parts = alias.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let stated = ProductName(parts[0]), let registered = ProductName(parts[1]),
            alias.utf8.count <= 512
        else {
            throw ActFailure(
                .usage, "`\(alias.prefix(120))` is no alias",
                hint: "write the source's name and the register's: --alias \"vendor/product=vendor/product\"")
        }
        guard stated != registered else {
            throw ActFailure(.usage, "both names are `\(stated.text)` in their normal spelling",
                hint: "decide this match alone, without --alias")
        }
        return StoredLesson(
            lesson: ProductLesson(stated: stated, registered: registered, isSame: verdict == .match),
            reason: call.reason ?? "", actor: call.actor.description, at: call.now)
    }

    private func outcome(_ row: FindingRow, _ engine: Engine) async throws -> String {
        var query = FindingQuery()
        query.entity = row.entity
        query.threat = row.threat.text
        query.decidedOnly = false
        let now = try await engine.store.findings(query).first { $0.locus == row.locus && $0.state == .open }
        return now?.confidence.rawValue ?? "none"
    }
}
