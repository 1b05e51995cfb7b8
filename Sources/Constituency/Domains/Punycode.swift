/// Punycode: a label beyond ASCII in the letters that the DNS knows, and back.
///
/// Source: RFC 3492 § 6, with the parameters of § 5. Says nothing of what a label may hold; that is ``ASCIIName``'s.
package enum Punycode {
    /// Points that no label of 63 bytes can hold more of; so no sum here comes near 64 bits.
    private static let pointsMax = 63

    /// Nil for more than 63 code points.
    package static func encode(_ points: [UInt32]) -> String? {
        guard points.count <= pointsMax else { return nil }
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
                put(delta, bias, &out)
                bias = adapted(delta, count: handled + 1, isFirst: handled == basic)
                delta = 0
                handled += 1
            }
            delta += 1
            next += 1
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// The code points that a text stands for; nil when it stands for none, or for more than 63.
    package static func decode(_ text: String) -> [UInt32]? {
        let bytes = Array(text.utf8)
        let mark = bytes.lastIndex(of: UInt8(ascii: "-"))
        var points = mark.map { bytes[..<$0].map(UInt32.init) } ?? []
        guard bytes.count <= pointsMax, points.allSatisfy({ $0 < 0x80 }) else { return nil }
        var at = mark.map { $0 + 1 } ?? 0
        var (next, place, bias) = (0x80, 0, 72)
        while at < bytes.count {
            let before = place
            var (weight, step) = (1, 36)
            while true {
                guard at < bytes.count, let digit = value(bytes[at]) else { return nil }
                at += 1
                place += digit * weight
                // More than any code point at any place: overflow by RFC 3492 § 6.4.
                guard place <= 0x11_0000 * (pointsMax + 1) else { return nil }
                let threshold = min(max(step - bias, 1), 26)
                if digit < threshold { break }
                weight *= 36 - threshold
                guard weight < 1 << 32 else { return nil }
                step += 36
            }
            let count = points.count + 1
            bias = adapted(place - before, count: count, isFirst: before == 0)
            next += place / count
            place %= count
            guard count <= pointsMax, let scalar = UnicodeScalar(UInt32(next)) else { return nil }
            points.insert(scalar.value, at: place)
            place += 1
        }
        return points
    }

    private static func put(_ delta: Int, _ bias: Int, _ out: inout [UInt8]) {
        var rest = delta
        var step = 36
        while true {
            let threshold = min(max(step - bias, 1), 26)
            if rest < threshold { break }
            out.append(digit(threshold + (rest - threshold) % (36 - threshold)))
            rest = (rest - threshold) / (36 - threshold)
            step += 36
        }
        out.append(digit(rest))
    }

    /// a–z, then 0–9.
    private static func digit(_ value: Int) -> UInt8 { UInt8(value < 26 ? 0x61 + value : 0x30 + value - 26) }

    private static func value(_ byte: UInt8) -> Int? {
        switch byte {
        case 0x61...0x7A: Int(byte) - 0x61
        case 0x41...0x5A: Int(byte) - 0x41
        case 0x30...0x39: Int(byte) - 0x30 + 26
        default: nil
        }
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
