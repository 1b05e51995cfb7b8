import CCurl
import Glibc
import Testing
import Vocabulary

@testable import Transport

/// A name whose answers change between the look and the connection (DNS rebinding), or that has answers of both kinds.
///
/// libcurl asks for a socket once for each address that it is about to connect to; here it is asked for with addresses
/// of our choice, and nothing is connected.
struct RebindingTests {
    private let rules = EgressRules()

    private func transfer(_ egress: EgressRules, for endpoint: String = "feed.example:80") throws -> CurlTransfer {
        var exchange = Exchange(
            url: "http://\(endpoint)/list", endpoint: endpoint, sink: .memory(bytesMax: 1024), milliseconds: 1000)
        exchange.egress = egress
        return try #require(CurlTransfer(id: 1, exchange: exchange))
    }

    /// Whether a socket is made for this IPv4 or IPv6 address.
    private func opens(_ transfer: CurlTransfer, _ text: String) throws -> Bool {
        var address = curl_sockaddr()
        address.socktype = Int32(SOCK_STREAM.rawValue)
        var v4 = sockaddr_in()
        var v6 = sockaddr_in6()
        if inet_pton(AF_INET, text, &v4.sin_addr) == 1 {
            v4.sin_family = sa_family_t(AF_INET)
            address.family = AF_INET
            address.addrlen = UInt32(MemoryLayout<sockaddr_in>.size)
            return withUnsafeBytes(of: &v4) { opens(transfer, &address, $0) }
        }
        try #require(inet_pton(AF_INET6, text, &v6.sin6_addr) == 1)
        v6.sin6_family = sa_family_t(AF_INET6)
        address.family = AF_INET6
        address.addrlen = UInt32(MemoryLayout<sockaddr_in6>.size)
        return withUnsafeBytes(of: &v6) { opens(transfer, &address, $0) }
    }

    /// libcurl's own buffer behind `addr` is as long as the longest address; so is this one.
    private func opens(
        _ transfer: CurlTransfer, _ address: inout curl_sockaddr, _ inner: UnsafeRawBufferPointer
    ) -> Bool {
        let space = UnsafeMutableRawPointer.allocate(byteCount: 256, alignment: 16)
        defer { space.deallocate() }
        let whole = space.bindMemory(to: curl_sockaddr.self, capacity: 1)
        whole.initialize(to: address)
        guard let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr), let from = inner.baseAddress else {
            return false
        }
        space.advanced(by: offset).copyMemory(from: from, byteCount: inner.count)
        let descriptor = transfer.open(whole)
        if descriptor >= 0 { close(descriptor) }
        return descriptor >= 0
    }

    @Test(arguments: ["127.0.0.1", "10.0.0.5", "169.254.169.254", "::1", "::ffff:192.168.1.1", "fd00::1"])
    func `a name with a public and an inner address is connected to the public one alone`(inner: String) throws {
        for (first, second) in [("8.8.8.8", inner), (inner, "8.8.8.8")] {
            let transfer = try self.transfer(rules)
            #expect(try opens(transfer, first) == (first != inner))
            #expect(try opens(transfer, second) == (second != inner))
        }
    }

    @Test(arguments: ["127.0.0.1", "192.168.0.1", "::1"])
    func `a second connection whose answer changed is refused, whatever the first one's was`(inner: String) throws {
        let first = try transfer(rules)
        #expect(try opens(first, "8.8.8.8"))
        #expect(first.stop == nil)
        // Of the same transfer, as after a lost connection, and of the next transfer to the same name.
        #expect(try !opens(first, inner))
        let next = try transfer(rules)
        #expect(try !opens(next, inner))
        for refused in [first, next] {
            guard case .forbiddenAddress(let text) = refused.result(CURLE_COULDNT_CONNECT).stop else {
                Issue.record("\(inner) was refused without saying so")
                continue
            }
            #expect(text.contains("("))
        }
    }

    @Test func `what the settings allow is allowed by the name asked for, not by where another name leads`() throws {
        let open = try #require(EgressRules(allowed: ["inner.example:80"]))
        #expect(try opens(try transfer(open, for: "inner.example:80"), "10.0.0.5"))
        #expect(try !opens(try transfer(open), "10.0.0.5"))
    }
}
