import Foundation
import Logging
import Pipeline
import Transport

/// The way from a command to the engine: the service's socket, or our own engine on `--data-dir`.
enum Desk {
    case service(DeskClient, path: String)
    case local(Engine, Actor)

    /// Seconds for one act: importing a large register takes minutes on a small machine.
    private static let actSeconds = 900

    /// Chooses the way. Settings are read only when something must be taken from them.
    static func open(_ options: DeskOptions) async throws -> Desk {
        if let directory = options.dataDir {
            let settings = try LocalSettings.load(options.settings, dataDirectory: directory)
            let logger = Logger(label: "ess") { _ in LogfmtHandler(level: .error) }
            let engine = try await Assembly.open(settings, logger: logger, clock: SystemClock.now)
            return .local(engine, LocalActor.current(settings))
        }
        let path = try options.socket ?? environmentSocket ?? LocalSettings.load(options.settings).socketPath
        return .service(try DeskClient(socketPath: path, deadlineSeconds: actSeconds), path: path)
    }

    private static var environmentSocket: String? {
        let path = ProcessInfo.processInfo.environment["ESS_SOCKET"] ?? ""
        return path.isEmpty ? nil : path
    }

    /// Performs an act and gives its answer.
    func perform<A: Act>(_ act: A, _ change: ChangeOptions? = nil) async throws -> A.Answer {
        switch self {
        case .local(let engine, let actor):
            let answer = try await engine.perform(
                act, as: actor, reason: change?.reason, dryRun: change?.dryRun ?? false)
            if !A.readsOnly { try await engine.sequence() }
            return answer
        case .service:
            return try JSONDecoder().decode(A.Answer.self, from: Data(try await bytes(of: act, change)))
        }
    }

    /// Performs an act and gives its answer's JSON as it came, for lists too long to be taken apart and put together.
    func bytes<A: Act>(of act: A, _ change: ChangeOptions? = nil) async throws -> [UInt8] {
        switch self {
        case .local: return Array(try ActJSON.encode(try await perform(act, change)))
        case .service(let client, let path):
            let request = ActRequest(act: act, reason: change?.reason, dryRun: change?.dryRun ?? false)
            let target = "/desk/" + A.name.split(separator: " ").joined(separator: "/")
            let body = Array(try ActJSON.encode(request))
            let answer = try await Desk.reaching(path) { () throws(TransportFailure) in
                try await client.post(target, json: body)
            }
            return try Desk.unwrap(answer)
        }
    }

    /// The body of a good answer; problem+json becomes the failure it was.
    static func unwrap(_ answer: DeskClient.Answer) throws -> [UInt8] {
        if answer.status == 200 { return answer.body }
        struct Problem: Decodable {
            let code: ActFailure.Code
            let detail: String
            let hint: String
        }
        guard let problem = try? JSONDecoder().decode(Problem.self, from: Data(answer.body)) else {
            throw ActFailure(
                .ourFault, "the service answered with status \(answer.status) and no explanation",
                hint: "see the service's journal")
        }
        throw ActFailure(problem.code, problem.detail, hint: problem.hint)
    }

    /// Says that the service does not run, or may not be asked, in the words of the desk.
    static func reaching<Value>(
        _ path: String, _ work: () async throws(TransportFailure) -> Value
    ) async throws -> Value {
        do throws(TransportFailure) {
            return try await work()
        } catch {
            switch error.code {
            case .notRunning, .notPermitted: throw ServiceUnreachable(path: path, isDenied: error.code == .notPermitted)
            case .deadline, .overLimit, .network, .local, .badAddress: throw error
            }
        }
    }
}

/// No service answers on the socket, or it may not be used by this user.
struct ServiceUnreachable: Error, CustomStringConvertible {
    let path: String
    let isDenied: Bool

    var description: String {
        if isDenied {
            return "you may not use \(path); ask an administrator to put you into the group that owns it"
        }
        return "no service answers on \(path); start it with `systemctl start ess` or `ess serve --config FILE`, "
            + "or work without one with --data-dir DIR"
    }
}
