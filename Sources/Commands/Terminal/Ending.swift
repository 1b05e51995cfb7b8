import ArgumentParser
import Durability
import Ledger
import Pipeline
import Storage
import Transport
import Vocabulary

/// How a command ends: the exit codes that README lists, and the words on standard error.
enum Ending {
    /// Something was found wrong by verify or check.
    static let foundWrong: Int32 = 1

    /// Says what went wrong and gives the exit code.
    static func report(_ error: any Error, of arguments: [String] = []) -> Int32 {
        if error is OutputClosed { return 0 }
        if let code = own(error) {
            for line in words(error) { Output.note("ess: " + line) }
            return code
        }
        if isParsers(error) {
            let code = reportUsage(error)
            if code != 0, let hint = Misspelling.hint(arguments) { Output.note("ess: " + hint) }
            return code
        }
        Output.note("ess: \(error)")
        return 70
    }

    /// Whether the disk had no room and nothing else is wrong.
    static func isFull(_ error: any Error) -> Bool {
        switch error {
        case let failure as StorageFailure: failure.code == .full
        case let failure as DurabilityFailure: failure.code == .diskFull
        case let failure as LedgerFailure: failure.underlying?.code == .diskFull
        default: false  // Proof: no other room writes to the disk.
        }
    }

    /// The exit code of our own failures; nil for anything else.
    private static func own(_ error: any Error) -> Int32? {
        switch error {
        case let failure as ActFailure: failure.exitCode
        case is SettingsFailure: 78
        case let failure as ServiceUnreachable: failure.isDenied ? 77 : 69
        case let failure as TransportFailure: code(failure)
        case let failure as LedgerFailure: code(failure)
        case let failure as StorageFailure: code(failure)
        case let failure as DurabilityFailure: code(failure)
        case is OutputFailed: 70
        case is CancellationError: 75
        default: nil
        }
    }

    private static func code(_ failure: TransportFailure) -> Int32 {
        switch failure.code {
        case .notRunning: 69
        case .notPermitted: 77
        case .deadline, .network: 75
        case .overLimit, .local: 70
        case .badAddress: 64
        }
    }

    private static func code(_ failure: LedgerFailure) -> Int32 {
        switch failure.code {
        case .malformed, .untrusted: 65
        case .storeOlderThanLedger, .differentTile, .damagedTile, .inconsistent: foundWrong
        case .disk: failure.underlying.map(code) ?? 70
        case .outOfOrder, .halted: 70
        }
    }

    private static func code(_ failure: DurabilityFailure) -> Int32 {
        switch failure.code {
        case .diskFull: 75
        case .notPermitted: 77
        case .missing, .locked, .tooLong, .io: 70
        }
    }

    private static func code(_ failure: StorageFailure) -> Int32 {
        switch failure.code {
        case .full: 75
        case .notFound, .conflict: 65
        case .unusable, .unknown: 70
        }
    }

    /// One line for each problem.
    private static func words(_ error: any Error) -> [String] {
        if let failure = error as? SettingsFailure { return failure.problems.map(\.description) }
        if error is CancellationError { return ["stopped before it was done; run it again"] }
        if let failure = error as? LedgerFailure, failure.underlying?.code == .notPermitted {
            return [failure.description, "the data directory is the service's: run this as its user"]
        }
        return "\(error)".split(whereSeparator: \.isNewline).map(String.init)
    }

    private static func isParsers(_ error: any Error) -> Bool {
        ESSCommand.exitCode(for: error) != .failure || error is ExitCode
    }

    /// Help asked for is a result; a mistake in the arguments is a message. 64 for the latter (EX_USAGE).
    private static func reportUsage(_ error: any Error) -> Int32 {
        let code = ESSCommand.exitCode(for: error)
        let text = ESSCommand.fullMessage(for: error)
        if text.isEmpty { return code.rawValue }
        let bytes = Array((text + "\n").utf8)
        // Proof that dropping is harmless: nobody reads the help text any more.
        try? StandardStreams.write(bytes, to: code.isSuccess ? StandardStreams.output : StandardStreams.errors)
        return code.rawValue
    }
}
