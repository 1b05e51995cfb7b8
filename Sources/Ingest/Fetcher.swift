package import Vocabulary

/// One poll of one feed.
package struct FetchRequest: Sendable {
    package var url: String
    /// Validators of the last stored document, sent as If-None-Match and If-Modified-Since.
    package var etag: String?
    package var lastModified: String?
    package var limits: FeedLimits
    /// `Accept`; nil where the server need not choose.
    package var accept: String?
    /// What is asked of a mailbox, whose address `url` is then; nil for http.
    package var mail: MailboxOrder?
    /// Origins (`https://host:port`) to which a redirect may lead; nil: any that the egress rule allows.
    package var origins: Set<String>?
    /// File that receives the decoded body; created or truncated, not fsynced (the caller makes it durable).
    package var destination: String

    package init(url: String, etag: String?, lastModified: String?, limits: FeedLimits, destination: String) {
        self.url = url
        self.etag = etag
        self.lastModified = lastModified
        self.limits = limits
        self.destination = destination
    }
}

/// How a poll ended. `dateAddedLast`: the field `X-TAXII-Date-Added-Last` as it was written.
package enum FetchOutcome: Sendable, Hashable {
    /// 200: the body stands complete in the destination.
    case document(
        bytes: Int, etag: String?, lastModified: String?, serverTime: Instant?, dateAddedLast: String? = nil)
    /// 304.
    case notModified(serverTime: Instant? = nil)
    /// Nothing usable came. `retryAfter` in seconds when the server asked for a pause (RFC 9110 § 10.2.3).
    case failed(FetchFailure, retryAfter: Int64?)
}

/// Why a poll brought nothing. Each is counted and shown by its ``kind``.
package enum FetchFailure: Error, Sendable, Hashable {
    case badURL(String)
    /// The address is loopback, private, link-local, metadata or otherwise not for us (I10), after DNS.
    case forbiddenAddress(String)
    case tooManyRedirects(Int)
    case overLimit(bytes: Int)
    case deadline(seconds: Int64)
    case status(Int)
    /// 200 without a single byte: no document of any format.
    case empty
    /// Headers or a coding of the body that we do not take.
    case badAnswer(String)
    case tls(String)
    case network(String)
    /// Other fetches hold the memory that this one needs.
    case busy
    case local(String)
    /// A body came whole and is not what it should be.
    case content(String)
    /// What the source names lies at origins that the feed's file does not allow.
    case elsewhere(String)
    /// The source does not come to an end within the limits of a poll.
    case unending(String)
}

extension FetchFailure: CustomStringConvertible {
    /// The one name under which it is stored, counted and shown.
    package var kind: String {
        switch self {
        case .badURL: "bad-url"
        case .forbiddenAddress: "forbidden-address"
        case .tooManyRedirects: "redirects"
        case .overLimit: "over-limit"
        case .deadline: "deadline"
        case .status: "status"
        case .empty: "empty"
        case .badAnswer: "bad-answer"
        case .tls: "tls"
        case .network: "network"
        case .busy: "busy"
        case .local: "local"
        case .content: "content"
        case .elsewhere: "elsewhere"
        case .unending: "unending"
        }
    }

    /// What the caller should do about it.
    package enum Fate: String, Sendable, Hashable {
        /// Time may heal it.
        case retry
        /// The source has to change, or our description of it.
        case reject
        /// The egress rule of the settings keeps us from it.
        case forbidden
        /// This machine failed.
        case ours
    }

    /// What to do about this one.
    package var fate: Fate {
        switch self {
        case .deadline, .network, .tls, .busy: .retry
        // RFC 9110 § 15: asked too early or too often, and the server's own troubles.
        case .status(let code): code == 408 || code == 425 || code == 429 || code >= 500 ? .retry : .reject
        case .badURL, .tooManyRedirects, .overLimit, .empty, .badAnswer, .content, .elsewhere, .unending: .reject
        case .forbiddenAddress: .forbidden
        case .local: .ours
        }
    }

    /// The kind, and what was seen; holds no secret and nothing of a document.
    package var description: String {
        switch self {
        case .badURL(let url): "\(kind): \(url)"
        case .forbiddenAddress(let address): "\(kind): \(address)"
        case .tooManyRedirects(let count): "\(kind): more than \(count)"
        case .overLimit(let bytes): "\(kind): more than \(bytes) bytes"
        case .deadline(let seconds): "\(kind): not complete within \(seconds) s"
        case .status(let code): "\(kind): \(code)"
        case .empty: "\(kind): 200 without a byte"
        case .busy: "\(kind): other fetches hold the memory for decoding"
        case .badAnswer(let what), .tls(let what), .network(let what), .local(let what),
            .content(let what), .elsewhere(let what), .unending(let what): "\(kind): \(what)"
        }
    }
}

/// The edge of the world where documents come in. Live in Transport (libcurl), scripted in tests.
package protocol Fetcher: Sendable {
    func fetch(_ request: FetchRequest) async -> FetchOutcome

    /// Waits in line until `bytes` of the memory that all fetches share are free, and takes them (I12): for bodies that
    /// are read into memory. False when the task was cancelled meanwhile, and then nothing is held. Who holds some does
    /// not wait for more.
    func hold(_ bytes: Int) async -> Bool

    /// Gives back what ``hold(_:)`` took.
    func letGo(_ bytes: Int)
}

extension Fetcher {
    package func hold(_ bytes: Int) async -> Bool { true }

    package func letGo(_ bytes: Int) {}
}
