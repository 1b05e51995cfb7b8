package import Ingest
package import Notify

/// The world's edges as the services need them; Commands plugs the live ones in, tests scripted ones.
package struct Edges: Sendable {
    /// What the supervisor (systemd) is told.
    package enum Word: Sendable, Hashable {
        case ready, alive, stopping
        case status(String)
    }

    /// Compares an OpenPGP signature with the file at a path.
    package typealias Verify = @Sendable (_ path: String, SignatureQuestion) async -> SignatureVerdict

    package var fetcher: any Fetcher
    package var verify: Verify = Edges.unverified
    package var channels: [ChannelKind: any Channel]
    /// Publishes a whole generation of public files by path and switches to it.
    package var publish: @Sendable ([String: [UInt8]]) async throws -> Void
    package var supervise: @Sendable (Word) -> Void
    /// Raises an alarm on a second path (I4): name, text.
    package var alarm: @Sendable (String, String) async -> Void
    /// Seconds within which the supervisor wants to hear `alive`; nil when nobody watches.
    package var watchdogSeconds: Int64?

    /// Where nothing can check signatures: says so of each.
    package static let unverified: Verify = { _, _ in SignatureVerdict(.unchecked, detail: "nothing here checks it") }

    package init(
        fetcher: any Fetcher, channels: [ChannelKind: any Channel],
        publish: @escaping @Sendable ([String: [UInt8]]) async throws -> Void,
        supervise: @escaping @Sendable (Word) -> Void = { _ in },
        alarm: @escaping @Sendable (String, String) async -> Void = { _, _ in }, watchdogSeconds: Int64? = nil
    ) {
        self.fetcher = fetcher
        self.channels = channels
        self.publish = publish
        self.supervise = supervise
        self.alarm = alarm
        self.watchdogSeconds = watchdogSeconds
    }
}
