import Advise
import Notify
import Storage
package import Vocabulary

/// What anybody who holds a notice's check code learns: that it is ours, and whether it still stands. Nothing of whom
/// it went to, of what it says, or of others.
package struct NoticeCheck: Sendable, Hashable {
    /// How the notice stands.
    package enum Standing: String, Sendable, Hashable, CaseIterable {
        case issued, withdrawn, superseded
    }

    package var standing: Standing
    /// When we made the notice.
    package var issued: Instant
    /// When it was withdrawn or superseded; nil where that has no time of its own.
    package var changed: Instant?
}

extension Engine {
    /// How the notice with this code stands; nil when no notice of ours carries it. Read aloud, written by hand: case,
    /// the hyphen and the letters that look like digits (Crockford's base 32) make no difference.
    package func checkNotice(code: String) async throws -> NoticeCheck? {
        guard let code = Engine.checkCode(code), let notice = try await store.notice(code: code) else { return nil }
        var check = NoticeCheck(standing: .issued, issued: notice.made)
        if notice.isCancelled { check.standing = .withdrawn }
        guard notice.kind == .advisory, let number = SpokenNumber(notice.about), number.series == .advisory else {
            return check
        }
        let versions = try await store.advisory(number.description).map(\.version)
        let later = versions.compactMap(\.issued).filter { $0 > notice.made }.min()
        if let withdrawn = versions.compactMap(\.withdrawn).max(), withdrawn > notice.made {
            (check.standing, check.changed) = (.withdrawn, withdrawn)
        } else if check.standing == .issued, let later {
            (check.standing, check.changed) = (.superseded, later)
        }
        return check
    }

    /// `01234-56789` of what was typed; nil when it cannot be a code.
    private static func checkCode(_ text: String) -> String? {
        guard text.utf8.count <= 20 else { return nil }
        let letters = text.uppercased().filter { $0 != "-" && $0 != " " }.map { character -> Character in
            switch character {
            case "O": "0"
            case "I", "L": "1"
            default: character
            }
        }
        guard letters.count == 10, letters.allSatisfy({ "0123456789ABCDEFGHJKMNPQRSTVWXYZ".contains($0) }) else {
            return nil
        }
        return String(letters[..<5]) + "-" + String(letters[5...])
    }
}
