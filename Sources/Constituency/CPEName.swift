import Vocabulary

/// A CPE well-formed name (NISTIR 7695 § 5): eleven attributes, each a value or a logical value.
///
/// Reads both bindings, the 2.3 formatted string (§ 6.2) and the 2.2 URI (§ 6.1, with packed edition, § 6.1.2.1);
/// writes the formatted string.
package struct CPEName: Sendable, Hashable {
    /// One attribute's value.
    package enum Value: Sendable, Hashable {
        case any
        case notApplicable
        /// Lower-case, in the escaped form of a WFN: a `\` before a quoted character, bare `*` and `?` as wildcards.
        case text(String)

        /// The value without quoting; nil for the logical values.
        package var plain: String? {
            guard case .text(let escaped) = self else { return nil }
            var out: [UInt8] = []
            var quoted = false
            for byte in escaped.utf8 {
                if byte == 0x5C, !quoted { quoted = true } else {
                    out.append(byte)
                    quoted = false
                }
            }
            return String(decoding: out, as: UTF8.self)
        }

        /// Whether it has an unquoted `*` or `?`, and so means many values (§ 5.3.2).
        package var isPattern: Bool {
            guard case .text(let escaped) = self else { return false }
            var quoted = false
            for byte in escaped.utf8 {
                if quoted { quoted = false } else if byte == UInt8(ascii: "\\") { quoted = true }
                else if byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") { return true }
            }
            return false
        }

        /// What plain words are as a value: lower-case, spaces as underscores (§ 5.3.2), the rest quoted.
        package init(plain text: String) {
            var out: [UInt8] = []
            for byte in text.lowercased().utf8 {
                CPEFormattedString.append(byte == 0x20 ? UInt8(ascii: "_") : byte, to: &out)
            }
            self = .text(String(decoding: out, as: UTF8.self))
        }
    }

    /// The attributes in the order of the formatted string (§ 6.2).
    package enum Attribute: Int, Sendable, CaseIterable {
        case part, vendor, product, version, update, edition, language, softwareEdition, targetSoftware, targetHardware
        case other
    }

    /// Exactly eleven, indexed by ``Attribute``.
    package private(set) var values: [Value]

    package init(_ values: [Attribute: Value]) {
        self.values = Attribute.allCases.map { values[$0] ?? .any }
    }

    /// The value of one attribute; `any` where the name does not say.
    package subscript(_ attribute: Attribute) -> Value {
        get { values[attribute.rawValue] }
        set { values[attribute.rawValue] = newValue }
    }

    package var part: Value { self[.part] }
    package var vendor: Value { self[.vendor] }
    package var product: Value { self[.product] }
    package var version: Value { self[.version] }
    package var update: Value { self[.update] }

    /// Reads `cpe:2.3:…` or `cpe:/…`; nil when it is neither, or a value breaks the grammar.
    package init?(_ text: String) {
        guard text.utf8.count <= 2_048 else { return nil }
        let lower = text.lowercased()
        let read: [Value]?
        if lower.hasPrefix("cpe:2.3:") {
            read = CPEFormattedString.read(Array(lower.utf8.dropFirst(8)))
        } else if lower.hasPrefix("cpe:/") {
            read = CPEURI.read(Array(lower.utf8.dropFirst(5)))
        } else {
            return nil
        }
        guard let values = read, values.count == 11, CPEName.isPart(values[0]) else { return nil }
        self.values = values
    }

    /// Part is `a`, `o`, `h` or logical (§ 5.3.3.1).
    private static func isPart(_ value: Value) -> Bool {
        if case .text(let text) = value { ["a", "o", "h"].contains(text) } else { true }
    }
}

extension CPEName.Attribute {
    /// As NISTIR 7695 § 5.2 abbreviates it: `target_sw`.
    package var abbreviation: String {
        switch self {
        case .part: "part"
        case .vendor: "vendor"
        case .product: "product"
        case .version: "version"
        case .update: "update"
        case .edition: "edition"
        case .language: "language"
        case .softwareEdition: "sw_edition"
        case .targetSoftware: "target_sw"
        case .targetHardware: "target_hw"
        case .other: "other"
        }
    }
}

extension CPEName: WrittenValue {
    /// The formatted string binding (§ 6.2.2).
    package var description: String {
        "cpe:2.3:" + values.map(CPEFormattedString.write).joined(separator: ":")
    }

    package static var noun: String { "a CPE name" }
}
