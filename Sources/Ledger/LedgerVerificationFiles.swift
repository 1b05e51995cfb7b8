import Durability
import Vocabulary

extension LedgerVerification {
    /// Compares each entry of a bundle with the store's row for it.
    mutating func compare(
        _ bundle: [UInt8], with rows: (Range<Int>) throws -> [Row], from first: Int, index: Int
    ) throws {
        let count = bundle.count / EntryBundle.stride
        let signed = max(0, min(count, (findings.checkpoint?.size ?? 0) - first))
        let answers = try rows(first..<(first + count))
        let file = name(TileAddress.entries, index, count)
        for entry in 0..<count {
            let offset = entry * EntryBundle.stride + 2
            switch entry < answers.count ? answers[entry] : .missing {
            case .leaf(let leaf), .erased(let leaf):
                findings.rowCount += 1
                if !leaf.bytes.elementsEqual(bundle[offset..<(offset + 32)]) {
                    findings.add(LedgerDiscrepancy(.wrongRow, file, offset: offset, index: first + entry))
                }
            case .missing:
                let detail = entry < signed ? "" : "not yet signed"
                findings.add(LedgerDiscrepancy(.missingRow, file, offset: offset, index: first + entry, detail))
            }
        }
    }

    /// The fullest file at a place, after comparing every other file there with it; nil when none can be used.
    mutating func widest(_ level: Int, _ index: Int) -> [UInt8]? {
        let unit = level == TileAddress.entries ? EntryBundle.stride : 32
        var fullest: [UInt8]?
        for width in (inventory.widths[.init(level: level, index: index)] ?? []).reversed() {
            let file = TileAddress(level: level, index: index, width: width).path
            do throws(DurabilityFailure) {
                let bytes = try DurableFile.read(directory + "/" + file, limit: EntryBundle.byteCountMax * 2)
                guard bytes.count == width * unit else {
                    findings.add(LedgerDiscrepancy(
                        .wrongLength, file, offset: min(bytes.count, width * unit), "\(bytes.count) bytes"))
                    continue
                }
                guard let whole = fullest else {
                    fullest = bytes
                    continue
                }
                if let offset = bytes.indices.first(where: { bytes[$0] != whole[$0] }) {
                    findings.add(LedgerDiscrepancy(.notAPrefix, file, offset: offset))
                }
            } catch {
                findings.add(LedgerDiscrepancy(.unreadable, file, error.description))
            }
        }
        return fullest
    }

    /// The hash that level 1, as it stands on the disk, has for a full tile of level 0.
    func parent(of index: Int) -> [UInt8]? {
        let place = index / TileAddress.width
        guard let width = inventory.widths[.init(level: 1, index: place)]?.last else { return nil }
        let start = index % TileAddress.width * 32
        let path = TileAddress(level: 1, index: place, width: width).path
        // An unreadable tile convicts nobody; it is listed when its own turn comes.
        guard let bytes = try? DurableFile.read(directory + "/" + path), start + 32 <= bytes.count else { return nil }
        return Array(bytes[start..<(start + 32)])
    }

    /// Path below `ledger/`.
    func name(_ level: Int, _ index: Int, _ width: Int) -> String {
        TileAddress(level: level, index: index, width: width).path
    }

    func entryFile(_ index: Int) -> String {
        TileAddress(level: TileAddress.entries, index: index).basePath
    }
}
