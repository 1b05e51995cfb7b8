import Testing
import Vocabulary

@testable import Transport

struct EgressTests {
    @Test(arguments: [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254", "169.254.169.254",
        "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.7",
        "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1",
        "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1",
        "ff02::1", "4000::1",
    ]) func `an address that is not of the public Internet is refused`(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(EgressRules().refusal(of: address, for: "feed.example:443") != nil)
    }

    @Test(arguments: [
        "8.8.8.8", "100.63.255.255", "100.128.0.1", "172.15.255.255", "172.32.0.1", "192.167.255.255", "198.17.255.255",
        "198.20.0.1", "223.255.255.255", "2a00:1450:4001::1", "2001:4860:4860::8888", "64:ff9b::808:808",
    ]) func `an address of the public Internet is reached`(text: String) throws {
        #expect(EgressRules().refusal(of: try #require(IPAddress(text)), for: "feed.example:443") == nil)
    }

    @Test func `an endpoint is allowed by the URL's own host and port alone`() throws {
        let rules = try #require(EgressRules(allowed: ["Inner.example:8080", "[::1]:80"]))
        let inner = try #require(IPAddress("10.0.0.1"))
        #expect(rules.refusal(of: inner, for: "inner.example:8080") == nil)
        #expect(rules.refusal(of: inner, for: "inner.example:8081") == "10.0.0.1 (private)")
        #expect(rules.refusal(of: inner, for: "other.example:8080") != nil)
        #expect(rules.refusal(of: try #require(IPAddress("::1")), for: "[::1]:80") == nil)
    }

    @Test(arguments: [
        "inner.example", "inner.example:0", "inner.example:65536", ":80", "[10.0.0.1]:80", "a b:80", "a/b:80",
    ]) func `what is no host and port is no rule`(text: String) {
        #expect(EgressRules(allowed: [text]) == nil)
    }

    @Test(arguments: [
        ("http://2130706433/", "127.0.0.1"), ("http://0x7f.1/", "127.0.0.1"), ("http://[::FFFF:127.0.0.1]/", nil),
        ("http:///feed.example/x", "feed.example"), ("HTTPS://Feed.Example:8443/a?b#c", "feed.example"),
    ] as [(String, String?)]) func `a URL is read as libcurl reads it`(url: String, host: String?) throws {
        let address = try #require(WebAddress(url))
        if let host { #expect(address.host == host) }
        #expect(!address.text.contains("#"))
    }

    @Test(arguments: [
        "ftp://a.example/", "file:///etc/passwd", "a.example", "http://user:secret@a.example/", "http://a b/",
        "http://a.example\r\n/", "gopher://127.0.0.1:6379/_x", "",
    ]) func `what is no plain web address is refused`(url: String) {
        #expect(WebAddress(url) == nil)
    }
}
