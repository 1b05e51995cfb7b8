import Foundation
import Pipeline
@testable import Portal
import Testing
import Vocabulary

@Suite struct HealthTests {
    @Test func `metrics are told on this machine only and name what waits`() async throws {
        try await PortalBench.run { bench in
            #expect(try await bench.portal.ask("GET", "/healthz").body == "ok\n")
            #expect(try await bench.portal.ask("GET", "/readyz").body == "ready\n")
            let answer = try await bench.portal.ask("GET", "/metrics")
            #expect(answer.field("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
            for line in [
                "# TYPE ess_build_info gauge", "ess_documents_due 0", "ess_document_oldest_due_seconds 0",
                "ess_feed_last_success_timestamp_seconds{feed=\"scan\"} 0", "ess_feed_silent{feed=\"scan\"} 0",
                "ess_deliveries{state=\"delivered\"} 1", "# TYPE ess_http_requests_total counter",
                "ess_http_requests_total{route=\"health\",status=\"200\"} 2",
            ] { #expect(answer.body.contains(line + "\n"), "\(line)") }
            #expect(!answer.body.contains("hospital"))
            let proxied = try await bench.portal.ask("GET", "/metrics", ["X-Forwarded-For: 127.0.0.1"])
            #expect(proxied.status == 404)
            if let file = ProcessInfo.processInfo.environment["ESS_METRICS_TO"] {
                try Data(answer.body.utf8).write(to: URL(fileURLWithPath: file))
            }
        }
    }

    @Test func `label values are escaped, and the same state gives the same bytes`() {
        let gauge = Gauge(
            "ess_x", "a \\ and\nb",
            [.init(1.5, ["b": "q\"\\\n", "a": "z"]), .init(2, ["a": "y"]), .init(-3)])
        #expect(
            Exposition.text([gauge])
                == "# HELP ess_x a \\\\ and\\nb\n# TYPE ess_x gauge\ness_x -3\ness_x{a=\"y\"} 2\n"
                + "ess_x{a=\"z\",b=\"q\\\"\\\\\\n\"} 1.5\n")
    }

    @Test func `the right-most address that is no proxy of ours is the client`() {
        let clients = ClientAddress(trusting: ["127.0.0.1", "10.0.0.0/8", "no address"])
        let loopback = IPAddress("127.0.0.1")
        #expect(clients.of(peer: loopback, forwardedFor: nil) == loopback)
        #expect(clients.of(peer: loopback, forwardedFor: "6.6.6.6, 192.0.2.1, 10.1.2.3") == IPAddress("192.0.2.1"))
        #expect(clients.of(peer: loopback, forwardedFor: "6.6.6.6, nonsense") == loopback)
        #expect(clients.of(peer: IPAddress("192.0.2.9"), forwardedFor: "6.6.6.6") == IPAddress("192.0.2.9"))
        #expect(ClientAddress(trusting: []).of(peer: loopback, forwardedFor: "6.6.6.6") == loopback)
    }

    @Test func `dates of header fields are read as they are written`() {
        // RFC 9110 § 5.6.7 gives this date.
        #expect(HTTPDate.text(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(HTTPDate.seconds("Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777)
        #expect(HTTPDate.seconds("Sunday, 06-Nov-94 08:49:37 GMT") == nil)
    }

    @Test func `a form is decoded byte by byte`() {
        let form = FormBody(Array("a=1+2&b=%C9%99%26&a=3&c&d=x=y".utf8))
        #expect(form?.fields == ["a": "1 2", "b": "ə&", "c": "", "d": "x=y"])
        #expect(FormBody(Array("a=%4".utf8)) == nil)
        #expect(FormBody(Array("a=%FF".utf8)) == nil)
    }
}
