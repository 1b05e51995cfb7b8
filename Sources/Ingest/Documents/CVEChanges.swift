/// The changes of status within a range of versions, in the order of the versions.
///
/// The schema leaves their order to who reads them ("clients must sort them"). Which versions follow which is decided
/// where the product is matched; here stands only the order on which every scheme of numbered versions agrees.
/// Source: CVE Record Format 5.1, `affected[].versions[].changes`.
struct CVEChanges {
    private static let changesMax = 1000
    /// Schemes whose versions are no numbers.
    private static let unordered = ["git", "lexicographic"]

    private var all: [(at: String, status: String?)] = []
    private var isCut = false

    mutating func read(_ cursor: inout JSONCursor) throws(JSONFailure) {
        var change: (at: String, status: String?) = ("", nil)
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "at": change.at = try cursor.optionalLine(limit: 1024) ?? ""
            case "status": change.status = try cursor.optionalString()
            default: try cursor.skipValue()
            }
        }
        guard !change.at.isEmpty else { return }
        if all.count < CVEChanges.changesMax { all.append(change) } else { isCut = true }
    }

    /// The changes behind `start`, sorted; nil where that cannot be said: versions that cannot be compared, two
    /// statuses at one version, a change before the range begins.
    func sorted(from start: String?, scheme: String) -> [(at: String, status: String?)]? {
        guard !isCut else { return nil }
        if let start, all.contains(where: { NumberedOrder.isAscending($0.at, start) == true }) { return nil }
        guard all.count > 1 else { return all }
        guard !CVEChanges.unordered.contains(scheme.lowercased()) else { return nil }
        var isSure = true
        let sorted = all.sorted { left, right in
            if left.at == right.at {
                if CVEVersion.status(left.status) != CVEVersion.status(right.status) { isSure = false }
                return false
            }
            guard let order = NumberedOrder.isAscending(left.at, right.at) else {
                isSure = false
                return false
            }
            return order
        }
        return isSure ? sorted : nil
    }
}

/// Whether one version comes before another, where no scheme can see it otherwise: they are alike up to a number, and
/// there the numbers differ, or one goes on with a dot and a number.
enum NumberedOrder {
    /// Nil where schemes differ, or for two equal versions.
    static func isAscending(_ left: String, _ right: String) -> Bool? {
        let (left, right) = (parts(left), parts(right))
        // Epochs stand before everything else.
        for mark in [UInt8(ascii: ":"), UInt8(ascii: "!")] {
            guard left.contains(where: { $0.contains(mark) }) == right.contains(where: { $0.contains(mark) }) else {
                return nil
            }
        }
        for (one, other) in zip(left, right) where one != other {
            guard let first = one.first, let second = other.first, isDigit(first), isDigit(second) else { return nil }
            return one.count == other.count ? one.lexicographicallyPrecedes(other) : one.count < other.count
        }
        let longer = left.count < right.count ? right : left
        let common = min(left.count, right.count)
        guard longer.count >= common + 2, longer[common] == [UInt8(ascii: ".")] else { return nil }
        return left.count < right.count
    }

    /// Numbers without leading zeros, and what stands between them; a `v` before the first is no part.
    private static func parts(_ text: String) -> [[UInt8]] {
        var bytes = Array(text.utf8)[...]
        if let first = bytes.first, first | 0x20 == UInt8(ascii: "v"), bytes.dropFirst().first.map(isDigit) == true {
            bytes.removeFirst()
        }
        var parts: [[UInt8]] = []
        while let first = bytes.first {
            let part = bytes.prefix { isDigit($0) == isDigit(first) }
            bytes = bytes[part.endIndex...]
            let isNumber = isDigit(first)
            let trimmed = isNumber ? part.drop { $0 == UInt8(ascii: "0") } : part
            parts.append(isNumber && trimmed.isEmpty ? [UInt8(ascii: "0")] : Array(trimmed))
        }
        return parts
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
