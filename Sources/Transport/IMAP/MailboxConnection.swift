import CCurl
import Glibc
import Ingest

/// A connection that libcurl has made, protected and logged in (`CURLOPT_CONNECT_ONLY`); over it IMAP is spoken here.
///
/// libcurl's own FETCH sets \Seen, reads a message line by line with a limit for each, and ends it at a line that looks
/// like the end of the command; a message is the last thing that may decide that. Stays on its lane's thread.
final class MailboxConnection {
    private let multi: UnsafeMutableRawPointer
    private let transfer: CurlTransfer
    private var descriptor: Int32 = -1
    private var responses = IMAPResponses()
    /// Whether the next text begins a response, and is not what follows a literal.
    private var begins = true
    /// What is to stand in no words of the server's that are handed on.
    private let secrets: [[UInt8]]
    private var commands = 0
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)
    private let end: () -> Int
    private let isCancelled: () -> Bool
    /// The server has said its last word, or nobody knows where in a response it is.
    private(set) var isBroken = false

    private static let tickMilliseconds = 200

    /// Connects and logs in. `end`: milliseconds left of the order under way.
    init(
        _ opening: Exchange, secrets: [[UInt8]], end: @escaping () -> Int, isCancelled: @escaping () -> Bool
    ) throws(FetchFailure) {
        guard let multi = curl_multi_init() else { throw .local("libcurl cannot be started") }
        guard let transfer = CurlTransfer(id: 1, exchange: opening) else {
            curl_multi_cleanup(multi)
            throw .local("libcurl cannot be started")
        }
        self.multi = multi
        self.transfer = transfer
        self.secrets = secrets
        self.end = end
        self.isCancelled = isCancelled
        curl_multi_add_handle(multi, transfer.easy)
        let result = try connect()
        if let failure = MailboxConnection.failure(result) { throw failure }
        var socket = curl_socket_t(-1)
        guard ess_curl_get_socket(transfer.easy, &socket) == CURLE_OK, socket >= 0 else {
            throw .network("the connection is gone")
        }
        descriptor = socket
    }

    deinit {
        curl_multi_remove_handle(multi, transfer.easy)
        curl_multi_cleanup(multi)
    }

    private func connect() throws(FetchFailure) -> ExchangeResult {
        var running: Int32 = 1
        while true {
            curl_multi_perform(multi, &running)
            var left: Int32 = 0
            while let message = curl_multi_info_read(multi, &left) {
                if message.pointee.msg == CURLMSG_DONE { return transfer.result(ess_curl_message_result(message)) }
            }
            if isCancelled() { throw .local("cancelled") }
            if end() <= 0 { throw .deadline(seconds: 0) }
            curl_multi_poll(multi, nil, 0, Int32(min(MailboxConnection.tickMilliseconds, end())), nil)
        }
    }

    private static func failure(_ result: ExchangeResult) -> FetchFailure? {
        if case .forbiddenAddress(let address) = result.stop { return .forbiddenAddress(address) }
        switch result.code {
        case CURLE_OK: return nil
        case CURLE_LOGIN_DENIED: return .badAnswer("the server refuses the login")
        case CURLE_OPERATION_TIMEDOUT: return .deadline(seconds: 0)
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL: return .badAnswer(result.detail)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_USE_SSL_FAILED, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            return .tls(result.detail)
        default: return .network(result.detail)
        }
    }

    /// Sends a command and hands on what the server says until the command ends, at most `answerMax` bytes.
    /// - Throws: `.content` when the server refuses it; what `take` throws. The connection is then broken, but for a
    ///   refusal.
    func command(
        _ words: String, answerMax: Int, _ take: (IMAPResponses.Piece) throws(FetchFailure) -> Void
    ) throws(FetchFailure) {
        commands += 1
        let tag = "E\(commands)"
        var said = 0
        var status: IMAPLine.Status?
        isBroken = true
        var isLeft = false
        try send(Array("\(tag) \(words)\r\n".utf8))
        while status == nil {
            let count = try receive()
            said += count
            guard said <= answerMax else { throw .badAnswer("more than \(answerMax) bytes for one command") }
            try responses.push(buffer[..<count], fault: { .badAnswer($0.message) }) { piece throws(FetchFailure) in
                let isBeginning = begins
                if case .text(_, let literal) = piece { begins = literal == nil }
                if isBeginning, case .text(let line, _) = piece {
                    if status == nil, let ending = IMAPLine.status(line, tag: tag) { return status = ending }
                    isLeft = isLeft || IMAPLine.isBye(line)
                    guard !isLeft || status != nil else { throw .network("the server ends the connection") }
                    // What a server says unasked may come at any time (§ 7), also right behind the end of a command. A
                    // continuation is asked for by nothing of ours.
                    guard line.starts(with: "* ".utf8) || line.isEmpty else {
                        throw .badAnswer("words that answer nothing of ours")
                    }
                }
                if status == nil { try take(piece) }
            }
        }
        isBroken = isLeft
        if case .refused(let words) = status {
            throw .content("the server refuses: \(ReplyText.printable(withoutSecrets(words)))")
        }
    }

    /// A server knows what it was told at the login, and may say it again; it stands in no log of ours.
    private func withoutSecrets(_ words: [UInt8]) -> [UInt8] {
        secrets.filter { !$0.isEmpty }.reduce(words) { $0.replacing($1, with: [UInt8(ascii: "*")]) }
    }

    /// Says good-bye; whether it is heard does not matter.
    func leave() {
        guard !isBroken else { return }
        try? send(Array("E0 LOGOUT\r\n".utf8))
    }

    private func send(_ bytes: [UInt8]) throws(FetchFailure) {
        var sent = 0
        while sent < bytes.count {
            var count = 0
            let code = bytes[sent...].withUnsafeBytes {
                curl_easy_send(transfer.easy, $0.baseAddress, $0.count, &count)
            }
            sent += count
            if end() <= 0 { throw .deadline(seconds: 0) }
            if code == CURLE_AGAIN { try wait(for: Int16(POLLOUT)) } else if code != CURLE_OK {
                throw .network("the connection broke")
            }
        }
    }

    /// Bytes in the buffer, at least one.
    private func receive() throws(FetchFailure) -> Int {
        while true {
            if isCancelled() { throw .local("cancelled") }
            if end() <= 0 { throw .deadline(seconds: 0) }
            var count = 0
            let code = buffer.withUnsafeMutableBytes {
                curl_easy_recv(transfer.easy, $0.baseAddress, $0.count, &count)
            }
            switch code {
            case CURLE_OK where count > 0: return count
            case CURLE_AGAIN: try wait(for: Int16(POLLIN))
            default: throw .network("the connection broke")
            }
        }
    }

    private func wait(for events: Int16) throws(FetchFailure) {
        var watched = pollfd(fd: descriptor, events: events, revents: 0)
        _ = poll(&watched, 1, Int32(max(1, min(MailboxConnection.tickMilliseconds, end()))))
        if isCancelled() { throw .local("cancelled") }
    }
}
