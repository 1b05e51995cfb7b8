import Coordinate
import Foundation
import GRDB
import Ingest
import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// What `ess ledger verify` says when somebody changes, past the ledger, what people and entities have sent us.
@Suite struct PeopleStateTests {
    private static func feed(_ format: String) -> String {
        """
        publisher: Test
        kind: user
        country: AZ
        format: \(format)
        interval: 1h
        licence: none
        tlp: AMBER+STRICT
        reliability: F
        """
    }

    /// A row changed by hand, and what must be said of it.
    struct Tampering: Sendable, CustomTestStringConvertible {
        let sql: String
        let named: String
        var testDescription: String { sql }
    }

    static let tamperings = [
        // A report of the form, of a mail, of an officer: each stands in another case, in none, or in one more.
        Tampering(
            sql: "UPDATE report SET case_number = 'C-2026-9999' WHERE title = 'By form'", named: "batch document:"),
        Tampering(
            sql: "UPDATE report SET case_number = 'C-2026-9999' WHERE title = 'By mail'", named: "batch document:"),
        Tampering(
            sql: "UPDATE report SET case_number = NULL, case_document = NULL WHERE title = 'By officer'",
            named: "batch document:"),
        Tampering(
            sql: """
                UPDATE report SET case_document = (SELECT case_document FROM report WHERE title = 'By mail')
                WHERE title = 'By form'
                """, named: "batch document:"),
        Tampering(
            sql: "UPDATE report SET case_document = 999 WHERE title = 'By form'", named: "report user-reports/R-2026-"),
        Tampering(
            sql: """
                INSERT INTO report SELECT 99, feed, 'R-X', kind, title, sound, revised, stated, polled, digest, status,
                    revisions, case_number, case_document, first_received, last_received FROM report
                    WHERE title = 'By mail'
                """, named: "batch document:"),
        // What was sent under a key: another content, another number, forgotten, made up.
        Tampering(sql: "UPDATE submission SET digest = zeroblob(32) WHERE event = 0", named: "report R-2026-"),
        Tampering(sql: "UPDATE submission SET key = 'x' WHERE event = 0", named: "report R-2026-"),
        Tampering(sql: "DELETE FROM submission WHERE event = 0", named: "report R-2026-"),
        Tampering(
            sql: "INSERT INTO submission VALUES ('report', 'x', zeroblob(32), 'R-2026-9999', 0, 1)",
            named: "report R-2026-9999: stands in the store, and no entry tells of it"),
        Tampering(sql: "UPDATE submission SET key = key || 'x' WHERE event > 0", named: "case C-2026-"),
        Tampering(sql: "DELETE FROM submission WHERE event > 0", named: "case C-2026-"),
        Tampering(sql: "UPDATE submission SET event = event + 7 WHERE event > 0", named: "case C-2026-"),
        Tampering(
            sql: """
                INSERT INTO submission SELECT scope, key || 'x', zeroblob(32), number, event + 7, 1 FROM submission
                WHERE event > 0
                """, named: "no entry tells of it"),
        Tampering(
            sql: "UPDATE case_file SET tlp = 'CLEAR' WHERE tlp = 'RED'", named: "its tlp is not that of its events"),
    ]

    @Test(arguments: tamperings)
    func `what people sent cannot be changed past the ledger`(_ tampering: Tampering) async throws {
        let directory = try await story()
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let store = try DatabaseQueue(path: directory.path + "/data/ess.sqlite", configuration: configuration)
        let changed = try await store.write { db in
            try db.execute(sql: tampering.sql)
            return db.changesCount
        }
        try store.close()
        #expect(changed > 0)
        let report = try await check(directory)
        #expect(!report.sound)
        #expect(report.discrepancies.contains { $0.contains(tampering.named) }, "\(report.discrepancies)")
    }

    @Test func `untouched it is sound, and nothing of it is called not covered`() async throws {
        let report = try await check(try await story())
        #expect(report.sound, "\(report.discrepancies)")
        #expect(!report.notCovered.contains { $0.contains("person") || $0.contains("case") })
    }

    private func check(_ folder: Folder) async throws -> LedgerReport {
        try await LedgerCheck.run(
            dataDirectory: folder.path + "/data", verifierKey: nil, withStore: true, held: [])
    }

    /// Kept while its test runs.
    private final class Folder: Sendable {
        let path: String
        init(copying source: String) throws {
            path = FileManager.default.temporaryDirectory.path + "/ess-people-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: source, toPath: path + "/data")
        }

        // A folder that stays behind harms nobody.
        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    /// A form, a mail, an officer's report and an entity's incident of two stages, sealed; the store is closed.
    private func story() async throws -> Folder {
        let bench = try await NoticeBench.make(
            feeds: ["user-reports": Self.feed("personal"), "people": Self.feed("mail")], maildrop: true)
        let engine = bench.engine
        let form = PersonalReport(id: "", title: "By form", text: "Words.", tlp: nil, at: engine.now())
        let first = try await engine.takeDown(publicly: form, key: "00112233445566778899aabbccddeeff")
        let again = try await engine.takeDown(publicly: form, key: "00112233445566778899aabbccddeeff")
        #expect(first.number == again.number && first.caseNumber != nil)
        let mail = "From: <leyla@home.example>\r\nMessage-ID: <m1@home.example>\r\nSubject: By mail\r\n\r\nWords.\r\n"
        let draft = try engine.store.beginRaw(bytesMax: 1 << 20)
        try Array(mail.utf8).withUnsafeBytes { try draft.append($0) }
        let intake = DocumentIntake(
            feed: FeedID(unchecked: "people"), digest: try draft.commit(), name: "mail", received: engine.now(),
            bytes: mail.utf8.count)
        guard case .new(let document) = try await engine.store.intake(intake) else { throw Unexpected() }
        try await engine.readDocument(document)
        let officer = Actor(uid: 1001, name: "leyla", loginUID: nil, roles: [.analyst])
        _ = try await engine.perform(
            ReportSubmit(title: "By officer", text: "", type: nil, entity: nil, addresses: [], domains: [], tlp: nil),
            as: officer)
        let door = EntityDoor(engine: engine, entity: bench.hospital)
        func stage(_ stage: IncidentReport.Stage, _ tlp: TLP?) -> IncidentReport {
            IncidentReport(
                stage: stage, title: "Ransomware", text: "", type: nil, addresses: [], domains: [], detected: nil,
                tlp: tlp)
        }
        let content = try #require(Digest(hex: String(repeating: "ab", count: 32)))
        let (incident, _) = try await door.tell(stage(.earlyWarning, nil), of: nil, key: "one", content: content)
        bench.pass(seconds: 60)
        _ = try await door.tell(stage(.notification, .red), of: incident.number, key: "two", content: content)
        try await engine.sequence()
        let directory = engine.store.directory
        try engine.store.close()
        return try Folder(copying: directory)
    }

    private struct Unexpected: Error {}
}
