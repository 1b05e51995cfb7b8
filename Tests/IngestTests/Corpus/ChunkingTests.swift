import Foundation
import Testing
import Vocabulary

@testable import Ingest

/// The same bytes in other pieces are the same document (I5 at the reader's door).
@Suite struct Chunking {
    /// Seed of the cuts: `ESS_SEED`, else a fixed one; every failure names it.
    private static let seed = ProcessInfo.processInfo.environment["ESS_SEED"].flatMap(UInt64.init) ?? 20_261_125

    /// A small linear generator (Knuth's MMIX constants): the same cuts on every machine for one seed.
    private struct Cuts {
        var state: UInt64

        mutating func next(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(truncatingIfNeeded: state >> 33) % bound
        }
    }

    @Test(arguments: SampleDocument.all) func `any cut of a sample gives the same`(sample: SampleDocument) throws {
        try compare(sample.bytes(), sample)
    }

    /// Every sample is also cut off, and has a byte overwritten: what is broken must break alike in all pieces.
    @Test(arguments: SampleDocument.all)
    func `any cut of a broken sample gives the same`(sample: SampleDocument) throws {
        var bytes = try sample.bytes()
        try compare(Array(bytes.prefix(bytes.count * 2 / 3)), sample)
        for place in stride(from: bytes.count / 5, to: bytes.count, by: max(1, bytes.count / 5)) { bytes[place] = 0x22 }
        try compare(bytes, sample)
    }

    /// Bytes changed, taken out, doubled: whatever comes of it, it is the same in all pieces, and nothing traps.
    @Test(arguments: SampleDocument.all)
    func `mutations of a sample end alike in all cuts`(sample: SampleDocument) throws {
        let original = try sample.bytes()
        var cuts = Cuts(state: Self.seed &+ UInt64(sample.name.utf8.count))
        let telling = Array("\0\n\"',/:<>[\\]{}&;".utf8) + [0x80, 0xFF]
        for _ in 0..<25 {
            var bytes = original
            for _ in 0...cuts.next(below: 4) {
                let place = cuts.next(below: bytes.count)
                switch cuts.next(below: 3) {
                case 0: bytes[place] = telling[cuts.next(below: telling.count)]
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + cuts.next(below: 20)))
                default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 30)], at: place)
                }
                if bytes.isEmpty { bytes = [0x20] }
            }
            let whole = read(bytes, sample.feed, name: sample.name, piece: bytes.count)
            let batch = readInPieces(bytes, sample) { 1 + cuts.next(below: 500) }
            #expect(batch.reports == whole.reports, "seed \(Self.seed)")
            #expect(batch.rejects == whole.rejects, "seed \(Self.seed)")
            #expect(batch.itemCount == whole.itemCount, "seed \(Self.seed)")
        }
    }

    private func compare(_ bytes: [UInt8], _ sample: SampleDocument) throws {
        let whole = read(bytes, sample.feed, name: sample.name, piece: max(1, bytes.count))
        var cuts = Cuts(state: Self.seed)
        for round in 0..<6 {
            let bound = [2, 7, 100, 3000][round % 4]
            let batch = readInPieces(bytes, sample) { round == 0 ? 1 : 1 + cuts.next(below: bound) }
            #expect(batch.reports == whole.reports, "seed \(Self.seed)")
            #expect(batch.rejects == whole.rejects, "seed \(Self.seed)")
            #expect(batch.scores == whole.scores, "seed \(Self.seed)")
            #expect(batch.observations.bytes == whole.observations.bytes, "seed \(Self.seed)")
            #expect(batch.observations.rows.map(shown) == whole.observations.rows.map(shown), "seed \(Self.seed)")
            #expect(batch.observations.listings.map { "\($0)" } == whole.observations.listings.map { "\($0)" })
            #expect(batch.documents == whole.documents, "seed \(Self.seed)")
            #expect(batch.statedTime == whole.statedTime, "seed \(Self.seed)")
        }
    }

    private func shown(_ row: Observation) -> String { "\(row)" }

    private func readInPieces(_ bytes: [UInt8], _ sample: SampleDocument, _ length: () -> Int) -> ReadBatch {
        let context = DocumentContext(feed: sample.feed, name: sample.name, received: received)
        let reading = DocumentReading(context: context)
        var batch = ReadBatch()
        var at = 0
        while at < bytes.count {
            let end = min(bytes.count, at + length())
            bytes.withUnsafeBytes { reading.push(UnsafeRawBufferPointer(rebasing: $0[at..<end]), into: &batch) }
            at = end
        }
        reading.finish(into: &batch)
        return batch
    }
}
