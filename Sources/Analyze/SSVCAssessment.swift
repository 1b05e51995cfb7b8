import Vocabulary

/// The SSVC decision on a threat by the CISA coordinator tree, with what each decision point rests on.
package struct SSVCAssessment: Sendable, Hashable, Codable {
    /// One decision point.
    package struct Point: Sendable, Hashable, Codable {
        package var point: String
        package var value: String
        /// One sentence: a source's statement, or that a default is taken and why.
        package var evidence: String
        /// True when nothing was known and the default stands.
        package var assumed: Bool
    }

    package var tree: String
    package var decision: String
    /// In the order of the tree.
    package var points: [Point]

    /// Nil for what is no vulnerability, or is closed.
    ///
    /// - Parameter reach: registered entities with open findings; they stand for mission and well-being.
    package static func of(_ threat: ThreatAssessment, reach: NationalReach) -> SSVCAssessment? {
        guard threat.kind == .vulnerability, !threat.isClosed else { return nil }
        let tree = SSVCTree.cisaCoordinator
        let points = [
            exploitation(threat), stated("Automatable", threat, otherwise: "yes"),
            stated("Technical Impact", threat, otherwise: "total"), mission(reach),
        ]
        let values = points.map { ($0.point, $0.value) }
        do throws(SSVCFailure) {
            let decision = try tree.decision(Dictionary(values) { first, _ in first })
            return SSVCAssessment(tree: tree.name, decision: decision, points: points)
        } catch {
            preconditionFailure("each point of the tree is given one of its values: \(error)")
        }
    }

    /// A catalogue's listing is proof; else what the ADP container says. CERT/CC: needs no special default, what
    /// adequate searches do not find is `none`.
    private static func exploitation(_ threat: ThreatAssessment) -> Point {
        if let listed = threat.presenceReasons.first(where: { $0.rule == .listed }) {
            return Point(point: "Exploitation", value: "active", evidence: listed.evidence, assumed: false)
        }
        return stated("Exploitation", threat, otherwise: "none")
    }

    private static func stated(_ name: String, _ threat: ThreatAssessment, otherwise standard: String) -> Point {
        let point = SSVCTree.cisaCoordinator.points.first { $0.name == name }
        if let point, let stated = threat.ssvc[name], let place = point.place(of: stated) {
            let evidence = "the CVE record's ADP container states `\(stated)`"
            return Point(point: name, value: point.values[place], evidence: evidence, assumed: false)
        }
        let why = standard == "none" ? "no source reports it" : "nothing is known, the safer answer is assumed"
        return Point(point: name, value: standard, evidence: "default: \(why)", assumed: true)
    }

    /// From the most critical entity concerned: critical and high mean high, any other medium.
    private static func mission(_ reach: NationalReach) -> Point {
        let name = "Mission and Well-Being Impact"
        guard let top = reach.entities.filter({ $0.value > 0 }).keys.max(by: { $0.rank < $1.rank }) else {
            let evidence = "default: no registered entity has an open finding, medium is assumed"
            return Point(point: name, value: "medium", evidence: evidence, assumed: true)
        }
        let value = top == .critical || top == .high ? "high" : "medium"
        let evidence = "open findings at entities of criticality up to \(top.rawValue)"
        return Point(point: name, value: value, evidence: evidence, assumed: false)
    }
}
