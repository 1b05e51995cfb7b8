import Vocabulary

/// Which of a scan feed's documents name everything that was found, and which only what differs.
///
/// Source: Shadowserver Foundation, "Announcing the New Report Delta Mode Option" (29 April 2021): with that option one
/// day of the week brings the full report, the others the difference from it. The files' headers and types are the
/// same; a difference taken for a full list would close everything that stayed as it was.
package enum ScanDelivery: Sendable, Hashable {
    /// Everything, each time.
    case full
    /// Differences, except on one day of the week (1 Monday to 7 Sunday, by the date in the file's name). Nil: no
    /// document is ever a full list.
    case delta(fullOn: Int?)

    /// As `full_on` names them, Monday first.
    static let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    /// Whether a document of this name is a full list. One that calls itself a delta never is; in a feed of
    /// differences one without a date in its name is none either.
    func isFullList(_ document: String) -> Bool {
        let words = ScanDelivery.words(document)
        if words.contains("delta") { return false }
        switch self {
        case .full: return true
        case .delta(let fullOn):
            guard let fullOn, let day = ScanDelivery.day(words) else { return false }
            return day.weekday == fullOn
        }
    }

    /// The name's last part, in lower case, cut at everything that is no letter or digit.
    private static func words(_ document: String) -> [String] {
        let base = document.split(separator: "/").last ?? ""
        return base.lowercased().utf8.split { byte in
            !((0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte))
        }.map { String(decoding: $0, as: UTF8.self) }
    }

    /// `2026-11-20` at the beginning, as the publisher names its files.
    private static func day(_ words: [String]) -> UTCDay? {
        words.count >= 3 ? UTCDay(words[0...2].joined(separator: "-")) : nil
    }
}
