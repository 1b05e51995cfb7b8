import Testing
import Vocabulary

@Suite struct Addresses {
    /// RFC 5952 § 4 and § 5; RFC 4291 § 2.2.
    @Test(arguments: [
        ("2001:0db8:0000:0000:0001:0000:0000:0001", "2001:db8::1:0:0:1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("2001:db8::0:1", "2001:db8::1"), ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
        ("2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
        ("2001:DB8::A", "2001:db8::a"), ("0:0:0:0:0:0:0:0", "::"), ("::", "::"), ("::1", "::1"), ("1::", "1::"),
        ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
        ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"), ("::ffff:192.0.2.1", "192.0.2.1"),
        ("::ffff:c000:201", "192.0.2.1"),
        ("::192.0.2.1", "::c000:201"), ("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255",
                                       "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("192.0.2.10", "192.0.2.10"),
    ])
    func `an address has one spelling`(text: String, expected: String) {
        #expect(IPAddress(text)?.description == expected)
    }

    @Test(arguments: [
        "", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1::", "1::2::3", "12345::",
        "::12345", "g::", ":1::", "1:", "1:2:3:4:5:6:7:", "::1%eth0", "[::1]", " ::1", "::1 ", "1.2.3", "1.2.3.4.5",
        "256.1.1.1", "01.2.3.4", "1.2.3.04", "0x7f.0.0.1", "1..2.3", ".1.2.3.4", "1.2.3.4.", "1.2.3.4/32", "2130706433",
        "1.2.3.4::", "::1.2.3", "::1.2.3.256", "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4", "１.2.3.4", "1.2.3.-4",
    ])
    func `what is no address is refused`(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test func `order is by family, then by number`() {
        let sorted = ["2001:db8::", "10.0.0.1", "::1", "9.0.0.0"].compactMap { IPAddress($0) }.sorted()
        #expect(sorted.map(\.description) == ["9.0.0.0", "10.0.0.1", "::1", "2001:db8::"])
    }

    @Test func `network bytes are in network order`() {
        #expect(IPAddress("192.0.2.1")?.networkBytes == [192, 0, 2, 1])
        #expect(IPAddress("2001:db8::1")?.networkBytes == [32, 1, 13, 184] + [UInt8](repeating: 0, count: 11) + [1])
    }
}

@Suite struct Networks {
    @Test(arguments: [
        ("192.0.2.0/24", "192.0.2.0/24", "192.0.2.255"), ("192.0.2.1", "192.0.2.1/32", "192.0.2.1"),
        ("0.0.0.0/0", "0.0.0.0/0", "255.255.255.255"), ("2001:db8::/32", "2001:db8::/32",
                                                      "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("::/0", "::/0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), ("2001:db8::1", "2001:db8::1/128", "2001:db8::1"),
        ("::ffff:192.0.2.0/120", "192.0.2.0/24", "192.0.2.255"),
        ("::/80", "::/80", "::ffff:ffff:ffff"),
    ])
    func `a block is read and bounded`(text: String, written: String, last: String) throws {
        let network = try #require(IPNetwork(text))
        #expect(network.description == written)
        #expect(network.last.description == last)
    }

    @Test(arguments: [
        "192.0.2.1/24", "192.0.2.0/33", "192.0.2.0/", "192.0.2.0/-1", "192.0.2.0/+8", "192.0.2.0/024", "2001:db8::/129",
        "2001:db8::1/64", "/24", "192.0.2.0/24/24", "192.0.2.0/255.255.255.0", "::ffff:192.0.2.0/24", "10/8",
    ])
    func `host bits, bad lengths and other notations are refused`(text: String) {
        #expect(IPNetwork(text) == nil)
    }

    @Test func `a block holds its ends and nothing beside them`() throws {
        let block = try #require(IPNetwork("198.51.100.64/26"))
        for (text, inside) in [("198.51.100.63", false), ("198.51.100.64", true), ("198.51.100.127", true),
                               ("198.51.100.128", false), ("2001:db8::1", false)] {
            #expect(block.contains(try #require(IPAddress(text))) == inside, "\(text)")
        }
        #expect(try #require(IPNetwork("::/80")).contains(try #require(IPAddress("::5:0:1"))))
        #expect(try #require(IPNetwork("::/0")).contains(try #require(IPAddress("2001:db8::"))))
        #expect(try #require(IPNetwork("0.0.0.0/0")).contains(try #require(IPAddress("255.255.255.255"))))
        #expect(!(try #require(IPNetwork("::/0")).contains(try #require(IPAddress("192.0.2.1")))))
    }

    @Test func `host bits are cleared where the length is given apart`() throws {
        let address = try #require(IPAddress("198.51.100.200"))
        #expect(IPNetwork(address, prefixLength: 26)?.description == "198.51.100.192/26")
        #expect(IPNetwork(address, prefixLength: 0)?.description == "0.0.0.0/0")
        #expect(IPNetwork(address, prefixLength: 33) == nil)
    }

    @Test func `wider blocks stand before narrower ones`() {
        let sorted = ["10.1.0.0/16", "10.0.0.0/16", "10.0.0.0/8"].compactMap { IPNetwork($0) }.sorted()
        #expect(sorted.map(\.description) == ["10.0.0.0/8", "10.0.0.0/16", "10.1.0.0/16"])
    }
}
