import Foundation

/// A domain name in the form the register keeps, A-labels, however it was written; and back for people.
///
/// Source: UTS #46 (non-transitional), as far as names that are looked for need it: ignored characters fall away,
/// case and compatibility forms are mapped, the result is NFC, each label beyond ASCII becomes Punycode. Characters
/// that IDNA would refuse are not looked for; such a name just matches nobody.
package enum ASCIIName {
    /// Nil when a label has no A-label of at most 63 bytes, or there are fewer labels than asked for.
    package static func of(_ name: String, labelsMin: Int = 2) -> String? {
        let labels = mapped(name).split(omittingEmptySubsequences: false) { dots.contains($0.value) }
        guard labels.count >= labelsMin, labels.count <= 127 else { return nil }
        var out: [String] = []
        for label in labels {
            guard !label.isEmpty, label.count <= 63 else { return nil }
            var text = String(String.UnicodeScalarView(label))
            if !label.allSatisfy(\.isASCII) {
                guard let code = Punycode.encode(label.map(\.value)) else { return nil }
                text = "xn--" + code
            }
            guard text.utf8.count <= 63 else { return nil }
            out.append(text)
        }
        return out.joined(separator: ".")
    }

    /// As people read it: `xn--…` labels in their own letters, where they are what those letters are written as.
    package static func shown(_ name: String) -> String {
        guard name.contains("xn--") else { return name }
        return name.split(separator: ".", omittingEmptySubsequences: false).map { label in
            unicode(String(label)) ?? String(label)
        }.joined(separator: ".")
    }

    /// Whether every `xn--` label decodes to letters whose A-label it is (UTS #46 § 4, step 4).
    package static func isValid(_ name: String) -> Bool {
        name.split(separator: ".").allSatisfy { !$0.hasPrefix("xn--") || unicode(String($0)) != nil }
    }

    private static func unicode(_ label: String) -> String? {
        guard label.hasPrefix("xn--"), let points = Punycode.decode(String(label.dropFirst(4))) else { return nil }
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: points.compactMap(UnicodeScalar.init))
        let text = String(scalars)
        let isWritten = scalars.allSatisfy { scalar in
            scalar.isASCII || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || scalar.properties.canonicalCombiningClass != .notReordered
        }
        guard isWritten, points.contains(where: { $0 >= 0x80 }), of(text, labelsMin: 1) == label else { return nil }
        return text
    }

    private static func mapped(_ name: String) -> String.UnicodeScalarView {
        if name.utf8.allSatisfy({ $0 < 0x80 }) { return name.lowercased().unicodeScalars }
        var kept = String.UnicodeScalarView()
        kept.append(contentsOf: name.unicodeScalars.lazy.filter { !isIgnored($0.value) })
        return String(kept).lowercased().precomposedStringWithCompatibilityMapping.lowercased().unicodeScalars
    }

    /// Soft hyphen, marks of no width, variation selectors (UTS #46, status *ignored*).
    private static func isIgnored(_ point: UInt32) -> Bool {
        point == 0xAD || point == 0x200B || point == 0x2060 || point == 0xFEFF || (0xFE00...0xFE0F).contains(point)
    }

    /// The full stop and those of other scripts (RFC 3490 § 3.1).
    private static let dots: Set<UInt32> = [0x2E, 0x3002, 0xFF0E, 0xFF61]
}
