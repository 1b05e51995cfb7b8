import CCurl
import Ingest
import Synchronization
import Vocabulary

/// The lanes of all mailboxes that are asked, by address.
final class MailboxLanes: Sendable {
    private let settings: FetchSettings
    private let lanes = Mutex<[String: MailboxLane]>([:])

    init(settings: FetchSettings) { self.settings = settings }

    /// Carries out one order into an open file.
    func run(_ order: MailboxOrder, _ request: FetchRequest, into descriptor: Int32) async -> FetchOutcome {
        let work: MailboxWork
        do throws(FetchFailure) {
            work = try self.work(order, request, descriptor)
        } catch {
            return .failed(error, retryAfter: nil)
        }
        // One that has just ended leaves its place to a new one.
        for _ in 0..<2 {
            do throws(TransportFailure) {
                if let outcome = await (try lane(of: order.link)).run(work) { return outcome }
            } catch {
                return .failed(.local(error.description), retryAfter: nil)
            }
            lanes.withLock { $0[order.link.text] = nil }
        }
        return .failed(.network("the connection has ended"), retryAfter: nil)
    }

    private func lane(of link: MailboxLink) throws(TransportFailure) -> MailboxLane {
        if let lane = lanes.withLock({ $0[link.text] }) { return lane }
        let lane = try MailboxLane.begin()
        lanes.withLock { $0[link.text] = lane }
        return lane
    }

    private func work(
        _ order: MailboxOrder, _ request: FetchRequest, _ descriptor: Int32
    ) throws(FetchFailure) -> MailboxWork {
        let link = order.link
        let host = link.host.hasPrefix("[") ? String(link.host.dropFirst().dropLast()) : link.host
        let literal = IPAddress(host)
        if let literal, let refusal = settings.egress.refusal(of: literal, for: link.endpoint) {
            throw .forbiddenAddress(refusal)
        }
        guard let file = settings.mailboxes[link.origin] else {
            throw .local("no credentials for \(link.origin); name a file in fetch.credentials")
        }
        let login: MailboxLogin
        do throws(TransportFailure) {
            guard let read = MailboxLogin(try SecretFile.firstLine(of: file, isPrivate: true)) else {
                throw TransportFailure(.local, subject: file, detail: "its first line is no `USER:PASSWORD`")
            }
            login = read
        } catch {
            throw .local(error.description)
        }
        let milliseconds = Int(request.limits.fetchSeconds) * 1000
        var opening = Exchange(
            url: "\(link.origin)/", endpoint: link.endpoint, sink: .memory(bytesMax: 64 << 10),
            milliseconds: milliseconds)
        opening.egress = settings.proxy == nil ? settings.egress : nil
        // In the clear only to this machine, and only where the settings name the port: as with http.
        let isLoopback = host == "localhost" || literal.flatMap(EgressRules.specialBlock) == "loopback"
        let isPlainAllowed = isLoopback && settings.egress.allowed.contains(link.endpoint)
        let level = isPlainAllowed ? CURLUSESSL_TRY : CURLUSESSL_ALL
        opening.longs = [
            (CURLOPT_CONNECT_ONLY, 1), (CURLOPT_USE_SSL, Int(level.rawValue)), (CURLOPT_HTTPPROXYTUNNEL, 1),
            (CURLOPT_CONNECTTIMEOUT_MS, min(milliseconds, settings.connectSeconds * 1000)),
        ]
        opening.texts = [
            (CURLOPT_PROTOCOLS_STR, "imap,imaps"), (CURLOPT_USERNAME, login.user),
            (login.isToken ? CURLOPT_XOAUTH2_BEARER : CURLOPT_PASSWORD, login.secret),
        ]
        if let proxy = settings.proxy { opening.texts.append((CURLOPT_PROXY, proxy)) }
        if let file = settings.authorities { opening.texts.append((CURLOPT_CAINFO, file)) }
        return MailboxWork(
            order: order, opening: opening, secrets: login.spoken, descriptor: descriptor,
            bytesMax: request.limits.documentBytesMax, milliseconds: milliseconds)
    }
}
