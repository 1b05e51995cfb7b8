import CCurl
import Glibc

/// One easy handle on the loop's thread, with what its callbacks fill in. Never leaves the thread.
final class CurlTransfer {
    let easy: UnsafeMutableRawPointer
    var stop: ExchangeResult.Stop?
    private let exchange: Exchange
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var mailList: UnsafeMutablePointer<curl_slist>?
    private var lines: [[UInt8]] = []
    private var headerBytes = 0
    private var status = 0
    private var body: ResponseBody
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
        if code == CURLE_OK, stop == nil { stop = body.finish() }
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

    private func setCommon() {
        _ = ess_curl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        // Without it a cancelled transfer waits in this thread for a resolver that does not answer, and so would all.
        _ = ess_curl_set_long(easy, CURLOPT_QUICK_EXIT, 1)
        _ = ess_curl_set_long(easy, CURLOPT_TIMEOUT_MS, exchange.milliseconds)
        _ = ess_curl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, min(exchange.milliseconds, 20_000))
        _ = ess_curl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0)
        _ = ess_curl_set_long(easy, CURLOPT_NETRC, 0)
        // Proxies from the environment are not ours; a set one comes with the exchange's own options.
        _ = ess_curl_set_text(easy, CURLOPT_PROXY, "")
    }

    private func setCallbacks() {
        let me = Unmanaged.passUnretained(self).toOpaque()
        _ = ess_curl_set_pointer(easy, CURLOPT_WRITEDATA, me)
        _ = ess_curl_set_bytes(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, user in
            guard let bytes, let user else { return 0 }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(user).takeUnretainedValue()
            let buffer = UnsafeRawBufferPointer(start: bytes, count: size * count)
            // Any other number than the given one ends the transfer.
            return transfer.receive(buffer) ? buffer.count : (buffer.isEmpty ? 1 : 0)
        }
        _ = ess_curl_set_pointer(easy, CURLOPT_HEADERDATA, me)
        _ = ess_curl_set_bytes(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, user in
            guard let bytes, let user else { return 0 }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(user).takeUnretainedValue()
            let buffer = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return transfer.receiveHeader(buffer) ? buffer.count : 0
        }
        _ = ess_curl_set_pointer(easy, CURLOPT_READDATA, me)
        _ = ess_curl_set_bytes(easy, CURLOPT_READFUNCTION) { bytes, size, count, user in
            guard let bytes, let user else { return ess_curl_abort_read() }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(user).takeUnretainedValue()
            return transfer.send(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
        }
        _ = ess_curl_set_pointer(easy, CURLOPT_OPENSOCKETDATA, me)
        _ = ess_curl_set_open(easy) { user, _, address in
            guard let user, let address else { return -1 }
            return Unmanaged<CurlTransfer>.fromOpaque(user).takeUnretainedValue().open(address)
        }
    }

    /// Makes the socket for an address that DNS gave, or refuses: here the checked address is the connected one.
    private func open(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
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

    private func receiveHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
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
        guard !line.isEmpty else { return acceptCoding() }
        lines.append(line)
        return true
    }

    private func acceptCoding() -> Bool {
        var result = ExchangeResult(code: CURLE_OK)
        result.lines = lines
        guard let coding = result.header("content-encoding")?.lowercased(), !coding.isEmpty else { return true }
        if exchange.codings.contains(coding) { return true }
        stop = .coding(String(coding.prefix(40)))
        return false
    }

    private func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if let wanted = exchange.wanted, !wanted.contains(status) {
            dropped += bytes.count
            guard dropped <= CurlTransfer.droppedBytesMax else { return false }
            if exchange.keepsUnwanted { body.keep(bytes) }
            return true
        }
        guard let fault = body.take(bytes) else { return true }
        stop = fault
        return false
    }

    private func send(_ room: UnsafeMutableRawBufferPointer) -> Int {
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
