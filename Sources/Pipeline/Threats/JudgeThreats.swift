import Analyze
import Constituency
import Storage
import Synchronization
import Vocabulary

extension Engine {
    /// Threats judged in one transaction.
    static let judgeMax = 500
    /// The feed that findings by registered software name as theirs.
    static let inventoryFeed = FeedID(unchecked: "inventory")

    /// Matches and scores every threat that changed: its products against registered software, its reach, its score.
    /// When the register changed, all others are looked at too, between those that are due.
    ///
    /// *A crash in between: what was not stored is still due.* Returns how many findings were new. `moved` is called
    /// before each transaction.
    @discardableResult
    package func judgeDueThreats(_ moved: () -> Void = {}) async throws -> Int {
        var new = 0
        // Whether what a change of the register leaves of places is this caller's to look at.
        var isOurs = false
        // A caller that fails or is cancelled leaves the rest to whoever judges next.
        defer { if isOurs { placesTaken.withLock { $0 = false } } }
        while true {
            moved()
            switch try await judgeTurn.take(0, { try await judgeSome(isOurs) }) {
            case .judged(let made): new += made
            case .looked: isOurs = true
            case .done:
                isOurs = false
                return new
            }
            try Task.checkCancellation()
        }
    }

    /// What one turn of the judge came to.
    private enum JudgeStep: Sendable {
        /// Threats were judged or compared, with so many new findings.
        case judged(Int)
        /// Some places were looked at; the rest is the caller's.
        case looked
        /// Nothing is left, or another caller is at what is.
        case done
    }

    /// One turn: threats that are due, else such as a change of the register may decide otherwise, else places of which
    /// it may take back findings. Of the places all callers but one are free: there may be ten million, while a person
    /// waits for the judge. Threats whose reach they change come due, for whoever judges next.
    private func judgeSome(_ isOurs: Bool) async throws -> JudgeStep {
        if let made = try await judgeSomeThreats() { return .judged(made) }
        if try await rematchSome() { return .judged(0) }
        let isFree = placesTaken.withLock { isTaken in
            defer { isTaken = true }
            return !isTaken
        }
        guard isOurs || isFree else { return .done }
        var isLeft = false
        // Given back in this turn, so that nobody passes by work that comes behind the last look.
        defer { if !isLeft { placesTaken.withLock { $0 = false } } }
        isLeft = try await checkSomePlaces()
        return isLeft ? .looked : .done
    }

    /// Judges the next threats that are due; nil when none is.
    private func judgeSomeThreats() async throws -> Int? {
        let known = folded.withLock { $0 }
        let due = try await store.threatsDue(limit: Engine.judgeMax, on: now().day, known: known)
        folded.withLock { folded in for threat in due { folded[threat.no] = nil } }
        guard !due.isEmpty else { return nil }
        let register = try await register()
        let now = now()
        let texts = try await texts(of: due, register)
        var verdicts: [ThreatVerdict] = []
        for one in due {
            verdicts.append(try await verdict(on: one, texts[one.no] ?? [], register: register, now: now))
        }
        return try await store.save(verdicts, feed: Engine.inventoryFeed)
    }

    private func verdict(
        on due: DueThreat, _ texts: [NamingReport], register: RegisterState, now: Instant
    ) async throws -> ThreatVerdict {
        guard let assessment = due.assessment else {
            let reach = reach(of: Set(due.reach), register)
            let listed = try await listedThroughout(due.no)
            let score = ThreatScore.of(
                condition: due.id, sightings: due.sightings, reach: reach, listed: listed, at: now,
                rules: policies.scoring)
            return ThreatVerdict(
                no: due.no, due: due.due, score: score.total, contributions: score.contributions,
                presence: .existing, inventory: [], ended: EndedMatches())
        }
        let heard = assessment.isClosed
            ? HeardProducts() : register.matching.hear(assessment.products, of: assessment.sources)
        let decided = Engine.decided(heard, of: assessment.names, assessment.products, register)
        let inventory = inventory(decided.holding, of: due.no, assessment.sources, register)
        let named = try named(by: texts, assessment, of: due.no, register)
        let reach = reach(of: inventory + named.holding, register)
        let sectors = assessment.isClosed ? []
            : NamedSectors.of(assessment.kind, texts, words: policies.sectorWords)
        let score = ThreatScore.of(
            assessment, epss: due.epss, epssMove: due.epssMove, reach: reach,
            sectors: register.sectors(sectors.map(\.sector)), at: now, rules: policies.scoring)
        var verdict = ThreatVerdict(
            no: due.no, due: due.due, score: score.total, contributions: score.contributions,
            presence: assessment.presence, inventory: inventory,
            ended: EndedMatches(
                isRejected: assessment.isClosed, refused: decided.refused, excluded: decided.excluded))
        verdict.named = named.holding
        verdict.refusedNames = named.refused
        verdict.sectors = sectors
        if assessment.isClosed { verdict.endedNameReason = .rejected }
        return verdict
    }

    /// Possible matches that a person confirmed are probable; those that a person refused fall away.
    static func decided(
        _ heard: HeardProducts, of names: [ThreatID], _ products: [Sourced<ProductStatement>],
        _ register: RegisterState
    ) -> (holding: [EntityMatch], refused: Set<Int64>, excluded: Set<Int64>) {
        var holding: [EntityMatch] = []
        var refused: Set<Int64> = []
        for var match in heard.matches {
            let decision = register.decision(of: match, in: names, products)
            if let decision, !decision.isMatch {
                refused.insert(register.numbers[match.entity])
                continue
            }
            if decision != nil { match.confidence = .probable }
            holding.append(match)
        }
        return (holding, refused, Set(heard.excluded.map { register.numbers[$0] }))
    }

    /// The findings that these matches are, sorted by entity.
    func inventory(
        _ matches: [EntityMatch], of threat: Int64, _ sources: [ThreatSource], _ register: RegisterState
    ) -> [Sighting] {
        if matches.isEmpty { return [] }
        // The times are the sources', not ours: judging again, in another order, gives the same finding (I5). And only
        // theirs by whose statements it matches: who merely names the threat moves nothing.
        let known = Dictionary(sources.map { ($0.place, $0.times) }) { first, _ in first }
        let none = SourceTimes(first: .distantPast, last: .distantPast)
        var (reports, times) = ([String](), none)
        return matches.map { match in
            if reports != match.reports {
                (reports, times) = (match.reports, SourceTimes.joined(match.reports.compactMap { known[$0] }) ?? none)
            }
            return sighting(match, of: threat, times, register)
        }.sorted { $0.entity < $1.entity }
    }

    /// Whom findings by registered software reach: all but possible ones count.
    func reach(of inventory: [Sighting], _ register: RegisterState) -> NationalReach {
        reach(of: Set(inventory.filter { $0.confidence != .possible }.map(\.entity)), register)
    }

    private func sighting(
        _ match: EntityMatch, of threat: Int64, _ times: SourceTimes, _ register: RegisterState
    ) -> Sighting {
        let rule: MatchRule = match.assets.contains { $0.rule == .cpe } ? .cpe : .product
        return Sighting(
            entity: register.numbers[match.entity], locus: LocusCode.encode(.inventory), threat: threat, rule: rule,
            confidence: match.confidence, firstSeen: times.first, lastSeen: times.last,
            days: times.days.map(\.number).sorted(), item: 0, evidence: EvidenceText.of(match.assets))
    }

    func reach(of entities: Set<Int64>, _ register: RegisterState) -> NationalReach {
        var counts: [Criticality: Int] = [:]
        for number in entities {
            guard let position = register.positions[number] else { continue }
            counts[register.index.entities[position].criticality, default: 0] += 1
        }
        return NationalReach(counts)
    }
}

extension AssetVerdict {
    fileprivate var rule: MatchRule? {
        if case .matched(let evidence) = verdict { evidence.rule } else { nil }
    }
}
