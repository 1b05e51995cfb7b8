import CCurl
import Glibc

/// One easy handle on the loop's thread, with what its callbacks fill in. Never leaves the thread.
final class CurlTransfer {
    let easy: UnsafeMutableRawPointer
    var stop: ExchangeResult.Stop?
    let exchange: Exchange
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var mailList: UnsafeMutablePointer<curl_slist>?
    private var lines: [[UInt8]] = []
    private var headerBytes = 0
    private var status = 0
    private var body: ResponseBody
    private var decoder: ContentDecoder?
    /// Bytes of the shared budget that the decoder holds.
    private var borrowed = 0
    private var dropped = 0
    private var sent = 0
    private var wasSent = false

    /// Response headers of one exchange, all blocks together; libcurl 7.88 has no limit of its own.
    private static let headerBytesMax = 256 << 10
    private static let droppedBytesMax = 64 << 10

    init?(id: UInt64, exchange: Exchange) {
        guard let easy = curl_easy_init() else { return nil }
        self.easy = easy
        self.exchange = exchange
        body = ResponseBody(sink: exchange.sink)
        _ = ess_curl_set_pointer(easy, CURLOPT_PRIVATE, UnsafeMutableRawPointer(bitPattern: UInt(id)))
        _ = ess_curl_set_text(easy, CURLOPT_URL, exchange.url)
        setCommon()
        for (option, value) in exchange.longs { _ = ess_curl_set_long(easy, option, value) }
        for (option, value) in exchange.texts { _ = ess_curl_set_text(easy, option, value) }
        for header in exchange.headers { headerList = curl_slist_append(headerList, header) }
        if let headerList { _ = ess_curl_set_pointer(easy, CURLOPT_HTTPHEADER, headerList) }
        if let size = exchange.size {
            let option = exchange.mailRecipient == nil ? CURLOPT_POSTFIELDSIZE_LARGE : CURLOPT_INFILESIZE_LARGE
            _ = ess_curl_set_size(easy, option, curl_off_t(size))
        }
        if let mailbox = exchange.mailRecipient {
            mailList = curl_slist_append(nil, mailbox)
            _ = ess_curl_set_pointer(easy, CURLOPT_MAIL_RCPT, mailList)
        }
        setCallbacks()
    }

    deinit {
        if borrowed > 0 { exchange.memory?.release(borrowed) }
        curl_easy_cleanup(easy)
        curl_slist_free_all(headerList)
        curl_slist_free_all(mailList)
    }

    static func identifier(of easy: UnsafeMutableRawPointer) -> UInt64 {
        var value: UnsafeMutableRawPointer?
        _ = ess_curl_get_pointer(easy, &value)
        return UInt64(UInt(bitPattern: value))
    }

    /// What the exchange came to. Call once, after the handle left the multi.
    func result(_ code: CURLcode) -> ExchangeResult {
        // One of several addresses was refused and another one answered.
        if code == CURLE_OK, case .forbiddenAddress = stop { stop = nil }
        if code == CURLE_OK, stop == nil { stop = decoder?.finish() ?? body.finish() }
        var result = ExchangeResult(code: code)
        _ = ess_curl_get_long(easy, CURLINFO_RESPONSE_CODE, &result.status)
        _ = ess_curl_get_long(easy, CURLINFO_OS_ERRNO, &result.systemError)
        var text: UnsafeMutablePointer<CChar>?
        if ess_curl_get_text(easy, CURLINFO_REDIRECT_URL, &text) == CURLE_OK, let text {
            result.redirect = String(cString: text)
        }
        result.stop = stop
        result.lines = lines
        result.body = body.kept
        result.byteCount = body.byteCount
        result.wasSent = wasSent
        if code != CURLE_OK { result.detail = String(cString: curl_easy_strerror(code)) }
        return result
    }

    /// Makes the socket for an address that DNS gave, or refuses: here the checked address is the connected one.
    func open(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        let family = address.pointee.family
        if let egress = exchange.egress {
            guard let found = SocketAddress.read(address) else {
                stop = .forbiddenAddress("address family \(family)")
                return -1
            }
            if let refusal = egress.refusal(of: found, for: exchange.endpoint) {
                stop = .forbiddenAddress(refusal)
                return -1
            }
            // Another answer of the same name was refused, this one is fine.
            if case .forbiddenAddress = stop { stop = nil }
        }
        return socket(family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue), address.pointee.protocol)
    }

    func receiveHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
        headerBytes += bytes.count
        guard headerBytes <= CurlTransfer.headerBytesMax else {
            stop = .headersOverLimit
            return false
        }
        var line = Array(bytes)
        while line.last == 0x0A || line.last == 0x0D { line.removeLast() }
        if line.starts(with: "HTTP/".utf8) {
            // A new block: the answer after an interim one (1xx) replaces what stood there.
            lines.removeAll()
            let digits = line.drop { $0 != 0x20 }.dropFirst().prefix(3)
            status = Int(String(decoding: digits, as: UTF8.self)) ?? 0
            return true
        }
        guard !line.isEmpty else { return judgeHead() }
        lines.append(line)
        return true
    }

    private func judgeHead() -> Bool {
        // Interim answers have no body, and that of an unwanted one is dropped. Trailers end with an empty line too.
        guard let memory = exchange.memory, let wanted = exchange.wanted, wanted.contains(status), body.byteCount == 0,
            decoder == nil
        else { return true }
        var result = ExchangeResult(code: CURLE_OK)
        result.lines = lines
        switch AnswerHead.judge(result, bytesMax: exchange.bytesMax) {
        case .plain: return true
        case .refused(let fault): stop = fault
        case .coded(let coding):
            // Nobody waits on this thread: who finds no room comes again later.
            if memory.reserveNow(coding.memory) {
                borrowed = coding.memory
                decoder = ContentDecoder(coding)
                return true
            }
            stop = .crowded
        }
        return false
    }

    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if let wanted = exchange.wanted, !wanted.contains(status) {
            dropped += bytes.count
            guard dropped <= CurlTransfer.droppedBytesMax else { return false }
            if exchange.keepsUnwanted { body.keep(bytes) }
            return true
        }
        let fault = if let decoder { decoder.decode(bytes) { body.take($0) } } else { body.take(bytes) }
        if let fault { stop = fault }
        return fault == nil
    }

    func send(_ room: UnsafeMutableRawBufferPointer) -> Int {
        switch exchange.source {
        case .none:
            wasSent = true
            return 0
        case .bytes(let bytes):
            let part = bytes[sent..<min(bytes.count, sent + room.count)]
            room.copyBytes(from: part)
            sent += part.count
            wasSent = sent == bytes.count
            return part.count
        case .pull(let pull):
            let count = pull(room)
            guard count >= 0, count <= room.count else {
                stop = .reading
                return ess_curl_abort_read()
            }
            wasSent = count == 0
            return count
        }
    }
}
