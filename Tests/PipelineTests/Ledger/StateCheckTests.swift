import Foundation
import GRDB
import Notify
import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// What `ess ledger verify` says of a store in which somebody changed rows past the ledger.
@Suite struct StateCheckTests {
    /// A row changed by hand, and what must be said of it.
    struct Tampering: Sendable, CustomTestStringConvertible {
        let sql: String
        let named: String
        var testDescription: String { sql }
    }

    static let tamperings = [
        Tampering(sql: "UPDATE advisory_version SET state = 'withdrawn', withdrawn = 1", named: "advisory ESS-2026-"),
        Tampering(sql: "UPDATE advisory_version SET content = replace(content, 'Acme', 'Evil')", named: "advisory E"),
        Tampering(sql: "UPDATE approval SET body = replace(body, 'rashad', 'nobody')", named: "advisory ESS-2026-"),
        Tampering(sql: "DELETE FROM approval", named: "advisory ESS-2026-"),
        Tampering(sql: "UPDATE advisory_event SET actor = 'user:1:x' WHERE n = 1", named: "advisory ESS-2026-"),
        Tampering(sql: "UPDATE notice SET tlp = 'RED'", named: "notice N-2026-"),
        Tampering(sql: "DELETE FROM notice_cause", named: "notice N-2026-"),
        Tampering(sql: "UPDATE delivery SET state = 'bounced'", named: "delivery N-2026-"),
        Tampering(sql: "UPDATE delivery SET bytes = X'00'", named: "delivery N-2026-"),
        Tampering(sql: "UPDATE delivery SET mailbox = 'x@evil.example'", named: "notice N-2026-"),
        Tampering(sql: "DELETE FROM delivery; DELETE FROM notice_cause; DELETE FROM notice", named: "rows are gone"),
        Tampering(sql: "UPDATE notice_cause SET entity = 'bank'", named: "notice N-2026-"),
        Tampering(sql: "UPDATE attempt SET outcome = 'refused'", named: "delivery N-2026-"),
        Tampering(sql: "DELETE FROM attempt", named: "delivery N-2026-"),
        Tampering(sql: "UPDATE advisory SET made = made - 1", named: "advisory ESS-2026-"),
        Tampering(sql: "UPDATE entity SET no = no + 100 WHERE id = 'port'", named: "entity port"),
        Tampering(sql: "UPDATE threat SET work = 'dismissed' WHERE id LIKE 'CVE%'", named: "threat CVE-2026-0001: its"),
        Tampering(sql: "UPDATE threat SET work_reason = 'x' WHERE id LIKE 'CVE%'", named: "threat CVE-2026-0001: its"),
        Tampering(
            sql: "UPDATE threat SET overridden = 1 WHERE id LIKE 'condition%'",
            named: "open-telnet: stands in the store, and no entry tells of it"),
        Tampering(
            sql: "INSERT INTO threat_note SELECT no, 1, 1, 'user:1:x', 'harmless' FROM threat WHERE id LIKE 'CVE%'",
            named: "threat CVE-2026-0001: its"),
        Tampering(sql: "UPDATE withheld SET reason = 'opt-out'", named: "withheld bank"),
        Tampering(sql: "DELETE FROM withheld", named: "withheld bank: its rows are gone"),
        Tampering(
            sql: "INSERT INTO withheld VALUES ('advisory:x/1', 'hospital', '', '', 'hold', '', 1)",
            named: "withheld hospital: stands in the store, and no entry tells of it"),
        Tampering(sql: "UPDATE participation SET heard = 0", named: "the participation of hospital is not that"),
        Tampering(sql: "UPDATE participation SET ack_by = ack_by + 1", named: "the participation of hospital is not"),
        Tampering(sql: "DELETE FROM participation", named: "the participation of hospital is not that of its events"),
        Tampering(sql: "UPDATE case_file SET status = 'closed'", named: "its status is not that of its events"),
        Tampering(sql: "UPDATE case_event SET at = at - 1 WHERE n = 3", named: "case C-2026-"),
        Tampering(sql: "DELETE FROM case_event WHERE n = 3", named: "case C-2026-"),
        Tampering(
            sql: """
                INSERT INTO case_event(case_number, n, at, actor, entity, body)
                SELECT case_number, n + 1, at, actor, entity, body FROM case_event ORDER BY n DESC LIMIT 1
                """, named: "no entry tells of it"),
        Tampering(sql: "UPDATE directive SET body = replace(body, 'technical', 'management')", named: "directive adv"),
        Tampering(sql: "UPDATE directive SET active = 0", named: "directive advisories"),
        Tampering(
            sql: "INSERT INTO directive_approval VALUES ('advisories', zeroblob(32), 7, NULL, 'user:7:x', 1)",
            named: "directive advisories"),
        Tampering(sql: "UPDATE entity SET body = replace(body, 'it@', 'me@')", named: "entity hospital"),
        Tampering(sql: "INSERT INTO entity(id, body, changed) VALUES ('ghost', '{}', 1)", named: "entity ghost"),
        Tampering(sql: "UPDATE token SET revoked = NULL; DELETE FROM token", named: "key hospital"),
        Tampering(
            sql: "INSERT INTO token(hash, entity, label, made) VALUES (zeroblob(32), 'bank', 'x', 1)",
            named: "key bank: stands in the store, and no entry tells of it"),
        Tampering(sql: "UPDATE feed_state SET released = 1", named: "setting feed:cisa-kev"),
        Tampering(
            sql: "INSERT INTO advisory(number, made) VALUES ('ESS-2026-9999', 1)",
            named: "advisory ESS-2026-9999: stands in the store, and no entry tells of it"),
    ]

    @Test(arguments: tamperings)
    func `a row changed past the ledger is seen and named`(_ tampering: Tampering) async throws {
        try await story { directory in
            let store = try DatabaseQueue(path: directory + "/ess.sqlite", configuration: unguarded)
            try await store.write { db in try db.execute(sql: tampering.sql) }
            try store.close()
            let report = try await LedgerCheck.run(
                dataDirectory: directory, verifierKey: nil, withStore: true, held: [])
            #expect(!report.sound)
            #expect(report.discrepancies.contains { $0.contains(tampering.named) }, "\(report.discrepancies)")
        }
    }

    @Test func `a whole story is sound, and what changes without an entry is nobody's fault`() async throws {
        try await story { directory in
            let sound = try await LedgerCheck.run(dataDirectory: directory, verifierKey: nil, withStore: true, held: [])
            #expect(sound.sound, "\(sound.discrepancies)")
            // An advisory, its notice, delivery, case, who was not told, a directive, three entities, a token holder,
            // and the threat that it advises of.
            #expect(sound.subjects == 11)
            let store = try DatabaseQueue(path: directory + "/ess.sqlite", configuration: unguarded)
            try await store.write { db in
                try db.execute(sql: "UPDATE delivery SET last_text = 'x', changed = 1; UPDATE token SET used = 5")
                try db.execute(sql: "UPDATE participation SET chase_at = NULL")
            }
            try store.close()
            #expect(
                try await LedgerCheck.run(dataDirectory: directory, verifierKey: nil, withStore: true, held: []).sound)
        }
    }

    @Test func `an entry whose payload is gone is named, and with it the rows that nothing vouches for`() async throws {
        try await story { directory in
            let store = try DatabaseQueue(path: directory + "/ess.sqlite", configuration: unguarded)
            try await store.write { db in
                try db.execute(sql: "UPDATE entry SET payload = NULL, salt = NULL WHERE kind = 'entity'")
            }
            try store.close()
            let report = try await LedgerCheck.run(
                dataDirectory: directory, verifierKey: nil, withStore: true, held: [])
            #expect(!report.sound)
            // Three entities were imported: each entry is named once as a row, once as its subject's.
            let rows = report.discrepancies.filter { $0.contains(" is erased, and no entry records that") }
            #expect(rows.count == 3, "\(report.discrepancies)")
            let subjects = report.discrepancies.filter { $0.hasSuffix("is erased; its rows are compared with nothing") }
            #expect(subjects.count == 3, "\(report.discrepancies)")
        }
    }

    @Test(arguments: [("case", "DELETE FROM participation"), ("notice", "DELETE FROM notice_cause")])
    func `rows cannot be hidden by erasing what tells of them`(_ kind: String, _ hiding: String) async throws {
        try await story { directory in
            let store = try DatabaseQueue(path: directory + "/ess.sqlite", configuration: unguarded)
            try await store.write { db in
                try db.execute(
                    sql: "UPDATE entry SET payload = NULL, salt = NULL WHERE kind = ?", arguments: [kind])
                try db.execute(sql: hiding)
            }
            try store.close()
            let report = try await LedgerCheck.run(
                dataDirectory: directory, verifierKey: nil, withStore: true, held: [])
            #expect(!report.sound)
            #expect(report.discrepancies.contains { $0.hasPrefix("row ") && $0.contains(kind) })
            #expect(report.discrepancies.contains { $0.hasPrefix(kind) }, "\(report.discrepancies)")
        }
    }

    private var unguarded: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        return configuration
    }

    /// An advisory from draft to acknowledgement, sequenced and signed; the store is closed when `body` sees it.
    private func story(_ body: (String) async throws -> Void) async throws {
        try await AdvisoryBench.run { bench in
            let engine = bench.engine
            let draft = try await engine.perform(AdvisoryDraft(threat: AdvisoryBench.cve), as: bench.leyla)
            let id = try #require(draft.number).description
            _ = try await engine.perform(AdvisorySubmit(id: id), as: bench.leyla)
            let preview = try await engine.perform(AdvisoryPreview(id: id), as: bench.rashad)
            _ = try await engine.perform(AdvisoryApprove(id: id, digest: preview.short), as: bench.rashad)
            let issued = try await engine.perform(AdvisoryIssue(id: id), as: bench.leyla)
            try await Notifier(engine: engine, channels: [.smtp: ScriptedChannel()]).drain()
            let number = try #require(issued.caseNumber)
            let hospital = EntityID(unchecked: "hospital")
            bench.clock.advance(seconds: 60)
            _ = try await engine.perform(
                CaseAck(number: number, entity: hospital, who: "Aysel"), as: bench.leyla)
            let admin = Actor(uid: 1, name: "admin", loginUID: nil, roles: [.admin])
            _ = try await engine.perform(EntityToken(entity: hospital, label: "soc", revoke: false), as: admin)
            try await engine.sequence()
            let directory = engine.store.directory
            try engine.store.close()
            try await body(directory)
        }
    }
}
