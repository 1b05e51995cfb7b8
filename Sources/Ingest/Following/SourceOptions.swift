package import Vocabulary

/// How a feed's source is asked.
package enum FeedProtocol: String, Sendable, Hashable, CaseIterable {
    /// One address, one document.
    case plain
    /// CSAF 2.0 § 7: provider metadata, ROLIE feeds, directories, hashes, signatures.
    case csafProvider = "csaf-provider"
    /// TAXII 2.1: discovery, API roots, collections, pages of objects.
    case taxii
    /// A MISP feed: a manifest and one file for each event.
    case mispFeed = "misp-feed"
    /// Pages of the NVD's CVE API 2.0 by windows of modification time.
    case nvdPages = "nvd-pages"
    /// A mailbox over IMAP: each message is a document.
    case imap

    /// The only format that documents of this protocol have; nil when any.
    package var format: DocumentFormat? {
        switch self {
        case .plain, .imap: nil
        case .csafProvider: .csaf
        case .taxii: .stix
        case .mispFeed: .misp
        case .nvdPages: .nvd
        }
    }
}

/// What a feed's file says of a source that needs more than one request.
package struct SourceOptions: Sendable, Hashable {
    package var kind: FeedProtocol = .plain
    /// Origins besides the feed's own to which its links may lead, as ``WebLink/origin``.
    package var origins: Set<String> = []
    /// TAXII collections by id or title; empty: all that may be read.
    package var collections: Set<String> = []
    /// Fingerprints of the only OpenPGP keys that count, upper-case hexadecimal; empty: those that the provider names.
    package var keys: Set<String> = []
    /// What a first poll asks for: what changed since then; nil: everything.
    package var since: Instant?
    /// Requests of one poll.
    package var requestsMax = 2000
    /// Seconds after which a poll begins nothing more; the next one goes on.
    package var pollSeconds: Int64 = 600
    /// Seconds between two requests.
    package var pauseSeconds: Int64 = 0
    /// Bytes that one poll takes in.
    package var pollBytesMax = 1 << 30
    /// For mailboxes: what becomes of a message there once it is durable here.
    package var settling = MailboxSettling.leave

    package init() {}

    /// Asks the keys of a feed's file that belong here.
    static func read(_ map: inout SettingsMap, format: DocumentFormat?, url: String?) -> SourceOptions {
        var options = SourceOptions()
        let kinds = FeedProtocol.allCases.map(\.rawValue).joined(separator: ", ")
        options.kind = map.optional("protocol", accepts: kinds, FeedProtocol.init(rawValue:)) ?? .plain
        options.origins = Set(
            map.list("origins", accepts: "origins as https://host or https://host:port") { text in
                WebLink(text).flatMap { $0.path == "/" && $0.query.isEmpty ? $0.origin : nil }
            })
        options.collections = Set(map.list("collections", accepts: "ids or titles of TAXII collections") { $0 })
        options.keys = Set(
            map.list("keys", accepts: "OpenPGP fingerprints of 40 or 64 hexadecimal digits") { fingerprint($0) })
        options.since = map.optional("since", accepts: "a day as 2026-01-31") { UTCDay($0)?.start }
        let settling = map.optional("taken", accepts: "leave, seen, move FOLDER") { MailboxSettling($0) }
        if settling != nil, options.kind != .imap { map.fail("taken", "only the protocol imap takes this key") }
        options.settling = settling ?? .leave
        if options.kind == .imap { return options.checked(&map, format, url) }
        if let url, url.hasPrefix("imap") { map.fail("url", "an address of a mailbox needs `protocol: imap`") }
        if options.kind != .plain {
            if url == nil { map.fail("protocol", "a feed with a protocol needs `url`") }
            if let format, let needed = options.kind.format, format != needed {
                map.fail("format", "the protocol \(options.kind.rawValue) brings \(needed.rawValue)")
            }
            if let url, WebLink(url) == nil { map.fail("url", "accepted: an http or https address in plain ASCII") }
        }
        return options
    }

    /// A mailbox's address and the formats of what comes by mail.
    private func checked(_ map: inout SettingsMap, _ format: DocumentFormat?, _ url: String?) -> SourceOptions {
        if url.flatMap({ MailboxLink($0) }) == nil {
            let accepted = "imaps://host[:port]/MAILBOX, or imap:// for STARTTLS; no user name"
            map.fail("url", "accepted for a mailbox: \(accepted)")
        }
        if let format, format != .arf { map.fail("format", "the protocol imap brings arf") }
        return self
    }

    /// Asks the keys of a feed's `limits` that belong here.
    mutating func readLimits(_ map: inout SettingsMap) {
        requestsMax = map.optional("requests", accepts: "20 to 100000") {
            FeedDescription.count($0, 20...100_000)
        } ?? requestsMax
        pollSeconds = map.optional("poll", accepts: "10s to 6h") { FeedDescription.duration($0, 10...21_600) }
            ?? pollSeconds
        pauseSeconds = map.optional("pause", accepts: "0s to 60s") { FeedDescription.duration($0, 0...60) }
            ?? pauseSeconds
        pollBytesMax = map.optional("poll_bytes", accepts: "1MiB to 64GiB") {
            FeedDescription.size($0, 1 << 20...64 << 30)
        } ?? pollBytesMax
    }

    /// 40 (version 4) or 64 (version 6) hexadecimal digits; spaces between them are left out.
    static func fingerprint(_ text: String) -> String? {
        let digits = text.filter { $0 != " " }.uppercased()
        let isHex = digits.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x46).contains($0) }
        return isHex && (digits.utf8.count == 40 || digits.utf8.count == 64) ? digits : nil
    }
}
