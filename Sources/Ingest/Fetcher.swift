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
    case notModified
    /// Nothing usable came. `retryAfter` in seconds when the server asked for a pause (RFC 9110 § 10.2.3).
    case failed(FetchFailure, retryAfter: Int64?)
}

/// Why a poll brought nothing. Each is counted and shown by its name.
package enum FetchFailure: Error, Sendable, Hashable {
    case badURL(String)
    /// The address is loopback, private, link-local, metadata or otherwise not for us (I10), after DNS.
    case forbiddenAddress(String)
    case tooManyRedirects(Int)
    case overLimit(bytes: Int)
    case deadline(seconds: Int64)
    case status(Int)
    case tls(String)
    case network(String)
    case local(String)
    /// A body came whole and is not what it should be.
    case content(String)
}

/// The edge of the world where documents come in. Live in Transport (libcurl), scripted in tests.
package protocol Fetcher: Sendable {
    func fetch(_ request: FetchRequest) async -> FetchOutcome
}
