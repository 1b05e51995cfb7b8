import Glibc
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Pipeline
import ServiceLifecycle
import Vocabulary

/// `/healthz`, `/readyz`, `/metrics`: for systemd, the proxy and Prometheus.
struct HealthRoutes: Sendable {
    let engine: Engine
    let counts: RequestCounts
    /// Seconds since the epoch when the service began.
    let started: Int64

    init(engine: Engine, counts: RequestCounts) {
        self.engine = engine
        self.counts = counts
        started = engine.now().microseconds / 1_000_000
    }

    /// Nil when the path is none of the three. `isLocal`: the asker is on this machine, and no proxy speaks for others.
    func answer(_ request: Request, isLocal: Bool) async throws -> Response? {
        switch request.uri.path {
        case "/healthz": return plain("ok\n")
        case "/readyz": return try await ready()
        case "/metrics":
            // Counts are outputs too (I7): from elsewhere the page does not exist.
            guard isLocal else { throw Problem.notFound }
            let text = Exposition.text(try await engine.gauges() + process())
            return plain(text, type: Exposition.contentType)
        default: return nil
        }
    }

    private func ready() async throws -> Response {
        if Task.isShuttingDownGracefully { return plain("stopping\n", .serviceUnavailable) }
        do {
            if try await engine.isReady() { return plain("ready\n") }
        } catch {
            engine.logger.error("the service is not ready", metadata: ["error": "\(error)"])
        }
        return plain("not ready\n", .serviceUnavailable)
    }

    private func process() -> [Gauge] {
        [
            counts.gauge,
            Gauge("ess_build_info", "What runs; always 1.", [Gauge.Sample(1, ["version": BuildInfo.version])]),
            Gauge("ess_memory_resident_bytes", "Resident memory of the process.", Double(residentBytes())),
            Gauge("ess_start_time_seconds", "When the service started, seconds since the epoch.", Double(started)),
        ]
    }

    /// Second field of `/proc/self/statm`, in pages (proc(5)); 0 where there is none.
    private func residentBytes() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 128)
        let count = fread(&buffer, 1, buffer.count, file)
        let fields = String(decoding: buffer[..<count], as: UTF8.self).split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { return 0 }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    private func plain(
        _ text: String, _ status: HTTPResponse.Status = .ok, type: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(status: status, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}

/// The release, as `/metrics` names it.
enum BuildInfo {
    static let version = "0.1.0"
}
