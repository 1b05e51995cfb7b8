/// Scan reports that fill a store: each names so many hosts of every registered network, in order of address, each host
/// once; when the hosts of one condition are used up, the next condition begins.
struct FillInput {
    private let blocks: [ScanInput.Block]
    /// Which condition the next report is about.
    private(set) var condition = 0
    /// Place of the next hosts in their networks, and their port.
    private var place: UInt32 = 0
    private var port = 0
    private static let ports = [80, 443, 8080]

    init(_ blocks: [ScanInput.Block]) { self.blocks = blocks }

    /// A report of about so many rows.
    mutating func next(_ rows: Int) -> [UInt8] {
        let header = "timestamp,ip,protocol,port,hostname,tag,asn,geo,region,city,naics,sic,banner"
        var out = Array((header + "\n").utf8)
        let share = UInt32(max(1, rows / max(1, blocks.count)))
        var named = 0
        for block in blocks {
            let size = block.last - block.first + 1
            for host in place..<(place + share) where host < size {
                let address = ScanInput.dotted(block.first + host)
                let row = "\"2026-01-01 08:00:00\",\"\(address)\",\"tcp\",\(FillInput.ports[port]),\"\",\"held\",64512,"
                    + "\"AZ\",\"BAKU\",\"BAKU\",517311,0,\"held\"\n"
                out += Array(row.utf8)
                named += 1
            }
        }
        place += share
        if named == 0 || place >= 256 { turn() }
        return named == 0 ? next(rows) : out
    }

    private mutating func turn() {
        place = 0
        port += 1
        if port == FillInput.ports.count { (port, condition) = (0, condition + 1) }
    }
}
