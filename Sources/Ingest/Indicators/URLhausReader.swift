import Vocabulary

/// Reads URLhaus in the forms abuse.ch serves: the dump as a table, the list of addresses, the JSON export.
///
/// The first byte that is no white space decides.
package struct URLhausReader: DocumentReader {
    private let context: DocumentContext
    private var reader: (any DocumentReader)?
    /// White space and marks before the first byte that decides, at most 64 KiB.
    private var held: [UInt8] = []

    package init(context: DocumentContext) { self.context = context }

    package mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        if var chosen = reader {
            reader = nil
            chosen.push(bytes, into: &batch)
            reader = chosen
            return
        }
        held += bytes
        let first = held.first { $0 > 0x20 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }
        if first != nil || held.count > 64 << 10 { begin(first, into: &batch) }
    }

    package mutating func finish(into batch: inout ReadBatch) {
        if reader == nil { begin(nil, into: &batch) }
        reader?.finish(into: &batch)
    }

    private mutating func begin(_ first: UInt8?, into batch: inout ReadBatch) {
        var chosen: any DocumentReader =
            first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
            ? IndicatorObjectsReader(context: context) : IndicatorLinesReader(context: context)
        held.withUnsafeBytes { chosen.push($0, into: &batch) }
        held = []
        reader = chosen
    }
}
