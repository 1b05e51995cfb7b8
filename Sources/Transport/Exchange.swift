import CCurl

/// One request over libcurl as a value: what goes in to the loop's thread.
struct Exchange: Sendable {
    /// Where the response body goes. Counted after decoding; over the limit the transfer ends (`MAXFILESIZE` would see
    /// only the declared length).
    enum Sink: Sendable {
        case memory(bytesMax: Int)
        /// A descriptor the caller opened and closes.
        case file(descriptor: Int32, bytesMax: Int)
        /// Each line without its line feed, on the loop's thread, as it comes; false ends the transfer.
        case lines(lineBytesMax: Int, @Sendable ([UInt8]) -> Bool)
    }

    /// Where the request body comes from.
    enum Source: Sendable {
        case none
        case bytes([UInt8])
        /// Fills the buffer on the loop's thread: bytes written, 0 at the end, negative to give up.
        case pull(@Sendable (UnsafeMutableRawBufferPointer) -> Int)
    }

    var url: String
    /// The URL's `host:port`; what ``EgressRules`` are asked about.
    var endpoint: String
    var longs: [(CURLoption, Int)] = []
    var texts: [(CURLoption, String)] = []
    var headers: [String] = []
    var mailRecipient: String?
    var source: Source = .none
    /// Bytes of the request body where known.
    var size: Int?
    var sink: Sink
    /// Statuses whose body goes to the sink; others are read and dropped, up to 64 KiB. Nil: all.
    var wanted: ClosedRange<Int>?
    /// Whether those 64 KiB of an unwanted answer are kept in the result's body.
    var keepsUnwanted = false
    /// Nil: no check (our own socket, the relay of the settings).
    var egress: EgressRules?
    /// Where decoding takes its memory from (I12); with it the head of the answer is judged by ``AnswerHead`` and its
    /// content coding undone.
    var memory: ByteBudget?
    var milliseconds: Int

    /// Bytes that the sink takes.
    var bytesMax: Int {
        switch sink {
        case .memory(let limit), .file(_, let limit), .lines(let limit, _): limit
        }
    }

    init(url: String, endpoint: String, sink: Sink, milliseconds: Int) {
        self.url = url
        self.endpoint = endpoint
        self.sink = sink
        self.milliseconds = max(1, milliseconds)
    }
}

/// How an exchange ended: what comes out of the loop's thread.
struct ExchangeResult: Sendable {
    /// Why we ourselves ended it.
    enum Stop: Sendable, Hashable {
        case forbiddenAddress(String)
        case overLimit(bytes: Int)
        case headersOverLimit
        /// The answer is not one that can be read in one way only.
        case malformed(String)
        /// Other fetches hold the memory that decoding would take.
        case crowded
        case writing(errno: Int32)
        case reading
        case receiver
        case cancelled
    }

    var code: CURLcode = CURLE_OK
    var stop: Stop?
    /// HTTP status or SMTP reply code; 0 when none came.
    var status = 0
    /// Header lines of the last response, or the last SMTP reply lines, without line ends, in order.
    var lines: [[UInt8]] = []
    var redirect: String?
    var systemError = 0
    /// libcurl's own words; may name the host, holds no content.
    var detail = ""
    var body: [UInt8] = []
    /// Decoded bytes that went to the sink.
    var byteCount = 0
    /// Whether the last byte of the request body was asked for.
    var wasSent = false

    /// What a cancelled exchange comes to.
    static var cancelled: ExchangeResult {
        var result = ExchangeResult(code: CURLE_ABORTED_BY_CALLBACK)
        result.stop = .cancelled
        return result
    }

    /// The value of a header field; the first one's where it is repeated.
    func header(_ name: String) -> String? { headers(name).first }

    /// The values of all header fields of a name, in order.
    func headers(_ name: String) -> [String] {
        lines.compactMap { line in
            guard let colon = line.firstIndex(of: 0x3A), colon == name.utf8.count,
                line[..<colon].elementsEqual(name.utf8, by: { $0 | 0x20 == $1 | 0x20 })
            else { return nil }
            let value = line[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 }
            let end = value.lastIndex { $0 != 0x20 && $0 != 0x09 }
            return end.map { String(decoding: value[...$0], as: UTF8.self) } ?? ""
        }
    }
}
