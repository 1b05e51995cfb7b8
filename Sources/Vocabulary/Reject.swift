/// An item, row or document part that could not be read. Kept with its place; can be replayed after a fix.
package struct Reject: Sendable, Hashable, Codable {
    /// Why, one name each; shown, stored and counted by it.
    package enum Reason: String, Sendable, Hashable, Codable, CaseIterable {
        case malformed, wrongType = "wrong-type", missingField = "missing-field", badValue = "bad-value"
        case duplicateKey = "duplicate-key", overLimit = "over-limit", encoding, truncated
        case unsafeArchive = "unsafe-archive"
        case notThisFormat = "not-this-format"
        /// The publisher's hash is of other bytes: the document was not read.
        case integrity
        /// Reading could not go on behind this place: what follows was left out, whatever it names.
        case brokenOff = "broken-off"

        /// Whether more than one item is missing: a list with such a reject does not say what it does not name.
        package var isCut: Bool {
            switch self {
            case .truncated, .overLimit, .unsafeArchive, .notThisFormat, .integrity, .brokenOff: true
            case .malformed, .wrongType, .missingField, .badValue, .duplicateKey, .encoding: false
            }
        }

        /// The reasons that ``isCut``.
        package static let cuts = allCases.filter(\.isCut)
    }

    package var reason: Reason
    /// Where: `vulnerabilities[17].dateAdded`, `row 4711`, `icsa-24-001-01.json`.
    package var place: String
    /// Byte offset in the (member) document, when known.
    package var offset: Int?
    /// One sentence for a person: what was found, what is expected.
    package var message: String

    package init(_ reason: Reason, place: String, offset: Int? = nil, message: String) {
        self.reason = reason
        self.place = place
        self.offset = offset
        self.message = message
    }
}
