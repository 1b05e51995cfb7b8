import Durability

/// Every file below `ledger/`, sorted into what it is.
struct LedgerInventory {
    /// Widths on the disk for each place of the tree, ascending; 256 is the full file.
    private(set) var widths: [Place: [Int]] = [:]
    private(set) var leftovers: [String] = []
    private(set) var strange: [LedgerDiscrepancy] = []

    struct Place: Hashable, Comparable {
        let level: Int
        let index: Int
        static func < (left: Place, right: Place) -> Bool { (left.level, left.index) < (right.level, right.index) }
    }

    init(directory: String) throws(LedgerFailure) {
        do throws(DurabilityFailure) {
            try walk(directory, "", depth: 0)
        } catch { throw LedgerFailure(error) }
        for place in widths.keys { widths[place]?.sort() }
    }

    /// Places of a level, ascending.
    func places(level: Int) -> [Place] { widths.keys.filter { $0.level == level }.sorted() }

    private mutating func walk(_ root: String, _ path: String, depth: Int) throws(DurabilityFailure) {
        for (name, kind) in try DurableFolder.list(path.isEmpty ? root : root + "/" + path) {
            let below = path.isEmpty ? name : path + "/" + name
            switch kind {
            case .folder:
                if depth < 12 {
                    try walk(root, below, depth: depth + 1)
                } else {
                    strange.append(LedgerDiscrepancy(.unknownFile, below, "too deep"))
                }
            case .other:
                strange.append(LedgerDiscrepancy(.unknownFile, below, "no regular file"))
            case .file:
                if name.hasPrefix(DurableFile.asidePrefix) {
                    leftovers.append(below)
                } else if let address = TileAddress(path: below) {
                    widths[Place(level: address.level, index: address.index), default: []].append(address.width)
                } else if below != "checkpoint" {
                    strange.append(LedgerDiscrepancy(.unknownFile, below))
                }
            }
        }
    }
}
