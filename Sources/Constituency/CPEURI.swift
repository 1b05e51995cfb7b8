/// The URI binding of CPE 2.2 and 2.3 (NISTIR 7695 § 6.1), after `cpe:/`.
enum CPEURI {
    static func read(_ bytes: [UInt8]) -> [CPEName.Value]? {
        let fields = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard (1...7).contains(fields.count) else { return nil }
        var values = [CPEName.Value](repeating: .any, count: 11)
        for (index, field) in fields.enumerated() {
            // § 6.1.3.2: a packed edition carries the four 2.3 attributes:
            // ~edition~sw_edition~target_sw~target_hw~other.
            if index == CPEName.Attribute.edition.rawValue, field.first == UInt8(ascii: "~") {
                let parts = field.split(separator: UInt8(ascii: "~"), omittingEmptySubsequences: false)
                guard parts.count == 6 else { return nil }
                for (part, target) in zip(parts.dropFirst(), [5, 7, 8, 9, 10]) {
                    guard let value = value(Array(part)) else { return nil }
                    values[target] = value
                }
                continue
            }
            guard let value = value(Array(field)) else { return nil }
            values[index] = value
        }
        return values
    }

    /// § 6.1.3.2: blank is ANY, `-` is NA, `%01` is `?`, `%02` is `*`, other `%xx` the quoted character.
    private static func value(_ field: [UInt8]) -> CPEName.Value? {
        if field.isEmpty { return .any }
        if field == [UInt8(ascii: "-")] { return .notApplicable }
        var out: [UInt8] = []
        // For each character the wildcard that it is; 0 for none.
        var wildcards: [UInt8] = []
        var at = 0
        while at < field.count {
            guard field[at] == UInt8(ascii: "%") else {
                guard field[at] > 0x20, field[at] != 0x7F else { return nil }
                CPEFormattedString.append(field[at], to: &out)
                wildcards.append(0)
                at += 1
                continue
            }
            guard at + 2 < field.count,
                let byte = UInt8(String(decoding: field[at + 1...at + 2], as: UTF8.self), radix: 16)
            else { return nil }
            switch byte {
            case 1, 2:
                wildcards.append(byte == 1 ? UInt8(ascii: "?") : UInt8(ascii: "*"))
                out.append(wildcards[wildcards.count - 1])
            case 0x41...0x5A:
                // A letter needs no coding; where one is coded, it is lower case like all others.
                wildcards.append(0)
                CPEFormattedString.append(byte | 0x20, to: &out)
            case 0x20...0x7E, 0x80...:
                wildcards.append(0)
                CPEFormattedString.append(byte, to: &out)
            default: return nil
            }
            at += 3
        }
        // § 5.3.2: no wildcard within a value, and no `*` by itself: that is ANY, which a URI says by a blank.
        let isAllowed = wildcards.indices.allSatisfy {
            wildcards[$0] == 0 || CPEFormattedString.isAtEdge(wildcards, $0)
        }
        guard isAllowed, out != [UInt8(ascii: "*")] else { return nil }
        return .text(String(decoding: out, as: UTF8.self))
    }
}
