import Ingest

/// How documents are fetched.
package struct FetchSettings: Sendable, Hashable {
    /// Inner endpoints that may be reached all the same (I10).
    package var egress = EgressRules()
    /// `http://host:port` of the site's proxy; nil means a direct connection. The environment is not asked. Behind a
    /// proxy names are resolved by the proxy, which then must keep the egress rule; literal addresses are still ours.
    package var proxy: String?
    /// PEM bundle instead of the system's.
    package var authorities: String?
    /// `Authorization` header values by origin (`https://host:port`), sent to that origin alone, also after a redirect.
    package var authorizations: [String: String] = [:]
    /// Files with `USER:PASSWORD` by a mailbox's origin (`imaps://host:port`); read anew for each connection.
    package var mailboxes: [String: String] = [:]
    /// Seconds for name, connection and TLS.
    package var connectSeconds: Int = 15
    /// A body slower than this for ``slowSeconds`` is given up.
    package var slowBytesPerSecond: Int = 100
    package var slowSeconds: Int = 30
    /// Connections at once, in all and to one host.
    package var connectionsMax: Int = 64
    package var perHostMax: Int = 4
    /// Bytes all running fetches may hold in memory (I12).
    package var budgetBytes: Int = 192 << 20
    /// Sent as User-Agent.
    package var userAgent: String = "ess/1 (threat notification pipeline)"

    package init() {}

    /// Takes the Authorization value for one origin from a file of its own.
    ///
    /// The file must be ours or root's, and nobody else may read it or change it; its group may read.
    /// - Throws: `.badAddress` for what is no origin, or one that would carry the secret in clear over the Internet;
    ///   `.local` for a file that cannot be used. The secret is never in the error.
    package mutating func authorize(origin: String, file: String) throws(TransportFailure) {
        if let mailbox = MailboxLink(origin) {
            guard MailboxLogin(try SecretFile.firstLine(of: file, isPrivate: true)) != nil else {
                throw TransportFailure(
                    .local, subject: file, detail: "its first line is no `USER:PASSWORD` and no `Bearer USER:TOKEN`")
            }
            mailboxes[mailbox.origin] = file
            return
        }
        guard let address = WebAddress(origin) else {
            throw TransportFailure(.badAddress, subject: origin, detail: "accepted: https://host or https://host:port")
        }
        guard address.isSecure || egress.allowed.contains(address.endpoint) else {
            throw TransportFailure(
                .badAddress, subject: origin,
                detail: "a credential goes over https, or to an inner host of egress_allow")
        }
        let value = try SecretFile.firstLine(of: file, isPrivate: true)
        guard FetchOutcomes.isFieldValue(value, bytesMax: 4096), value.contains(" ") else {
            throw TransportFailure(.local, subject: file, detail: "its first line is no `Bearer …` or `Basic …`")
        }
        authorizations[address.origin] = value
    }

    static func number(_ text: String, _ range: ClosedRange<Int>) -> Int? {
        Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
}
