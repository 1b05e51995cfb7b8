import Foundation
import Pipeline
import Transport

/// The way from a command to the engine: the service's socket, or our own engine on `--data-dir`.
enum Desk {
    case service(DeskClient, path: String)
    case local(Engine, Actor)

    /// Chooses the way. Settings are read only when something must be taken from them.
    static func open(_ options: DeskOptions) async throws -> Desk {
        if let directory = options.dataDir {
            let settings = try LocalSettings.load(options, dataDirectory: directory)
            let engine = try await EngineAssembly.open(settings, live: false)
            return .local(engine, LocalActor.current(settings))
        }
        let environment = ProcessInfo.processInfo.environment["ESS_SOCKET"]
        let path = try options.socket ?? environment ?? LocalSettings.load(options, dataDirectory: nil).socketPath
        return .service(DeskClient(socketPath: path), path: path)
    }

    func perform<A: Act>(_ act: A, _ change: ChangeOptions? = nil) async throws -> A.Answer {
        let dryRun = change?.dryRun ?? false
        switch self {
        case .local(let engine, let actor):
            return try await engine.perform(act, as: actor, reason: change?.reason, dryRun: dryRun)
        case .service(let client, let path):
            let request = ActRequest(act: act, reason: change?.reason, dryRun: dryRun)
            let target = "/desk/" + A.name.split(separator: " ").joined(separator: "/")
            let answer = try await Desk.reaching(path) {
                try await client.post(path: target, body: Array(try ActJSON.encode(request)))
            }
            return try Desk.decode(A.Answer.self, status: answer.status, body: answer.body)
        }
    }

    /// Decodes an answer, or turns problem+json back into the failure it was.
    static func decode<Answer: Decodable>(_ type: Answer.Type, status: Int, body: [UInt8]) throws -> Answer {
        let data = Data(body)
        if status == 200 { return try JSONDecoder().decode(Answer.self, from: data) }
        struct Problem: Decodable {
            let code: ActFailure.Code
            let detail: String
            let hint: String
        }
        guard let problem = try? JSONDecoder().decode(Problem.self, from: data) else {
            throw ActFailure(.ourFault, "the service answered with status \(status) and no explanation")
        }
        throw ActFailure(problem.code, problem.detail, hint: problem.hint)
    }

    static func reaching<Value>(_ path: String, _ work: () async throws -> Value) async throws -> Value {
        do {
            return try await work()
        } catch let failure as TransportFailure {
            throw ServiceUnreachable(path: path, failure: failure)
        }
    }
}

/// No service answers on the socket: exit 69 and the line that starts one.
struct ServiceUnreachable: Error, CustomStringConvertible {
    let path: String
    let failure: TransportFailure

    var exitCode: Int32 { failure.code == .notPermitted ? 77 : 69 }

    var description: String {
        if failure.code == .notPermitted {
            return "you may not use \(path); join the group `ess-operators` (see deploy/README.md)"
        }
        return "no service answers on \(path); start it with `systemctl start ess` or `ess serve --config FILE`, "
            + "or work without one with --data-dir DIR"
    }
}
