/// Why an act was not done, in words for the person who asked, with the remedy.
package struct ActFailure: Error, Sendable, Codable, CustomStringConvertible {
    /// Each maps to one exit code and one HTTP status.
    package enum Code: String, Sendable, Codable, CaseIterable {
        case usage, badData = "bad-data", notFound = "not-found", conflict, notPermitted = "not-permitted"
        case tryLater = "try-later", configuration, ourFault = "our-fault"
    }

    package let code: Code
    package let message: String
    /// What to run or look at.
    package let hint: String

    package init(_ code: Code, _ message: String, hint: String = "") {
        self.code = code
        self.message = message
        self.hint = hint
    }

    package var description: String { hint.isEmpty ? message : "\(message); \(hint)" }

    /// Numbers of sysexits(3), as README lists them.
    package var exitCode: Int32 {
        switch code {
        case .usage: 64
        case .badData, .notFound, .conflict: 65
        case .notPermitted: 77
        case .tryLater: 75
        case .configuration: 78
        case .ourFault: 70
        }
    }

    /// RFC 9110 status of the problem+json answer.
    package var httpStatus: Int {
        switch code {
        case .usage: 400
        case .badData: 422
        case .notFound: 404
        case .conflict: 409
        case .notPermitted: 403
        case .tryLater: 503
        case .configuration, .ourFault: 500
        }
    }
}
