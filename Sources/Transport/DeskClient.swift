import CCurl
import Glibc

/// Speaks HTTP over the operators' Unix socket; for the command line.
package struct DeskClient: Sendable {
    /// An answer held whole; `body` at most 64 MiB.
    package struct Answer: Sendable, Hashable {
        package let status: Int
        /// `Content-Type`, empty when none was given.
        package let contentType: String
        package let body: [UInt8]
    }

    private let socketPath: String
    private let deadlineSeconds: Int
    private let loop: CurlLoop

    private static let answerBytesMax = 64 << 20
    private static let lineBytesMax = 16 << 20

    /// `deadlineSeconds` bounds one request as a whole; uploads and streams have their own.
    /// - Throws: `.badAddress` when the path does not fit a Unix socket address; `.local` without a thread.
    package init(socketPath: String, deadlineSeconds: Int = 60) throws(TransportFailure) {
        guard (1...107).contains(socketPath.utf8.count), !socketPath.utf8.contains(0) else {
            throw TransportFailure(.badAddress, subject: socketPath, detail: "a socket path has 1–107 bytes")
        }
        self.socketPath = socketPath
        self.deadlineSeconds = deadlineSeconds
        loop = try CurlLoop(connectionsMax: 2, perHostMax: 2)
    }

    /// POSTs a JSON document and waits for the whole answer, whatever its status.
    /// - Throws: `.notRunning`, `.notPermitted`, `.deadline`, `.overLimit`, `.badAddress`, `.network`.
    package func post(_ path: String, json: [UInt8]) async throws(TransportFailure) -> Answer {
        var exchange = try exchange(path, sink: .memory(bytesMax: DeskClient.answerBytesMax))
        exchange.source = .bytes(json)
        exchange.size = json.count
        exchange.longs.append((CURLOPT_POST, 1))
        exchange.headers += ["Content-Type: application/json", "Expect:"]
        return try await answer(exchange)
    }

    /// As ``post(_:json:)`` for GET.
    package func get(_ path: String) async throws(TransportFailure) -> Answer {
        var exchange = try exchange(path, sink: .memory(bytesMax: DeskClient.answerBytesMax))
        exchange.longs.append((CURLOPT_HTTPGET, 1))
        return try await answer(exchange)
    }

    /// Sends a body of unknown length piece by piece (chunked), for `ess ingest`.
    ///
    /// `next` runs on a thread of ours and may block: it fills the buffer and returns the bytes written, 0 at the end,
    /// negative to give up. The service may answer before the end; then the rest is not asked for.
    package func upload(
        _ path: String, headers: [String] = [], deadlineSeconds: Int = 86_400,
        next: @escaping @Sendable (UnsafeMutableRawBufferPointer) -> Int
    ) async throws(TransportFailure) -> Answer {
        var exchange = try exchange(path, sink: .memory(bytesMax: DeskClient.answerBytesMax))
        exchange.milliseconds = deadlineSeconds * 1000
        exchange.source = .pull(next)
        exchange.longs += [(CURLOPT_POST, 1), (CURLOPT_UPLOAD_BUFFERSIZE, 256 << 10)]
        exchange.headers += headers.filter { FetchOutcomes.isFieldValue($0, bytesMax: 8192) }
        exchange.headers += ["Content-Type: application/octet-stream", "Transfer-Encoding: chunked", "Expect:"]
        return try await answer(exchange)
    }

    /// POSTs a JSON document and gives each line of a 200 answer to `line` as it comes, on a thread of ours, where it
    /// may block; false ends the stream. Other statuses come back as an answer with their body in `body`.
    ///
    /// Lines are at most 16 MiB.
    package func stream(
        _ path: String, json: [UInt8], deadlineSeconds: Int = 86_400, line: @escaping @Sendable ([UInt8]) -> Bool
    ) async throws(TransportFailure) -> Answer {
        var exchange = try exchange(path, sink: .lines(lineBytesMax: DeskClient.lineBytesMax, line))
        exchange.milliseconds = deadlineSeconds * 1000
        exchange.wanted = 200...200
        exchange.keepsUnwanted = true
        exchange.source = .bytes(json)
        exchange.size = json.count
        exchange.longs.append((CURLOPT_POST, 1))
        exchange.headers += ["Content-Type: application/json", "Accept: application/jsonl", "Expect:"]
        return try await answer(exchange)
    }

    private func exchange(_ path: String, sink: Exchange.Sink) throws(TransportFailure) -> Exchange {
        guard path.hasPrefix("/"), let address = WebAddress("http://ess" + path), address.endpoint == "ess:80" else {
            throw TransportFailure(.badAddress, subject: "the path", detail: FetchOutcomes.shortened(path))
        }
        var exchange = Exchange(
            url: address.text, endpoint: address.endpoint, sink: sink, milliseconds: deadlineSeconds * 1000)
        exchange.texts = [
            (CURLOPT_UNIX_SOCKET_PATH, socketPath), (CURLOPT_PROTOCOLS_STR, "http"), (CURLOPT_USERAGENT, "ess/1"),
        ]
        return exchange
    }

    private func answer(_ exchange: Exchange) async throws(TransportFailure) -> Answer {
        let result = await loop.run(exchange)
        // A reader that had enough, or a service that answered before the upload's end, is no failure.
        let isEnough = result.stop == .receiver || (result.code == CURLE_SEND_ERROR && result.status >= 400)
        guard result.code == CURLE_OK || isEnough else { throw failure(result) }
        return Answer(status: result.status, contentType: result.header("content-type") ?? "", body: result.body)
    }

    private func failure(_ result: ExchangeResult) -> TransportFailure {
        switch result.stop {
        case .overLimit(let bytes):
            return TransportFailure(.overLimit, subject: socketPath, detail: "an answer over \(bytes) bytes")
        case .cancelled: return TransportFailure(.network, subject: socketPath, detail: "cancelled")
        case .reading: return TransportFailure(.local, subject: "the upload", detail: "its source failed")
        case .forbiddenAddress, .headersOverLimit, .malformed, .crowded, .writing, .receiver, nil: break
        }
        if result.code == CURLE_OPERATION_TIMEDOUT {
            return TransportFailure(.deadline, subject: socketPath, detail: result.detail)
        }
        guard result.code == CURLE_COULDNT_CONNECT else {
            return TransportFailure(.network, subject: socketPath, detail: result.detail)
        }
        // libcurl keeps connect()'s number for TCP; for a Unix socket we ask the file itself where it does not.
        var number = Int32(result.systemError)
        if number == 0 { number = access(socketPath, W_OK) == 0 ? ECONNREFUSED : errno }
        let isDenied = number == EACCES || number == EPERM
        return TransportFailure(
            isDenied ? .notPermitted : .notRunning, subject: socketPath, detail: SystemError.text(number))
    }
}
