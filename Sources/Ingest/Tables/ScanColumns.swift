/// Where a scan report's header puts the columns that we read.
struct ScanColumns {
    /// All names as they stand, quotes removed.
    let names: [String]
    let timestamp: Int
    let address: Int
    let port: Int?
    let transport: Int?
    let asn: Int?

    /// Why a header is refused, with the words for a person.
    struct Refusal: Error {
        let isForeign: Bool
        let message: String
    }

    /// Shadowserver names a victim `ip` in most reports and `src_ip` in reports of events; port and ASN go along.
    ///
    /// - Parameter isEvents: whether rows tell what hosts did; the port from which they did it is then no service.
    init(header: UnsafeRawBufferPointer, isEvents: Bool = false) throws(Refusal) {
        var fields: [ScanField] = []
        guard ScanField.split(header, into: &fields) else {
            throw Refusal(isForeign: true, message: "the header's quotes are not closed")
        }
        names = fields.map { ScanColumns.name($0, in: header) }
        let lower = names.map { $0.lowercased() }
        let address = lower.firstIndex(of: "ip") ?? lower.firstIndex(of: "src_ip")
        guard let timestamp = lower.firstIndex(of: "timestamp"), let address else {
            let missing = lower.contains("timestamp") ? "`ip` (or `src_ip`)" : "`timestamp`"
            let isForeign = !lower.contains("timestamp") && address == nil
            let shown = lower.prefix(8).joined(separator: ", ").prefix(200)
            throw Refusal(isForeign: isForeign, message: "the header has no column \(missing); it begins: \(shown)")
        }
        let wanted = ["timestamp", lower[address], "port", "protocol", "asn"]
        if let twice = wanted.first(where: { name in lower.count(where: { $0 == name }) > 1 }) {
            throw Refusal(isForeign: false, message: "the header names the column `\(twice)` twice")
        }
        let prefix = lower[address] == "ip" ? "" : "src_"
        self.timestamp = timestamp
        self.address = address
        port = isEvents ? nil : lower.firstIndex(of: prefix + "port")
        transport = lower.firstIndex(of: "protocol")
        asn = lower.firstIndex(of: prefix + "asn")
    }

    private static func name(_ field: ScanField, in row: UnsafeRawBufferPointer) -> String {
        let text = String(decoding: UnsafeRawBufferPointer(rebasing: row[field.range]), as: UTF8.self)
        return String(text.prefix(64))
    }
}

/// One field of a row: its bytes without the quotes around them.
struct ScanField {
    var start: Int32
    var end: Int32

    var range: Range<Int> { Int(start)..<Int(end) }

    /// Cuts a row; false when something stands after a closing quote, or a quote is never closed.
    static func split(
        _ row: UnsafeRawBufferPointer, into fields: inout [ScanField], delimiter: UInt8 = 0x2C
    ) -> Bool {
        fields.removeAll(keepingCapacity: true)
        let count = row.count
        var at = 0
        while true {
            var start = at
            var end: Int
            if at < count, row[at] == 0x22 {
                at += 1
                start = at
                while true {
                    while at < count, row[at] != 0x22 { at += 1 }
                    guard at < count else { return false }
                    if at + 1 < count, row[at + 1] == 0x22 {
                        at += 2
                    } else {
                        break
                    }
                }
                end = at
                at += 1
                guard at == count || row[at] == delimiter else { return false }
            } else {
                while at < count, row[at] != delimiter { at += 1 }
                end = at
            }
            fields.append(ScanField(start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: end)))
            if at >= count { return true }
            at += 1
        }
    }
}
