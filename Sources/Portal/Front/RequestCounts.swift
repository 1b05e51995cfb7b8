import Pipeline
import Synchronization

/// Requests by class of route, never by path: a path may hold a number that is nobody's business (I7).
enum RouteClass: String, Hashable, CaseIterable {
    case page, ledger, entity, my, desk, health, other

    init(_ path: String) {
        let first = path.utf8.dropFirst().prefix { $0 != UInt8(ascii: "/") }
        switch String(first) {
        case "", "advisories", "feed.atom", "feed.json", "style.css", ".well-known", "csaf", "report", "verify":
            self = .page
        case "ledger": self = .ledger
        case "v1": self = .entity
        case "my": self = .my
        case "desk": self = .desk
        case "healthz", "readyz", "metrics": self = .health
        default: self = .other
        }
    }
}

/// How many requests were answered since the start.
final class RequestCounts: Sendable {
    private struct Key: Hashable {
        let route: RouteClass
        let status: Int
    }

    private let counts = Mutex<[Key: Int]>([:])

    func count(_ route: RouteClass, status: Int) {
        counts.withLock { $0[Key(route: route, status: status), default: 0] += 1 }
    }

    var gauge: Gauge {
        let samples = counts.withLock { $0 }.map {
            Gauge.Sample(Double($0.value), ["route": $0.key.route.rawValue, "status": String($0.key.status)])
        }
        return Gauge("ess_http_requests_total", "HTTP requests answered.", kind: .counter, samples)
    }
}
