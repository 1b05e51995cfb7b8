import Analyze
import Foundation
import GRDB
import Ingest
import Testing
import Vocabulary

@testable import Storage

/// Threats are folded from what is stored of their mentions, however much of a mention its report lends.
@Suite struct StoredMentionTests {
    private static let id = "CVE-2026-1111"
    /// What is left of a mention when its report lends the rest.
    private static let grade = #"{"reliability":"A","source":"research","tlp":"GREEN"}"#

    private static func feed(_ id: String, _ reliability: Reliability) -> FeedDescription {
        FeedDescription(
            id: FeedID(unchecked: id), publisher: "Made", sourceKind: .research, country: "INT", url: nil,
            format: .cve, interval: 86_400, licence: "made by hand", defaultTLP: .green, reliability: reliability)
    }

    private static func report(_ day: Int64, digest: UInt8, about ids: [String]) -> Report {
        var report = Report(
            sourceID: "one", kind: .vulnerability, digest: Samples.digest(digest), revised: Instant(seconds: day),
            title: "Told on day \(day)")
        report.vulnerabilities = ids.map(Samples.statement)
        return report
    }

    private static func mention(_ report: Report, _ feed: FeedDescription) throws -> ThreatMention {
        let statement = try #require(report.vulnerabilities.first { $0.id == id })
        return ThreatMention(
            report: report, feed: feed.id, source: feed.sourceKind, reliability: feed.reliability, tlp: .green,
            statement: statement)
    }

    /// Applies each report as a document of its own; then what is held of the threat, and how long the mentions are.
    private func told(
        _ reports: [(FeedDescription, Report)]
    ) async throws -> (assessment: ThreatAssessment?, mentions: [Int]) {
        let folder = NSTemporaryDirectory() + "ess-mentions-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let store = try Store(directory: folder)
        for (number, (feed, report)) in reports.enumerated() {
            let intake = DocumentIntake(
                feed: feed.id, digest: Samples.digest(UInt8(100 + number)), name: "made", received: Instant(seconds: 9),
                bytes: 1)
            guard case .new(let document) = try await store.intake(intake) else {
                throw StorageFailure(.conflict, doing: "taking in a made document")
            }
            var batch = DocumentBatch(document: document, feed: feed, at: Instant(seconds: 10), nextItem: 1)
            batch.reports = [report]
            _ = try await store.apply(batch)
        }
        let assessment = try await store.threat(Self.id).assessment
        let lengths = try await store.read("test") { db in
            try Int.fetchAll(db, sql: "SELECT length(body) FROM mention ORDER BY report, threat")
        }
        try store.close()
        try FileManager.default.removeItem(atPath: folder)
        return (assessment, lengths)
    }

    @Test func `a threat told by two reports about it alone is folded from what both lend`() async throws {
        let (first, second) = (Self.feed("first", .completelyReliable), Self.feed("second", .unreliable))
        let (early, late) = (Self.report(1, digest: 1, about: [Self.id]), Self.report(2, digest: 2, about: [Self.id]))
        let expected = ThreatAssessment.fold(
            ThreatID(unchecked: Self.id), [try Self.mention(early, first), try Self.mention(late, second)])
        let forwards = try await told([(first, early), (second, late)])
        let backwards = try await told([(second, late), (first, early)])
        #expect(forwards.assessment == expected)
        #expect(backwards.assessment == expected)
        #expect(forwards.mentions == [Self.grade.count, Self.grade.count])
    }

    @Test func `the same content stated again later is held whole, with its later time`() async throws {
        let (first, second) = (Self.feed("first", .completelyReliable), Self.feed("second", .unreliable))
        let early = Self.report(1, digest: 1, about: [Self.id])
        var again = early
        again.revised = Instant(seconds: 5)
        let other = Self.report(2, digest: 2, about: [Self.id])
        let found = try await told([(first, early), (first, again), (second, other)])
        let expected = ThreatAssessment.fold(
            ThreatID(unchecked: Self.id), [try Self.mention(again, first), try Self.mention(other, second)])
        #expect(found.assessment == expected)
        #expect(found.assessment?.revised == Instant(seconds: 5))
        #expect(found.mentions.first ?? 0 > Self.grade.count)
    }

    @Test func `a new revision lends its own body, and an older one that comes late lends nothing`() async throws {
        let (first, second) = (Self.feed("first", .completelyReliable), Self.feed("second", .unreliable))
        let new = Self.report(7, digest: 3, about: [Self.id])
        let old = Self.report(1, digest: 1, about: [Self.id])
        let other = Self.report(2, digest: 2, about: [Self.id])
        let expected = ThreatAssessment.fold(
            ThreatID(unchecked: Self.id), [try Self.mention(new, first), try Self.mention(other, second)])
        #expect(try await told([(first, old), (first, new), (second, other)]).assessment == expected)
        #expect(try await told([(first, new), (first, old), (second, other)]).assessment == expected)
    }

    @Test func `a report that names several keeps each mention whole`() async throws {
        let (first, second) = (Self.feed("first", .completelyReliable), Self.feed("second", .unreliable))
        let many = Self.report(1, digest: 1, about: ["CVE-2026-1110", Self.id])
        let other = Self.report(2, digest: 2, about: [Self.id])
        let found = try await told([(first, many), (second, other)])
        let expected = ThreatAssessment.fold(
            ThreatID(unchecked: Self.id), [try Self.mention(many, first), try Self.mention(other, second)])
        #expect(found.assessment == expected)
        #expect(found.mentions.count == 3 && found.mentions.prefix(2).allSatisfy { $0 > Self.grade.count })
    }
}
