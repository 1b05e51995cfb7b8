import CCurl
import Glibc

/// One `curl_multi` on a thread of its own: exchanges go in, results come out, handles never leave the thread.
///
/// Connections are kept and used again for the same endpoint. The one call from outside is `curl_multi_wakeup`.
final class CurlLoop: Sendable {
    private let inbox = CurlInbox()

    /// - Throws: `.local` when the thread or libcurl cannot be started.
    init(connectionsMax: Int, perHostMax: Int) throws(TransportFailure) {
        guard CurlLoop.globalStart == CURLE_OK, let multi = curl_multi_init() else {
            throw TransportFailure(.local, subject: "libcurl", detail: "cannot be started")
        }
        _ = ess_curl_multi_set_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, connectionsMax)
        _ = ess_curl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, perHostMax)
        _ = ess_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, connectionsMax)
        inbox.open(multi)
        var thread = pthread_t()
        let context = Unmanaged.passRetained(inbox).toOpaque()
        let error = pthread_create(&thread, nil, { context in
            guard let context else { return nil }
            CurlThread(inbox: Unmanaged<CurlInbox>.fromOpaque(context).takeRetainedValue()).run()
            return nil
        }, context)
        guard error == 0 else {
            Unmanaged<CurlInbox>.fromOpaque(context).release()
            inbox.clear()
            throw TransportFailure(.local, subject: "a thread", detail: SystemError.text(error))
        }
        pthread_detach(thread)
    }

    deinit { inbox.close() }

    /// Runs one exchange to its end; a cancelled task ends it early with `.cancelled`, a mail at once: the thread may
    /// be busy with it for as long as the relay's deadline, see ``CurlInbox/cancel(_:atOnce:)``.
    func run(_ exchange: Exchange) async -> ExchangeResult {
        let id = inbox.announce()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                inbox.add(id, exchange, continuation)
            }
        } onCancel: {
            inbox.cancel(id, atOnce: exchange.mailRecipient != nil)
        }
    }

    /// Once per process, before any thread; libcurl of Debian is built thread-safe, this only names the moment.
    private static let globalStart: CURLcode = ess_curl_global_init()
}

/// The loop's thread: owns every handle, in a class that is not Sendable.
private final class CurlThread {
    private let inbox: CurlInbox
    private var running: [UInt64: CurlTransfer] = [:]
    /// Cancelled before their add came.
    private var overtaken: Set<UInt64> = []

    init(inbox: CurlInbox) { self.inbox = inbox }

    func run() {
        // Signals belong to the main thread. SIGPIPE too: OpenSSL writes without MSG_NOSIGNAL, and CURLOPT_NOSIGNAL
        // means that libcurl does not guard against it.
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
        guard let multi = inbox.multi else { return }
        while let orders = inbox.take() {
            for order in orders { obey(order, multi) }
            var count: Int32 = 0
            curl_multi_perform(multi, &count)
            if !reap(multi) { curl_multi_poll(multi, nil, 0, 60_000, nil) }
        }
        inbox.clear()
    }

    private func obey(_ order: CurlInbox.Order, _ multi: UnsafeMutableRawPointer) {
        switch order {
        case .add(let id, let exchange):
            if overtaken.remove(id) != nil {
                inbox.finish(id, .cancelled)
            } else if let transfer = CurlTransfer(id: id, exchange: exchange) {
                running[id] = transfer
                if curl_multi_add_handle(multi, transfer.easy) != CURLM_OK {
                    running[id] = nil
                    inbox.finish(id, transfer.result(CURLE_FAILED_INIT))
                }
            } else {
                inbox.finish(id, ExchangeResult(code: CURLE_FAILED_INIT))
            }
        case .cancel(let id):
            if let transfer = running.removeValue(forKey: id) {
                // Removing a mail says QUIT and waits for the answer, a second at most.
                _ = ess_curl_set_long(transfer.easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, 1)
                curl_multi_remove_handle(multi, transfer.easy)
                transfer.stop = .cancelled
                inbox.finish(id, transfer.result(CURLE_ABORTED_BY_CALLBACK))
            } else if inbox.isLive(id) {
                overtaken.insert(id)
            }
        }
    }

    /// Takes finished transfers out; says whether there were any.
    private func reap(_ multi: UnsafeMutableRawPointer) -> Bool {
        var any = false
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            // The message dies with its handle: read it first.
            let code = ess_curl_message_result(message)
            let id = CurlTransfer.identifier(of: easy)
            curl_multi_remove_handle(multi, easy)
            guard let transfer = running.removeValue(forKey: id) else { continue }
            inbox.finish(id, transfer.result(code))
            any = true
        }
        return any
    }
}
