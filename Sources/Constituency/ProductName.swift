/// A vendor and product as they are compared: `Apache Software Foundation` / `HTTP Server` and `http_server` meet.
package struct ProductName: Sendable, Hashable, Comparable {
    package let vendor: String
    package let product: String

    package init(vendor: String, product: String) {
        self.vendor = ProductName.withoutLegalForm(ProductName.normalised(vendor))
        self.product = ProductName.normalised(product)
    }

    /// By vendor, then by product.
    package static func < (left: Self, right: Self) -> Bool {
        (left.vendor, left.product) < (right.vendor, right.product)
    }

    /// Lower case; runs of anything but letters, digits, `+`, `#`, `.` become one space; ends trimmed.
    package static func normalised(_ text: String) -> String {
        var out: [UInt8] = []
        for byte in text.lowercased().utf8 {
            let kept = (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte >= 0x80
                || byte == 0x2B || byte == 0x23 || byte == 0x2E
            if kept { out.append(byte) } else if out.last != 0x20, !out.isEmpty { out.append(0x20) }
        }
        if out.last == 0x20 { out.removeLast() }
        return String(decoding: out, as: UTF8.self)
    }

    /// A vendor without the words that only say what kind of company it is.
    private static func withoutLegalForm(_ vendor: String) -> String {
        guard vendor.utf8.contains(0x20) else { return vendor }
        var words = vendor.split(separator: " ")
        while words.count > 1, let last = words.last, legalForms.contains(last) { words.removeLast() }
        return words.joined(separator: " ")
    }

    private static let legalForms: Set<Substring> = [
        "inc", "inc.", "llc", "ltd", "ltd.", "gmbh", "ag", "corp", "corp.", "corporation", "co", "co.",
        "foundation", "software", "systems", "technologies", "company", "sa", "s.a.", "bv", "b.v.", "project",
    ]
}
