import Pipeline

/// Writes gauges as Prometheus reads them: text exposition format 0.0.4.
enum Exposition {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// Families by name, samples by labels: the same state gives the same bytes.
    static func text(_ gauges: [Gauge]) -> String {
        var out = ""
        for gauge in gauges.sorted(by: { $0.name < $1.name }) {
            out += "# HELP \(gauge.name) \(escape(gauge.help, quotes: false))\n"
            out += "# TYPE \(gauge.name) \(gauge.kind.rawValue)\n"
            let lines = gauge.samples.map { "\(gauge.name)\(labels($0.labels)) \(number($0.value))\n" }
            out += lines.sorted().joined()
        }
        return out
    }

    private static func labels(_ labels: [String: String]) -> String {
        if labels.isEmpty { return "" }
        let pairs = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(escape($0.value, quotes: true))\"" }
        return "{" + pairs.joined(separator: ",") + "}"
    }

    /// Whole numbers are written without a fraction.
    private static func number(_ value: Double) -> String {
        Int64(exactly: value).map(String.init) ?? String(value)
    }

    private static func escape(_ text: String, quotes: Bool) -> String {
        var out: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): out += Array("\\\\".utf8)
            case UInt8(ascii: "\n"): out += Array("\\n".utf8)
            case UInt8(ascii: "\"") where quotes: out += Array("\\\"".utf8)
            default: out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
