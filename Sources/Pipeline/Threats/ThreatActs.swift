package import Analyze
import Constituency
package import Storage
package import Vocabulary

/// A threat as lists show it: what follows from reports and people's work, nothing of our own clock, so that the same
/// reports in another order give the same list (I5).
package struct ThreatView: Codable, Sendable {
    package var id: String
    package var kind: ThreatKind
    package var presence: ThreatPresence
    package var score: Int
    package var title: String
    package var work: WorkState
    package var assignee: String?
    package var closed: Bool
    /// Entities with an open finding of it, certain or probable.
    package var entities: Int
    /// Entities with possible matches alone: `ess gap list`.
    package var possibleEntities: Int
    /// Earliest and latest time a source states of it; nil where no source states one.
    package var firstStated: Instant?
    package var lastStated: Instant?
    /// False in the answer of a verb that found it so already; nil elsewhere.
    package var changed: Bool?

    private enum CodingKeys: String, CodingKey {
        case id, kind, presence, score, title, work, assignee, closed, entities
        case possibleEntities = "possible_entities", firstStated = "first_stated", lastStated = "last_stated", changed
    }

    init(_ row: ThreatRow) {
        id = row.id.text
        kind = row.kind
        presence = row.presence
        score = row.score
        title = row.title
        work = row.work
        assignee = row.assignee
        closed = row.isClosed
        entities = row.entities
        possibleEntities = row.possibleEntities
        firstStated = row.firstStated
        lastStated = row.lastStated
    }
}

/// `ess threat list`.
package struct ThreatList: Act {
    package static let name = "threat list"
    package static let roles = Role.anyone
    package static let readsOnly = true

    package var query: ThreatQuery
    package init(query: ThreatQuery) { self.query = query }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [ThreatView] {
        try await engine.store.threats(query).map(ThreatView.init)
    }
}

/// `ess threat show` and `ess threat explain`: what we hold, what each part rests on, whom it concerns and why.
package struct ThreatExplain: Act {
    package static let name = "threat explain"
    package static let roles = Role.anyone
    package static let readsOnly = true

    package var threat: String
    package init(threat: String) { self.threat = threat }

    package struct Answer: Codable, Sendable {
        package var threat: ThreatView
        /// What counts: the override, else the sum.
        package var score: Int
        /// Derived: the sum of the contributions, within 0–100.
        package var sum: Int
        /// What an operator decided instead of the sum, with his reason.
        package var override: ScoreOverride?
        package var contributions: [Contribution]
        /// Nil where FIRST gives no score.
        package var epss: ScoreTrend?
        /// Nil for conditions.
        package var assessment: ThreatAssessment?
        /// Nil for what is no vulnerability, or is closed.
        package var ssvc: SSVCAssessment?
        package var workReason: String?
        /// Whether it stands in the caller's `ess status`, and why.
        package var queue: QueueStanding
        package var concerned: [Concerned]
        /// Campaigns only: why their reports are held to be one.
        package var campaign: CampaignStory?
        /// Sectors of the country that its reports speak of, each with the words; nobody is told by that alone.
        package var sectors: [Spoken]
        /// Which of its places stand on warning lists.
        package var listed: ListedPlaces
        /// What colleagues wrote, oldest first.
        package var notes: [ThreatRemark]
        /// By our own clock: when the first report of it was read, and when it last was judged anew.
        package var received: Instant
        package var changed: Instant

        private enum CodingKeys: String, CodingKey {
            case threat, score, sum, override, contributions, epss, assessment, ssvc, workReason = "work_reason", queue
            case concerned, campaign, sectors, listed, notes, received, changed
        }
    }

    /// A sector of the country with the words of the report that speaks of it.
    package struct Spoken: Codable, Sendable {
        /// Registered entities of the sector.
        package var entities: Int
        package var named: NamedSector
    }

    /// An entity with open findings of the threat, and how many.
    package struct Concerned: Codable, Sendable {
        package var entity: String
        package var criticality: Criticality
        package var findings: Int
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> Answer {
        let (row, assessment, contributions) = try await engine.store.threat(threat)
        let spoken = try await engine.store.sectors(ofThreat: row.no)
        let register = try await engine.register().index
        let concerned = try await engine.store.entitiesConcerned(by: row.id).compactMap { concerned in
            register.position(of: concerned.entity).map { place in
                Concerned(
                    entity: concerned.entity.text, criticality: register.entities[place].criticality,
                    findings: concerned.findings)
            }
        }
        var reach = NationalReach()
        for one in concerned { reach.entities[one.criticality, default: 0] += 1 }
        let facts = try await engine.store.queueFacts(ofThreat: row.no)
        return Answer(
            threat: ThreatView(row), score: row.score, sum: ThreatScore(contributions: contributions).total,
            override: row.override, contributions: contributions,
            epss: try await engine.store.scoreHistory(of: row.id.text).map { ScoreTrend($0, on: call.now.day) },
            assessment: assessment,
            ssvc: assessment.flatMap { SSVCAssessment.of($0, reach: reach) }, workReason: row.workReason,
            queue: QueueStanding(
                row, facts, threshold: Engine.statusThreshold, for: call.actor.name, at: call.now),
            concerned: concerned,
            campaign: try await engine.story(of: row),
            sectors: spoken.map { one in
                Spoken(entities: register.entities.filter { $0.sector == one.sector }.count, named: one)
            },
            listed: try await engine.listedPlaces(of: row.no),
            notes: try await engine.store.remarks(onThreat: row.no), received: row.received, changed: row.changed)
    }
}
