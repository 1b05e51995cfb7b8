import GRDB

/// What went wrong at the store, and what the caller should do about it.
package struct StorageFailure: Error, Sendable, CustomStringConvertible {
    /// The kind of failure; it alone decides the fate.
    package enum Code: String, Sendable {
        /// The disk is full or a limit was hit: refuse new work, try again later.
        case full
        /// The file cannot be opened, is not ours, or is newer than this release.
        case unusable
        /// The thing asked for does not exist.
        case notFound = "not-found"
        /// The thing changed since it was read, or a rule of the schema forbids the change.
        case conflict
        /// Our own state is unknown: stop, reopen, verify.
        case unknown
    }

    /// Try the same again, give this one thing up, or stop the service.
    package enum Fate: Sendable { case retry, reject, halt }

    package let code: Code
    /// What was being done, in words without contact data.
    package let doing: String
    /// The library's own words without statement arguments.
    package let cause: String
    /// What to run or look at; nil for the usual remedy of the code.
    private let hint: String?

    package init(_ code: Code, doing: String, cause: String = "") {
        self.init(code, doing: doing, cause: cause, hint: nil)
    }

    private init(_ code: Code, doing: String, cause: String, hint: String?) {
        self.code = code
        self.doing = doing
        self.cause = cause
        self.hint = hint
    }

    /// Nothing is called so.
    static func missing(
        _ noun: String, _ name: some CustomStringConvertible, because cause: String = ""
    ) -> StorageFailure {
        let shown = "\(name)".prefix(80)
        return StorageFailure(
            .notFound, doing: "there is no \(noun) `\(shown)`", cause: cause, hint: "see `ess \(noun) list`")
    }

    /// Several things begin so; `found` are some of them.
    static func ambiguous(_ noun: String, _ name: String, _ found: [String]) -> StorageFailure {
        let names = found.joined(separator: ", ")
        return StorageFailure(
            .conflict, doing: "`\(name.prefix(80))` is the beginning of more than one \(noun): \(names), …", cause: "",
            hint: "type more of it")
    }

    /// Answers of the disk that SQLite does not call SQLITE_FULL.
    private static let noRoom: [ResultCode] = [.SQLITE_IOERR_SHMSIZE]

    init(_ error: any Error, doing: String) {
        if let failure = error as? StorageFailure {
            self = failure
            return
        }
        guard let database = error as? DatabaseError else {
            self.init(.unknown, doing: doing, cause: "\(error)")
            return
        }
        let code: Code
        switch database.resultCode {
        // No room for the index of the WAL that readers share; nothing else has been touched.
        case .SQLITE_IOERR where StorageFailure.noRoom.contains(database.extendedResultCode): code = .full
        case .SQLITE_FULL, .SQLITE_TOOBIG: code = .full
        case .SQLITE_CANTOPEN, .SQLITE_NOTADB, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: code = .unusable
        case .SQLITE_CONSTRAINT: code = .conflict
        default: code = .unknown
        }
        // Only result code and SQLite's message: statement arguments may hold contacts (STYLE, Errors).
        let cause = "SQLite \(database.extendedResultCode.rawValue): \(database.message ?? "")"
        self.init(code, doing: doing, cause: cause)
    }

    /// What the caller should do; a code that we did not foresee is `unknown` and halts.
    package var fate: Fate {
        switch code {
        case .full: .retry
        case .notFound, .conflict: .reject
        case .unusable, .unknown: .halt
        }
    }

    package var description: String {
        if let hint { return "\(doing); \(hint)" }
        let remedy =
            switch code {
            case .full: "free space on the data directory's disk; the service goes on by itself"
            case .unusable: "check owner, permissions and version of the data directory with `ess check`"
            case .notFound: "list what exists with the noun's `list`"
            case .conflict: "look at the present state with the noun's `show` and try again"
            case .unknown: "stop the service and run `ess ledger verify` before starting it again"
            }
        return "\(doing): \(code.rawValue)\(cause.isEmpty ? "" : " (\(cause))"); \(remedy)"
    }
}
