import Constituency
import Vocabulary

/// Reads an inventory table: the header decides what the columns mean; a row may name software, a network, an AS
/// number and a domain at once.
///
/// Separated by `,`, `;` or tabs, whichever the header has most of; quoted as RFC 4180 § 2 says. Columns that are not
/// known are passed over, because inventories of other tools have many.
enum InventoryTable {
    private enum Column: String, CaseIterable {
        case vendor, product, version, cpe, purl, network, asn, domain, exposed
    }

    /// Other names of columns, as inventory tools have them.
    private static let names: [String: Column] = [
        "manufacturer": .vendor, "publisher": .vendor, "supplier": .vendor, "name": .product, "software": .product,
        "application": .product, "component": .product, "release": .version, "cpe23": .cpe, "cpe_name": .cpe,
        "package_url": .purl, "cidr": .network, "prefix": .network, "ip": .network, "address": .network,
        "as": .asn, "hostname": .domain, "fqdn": .domain, "internet_facing": .exposed,
    ]

    /// Whether a line names at least one of our columns.
    static func isHeader(_ line: String) -> Bool {
        let separator = separator(of: line)
        return cells(Array(line.utf8), separator)?.contains { column($0) != nil } ?? false
    }

    static func read(_ bytes: [UInt8], into reading: inout InventoryReading) {
        var splitter = RowSplitter(quotes: true, rowBytesMax: 64 << 10)
        var columns: [Column?] = []
        var separator = UInt8(ascii: ",")
        var line = 1
        var end = 0
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        let take = { (piece: RowSplitter.Piece, offset: Int, reading: inout InventoryReading) in
            line += body[end..<min(offset, body.count)].count { $0 == 0x0A }
            end = min(offset, body.count)
            let place = "line \(line)"
            guard case .row(let row) = piece else {
                return reading.reject(.overLimit, at: place, "a row may have 64 KiB")
            }
            guard row.contains(where: { $0 > 0x20 }) else { return }
            if columns.isEmpty {
                separator = InventoryTable.separator(of: String(decoding: row, as: UTF8.self))
                columns = (cells(Array(row), separator) ?? []).map(column)
                if columns.allSatisfy({ $0 == nil }) {
                    let accepted = Column.allCases.map(\.rawValue).joined(separator: ", ")
                    reading.reject(.notThisFormat, at: place, "the header has none of \(accepted)")
                }
                return
            }
            guard let cells = cells(Array(row), separator), cells.count == columns.count else {
                return reading.reject(.malformed, at: place, "the header has \(columns.count) fields, this row not")
            }
            var values: [Column: String] = [:]
            for (column, cell) in zip(columns, cells) where column != nil && !cell.isEmpty {
                if let column, values[column] == nil { values[column] = cell }
            }
            put(values, at: place, into: &reading)
        }
        body.withUnsafeBytes { splitter.push($0) { take($0, $1, &reading) } }
        let isCut = splitter.isInQuotes
        splitter.finish { take($0, $1, &reading) }
        if isCut { reading.reject(.truncated, at: "document", "a quoted field does not end") }
        if columns.isEmpty, reading.rejects.isEmpty { reading.reject(.truncated, at: "document", "there is no header") }
    }

    private static func put(_ cells: [Column: String], at place: String, into reading: inout InventoryReading) {
        var exposed = false
        if let text = cells[.exposed] {
            let words = ["true": true, "false": false, "yes": true, "no": false, "1": true, "0": false]
            guard let value = words[text.lowercased()] else {
                return reading.reject(.badValue, at: place, "exposed: `\(text.prefix(60))` is not true or false")
            }
            exposed = value
        }
        for column in [Column.network, .asn, .domain] {
            guard let text = cells[column] else { continue }
            let fact = column == .asn ? ASNumber.read(text).map(Asset.Fact.asn) : InventoryLines.owned(text)
            guard let fact else {
                reading.reject(.badValue, at: place, "\(column.rawValue): `\(text.prefix(120))` is not accepted")
                continue
            }
            reading.take(fact, exposed: exposed, at: place)
        }
        var stated = StatedComponent()
        stated.vendor = cells[.vendor] ?? ""
        stated.name = cells[.product] ?? ""
        stated.version = cells[.version] ?? ""
        stated.cpe = cells[.cpe] ?? ""
        stated.purl = cells[.purl] ?? ""
        let namesSoftware = !stated.name.isEmpty || !stated.cpe.isEmpty || !stated.purl.isEmpty
        if namesSoftware {
            stated.put(into: &reading, at: place, exposed: exposed)
        } else if [Column.network, .asn, .domain].allSatisfy({ cells[$0] == nil }) {
            reading.reject(.missingField, at: place, "the row names no product, CPE, package URL, network or domain")
        }
    }

    private static func column(_ name: String) -> Column? {
        let key = name.lowercased().replacing(" ", with: "_").replacing("-", with: "_")
        return Column(rawValue: key) ?? names[key]
    }

    private static func separator(of header: String) -> UInt8 {
        let counts = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09].map { mark in
            (mark, header.utf8.count { $0 == mark })
        }
        return counts.max { $0.1 < $1.1 }?.0 ?? UInt8(ascii: ",")
    }

    /// Cleaned; nil when quotes are not closed where a field ends.
    private static func cells(_ row: [UInt8], _ separator: UInt8) -> [String]? {
        var cells: [String] = []
        var at = 0
        while true {
            var cell: [UInt8] = []
            if at < row.count, row[at] == 0x22 {
                at += 1
                while at < row.count, row[at] != 0x22 || (at + 1 < row.count && row[at + 1] == 0x22) {
                    if row[at] == 0x22 { at += 1 }
                    cell.append(row[at])
                    at += 1
                }
                guard at < row.count else { return nil }
                at += 1
                guard at == row.count || row[at] == separator else { return nil }
            } else {
                while at < row.count, row[at] != separator {
                    cell.append(row[at])
                    at += 1
                }
            }
            cells.append(SourceText.line(cell, limit: 2_048))
            guard at < row.count else { return cells }
            at += 1
        }
    }
}
