import Foundation
import Ingest
import Testing
import Vocabulary

@Suite struct Samples {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Feeds/samples")

    @Test(arguments: [
        ("kev.json", DocumentFormat.kev, 3), ("CVE-2026-99001.json", .cve, 1), ("CVE-2026-99002.json", .cve, 1),
        ("CVE-2026-99003.json", .cve, 1), ("en-sa-2026-014.json", .csaf, 1), ("alerts.rss", .syndication, 3),
        ("scan-telnet.csv", .scanCSV, 12), ("epss.csv", .epss, 4), ("personal.json", .personal, 1),
    ])
    func `each sample document is read whole`(name: String, format: DocumentFormat, items: Int) throws {
        let bytes = Array(try Data(contentsOf: Samples.folder.appendingPathComponent(name)))
        let batch = read(bytes, feed(format, condition: "open-telnet"), name: name)
        #expect(batch.rejects.isEmpty)
        #expect(batch.itemCount == items)
        #expect(batch.documents == 1)
    }
}
