/// A name that people choose and type: feeds, entities, bodies, directives, guidance, asset tags.
///
/// Lower-case ASCII letters, digits, `.`, `_`, `-`; 1–64 bytes; begins with a letter or digit. Such a name is safe in a
/// path, a URL, a header and a terminal, which is why nothing else is accepted.
package protocol ChosenName: Sendable, Hashable, Comparable, WrittenValue, CodingKeyRepresentable {
    var text: String { get }
    init(unchecked text: String)
}

extension ChosenName {
    /// Nil when the text is not such a name.
    package init?(_ text: some StringProtocol) {
        let bytes = text.utf8
        guard (1...64).contains(bytes.count), let first = bytes.first, isLetterOrDigit(first),
            bytes.allSatisfy({ isLetterOrDigit($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F })
        else { return nil }
        self.init(unchecked: String(text))
    }

    package var description: String { text }
    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    package static var noun: String { "a name" }

    package var codingKey: any CodingKey { NameKey(stringValue: text) }
    package init?(codingKey: some CodingKey) { self.init(codingKey.stringValue) }
}

/// Names a feed; equal to the name of its file in `Feeds/` without `.yaml`.
package struct FeedID: ChosenName {
    package let text: String
    package init(unchecked text: String) { self.text = text }
}

/// Names a registered entity of the information infrastructure.
package struct EntityID: ChosenName {
    package let text: String
    package init(unchecked text: String) { self.text = text }

    /// Stands where a notice names its entity, for receipts to people who reported; the register refuses it.
    package static let reporter = EntityID(unchecked: "reporter")
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
}

private struct NameKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
