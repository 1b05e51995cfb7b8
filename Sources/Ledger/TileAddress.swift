/// Where a piece of the tree lies below `ledger/`: 256 hashes, or 256 entries, or fewer at the right edge.
///
/// Source: C2SP tlog-tiles, "Merkle Tree", "Partial Tiles" and "Log entries"; tile height 8.
package struct TileAddress: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Hashes in a full tile, entries in a full bundle.
    package static let width = 256
    /// The level that entry bundles are said to have here; on disk it is the word `entries`.
    static let entries = -1

    /// 0–63 for tiles, −1 for entry bundles.
    package let level: Int
    /// Index within the level, from 0.
    package let index: Int
    /// 1–256; 256 is full.
    package let width: Int

    package init(level: Int, index: Int, width: Int = TileAddress.width) {
        precondition((-1...63).contains(level) && index >= 0 && (1...TileAddress.width).contains(width), "no such tile")
        self.level = level
        self.index = index
        self.width = width
    }

    package var isFull: Bool { width == TileAddress.width }
    package var isBundle: Bool { level == TileAddress.entries }

    /// Path below `ledger/`: `tile/0/x001/234.p/112`, `tile/entries/000`.
    package var path: String {
        let base = basePath
        return isFull ? base : "\(base).p/\(width)"
    }

    package var description: String { path }

    /// The path of the full tile at this place.
    var basePath: String { "tile/\(isBundle ? "entries" : String(level))/\(TileAddress.encode(index))" }

    /// The folder of the partial tiles at this place.
    var partialFolder: String { basePath + ".p" }

    /// Reads a path below `ledger/`; nil when it is not exactly how ``path`` spells an address.
    package init?(path: String) {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts.count <= 12, parts[0] == "tile" else { return nil }
        let level: Int
        if parts[1] == "entries" {
            level = TileAddress.entries
        } else {
            guard let number = Int(parts[1]), (0...63).contains(number) else { return nil }
            level = number
        }
        var width = TileAddress.width
        if parts[parts.count - 2].hasSuffix(".p") {
            guard let number = Int(parts.removeLast()), (1..<TileAddress.width).contains(number) else { return nil }
            width = number
            parts[parts.count - 1] = parts[parts.count - 1].dropLast(2)
        }
        var index = 0
        for part in parts.dropFirst(2) {
            guard let digits = Int(part.suffix(3)), digits >= 0, index < 1 << 40 else { return nil }
            index = index * 1000 + digits
        }
        self.init(level: level, index: index, width: width)
        // One comparison refuses signs, missing zeroes, a misplaced x and every other second spelling.
        guard self.path == path else { return nil }
    }

    package static func < (left: TileAddress, right: TileAddress) -> Bool {
        (left.level, left.index, left.width) < (right.level, right.index, right.width)
    }

    /// `1234067` → `x001/x234/067`.
    static func encode(_ index: Int) -> String {
        var rest = index
        var text = pad(rest % 1000)
        rest /= 1000
        while rest > 0 {
            text = "x\(pad(rest % 1000))/\(text)"
            rest /= 1000
        }
        return text
    }

    private static func pad(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 3 - digits.count) + digits
    }

    /// The tiles and bundles that a tree of this size must have: all full ones and the partial ones of its right edge.
    ///
    /// For each level, `fullCount` full tiles and, when not 0, one partial tile of `partialWidth` after them.
    /// Levels end where a level would be empty; the first is the entry bundles'.
    static func extents(ofSize size: Int) -> [(level: Int, fullCount: Int, partialWidth: Int)] {
        var out = [(level: entries, fullCount: size / width, partialWidth: size % width)]
        var level = 0
        var count = size
        while count > 0 {
            out.append((level, count / width, count % width))
            count /= width
            level += 1
        }
        return out
    }
}
