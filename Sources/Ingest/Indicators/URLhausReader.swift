import Vocabulary

/// Reads URLhaus in the forms abuse.ch serves: the dump as a table, the list of addresses, the JSON export.
///
/// The first byte that is no white space decides.
package struct URLhausReader: DocumentReader {
    private let context: DocumentContext
    private var reader: (any DocumentReader)?
    private var opening = JSONOpening()

    package init(context: DocumentContext) { self.context = context }

    package mutating func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        if var chosen = reader {
            reader = nil
            chosen.push(bytes, into: &batch)
            reader = chosen
            return
        }
        guard let first = opening.find(in: bytes) else { return }
        var chosen: any DocumentReader =
            first.isList || first.byte == UInt8(ascii: "{")
            ? IndicatorObjectsReader(context: context, opening: opening)
            : IndicatorLinesReader(context: context, at: first.offset)
        first.pieces(of: bytes) { chosen.push($0, into: &batch) }
        reader = chosen
    }

    package mutating func finish(into batch: inout ReadBatch) {
        var ended = reader ?? IndicatorLinesReader(context: context, at: opening.passed)
        ended.finish(into: &batch)
    }
}
