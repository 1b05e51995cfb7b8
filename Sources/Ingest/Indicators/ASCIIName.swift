import Foundation

/// A domain name beyond ASCII in the form the register keeps: A-labels.
///
/// Lower case and NFC, then Punycode (RFC 3492 § 6.3, parameters of § 5) label by label. Names that IDNA would refuse
/// are not looked for; such a name just matches nobody.
enum ASCIIName {
    /// Nil when a label has no A-label of at most 63 bytes.
    static func of(_ name: String) -> String? {
        let mapped = name.lowercased().precomposedStringWithCanonicalMapping
        let labels = mapped.unicodeScalars.split(omittingEmptySubsequences: false) { dots.contains($0.value) }
        guard labels.count >= 2, labels.count <= 127 else { return nil }
        var out: [String] = []
        for label in labels {
            let isPlain = label.allSatisfy(\.isASCII)
            guard !label.isEmpty, label.count <= 63,
                let text = isPlain ? String(String.UnicodeScalarView(label)) : encoded(label.map(\.value)),
                text.utf8.count <= 63
            else { return nil }
            out.append(text)
        }
        return out.joined(separator: ".")
    }

    /// The full stop and those of other scripts (RFC 3490 § 3.1).
    private static let dots: Set<UInt32> = [0x2E, 0x3002, 0xFF0E, 0xFF61]

    /// At most 63 code points, so that no sum here comes near 64 bits.
    private static func encoded(_ points: [UInt32]) -> String? {
        var out = points.filter { $0 < 0x80 }.map { UInt8($0) }
        let basic = out.count
        var handled = basic
        if basic > 0 { out.append(UInt8(ascii: "-")) }
        var (next, delta, bias) = (UInt32(0x80), 0, 72)
        while handled < points.count {
            guard let least = points.filter({ $0 >= next }).min() else { return nil }
            delta += Int(least - next) * (handled + 1)
            next = least
            for point in points {
                if point < next { delta += 1 }
                guard point == next else { continue }
                var rest = delta
                var place = 36
                while true {
                    let threshold = min(max(place - bias, 1), 26)
                    if rest < threshold { break }
                    out.append(digit(threshold + (rest - threshold) % (36 - threshold)))
                    rest = (rest - threshold) / (36 - threshold)
                    place += 36
                }
                out.append(digit(rest))
                bias = adapted(delta, count: handled + 1, isFirst: handled == basic)
                delta = 0
                handled += 1
            }
            delta += 1
            next += 1
        }
        return "xn--" + String(decoding: out, as: UTF8.self)
    }

    /// a–z, then 0–9.
    private static func digit(_ value: Int) -> UInt8 {
        UInt8(value < 26 ? 0x61 + value : 0x30 + value - 26)
    }

    /// RFC 3492 § 6.1.
    private static func adapted(_ delta: Int, count: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? delta / 700 : delta / 2
        delta += delta / count
        var bias = 0
        while delta > 455 {
            delta /= 35
            bias += 36
        }
        return bias + 36 * delta / (delta + 38)
    }
}
