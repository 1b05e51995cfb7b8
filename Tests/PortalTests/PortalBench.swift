import Advise
import Constituency
import Foundation
import Logging
import NIOCore
import Notify
import Pipeline
@testable import Portal
import ServiceLifecycle
import Storage
import Vocabulary

/// A service on a new data directory: its two doors on loopback, a hospital with a notice, and a bank without one.
struct PortalBench: Sendable {
    let engine: Engine
    let portal: LoopbackClient
    let desk: LoopbackClient
    let notice: SpokenNumber
    let caseNumber: SpokenNumber
    let hospital = EntityID(unchecked: "city-hospital")
    let bank = EntityID(unchecked: "bank")
    let group: ServiceGroup

    private static let turn = Turn()

    static let directives = """
        directives:
          - {id: advisories, kinds: [advisory], roles: [technical], channel: portal}
          - {id: findings, kinds: [findings], roles: [technical], channel: portal, standing_order: true}
        """

    /// Runs the service around `body` and stops it gracefully.
    static func run(
        prepare: (inout Settings) -> Void = { _ in }, _ body: (PortalBench) async throws -> Void
    ) async throws {
        // Shutdowns are timed: one service at a time.
        await turn.take()
        defer { turn.give() }
        let folder = FileManager.default.temporaryDirectory.path + "/ess-p-\(UUID().uuidString.prefix(8))"
        // A folder that stays behind harms nobody.
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (engine, outcome) = try await engine(in: folder, prepare)
        let (ports, port) = AsyncStream<SocketAddress?>.makeStream()
        let services = PortalServices.make(engine: engine, registry: .standard) { port.yield($0) }
        let group = ServiceGroup(configuration: .init(services: services, logger: engine.logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var found: UInt16 = 0
            for await address in ports {
                found = UInt16(address?.port ?? 0)
                break
            }
            let desk = LoopbackClient(address: .socket(engine.settings.socketPath))
            // The file is there before anybody listens behind it.
            while true {
                guard let descriptor = try? await desk.open() else { continue }
                close(descriptor)
                break
            }
            let bench = PortalBench(
                engine: engine, portal: LoopbackClient(address: .port(found)), desk: desk,
                notice: outcome.notices[0], caseNumber: outcome.caseNumber ?? outcome.notices[0], group: group)
            do { try await body(bench) } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    private static func engine(
        in folder: String, _ prepare: (inout Settings) -> Void
    ) async throws -> (Engine, NoticeOutcome) {
        try FileManager.default.createDirectory(atPath: folder + "/feeds", withIntermediateDirectories: true)
        try Data(directives.utf8).write(to: URL(fileURLWithPath: folder + "/directives.yaml"))
        try Data(scanFeed.utf8).write(to: URL(fileURLWithPath: folder + "/feeds/scan.yaml"))
        var settings = Settings(dataDirectory: folder + "/data", feedsDirectory: folder + "/feeds")
        settings.directivesPath = folder + "/directives.yaml"
        settings.portal.port = 0
        settings.authority.publicURL = "https://cert.example"
        prepare(&settings)
        _ = try Assembly.initialise(settings)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let now = Instant(seconds: 1_796_040_000)  // 2026-11-30T12:00:00Z, a Monday
        let engine = try await Assembly.open(settings, logger: logger) { now }
        try await engine.loadDirectives()
        try await engine.store.saveEntities(entities, at: now, entries: [])
        let batch = try await engine.planNotices(
            of: advisory(now), to: entities.map(\.id), at: now, actor: "user:1002:rashad")
        return (engine, try await engine.store.insertNotices(batch))
    }

    static let scanFeed = """
        publisher: Own
        kind: research
        country: INT
        format: scan-csv
        interval: 1d
        licence: own
        tlp: AMBER
        reliability: B
        condition:
          type: vulnerable/potentially-unwanted-accessible
          name: open-telnet
        about: A scan.
        """

    static var entities: [Entity] {
        let checked = Verification(by: "user:1:a", how: "callback", at: Instant(seconds: 0))
        let desk = Contact(id: "desk", role: .technical, channel: .mail("soc@hospital.example"), verified: checked)
        let bank = Contact(id: "desk", role: .technical, channel: .mail("soc@bank.example"))
        let network = [IPNetwork("192.0.2.0/24")].compactMap { $0 }.map {
            Asset(.network($0), exposed: true, state: .verified(checked))
        }
        return [
            Entity(
                id: EntityID(unchecked: "city-hospital"), name: LocalizedText([.en: "Hospital"]), sector: .health,
                criticality: .high, languages: [.en], contacts: [desk], assets: network),
            Entity(id: EntityID(unchecked: "bank"), name: LocalizedText([.en: "Bank"]), contacts: [bank]),
        ]
    }

    private static func advisory(_ now: Instant) -> AdvisoryVersion {
        let officer = Officer(uid: 1001, loginUID: nil, name: "leyla")
        let content = AdvisoryContent(
            title: LocalizedText([.az: "Serverdə boşluq", .en: "A <b>hole</b> & more"]), headTLP: .green,
            isPublic: false, urgency: .emergency, severity: .critical, threats: [ThreatID(unchecked: "CVE-2026-1111")],
            paragraphs: [
                Paragraph(.what, tlp: .green, text: [.az: "Nə baş verdi", .en: "What happened here"]),
                Paragraph(.whatToDo, tlp: .amber, text: [.az: "Yeniləyin", .en: "Update the server"]),
            ])
        return AdvisoryVersion(
            number: SpokenNumber(.advisory, year: 2026, serial: 1), version: 1, state: .issued, content: content,
            author: officer, lastEditor: officer, created: now, edited: now)
    }

    /// Takes in a scan of the released feed.
    func scan(_ csv: String) async throws {
        let admin = Actor(uid: 1001, name: "leyla", loginUID: nil, roles: [.admin])
        let feed = FeedID(unchecked: "scan")
        _ = try await engine.perform(FeedChange(feed: feed, step: .release), as: admin)
        let upload = try await engine.beginUpload(feed: feed, name: "scan.csv", as: admin, reason: nil, dryRun: false)
        try upload.append(Array(csv.utf8))
        _ = try await engine.finish(upload)
    }

    /// Two people approve the standing order, and what is owed under it is told.
    func tellFindings() async throws {
        for uid in [UInt32(1001), 1002] {
            let officer = Actor(uid: uid, name: "u\(uid)", loginUID: uid, roles: [.approver])
            for record in try await engine.perform(DirectiveList(), as: officer) {
                let approve = DirectiveApprove(id: record.directive.id, digest: record.digest.short)
                _ = try await engine.perform(approve, as: officer)
            }
        }
        // The second approval may have told it already; told again, nothing is new.
        _ = try await engine.noticeFindings()
    }

    /// A new token of an entity.
    func token(_ entity: EntityID) async throws -> String {
        let admin = Actor(uid: 1001, name: "leyla", loginUID: nil, roles: [.admin])
        let answer = try await engine.perform(EntityToken(entity: entity, label: "t", revoke: false), as: admin)
        return answer.token ?? ""
    }

    static func basic(_ token: String) -> String {
        "Authorization: Basic " + Data("x:\(token)".utf8).base64EncodedString()
    }

    /// Publishes a generation and switches to it.
    func publish(_ number: Int, _ files: [String: String]) throws {
        let root = engine.settings.dataDirectory + "/public"
        for (path, text) in files {
            let url = URL(fileURLWithPath: "\(root)/generations/\(number)/\(path)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        unlink(root + "/current")
        guard symlink("generations/\(number)", root + "/current") == 0 else { throw POSIXError(.EIO) }
    }
}
