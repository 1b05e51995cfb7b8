import Constituency
import Vocabulary

extension WarningEntry {
    /// Reads one entry of a list of the given kind.
    ///
    /// - Returns: nil with `accepts` saying what would be read.
    static func read(_ text: String, kind: WarningList.Kind) -> WarningEntry? {
        guard (1...WarningList.entryBytesMax).contains(text.utf8.count) else { return nil }
        return meaning(of: text.lowercased(), kind: kind).map { WarningEntry(text: text, meaning: $0) }
    }

    /// What is accepted of entries, for messages.
    static func accepts(_ kind: WarningList.Kind) -> String {
        switch kind {
        case .cidr: "an address or a network"
        case .hostname: "a host or domain name"
        case .string: "a text of at most \(WarningList.entryBytesMax) bytes"
        case .substring: "a text of 3 to \(WarningList.entryBytesMax) bytes"
        case .regex: "a pattern of plain characters with ^ or $ at its ends; nothing that chooses or repeats"
        }
    }

    /// An address or a network; host bits are cleared, because published lists have them.
    static func network(_ text: String) -> IPNetwork? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let address = parts.first.flatMap({ IPAddress($0) }), parts.count <= 2 else { return nil }
        if let network = IPNetwork(text) { return network }
        guard parts.count == 2, let length = Int(parts[1]), parts[1].utf8.count <= 3 else { return nil }
        return IPNetwork(address, prefixLength: length)
    }

    private static func meaning(of text: String, kind: WarningList.Kind) -> Meaning? {
        switch kind {
        case .cidr: network(text).map(Meaning.within)
        case .hostname: name(text)
        // A dot in front can only mean a name: no value begins with one.
        case .string: text.hasPrefix(".") ? name(text) ?? .whole(text) : .whole(text)
        case .substring: part(Array(text.utf8), begins: false, ends: false)
        case .regex: pattern(Array(text.utf8))
        }
    }

    private static func name(_ text: String) -> Meaning? {
        let name = DomainName.normalised(text.hasPrefix(".") ? String(text.dropFirst()) : text)
        return DomainName.isWellFormed(name, topLevel: true) ? .atOrBelow(name) : nil
    }

    private static func part(_ bytes: [UInt8], begins: Bool, ends: Bool) -> Meaning? {
        bytes.count >= 3 ? .part(bytes, begins: begins, ends: ends) : nil
    }

    /// `^text$`, `text$`, `^text`, `text`, also between slashes with the flags g and i; nil for any real expression.
    private static func pattern(_ written: [UInt8]) -> Meaning? {
        var body = written[...]
        if body.first == UInt8(ascii: "/"), let close = body.lastIndex(of: UInt8(ascii: "/")), close > body.startIndex {
            guard body[(close + 1)...].allSatisfy({ $0 == UInt8(ascii: "g") || $0 == UInt8(ascii: "i") }) else {
                return nil
            }
            body = body[(body.startIndex + 1)..<close]
        }
        let begins = body.first == UInt8(ascii: "^")
        if begins { body.removeFirst() }
        let ends = body.last == UInt8(ascii: "$") && !isEscaped(body, body.endIndex - 1)
        if ends { body.removeLast() }
        guard let plain = unescaped(body) else { return nil }
        if begins && ends { return plain.isEmpty ? nil : .whole(String(decoding: plain, as: UTF8.self)) }
        return part(plain, begins: begins, ends: ends)
    }

    private static func isEscaped(_ bytes: ArraySlice<UInt8>, _ place: Int) -> Bool {
        bytes[..<place].reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
    }

    private static func unescaped(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        let special = Set(#"\.[](){}*+?|^$/"#.utf8)
        var plain: [UInt8] = []
        var at = bytes.startIndex
        while at < bytes.endIndex {
            if bytes[at] == UInt8(ascii: "\\") {
                at += 1
                // A backslash before a letter is a class of characters; before a mark it is the mark.
                guard at < bytes.endIndex, special.contains(bytes[at]) || "-@:_".utf8.contains(bytes[at]) else {
                    return nil
                }
            } else if special.contains(bytes[at]), bytes[at] != UInt8(ascii: "/") {
                return nil
            }
            plain.append(bytes[at])
            at += 1
        }
        return plain
    }
}
