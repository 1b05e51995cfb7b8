/// What went wrong at the world's edge, with what to do about it.
///
/// Carries places (paths, `host:port`) and the system's words; never message text, mailboxes or secrets.
package struct TransportFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure; callers switch on it.
    package enum Code: String, Sendable, Hashable {
        /// The operators' socket is missing or nobody listens on it (exit 69).
        case notRunning
        /// The socket's permissions keep this user out (exit 77).
        case notPermitted
        case deadline
        case overLimit
        case network
        /// A file, process or library of this machine failed.
        case local
        case badAddress
    }

    /// What the caller should do.
    package enum Fate: Sendable, Hashable { case retry, reject, halt }

    package let code: Code
    /// What it was about: a path, a URL without its query, a program.
    package let subject: String
    /// The system's or the library's own words.
    package let detail: String

    package init(_ code: Code, subject: String, detail: String) {
        self.code = code
        self.subject = subject
        self.detail = detail
    }

    /// `retry` for what time may heal, `reject` for what a person has to change first; never `halt`.
    package var fate: Fate {
        switch code {
        case .notRunning, .deadline, .network, .local: .retry
        case .notPermitted, .overLimit, .badAddress: .reject
        }
    }

    /// One sentence ending in what to do.
    package var description: String {
        switch code {
        case .notRunning:
            "the service does not answer on \(subject) (\(detail)); start it: systemctl start ess, or ess serve"
        case .notPermitted:
            "\(subject) refuses this user (\(detail)); join the group that owns the socket and log in again"
        case .deadline: "\(subject) took too long (\(detail)); try again, or raise the deadline in the settings"
        case .overLimit: "\(subject) gave more than is accepted (\(detail)); raise the limit if this is expected"
        case .network: "\(subject) could not be reached (\(detail)); look at the name, the route and the firewall"
        case .local: "\(subject): \(detail); look at the free space, the permissions and the path"
        case .badAddress: "\(subject) is no usable address (\(detail)); correct it in the settings"
        }
    }
}
