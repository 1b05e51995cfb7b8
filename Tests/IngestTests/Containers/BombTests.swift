import Ingest
import Testing
import Vocabulary

@Suite struct Bombs {
    /// Deflate of zeros by one dynamic block whose two commonest codes are one bit long, so that its body is zero
    /// bytes: each body byte stands for four copies of 258 zeros. Never ended, because nobody may come that far.
    private let body: [UInt8] =
        [0xED, 0xC1, 0x01, 0x01, 0x00, 0x00, 0x00, 0x82, 0x20, 0xFF, 0xAF, 0x6E, 0x48, 0x40, 0x01]
        + [UInt8](repeating: 0, count: 12_000)

    @Test func `a gzip that unpacks to more than 200 times its size is stopped`() {
        let bytes = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + body
        for piece in [500, 65536] {
            let batch = read(bytes, feed(.csaf), piece: piece) { EchoReader(context: $0) }
            #expect(batch.rejects.map(\.reason) == [.unsafeArchive])
            #expect((batch.reports.first?.title.utf8.count ?? 0) < 4 << 20)
        }
    }
}
