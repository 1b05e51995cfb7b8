import CCurl
import Glibc
package import Ingest
import Vocabulary

/// Fetches documents over http and https with libcurl, and messages of mailboxes over IMAP.
///
/// Each redirect is a request of its own here, so that the egress rule, the credentials and the downgrade from https to
/// http are judged anew at every hop, all hops under one deadline. On any outcome but `.document` the destination is
/// removed again.
package struct CurlFetcher: Fetcher {
    private let settings: FetchSettings
    private let loop: CurlLoop
    private let budget: ByteBudget
    private let mailboxes: MailboxLanes

    /// One fetch's memory: receive buffer 64 KiB, TLS records, a 32 KiB window and libcurl's own, rounded up. What br
    /// and zstd need besides is taken when an answer comes in them.
    private static let bytesPerFetch = 1 << 20

    /// - Throws: ``TransportFailure`` `.local` when no thread can be started.
    package init(settings: FetchSettings) throws(TransportFailure) {
        self.settings = settings
        loop = try CurlLoop(connectionsMax: settings.connectionsMax, perHostMax: settings.perHostMax)
        budget = ByteBudget(bytes: settings.budgetBytes)
        mailboxes = MailboxLanes(settings: settings)
    }

    package func fetch(_ request: FetchRequest) async -> FetchOutcome {
        if let order = request.mail {
            return await intoFile(request) { await mailboxes.run(order, request, into: $0) }
        }
        guard let address = WebAddress(request.url) else {
            return .failed(.badURL(FetchOutcomes.shortened(request.url)), retryAfter: nil)
        }
        return await intoFile(request) { await follow(request, from: address, into: $0) }
    }

    package func hold(_ bytes: Int) async -> Bool { await budget.reserve(bytes) }

    package func letGo(_ bytes: Int) { budget.release(bytes) }

    /// Opens the destination, and removes it again when nothing came.
    private func intoFile(
        _ request: FetchRequest, _ fill: (Int32) async -> FetchOutcome
    ) async -> FetchOutcome {
        guard await budget.reserve(CurlFetcher.bytesPerFetch) else {
            return .failed(.local("cancelled"), retryAfter: nil)
        }
        defer { budget.release(CurlFetcher.bytesPerFetch) }
        // 0600: a document may be above TLP:CLEAR.
        let descriptor = Glibc.open(request.destination, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            return .failed(.local("\(request.destination): \(SystemError.text(errno))"), retryAfter: nil)
        }
        let outcome = await fill(descriptor)
        close(descriptor)
        if case .document = outcome { return outcome }
        unlink(request.destination)
        return outcome
    }

    private func follow(_ request: FetchRequest, from start: WebAddress, into descriptor: Int32) async -> FetchOutcome {
        let seconds = request.limits.fetchSeconds
        let end = ContinuousClock.now.advanced(by: .seconds(seconds))
        var address = start
        for hop in 0...max(0, request.limits.redirectsMax) {
            if let refusal = literalRefusal(address) { return .failed(.forbiddenAddress(refusal), retryAfter: nil) }
            let left = ContinuousClock.now.duration(to: end).milliseconds
            guard left > 0 else { return .failed(.deadline(seconds: seconds), retryAfter: nil) }
            var exchange = exchange(request, to: address, into: descriptor, milliseconds: left)
            // Validators belong to the resource that was asked for; another origin learns nothing from us.
            if address.origin == start.origin { exchange.headers += FetchOutcomes.conditions(request) }
            let result = await loop.run(exchange)
            if let outcome = FetchOutcomes.final(result, request) { return outcome }
            guard let target = result.redirect, let next = WebAddress(target) else {
                return .failed(.badURL(FetchOutcomes.shortened(result.redirect ?? "")), retryAfter: nil)
            }
            if address.isSecure, !next.isSecure {
                return .failed(.badURL("redirect from https to http refused: \(next.origin)"), retryAfter: nil)
            }
            if let origins = request.origins, !origins.contains(next.origin) {
                return .failed(.badURL("redirect to another origin refused: \(next.origin)"), retryAfter: nil)
            }
            guard hop < request.limits.redirectsMax else { break }
            address = next
        }
        return .failed(.tooManyRedirects(request.limits.redirectsMax), retryAfter: nil)
    }

    /// An address written in the URL itself is refused before anything is asked, also where a proxy would connect.
    private func literalRefusal(_ address: WebAddress) -> String? {
        IPAddress(address.host).flatMap { settings.egress.refusal(of: $0, for: address.endpoint) }
    }

    private func exchange(
        _ request: FetchRequest, to address: WebAddress, into descriptor: Int32, milliseconds: Int
    ) -> Exchange {
        let sink = Exchange.Sink.file(descriptor: descriptor, bytesMax: request.limits.documentBytesMax)
        var exchange = Exchange(url: address.text, endpoint: address.endpoint, sink: sink, milliseconds: milliseconds)
        exchange.wanted = 200...200
        exchange.memory = budget
        let codings = ContentDecoder.Coding.allCases.map(\.rawValue).joined(separator: ", ")
        exchange.headers = ["Accept-Encoding: " + codings]
        // Behind a proxy the socket is the proxy's, which the administrator named.
        exchange.egress = settings.proxy == nil ? settings.egress : nil
        exchange.longs = [
            (CURLOPT_HTTPGET, 1), (CURLOPT_BUFFERSIZE, 64 << 10),
            (CURLOPT_CONNECTTIMEOUT_MS, min(milliseconds, settings.connectSeconds * 1000)),
            (CURLOPT_LOW_SPEED_LIMIT, settings.slowBytesPerSecond), (CURLOPT_LOW_SPEED_TIME, settings.slowSeconds),
        ]
        exchange.texts = [
            (CURLOPT_PROTOCOLS_STR, "http,https"), (CURLOPT_REDIR_PROTOCOLS_STR, "http,https"),
            (CURLOPT_USERAGENT, settings.userAgent),
        ]
        if let proxy = settings.proxy { exchange.texts.append((CURLOPT_PROXY, proxy)) }
        if let accept = request.accept, FetchOutcomes.isFieldValue(accept, bytesMax: 256) {
            exchange.headers.append("Accept: \(accept)")
        }
        if let file = settings.authorities { exchange.texts.append((CURLOPT_CAINFO, file)) }
        if let value = settings.authorizations[address.origin], FetchOutcomes.isFieldValue(value, bytesMax: 8192) {
            exchange.headers.append("Authorization: \(value)")
        }
        return exchange
    }
}

extension Duration {
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(clamping: seconds) &* 1000 &+ Int(attoseconds / 1_000_000_000_000_000)
    }
}
