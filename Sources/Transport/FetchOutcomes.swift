import CCurl
import Ingest
import Vocabulary

/// Judges what one hop of a fetch came to.
enum FetchOutcomes {
    /// Pauses longer than a week are taken as a week.
    private static let retryAfterMax: Int64 = 604_800

    /// The outcome; nil when it is a redirect to follow.
    static func final(_ result: ExchangeResult, _ request: FetchRequest) -> FetchOutcome? {
        if let stop = result.stop { return .failed(failure(stop, result), retryAfter: nil) }
        // A refused body (64 KiB dropped) ends as a write error; its status says all there is to say.
        let isUnwanted = result.code == CURLE_WRITE_ERROR && result.status != 200 && result.status != 0
        guard result.code == CURLE_OK || isUnwanted else {
            return .failed(failure(result, request), retryAfter: nil)
        }
        switch result.status {
        case 200:
            return .document(
                bytes: result.byteCount, etag: validator(result.header("etag")),
                lastModified: validator(result.header("last-modified")), serverTime: date(result.header("date")),
                dateAddedLast: validator(result.header("x-taxii-date-added-last")))
        case 304 where request.etag != nil || request.lastModified != nil:
            return .notModified(serverTime: date(result.header("date")))
        case let status where [301, 302, 303, 307, 308].contains(status) && result.redirect != nil: return nil
        default: return .failed(.status(result.status), retryAfter: retryAfter(result))
        }
    }

    /// If-None-Match and If-Modified-Since; a stored validator with a control byte is not sent (I11).
    static func conditions(_ request: FetchRequest) -> [String] {
        var headers: [String] = []
        if let etag = validator(request.etag) { headers.append("If-None-Match: \(etag)") }
        if let time = validator(request.lastModified) { headers.append("If-Modified-Since: \(time)") }
        return headers
    }

    static func isFieldValue(_ text: String, bytesMax: Int) -> Bool {
        (1...bytesMax).contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    /// At most 200 bytes, printable ASCII, without the query, which may hold a key.
    static func shortened(_ url: String) -> String {
        let bytes = url.utf8.prefix { $0 != 0x3F && $0 != 0x23 }.prefix(200)
        return String(decoding: bytes.map { (0x21...0x7E).contains($0) ? $0 : 0x2E }, as: UTF8.self)
    }

    private static func validator(_ text: String?) -> String? {
        text.flatMap { isFieldValue($0, bytesMax: 1024) ? $0 : nil }
    }

    private static func date(_ text: String?) -> Instant? {
        guard let text else { return nil }
        let seconds = curl_getdate(text, nil)
        return seconds < 0 ? nil : Instant(seconds: Int64(seconds))
    }

    /// RFC 9110 § 10.2.3: seconds, or a date, taken against the Date of the same answer; without one it says nothing.
    private static func retryAfter(_ result: ExchangeResult) -> Int64? {
        guard let text = result.header("retry-after"), !text.isEmpty else { return nil }
        if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return min(Int64(text) ?? retryAfterMax, retryAfterMax)
        }
        guard let until = date(text), let now = date(result.header("date")) else { return nil }
        return min(max(0, until.seconds(since: now)), retryAfterMax)
    }

    private static func failure(_ stop: ExchangeResult.Stop, _ result: ExchangeResult) -> FetchFailure {
        switch stop {
        case .forbiddenAddress(let address): .forbiddenAddress(address)
        case .overLimit(let bytes): .overLimit(bytes: bytes)
        case .headersOverLimit: .badAnswer("more than 256 KiB of headers")
        case .malformed(let what): .badAnswer(what)
        case .crowded: .busy
        case .writing(let number): .local(SystemError.text(number))
        case .reading, .receiver, .cancelled: .local("cancelled")
        }
    }

    private static func failure(_ result: ExchangeResult, _ request: FetchRequest) -> FetchFailure {
        switch result.code {
        case CURLE_OPERATION_TIMEDOUT: .deadline(seconds: request.limits.fetchSeconds)
        case CURLE_URL_MALFORMAT: .badURL(shortened(request.url))
        // The scheme was judged before: it is the answer's that libcurl does not know.
        case CURLE_UNSUPPORTED_PROTOCOL: .badAnswer("not in HTTP/1.x or 2")
        case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING: .badAnswer(result.detail)
        // Its buffers for one line of a head end at 100 KiB, in these words.
        case CURLE_OUT_OF_MEMORY: .badAnswer("a line of its head is too long")
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_USE_SSL_FAILED, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            .tls(result.detail)
        case CURLE_FAILED_INIT: .local(result.detail)
        default: .network(result.detail)
        }
    }
}
