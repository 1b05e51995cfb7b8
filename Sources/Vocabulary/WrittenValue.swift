/// A value whose JSON is its text: what `description` writes, `init?(_:)` reads back.
package protocol WrittenValue: Codable, CustomStringConvertible {
    /// Nil when the text is no such value.
    init?(_ text: String)

    /// What a decoder says that a text is not: `an address`, `a date`.
    static var noun: String { get }
}

extension WrittenValue {
    /// - Throws: `DecodingError.dataCorrupted`, which names the text and the ``noun``.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not \(Self.noun): \(text)")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
