/// Composer's versions: as its VersionParser normalises them (four numbers, a stability, a dev mark), in the order of
/// PHP's `version_compare`: dev < alpha < beta < RC < stable < patch.
struct ComposerVersion {
    private var numbers: [[UInt8]] = []
    private var stability = ComposerVersion.stable
    private var stabilityNumbers: [[UInt8]] = []
    private var isDev = false

    private static let stable = 4

    static func compare(_ left: String, _ right: String) -> VersionOrder? {
        guard let a = ComposerVersion(left), let b = ComposerVersion(right) else { return nil }
        let orders = [
            Digits.order(a.numbers, b.numbers), VersionOrder.of(a.stability, b.stability),
            a.stabilityNumbers.isEmpty == b.stabilityNumbers.isEmpty
                ? Digits.order(a.stabilityNumbers, b.stabilityNumbers) : a.stabilityNumbers.isEmpty ? .before : .after,
            VersionOrder.of(a.isDev ? 0 : 1, b.isDev ? 0 : 1),
        ]
        return orders.first { $0 != .same } ?? .same
    }

    private init?(_ text: String) {
        var scanner = VersionScanner(text.lowercased())
        _ = scanner.take("v")
        guard let numbers = scanner.numbers(), numbers.count <= 4 else { return nil }
        self.numbers = numbers
        if scanner.word([".x-dev", ".*-dev"]) != nil {
            // A branch precedes nothing of itself: `1.x-dev` is 1.9999999.9999999.9999999-dev.
            while self.numbers.count < 4 { self.numbers.append(Array("9999999".utf8)) }
            isDev = true
            stability = 0
        } else if let stated = scanner.attempt(ComposerVersion.stability) {
            stability = stated.rank
            stabilityNumbers = stated.numbers
            isDev = scanner.attempt(ComposerVersion.dev) != nil
        } else if scanner.attempt(ComposerVersion.dev) != nil {
            isDev = true
            stability = 0
        }
        // Build metadata does not order.
        if scanner.take("+") { _ = scanner.run { $0 > 0x20 } }
        guard scanner.isAtEnd else { return nil }
    }

    private static func stability(_ step: inout VersionScanner) -> (rank: Int, numbers: [[UInt8]])? {
        _ = step.take("._-")
        let words = ["stable", "alpha", "a", "beta", "b", "rc", "patch", "pl", "p"]
        guard let place = step.word(words) else { return nil }
        let numbers = step.attempt { inner in
            _ = inner.take(".-")
            return inner.numbers()
        }
        if place == 0 { return (stable, []) }
        return (place <= 2 ? 1 : place <= 4 ? 2 : place == 5 ? 3 : stable + 1, numbers ?? [])
    }

    private static func dev(_ step: inout VersionScanner) -> Bool? {
        _ = step.take(".-")
        return step.word(["dev"]) == nil ? nil : true
    }
}
