import CCurl
package import Notify
import Synchronization

/// Hands sealed messages to one relay over SMTP (RFC 5321) with libcurl.
///
/// Loops are never shared with another relay or another protection: libcurl sends mail in plain text over a cached
/// plain connection although TLS is demanded. Each loop has one connection and one message at a time, because libcurl
/// waits for the answer after DATA inside its loop; so one answer that never comes holds up one of
/// ``MailRelay/connections`` and not all.
package struct SMTPChannel: Channel {
    private let relay: MailRelay
    private let lanes: CurlLanes

    package init(relay: MailRelay) {
        self.relay = relay
        lanes = CurlLanes(width: relay.connections)
    }

    package func send(_ message: SealedMessage) async -> SendOutcome {
        guard let recipient = Mailbox(message.recipient) else {
            return .refused(text: "the recipient is no mailbox of RFC 5321")
        }
        guard message.sender.isEmpty || Mailbox(message.sender) != nil else {
            return .refused(text: "the sender is no mailbox of RFC 5321")
        }
        if let fault = MessageBytes.fault(message.bytes) { return .refused(text: fault) }
        var exchange: Exchange
        do throws(TransportFailure) {
            exchange = try self.exchange()
        } catch {
            return .deferred(text: ReplyText.printable(error.description.utf8))
        }
        exchange.texts.append((CURLOPT_MAIL_FROM, message.sender.isEmpty ? "" : "<\(message.sender)>"))
        exchange.mailRecipient = "<\(recipient.text)>"
        exchange.source = .bytes(message.bytes)
        exchange.longs.append((CURLOPT_UPLOAD, 1))
        exchange.size = message.bytes.count
        do throws(TransportFailure) {
            let result = try await lanes.run(exchange)
            guard SMTPChannel.isHangUp(result) else { return SMTPChannel.outcome(result) }
            exchange.longs.append((CURLOPT_FRESH_CONNECT, 1))
            return SMTPChannel.outcome(try await lanes.run(exchange))
        } catch {
            return .deferred(text: ReplyText.printable(error.description.utf8))
        }
    }

    private func exchange() throws(TransportFailure) -> Exchange {
        let scheme = relay.security == .implicit ? "smtps" : "smtp"
        let path = relay.greeting.map { "/\($0)" } ?? ""
        var exchange = Exchange(
            url: "\(scheme)://\(relay.endpoint)\(path)", endpoint: relay.endpoint,
            sink: .memory(bytesMax: 64 << 10), milliseconds: relay.deadlineSeconds * 1000)
        let level = relay.security == .none ? Int(CURLUSESSL_NONE.rawValue) : Int(CURLUSESSL_ALL.rawValue)
        exchange.longs = [
            (CURLOPT_USE_SSL, level), (CURLOPT_SERVER_RESPONSE_TIMEOUT, relay.deadlineSeconds),
        ]
        exchange.texts = [(CURLOPT_PROTOCOLS_STR, "smtp,smtps")]
        if let file = relay.authorities { exchange.texts.append((CURLOPT_CAINFO, file)) }
        if let user = relay.user, let file = relay.passwordFile {
            exchange.texts.append((CURLOPT_USERNAME, user))
            exchange.texts.append((CURLOPT_PASSWORD, try SecretFile.firstLine(of: file)))
        }
        return exchange
    }

    /// Whether the relay had hung up on a connection that was kept: it said nothing in this transfer and got nothing of
    /// the message, so that asking once more on a new connection sends nothing twice.
    static func isHangUp(_ result: ExchangeResult) -> Bool {
        let isBroken = [CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING].contains(result.code)
        return isBroken && result.stop == nil && result.lines.isEmpty && !result.wasSent
    }

    /// 250 after DATA is ours no longer; 5xx to sender, recipient or message is a refusal; all else is tried again,
    /// also a 5xx to our greeting or login, which says nothing about the message.
    static func outcome(_ result: ExchangeResult) -> SendOutcome {
        // After a refusal libcurl says QUIT within the same transfer, so the last reply may be the 221 to that.
        let line = result.lines.last { !$0.starts(with: "221".utf8) } ?? []
        let reply = ReplyText.printable(line)
        let status = Int(String(decoding: line.prefix(3), as: UTF8.self)) ?? 0
        if result.code == CURLE_OK, result.stop == nil, status == 250 { return .accepted(text: reply) }
        let isAboutMessage = result.code == CURLE_SEND_ERROR
            || (result.code == CURLE_WEIRD_SERVER_REPLY && result.wasSent)
        // RFC 4954 § 6: these four speak of authentication.
        let isAboutLogin = [530, 534, 535, 538].contains(status)
        if isAboutMessage, (500...599).contains(status), !isAboutLogin { return .refused(text: reply) }
        let isReply = isAboutMessage || (400...599).contains(status)
        if isReply, !reply.isEmpty { return .deferred(text: reply) }
        return .deferred(text: ReplyText.printable(result.detail.utf8))
    }
}

/// Whether a message's bytes can be sent as they are.
enum MessageBytes {
    /// What is wrong; nil when every line ends in CRLF, the last too, and nothing else holds CR, LF or NUL.
    ///
    /// A bare LF before `.` is how one message smuggles a second one past a relay that reads lines loosely.
    static func fault(_ bytes: [UInt8]) -> String? {
        var previous: UInt8 = 0
        for byte in bytes {
            if byte == 0x0A, previous != 0x0D { return "the message holds a bare LF" }
            if previous == 0x0D, byte != 0x0A { return "the message holds a bare CR" }
            if byte == 0 { return "the message holds a NUL" }
            previous = byte
        }
        return previous == 0x0A ? nil : "the message does not end in CRLF"
    }
}
