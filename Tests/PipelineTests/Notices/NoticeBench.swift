import Advise
import Constituency
import Foundation
import Logging
import Notify
import Pipeline
import Storage
import Synchronization
import Testing
import Vocabulary

/// An engine on a new data directory, with a clock that stands still until it is moved.
final class NoticeBench: Sendable {
    let engine: Engine
    private let time: TimeHand
    private let folder: String

    private final class TimeHand: Sendable {
        let now = Mutex(Instant(seconds: 1_796_040_000))  // 2026-11-30T12:00:00Z, a Monday
    }

    static let directives = """
        directives:
          - {id: advisories, kinds: [advisory], roles: [technical], channel: maildrop}
          - {id: reminders, kinds: [reminder], roles: [technical], channel: maildrop}
          - id: findings
            kinds: [findings]
            roles: [technical]
            channel: maildrop
            standing_order: true
            interval_h: 24
        """

    /// `feeds`: feed descriptions by file name without `.yaml`. `space`: what is national. `log` sees each message of
    /// the engine.
    static func make(
        feeds: [String: String] = [:], maildrop: Bool = false, space: String? = nil,
        log: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> NoticeBench {
        let folder = FileManager.default.temporaryDirectory.path + "/ess-notices-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/feeds", withIntermediateDirectories: true)
        try Data(directives.utf8).write(to: URL(fileURLWithPath: folder + "/directives.yaml"))
        for (name, text) in feeds {
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/feeds/\(name).yaml"))
        }
        var settings = Settings(dataDirectory: folder + "/data", feedsDirectory: folder + "/feeds")
        settings.directivesPath = folder + "/directives.yaml"
        if let space {
            try Data(space.utf8).write(to: URL(fileURLWithPath: folder + "/space.yaml"))
            settings.nationalSpacePath = folder + "/space.yaml"
        }
        if maildrop { settings.maildrop = folder + "/drop" }
        _ = try Assembly.initialise(settings)
        let hand = TimeHand()
        let logger = Logger(label: "test") { _ in MessageTap(see: log) }
        let engine = try await Assembly.open(settings, logger: logger) {
            hand.now.withLock { $0 }
        }
        let bench = NoticeBench(engine, hand, folder)
        try await engine.loadDirectives()
        let entries = bench.entities.map {
            Entry(kind: .entity, subject: $0.id.text, event: "imported", at: engine.now(), actor: "user:1:admin")
        }
        try await engine.store.saveEntities(bench.entities, at: engine.now(), entries: entries)
        return bench
    }

    private init(_ engine: Engine, _ time: TimeHand, _ folder: String) {
        self.engine = engine
        self.time = time
        self.folder = folder
    }

    // A folder that stays behind harms nobody.
    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func pass(hours: Int64) { time.now.withLock { $0 = $0.adding(seconds: hours * 3600) } }
    func pass(seconds: Int64) { time.now.withLock { $0 = $0.adding(seconds: seconds) } }

    /// A hospital with a desk and a head, and a bank whose only contact is not verified.
    var entities: [Entity] {
        let checked = Verification(by: "user:1:a", how: "callback", at: Instant(seconds: 0))
        let desk = Contact(id: "desk", role: .technical, channel: .mail("soc@hospital.example"), verified: checked)
        let head = Contact(
            id: "head", role: .management, name: "Leyla", channel: .mail("leyla@hospital.example"), verified: checked)
        let bank = Contact(id: "desk", role: .technical, channel: .mail("soc@bank.example"))
        return [
            Entity(
                id: hospital, name: LocalizedText([.en: "Hospital"]), sector: .health, criticality: .high,
                contacts: [desk, head]),
            Entity(id: self.bank, name: LocalizedText([.en: "Bank"]), contacts: [bank]),
        ]
    }

    let hospital = EntityID(unchecked: "city-hospital")
    let bank = EntityID(unchecked: "bank")

    func advisory() -> AdvisoryVersion {
        let officer = Officer(uid: 1001, loginUID: nil, name: "leyla")
        let content = AdvisoryContent(
            title: LocalizedText([.az: "Serverdə boşluq", .en: "Hole in a server"]), headTLP: .green, isPublic: false,
            urgency: .emergency, severity: .critical, threats: [ThreatID(unchecked: "CVE-2026-1111")],
            paragraphs: [
                Paragraph(.what, tlp: .green, text: [.az: "Nə baş verdi: ə ğ ı", .en: "What"]),
                Paragraph(.whatToDo, tlp: .amber, text: [.az: "Yeniləyin", .en: "Update"]),
                Paragraph(.free, tlp: .red, text: [.en: "The actor is NN"]),
            ])
        return AdvisoryVersion(
            number: SpokenNumber(.advisory, year: 2026, serial: 1), version: 1, state: .issued, content: content,
            author: officer, lastEditor: officer, created: engine.now(), edited: engine.now())
    }

    /// Issues the advisory to both entities.
    func issue() async throws -> NoticeOutcome {
        let batch = try await engine.planNotices(
            of: advisory(), to: [hospital, bank], at: engine.now(), actor: "user:1002:rashad")
        return try await engine.store.insertNotices(batch)
    }
}

/// Hands the text of each message on.
private struct MessageTap: LogHandler {
    let see: @Sendable (String) -> Void
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { see(event.message.description) }
}

/// A channel that keeps what it was given and answers by its script; after the script, it delivers.
final class ScriptedChannel: Channel {
    private struct State {
        var script: [SendOutcome]
        var seen: [SealedMessage] = []
    }

    private let state: Mutex<State>

    init(_ script: [SendOutcome] = []) { state = Mutex(State(script: script)) }

    var seen: [SealedMessage] { state.withLock { $0.seen } }

    func send(_ message: SealedMessage) async -> SendOutcome {
        state.withLock { state in
            state.seen.append(message)
            return state.script.isEmpty ? .delivered(text: "ok") : state.script.removeFirst()
        }
    }
}

extension NoticeBench {
    /// Two people approve the standing order for findings, which sends what is owed at once.
    func approveFindings() async throws {
        for uid: UInt32 in [1001, 1002] {
            let officer = Actor(uid: uid, name: "u\(uid)", loginUID: uid, roles: [.approver])
            let listed = try await engine.perform(DirectiveList(), as: officer)
            let record = try #require(listed.first { $0.directive.id.text == "findings" })
            _ = try await engine.perform(
                DirectiveApprove(id: record.directive.id, digest: record.digest.short), as: officer)
        }
    }

    /// The first ten notices, whoever they went to.
    func notices() async throws -> [NoticeRecord] {
        try await engine.store.notices(entity: nil, about: nil, limit: 10)
    }
}
