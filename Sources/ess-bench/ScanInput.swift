import Foundation

/// A scan report with its register and the counts a correct pipeline gives for it.
///
/// Either read from a folder, or made: invented hosts in 10.0.0.0/8, 15 % byte-identical repeats, 15 % the same host
/// and port at another time, so that counting rows, hosts and findings gives three different numbers.
struct ScanInput {
    var report: [UInt8]
    var register: String
    var rows = 0
    /// Nil where no manifest says.
    var counts: Counts?
    /// The registered networks of a made report.
    private(set) var blocks: [Block] = []

    struct Counts: Equatable {
        var rows: Int
        var distinctRows: Int
        var distinctHosts: Int
        var findings: Int
    }

    /// Reads `shadowserver.csv`, `registry.csv` and, when it is there, `manifest.json`.
    init(folder: String) throws {
        report = Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/shadowserver.csv")))
        register = try String(contentsOfFile: folder + "/registry.csv", encoding: .utf8)
        rows = max(0, report.count { $0 == 0x0A } - 1)
        guard let data = FileManager.default.contents(atPath: folder + "/manifest.json") else { return }
        let stated = try JSONDecoder().decode(Manifest.self, from: data).shadowserver
        counts = Counts(
            rows: stated.rows, distinctRows: stated.distinct_rows, distinctHosts: stated.distinct_hosts,
            findings: stated.findings_in_registry)
    }

    init(rows wanted: Int, networks: Int, match: Double, seed: UInt64) {
        var random = SeededNumbers(seed)
        let blocks = ScanInput.networks(networks, &random)
        var register = "\"org\",\"cidr\",\"email\"\n"
        for (index, block) in blocks.enumerated() {
            let name = String(format: "%06d", index)
            let network = "\(ScanInput.dotted(block.first))/\(block.length)"
            register += "\"org-\(name)\",\"\(network)\",\"abuse@org\(name).example\"\n"
        }
        self.init(rows: wanted, register: register, blocks: blocks, match: match, random: random)
    }

    /// Another report of the same country.
    /// - Parameter match: share of fresh rows aimed at a registered network.
    init(rows wanted: Int, of country: ScanInput, match: Double, seed: UInt64) {
        self.init(
            rows: wanted, register: country.register, blocks: country.blocks, match: match, random: SeededNumbers(seed))
    }

    private init(rows wanted: Int, register: String, blocks: [Block], match: Double, random: SeededNumbers) {
        self.register = register
        self.blocks = blocks
        var making = Making(blocks: blocks, match: match, random: random)
        while making.lines.count < wanted { making.step() }
        let header = "timestamp,ip,protocol,port,hostname,tag,asn,geo,region,city,naics,sic,banner"
        report = Array((header + "\n").utf8)
        for line in making.lines { report += Array((line + "\n").utf8) }
        rows = wanted
        counts = Counts(
            rows: wanted, distinctRows: making.seen.count, distinctHosts: making.hosts.count,
            findings: making.hosts.count { making.isRegistered(UInt32(truncatingIfNeeded: $0 >> 16)) })
    }

    /// The same hosts a day later: what tomorrow's report looks like to a store that knows today's.
    func nextDay() -> [UInt8] {
        let today = Array("2026-01-02".utf8)
        var bytes = report
        var at = 0
        while at + 10 <= bytes.count {
            if bytes[at + 9] == today[9], bytes[at..<(at + 10)].elementsEqual(today) {
                bytes[at + 9] = UInt8(ascii: "3")
                at += 10
            } else {
                at += 1
            }
        }
        return bytes
    }

    struct Block {
        var first: UInt32
        var length: Int
        var last: UInt32 { first + (1 << UInt32(32 - length)) - 1 }
    }

    /// Disjoint networks, /24 to /28 inside /24 blocks while those suffice, else /28; sorted.
    static func networks(_ count: Int, _ random: inout SeededNumbers) -> [Block] {
        let isWide = count <= 60_000
        var chosen = Set<UInt32>()
        while chosen.count < count { chosen.insert(random.below(isWide ? 1 << 16 : 1 << 20)) }
        return chosen.sorted().map { block in
            let length = isWide ? [24, 24, 24, 25, 26, 28][Int(random.below(6))] : 28
            return Block(first: 10 << 24 + block * (isWide ? 256 : 16), length: length)
        }
    }

    static func dotted(_ address: UInt32) -> String {
        "\(address >> 24).\(address >> 16 & 255).\(address >> 8 & 255).\(address & 255)"
    }

    private struct Manifest: Decodable {
        struct Stated: Decodable {
            var rows: Int
            var distinct_rows: Int
            var distinct_hosts: Int
            var findings_in_registry: Int
        }
        var shadowserver: Stated
    }
}

/// SplitMix64: the same numbers on every machine.
struct SeededNumbers {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func below(_ bound: UInt32) -> UInt32 { UInt32(truncatingIfNeeded: next() >> 32 % UInt64(bound)) }
    mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }
}

/// A report being made, row by row.
private struct Making {
    let blocks: [ScanInput.Block]
    let match: Double
    var random: SeededNumbers
    var lines: [String] = []
    var seen = Set<String>()
    /// Address and port of each host.
    var hosts = Set<UInt64>()
    /// Rows of hosts not seen before: time, and the rest of the row.
    private var fresh: [(stamp: String, rest: String)] = []

    init(blocks: [ScanInput.Block], match: Double, random: SeededNumbers) {
        self.blocks = blocks
        self.match = match
        self.random = random
    }

    mutating func step() {
        let roll = random.unit()
        if !fresh.isEmpty, roll < 0.15 {
            let row = fresh[Int(random.below(UInt32(fresh.count)))]
            lines.append(row.stamp + row.rest)
        } else if !fresh.isEmpty, roll < 0.30 {
            let line = stamp() + fresh[Int(random.below(UInt32(fresh.count)))].rest
            if seen.insert(line).inserted { lines.append(line) }
        } else {
            let (address, port) = (address(), [23, 23, 23, 2323, 5678][Int(random.below(5))] as UInt32)
            guard hosts.insert(UInt64(address) << 16 | UInt64(port)).inserted else { return }
            let row = (stamp(), rest(address, port))
            fresh.append(row)
            seen.insert(row.0 + row.1)
            lines.append(row.0 + row.1)
        }
    }

    func isRegistered(_ address: UInt32) -> Bool {
        var (low, high) = (0, blocks.count)
        while low < high {
            let middle = (low + high) / 2
            if blocks[middle].first <= address { low = middle + 1 } else { high = middle }
        }
        return low > 0 && address <= blocks[low - 1].last
    }

    private mutating func address() -> UInt32 {
        guard random.unit() < match else { return 10 << 24 + 1 + random.below((1 << 24) - 2) }
        let block = blocks[Int(random.below(UInt32(blocks.count)))]
        return block.first + random.below(block.last - block.first + 1)
    }

    private mutating func stamp() -> String {
        let second = random.below(86_400)
        return String(format: "\"2026-01-02 %02d:%02d:%02d\"", second / 3600, second / 60 % 60, second % 60)
    }

    private mutating func rest(_ address: UInt32, _ port: UInt32) -> String {
        let cities = ["BAKU", "GANJA", "SUMQAYIT", "MINGACHEVIR", "LANKARAN", "SHEKI"]
        let host = "h" + String(address & 0xFF_FFFF, radix: 16) + ".example"
        let tag = port == 23 ? "telnet" : "telnet-alt"
        let asn = 64_512 + random.below(1000)
        return ",\"\(ScanInput.dotted(address))\",\"tcp\",\(port),\"\(host)\",\"\(tag)\",\(asn),\"AZ\",\"BAKU\","
            + "\"\(cities[Int(random.below(6))])\",517311,0,\"|BusyBox v1.\(random.below(60)).0|login:\""
    }
}
