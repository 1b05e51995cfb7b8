/// Traffic Light Protocol label, version 2.0 (FIRST, August 2022), in rising order of strictness.
///
/// A type, not a tag: what a public view returns cannot hold more than ``clear`` (invariant I7). Missing, unknown and
/// contradictory labels become the strictest, unless the feed's own file states a default for unmarked items.
package enum TLP: String, Sendable, Hashable, Comparable, Codable, CaseIterable {
    case clear = "CLEAR"
    case green = "GREEN"
    case amber = "AMBER"
    case amberStrict = "AMBER+STRICT"
    case red = "RED"

    /// Reads `TLP:AMBER+STRICT`, `amber+strict`, and the TLP 1.0 name `WHITE`; nil when it is no label.
    package init?(label: some StringProtocol) {
        var text = label.uppercased()
        if text.hasPrefix("TLP:") { text.removeFirst(4) }
        if text == "WHITE" { text = "CLEAR" }
        self.init(rawValue: text)
    }

    package static func < (left: TLP, right: TLP) -> Bool { left.rank < right.rank }

    /// The label of something that contains both.
    package func strictest(_ other: TLP) -> TLP { max(self, other) }

    /// `TLP:CLEAR`, the way it is written on a document (TLP 2.0 § 3).
    package var marking: String { "TLP:" + rawValue }

    /// 0 for ``clear`` to 4 for ``red``.
    package var rank: Int {
        switch self {
        case .clear: 0
        case .green: 1
        case .amber: 2
        case .amberStrict: 3
        case .red: 4
        }
    }
}
