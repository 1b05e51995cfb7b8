package import Analyze
import Constituency
import Foundation
import Storage
package import Vocabulary

/// `ess finding show` and `ess finding explain`: which rule matched what, on which evidence, and who was told; or the
/// first rule that failed, and what would match.
package struct FindingExplain: Act {
    package static let name = "finding explain"
    package static let roles = Role.anyone
    package static let readsOnly = true

    package var entity: EntityID
    /// Where: `192.0.2.7:23/tcp`, `domain:…`, `inventory`; or a threat, as `threat` takes it. Nil: everywhere.
    package var locus: String?
    package var threat: String?
    /// At most so many findings, 1–5,000; nil: 1,000.
    package var limit: Int?

    package init(entity: EntityID, locus: String? = nil, threat: String? = nil, limit: Int? = nil) {
        self.entity = entity
        self.locus = locus
        self.threat = threat
        self.limit = limit
    }

    /// One finding, or one that is not there, with the rule and the evidence that the rule was applied to.
    package struct Explanation: Codable, Sendable {
        package var entity: String
        /// Nil where a threat without a place was asked for and stands nowhere.
        package var locus: String?
        /// Nil where a place was asked for and nothing stands there.
        package var threat: String?
        /// Nil when there is none.
        package var finding: FindingView?
        /// The rule in one sentence.
        package var because: String
        /// The first rule that failed; nil where there is a finding.
        package var failedRule: NonMatch.Rule?
        /// What would have to be otherwise; nil where there is a finding.
        package var wouldMatch: String?
        /// What matched, as stored: network and row, or the assets with their verdicts.
        package var evidence: JSONValue
        /// The row or item that is the evidence, as the source wrote it; nil when its bytes are gone.
        package var source: String?
        package var document: Int64?
        package var item: Int
        /// For registered software: what the threat's current reports mean for each asset, matches, exclusions with the
        /// statement that closes, and misses with what would match. Nil for other places.
        package var assets: [AssetExplanation]?
        /// What a person decided of this match; nil when nobody did.
        package var decision: String?
        /// For a name that no report holds: what in each report of the threat came near, and what would have counted.
        package var nearMisses: [NearMiss]?
        /// Whether the entity was told, and else why not; nil where there is no finding.
        package var telling: FindingTold?
        /// Where there is no finding: people's reports that name the place, as `FEED/ID`; they make none by themselves.
        package var reports: [String]?

        private enum CodingKeys: String, CodingKey {
            case entity, locus, threat, finding, because, failedRule = "failed_rule", wouldMatch = "would_match"
            case evidence, source, document, item, assets, decision, nearMisses = "near_misses", telling, reports
        }
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [Explanation] {
        let asked = try await asked(engine)
        var query = FindingQuery()
        query.entity = entity
        query.threat = asked.threat?.text
        query.locus = asked.locus.map(FindingExplain.code)
        query.decidedOnly = false
        query.limit = min(max(limit ?? 1000, 1), 5000)
        let rows = try await engine.store.findings(query)
        if rows.isEmpty {
            guard asked.locus != nil || asked.threat != nil else { return [] }
            let absence = try await engine.absent(entity, asked.locus, asked.threat)
            return [try await engine.withReports(absence, naming: asked.locus)]
        }
        let told = try await engine.told(of: rows)
        var verdicts = CurrentVerdicts()
        var out: [Explanation] = []
        for (row, telling) in zip(rows, told) {
            let evidence = (try? JSONDecoder().decode(JSONValue.self, from: Data(row.evidence.utf8))) ?? .null
            let current = try await engine.currentVerdicts(row, &verdicts)
            out.append(
                Explanation(
                    entity: row.entity.text, locus: row.locus.text, threat: row.threat.text,
                    finding: FindingView(row, engine.policies.warnings),
                    because: because(row, evidence), evidence: evidence,
                    source: try await engine.sourceText(document: row.document, item: row.item),
                    document: row.document, item: row.item, assets: current.verdicts, decision: current.decision,
                    telling: telling))
            try Task.checkCancellation()
        }
        return out
    }

    /// What the words mean: a place in its spelling, else a threat's name.
    private func asked(_ engine: Engine) async throws -> (locus: Locus?, threat: ThreatID?) {
        try await engine.mustKnow(entity: entity)
        var place: Locus?
        var name = threat
        if let locus {
            place = Locus(reading: locus)
            if place == nil {
                guard threat == nil else {
                    throw ActFailure(
                        .usage, "`\(locus.prefix(120))` is no place",
                        hint: "write it as `ess finding list` does: 192.0.2.7:23/tcp, domain:example.az, inventory")
                }
                name = locus
            }
        }
        guard let name else { return (place, nil) }
        do {
            return (place, try await engine.store.threatID(name))
        } catch let failure as StorageFailure where failure.code == .notFound && name == locus {
            throw ActFailure(
                .notFound, "`\(name.prefix(120))` is neither a place nor a threat that is known",
                hint: "see `ess finding list --entity \(entity)` and `ess threat list`")
        }
    }

    /// As ``FindingQuery/locus`` takes it: an address without a port stands for all that is there.
    private static func code(_ locus: Locus) -> String {
        let bytes = LocusCode.encode(locus)
        if case .service(_, port: 0, _) = locus { return Hex.encode(Array(bytes.dropLast(3))) }
        return Hex.encode(bytes)
    }

    /// The reasons of a match that the register gives no more.
    private func ended(_ row: FindingRow) -> String {
        row.reason == ClosingReason.notRegistered.rawValue
            ? "; by the register as it was: the place is not \(row.entity)'s any more" : ""
    }

    private func because(_ row: FindingRow, _ evidence: JSONValue) -> String {
        if let naming = row.naming { return naming.sentence(at: row) }
        let doubt = row.reportDoubt == nil ? "" : "; somebody reported it to `\(row.feed)`, where anybody can"
        return reason(row, evidence) + doubt
    }

    private func reason(_ row: FindingRow, _ evidence: JSONValue) -> String {
        switch row.rule {
        case .network:
            "\(row.locus.text) lies in the verified network \(evidence["network"]?.text ?? "") of \(row.entity), "
                + "the most specific one registered" + ended(row)
        case .asn:
            "\(row.locus.text) lies in AS\(evidence["asn"]?.number ?? 0), which \(row.entity) registered and verified"
                + ended(row)
        case .domain:
            "\(row.locus.text) stands at or below the verified domain \(evidence["domain"]?.text ?? "") of "
                + row.entity.text
        case .cpe: "a CPE name of the threat covers verified software of \(row.entity), and its version is in range"
        case .product: "vendor and product of the threat name verified software of \(row.entity)"
        case .named: "the report names \(row.entity)"
        }
    }
}

extension Locus {
    /// Reads what ``Locus/text`` writes; nil when it is no place.
    init?(reading text: String) {
        if text == "inventory" { self = .inventory } else if text == "entity" { self = .entity }
        else if text.hasPrefix("domain:") {
            let name = DomainName.normalised(String(text.dropFirst(7)))
            guard DomainName.isWellFormed(name, topLevel: true) else { return nil }
            self = .domain(name)
        } else if let address = IPAddress(text) {
            self = .service(address, port: 0, transport: .none)
        } else {
            guard let colon = text.lastIndex(of: ":"), let slash = text[colon...].firstIndex(of: "/"),
                let port = UInt16(text[text.index(after: colon)..<slash]),
                let transport = TransportProtocol(named: text[text.index(after: slash)...])
            else { return nil }
            var host = text[..<colon]
            if host.first == "[", host.last == "]" { host = host.dropFirst().dropLast() }
            guard let address = IPAddress(host) else { return nil }
            self = .service(address, port: port, transport: transport)
        }
    }
}

extension TransportProtocol {
    /// As ``TransportProtocol/name`` writes it.
    fileprivate init?(named name: Substring) {
        guard let found = [TransportProtocol.none, .icmp, .tcp, .udp].first(where: { $0.name == name }) else {
            return nil
        }
        self = found
    }
}
