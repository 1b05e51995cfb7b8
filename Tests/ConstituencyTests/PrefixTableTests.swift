import Constituency
import Testing
import Vocabulary

@Suite struct PrefixTableTests {
    @Test(arguments: [1, 2, 3, 4, 5, 6]) func `the longest prefix equals that of a naive scan`(seed: UInt64) throws {
        var random = SeededRandom(seed)
        var networks: [IPNetwork] = []
        for _ in 0..<200 {
            // Few bits vary, so that many networks nest.
            let four = IPAddress(v4: 0x0A00_0000 | UInt32(random.next() & 0x0003_FFFF))
            let six = IPAddress(v6: UInt128(0x2001_0db8) << 96 | UInt128(random.next() & 0xFFFF) << 60)
            networks.append(try #require(IPNetwork(four, prefixLength: Int(random.next() % 25) + 8)))
            networks.append(try #require(IPNetwork(six, prefixLength: Int(random.next() % 100) + 29)))
        }
        let table = PrefixTable(networks)
        for _ in 0..<1_000 {
            let address = random.next() % 2 == 0
                ? IPAddress(v4: 0x0A00_0000 | UInt32(random.next() & 0x000F_FFFF))
                : IPAddress(v6: UInt128(0x2001_0db8) << 96 | UInt128(random.next() & 0x1FFFF) << 60)
            let expected = networks.filter { $0.contains(address) }.max { $0.prefixLength < $1.prefixLength }
            let slot = table.slot(of: address)
            #expect((slot < 0 ? nil : table.networks[Int(slot)]) == expected)
        }
    }

    @Test func `the edges of a network and of the address space are inside`() throws {
        let all = try #require(IPNetwork("0.0.0.0/0"))
        let top = try #require(IPNetwork("255.255.255.0/24"))
        let table = PrefixTable([all, top])
        for (text, network) in [
            ("0.0.0.0", all), ("255.255.254.255", all), ("255.255.255.0", top), ("255.255.255.255", top),
        ] {
            let address = try #require(IPAddress(text))
            #expect(table.networks[Int(table.slot(of: address))] == network)
        }
        #expect(table.parents == [-1, 0])
        #expect(table.slot(of: try #require(IPAddress("::1"))) == -1)
        #expect(PrefixTable([]).slot(of: try #require(IPAddress("10.0.0.1"))) == -1)
    }
}

/// SplitMix64: the same numbers for the same seed.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
