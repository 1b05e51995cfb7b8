import Foundation
import Ingest
import Testing
import Vocabulary

@Suite(.enabled(if: RealDocuments.root != nil, "the corpus ../shared/data is not on this machine"))
struct CorpusArchives {
    @Test func `the folder of CISA's CSAF, as a tar, is 433 documents; all else is skipped and named`() {
        let files = RealDocuments.files("csaf/cisa")
        var tar: [UInt8] = []
        for file in files { tar += Packing.tarMember(String(file.dropFirst(10)), RealDocuments.bytes(file)) }
        let batch = read(tar + Packing.tarEnd, feed(.csaf), name: "cisa.tar")
        #expect(batch.documents == 433)
        #expect(batch.reports.count == 433)
        #expect(batch.rejects.isEmpty)
        #expect(batch.skipped.count == files.count - 433)
        #expect(batch.skipped.contains("IT/white/cisa-csaf-it-feed-tlp-white.json: a ROLIE feed, no csaf document"))
    }

    @Test func `CISA's zip of CVE records is read whole and without a reject`() {
        let batch = read(RealDocuments.bytes("cve/vulnrichment_cves.zip"), feed(.cve), name: "cves.zip")
        #expect(batch.rejects.isEmpty)
        #expect(batch.documents == batch.reports.count)
        #expect(batch.reports.count > 3000)
    }

    @Test func `every feed file of the corpus that is well-formed is read, item by item`() {
        var unread: [String] = []
        for file in RealDocuments.files("rss") where !file.hasSuffix(".json") {
            let bytes = RealDocuments.bytes(file)
            let batch = read(bytes, feed(.syndication), name: file)
            let hasType = String(decoding: bytes, as: UTF8.self).contains("<!DOCTYPE")
            let isChannel = file.contains("/cdf/")
            if !hasType, !isChannel, !batch.rejects.isEmpty { unread.append("\(file): \(batch.rejects[0].message)") }
            #expect(batch.reports.allSatisfy { !$0.title.isEmpty && !$0.sourceID.isEmpty })
        }
        #expect(unread.isEmpty, "\(unread.joined(separator: "\n"))")
    }

    @Test func `dirty documents give rejects or items in every format, and never a trap`() {
        for file in RealDocuments.files("dirty") {
            let bytes = RealDocuments.bytes(file)
            for format in DocumentFormat.allCases {
                let batch = read(bytes, feed(format, condition: "open-telnet"), name: file, piece: 4096)
                #expect(batch.itemCount > 0 || batch.documents == 1, "\(file) as \(format)")
            }
        }
    }
}
