import Foundation
import Ingest
import Logging
import Notify
import Pipeline
import Transport

/// The live edges of the world, from the settings: libcurl, the mail relay, the drop, `public/`, systemd, the alarm.
enum LiveEdges {
    /// - Throws: ``ActFailure`` `.configuration` when the settings cannot be used; ``TransportFailure`` when no thread
    ///   can be started.
    static func make(_ settings: Settings, logger: Logger) throws -> Edges {
        let publisher = GenerationPublisher(root: settings.dataDirectory + "/public")
        let environment = ProcessInfo.processInfo.environment
        let supervisor = Supervisor(environment: environment, processID: ProcessInfo.processInfo.processIdentifier)
        var edges = Edges(
            fetcher: try fetcher(settings), channels: channels(settings),
            publish: { files in try publisher.publish(try PublishedTree(files)) },
            supervise: { word in
                do throws(TransportFailure) {
                    try supervisor.notify(state(word))
                } catch {
                    logger.warning("the supervisor could not be told", metadata: ["error": "\(error)"])
                }
            },
            alarm: try alarm(settings, logger: logger), watchdogSeconds: watchdogSeconds(supervisor))
        edges.verify = verifier()
        return edges
    }

    /// What checks signatures of fetched documents: gpg, with a home folder of the moment.
    static func verifier() -> Edges.Verify {
        let signatures = SignatureProcess(folder: FileManager.default.temporaryDirectory.path)
        return { path, question in await signatures.verify(path, question) }
    }

    /// The way out for polls.
    static func fetcher(_ settings: Settings) throws -> any Fetcher {
        var fetching = FetchSettings()
        guard let egress = EgressRules(allowed: settings.egressAllowed.sorted()) else {
            throw ActFailure(
                .configuration, "egress_allow holds something that is no host:port", hint: "see Config/README.md")
        }
        fetching.egress = egress
        fetching.proxy = settings.fetch.proxy
        fetching.authorities = settings.fetch.authorities
        // Whom the lanes let begin must find a connection; the loop's own bound is for what they do not see.
        fetching.perHostMax = max(fetching.perHostMax, settings.fetch.perHost + 2)
        fetching.connectionsMax = max(fetching.connectionsMax, settings.fetchWidth * 4 + 8)
        do throws(TransportFailure) {
            for credential in settings.fetch.credentials {
                try fetching.authorize(origin: credential.origin, file: credential.file)
            }
        } catch {
            throw ActFailure(.configuration, "fetch.credentials: \(error)", hint: "see Config/README.md")
        }
        return try CurlFetcher(settings: fetching)
    }

    private static func channels(_ settings: Settings) -> [ChannelKind: any Channel] {
        var channels: [ChannelKind: any Channel] = [:]
        if let mail = settings.mail { channels[.smtp] = SMTPChannel(relay: relay(mail)) }
        if let root = settings.maildrop { channels[.maildrop] = MaildropChannel(root: root) }
        return channels
    }

    private static func relay(_ mail: MailSettings) -> MailRelay {
        let security: MailRelay.Security =
            switch mail.tls {
            case .starttls: .startTLS
            case .implicit: .implicit
            case .none: .none
            }
        return MailRelay(
            host: mail.relay, port: UInt16(clamping: mail.port), security: security, user: mail.user,
            passwordFile: mail.passwordFile, authorities: mail.caFile, deadlineSeconds: Int(mail.deadline))
    }

    private static func state(_ word: Edges.Word) -> Supervisor.State {
        switch word {
        case .ready: .ready
        case .alive: .watchdog
        case .stopping: .stopping
        case .status(let line): .status(line)
        }
    }

    /// The supervisor's interval is half of what it grants; the watchdog wants the whole.
    private static func watchdogSeconds(_ supervisor: Supervisor) -> Int64? {
        supervisor.watchdogInterval.map { max(1, $0 * 2 / 1_000_000) }
    }

    private static func alarm(
        _ settings: Settings, logger: Logger
    ) throws -> @Sendable (String, String) async -> Void {
        guard !settings.alarmCommand.isEmpty else { return { _, _ in } }
        guard let command = AlarmCommand(vector: settings.alarmCommand) else {
            throw ActFailure(
                .configuration, "alarm_command must begin with an absolute path", hint: "see Config/README.md")
        }
        return { name, text in
            do throws(TransportFailure) {
                try await command.raise(name: name, text: text)
            } catch {
                logger.error("an alarm could not be raised", metadata: ["alarm": "\(name)", "error": "\(error)"])
            }
        }
    }
}
