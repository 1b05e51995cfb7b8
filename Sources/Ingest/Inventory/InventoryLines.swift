import Constituency
import Vocabulary

/// Reads lists with one name a line: CPE names, or networks, addresses, AS numbers and domains.
///
/// Blank lines are nothing, and so is what stands behind `#` or `;` after a blank or at the beginning.
enum InventoryLines {
    static func read(_ bytes: [UInt8], into reading: inout InventoryReading) {
        for (number, line) in lines(bytes) {
            let bare = bare(line)
            guard !bare.isEmpty else { continue }
            let place = "line \(number)"
            if reading.format == .cpeList {
                guard let name = CPEName(bare) else {
                    reading.reject(.badValue, at: place, "`\(bare.prefix(120))` is no CPE 2.3 string or 2.2 URI")
                    continue
                }
                reading.take(.software(Software(vendor: "", product: "", cpe: name)), at: place)
            } else if let fact = owned(bare) {
                reading.take(fact, at: place)
            } else {
                let message = "`\(bare.prefix(120))` is no network, address, AS number or domain"
                reading.reject(.badValue, at: place, message)
            }
        }
    }

    /// A network, an address as a network of one, `AS64500`, or a domain; nil for anything else.
    static func owned(_ text: String) -> Asset.Fact? {
        if let network = IPNetwork(text) { return .network(network) }
        // A bare number may be anything, so that an AS number says that it is one.
        if text.prefix(2).uppercased() == "AS", let number = ASNumber.read(text) { return .asn(number) }
        let wild = text.hasPrefix("*.") ? String(text.dropFirst(2)) : text
        guard let name = ASCIIName.of(DomainName.normalised(wild)), DomainName.isWellFormed(name),
            name.split(separator: ".").last.map({ !$0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) ?? false
        else { return nil }
        return .domain(name)
    }

    /// The line without its comment and the white space around it.
    static func bare(_ line: String) -> String {
        var kept: [UInt8] = []
        for byte in line.utf8 {
            if byte == 0x23 || byte == 0x3B, kept.last.map({ $0 <= 0x20 }) ?? true { break }
            kept.append(byte)
        }
        return String(decoding: kept, as: UTF8.self).trimmingBlanks
    }

    /// Lines with their numbers from 1; a byte order mark and carriage returns are left out.
    static func lines(_ bytes: [UInt8]) -> [(number: Int, text: String)] {
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        return body.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated().map { index, line in
            (index + 1, String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self))
        }
    }
}
