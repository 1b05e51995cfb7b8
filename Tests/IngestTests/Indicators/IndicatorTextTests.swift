import Testing
import Vocabulary

@testable import Ingest

@Suite struct `A written indicator` {
    private func shown(_ text: String) -> String {
        switch IndicatorText.read(text.utf8) {
        case nil: "none"
        case .address(let address, let port, let transport): "\(address) \(port)/\(transport.name)"
        case .subject(.domain(let name)): "domain \(name)"
        case .subject(.network(let network)): "network \(network)"
        case .subject(.other): "other"
        }
    }

    @Test(arguments: [
        ("192.0.2.7", "192.0.2.7 0/-"), (" \"192.0.2.7\" ", "192.0.2.7 0/-"), ("192.0.2.7:8080", "192.0.2.7 8080/tcp"),
        ("2001:DB8::7", "2001:db8::7 0/-"), ("[2001:db8::7]:443", "2001:db8::7 443/tcp"),
        ("192.0.2.7/32", "192.0.2.7 0/-"), ("192.0.2.0/24", "network 192.0.2.0/24"),
        ("192.0.2.9/24", "network 192.0.2.0/24"), ("2001:db8::/32", "network 2001:db8::/32"),
        ("http://192.0.2.7/a?b", "192.0.2.7 80/tcp"), ("https://u:p@192.0.2.7:81/", "192.0.2.7 81/tcp"),
        ("http://[2001:db8::7]/", "2001:db8::7 80/tcp"), ("hxxps://EVIL[.]example/x", "domain evil.example"),
        ("evil.example.", "domain evil.example"), ("evil.example/path", "domain evil.example"),
        ("evil\u{200B}.example", "domain evil.example"), ("_dmarc.evil.example", "domain _dmarc.evil.example"),
        ("http://43.100.00.234/", "43.100.0.234 80/tcp"), ("http://0300.0x0.2.7/", "192.0.2.7 80/tcp"),
        ("http://0300.0.519/", "192.0.2.7 80/tcp"), ("http://192.519/", "192.0.2.7 80/tcp"),
        ("0123456789abcdef0123456789ABCDEF", "other"), ("someone@evil.example", "other"),
        ("https://Bücher.example/", "domain xn--bcher-kva.example"),
        ("şəhər.example", "domain xn--hr-eta41hba.example"),
        ("банк.example", "domain xn--80ab2al.example"), ("u\u{308}ber.example", "domain xn--ber-goa.example"),
        ("\(String(repeating: "ə", count: 64)).example", "other"),
        ("", "none"), ("word", "none"), ("4040", "none"), ("57.5034.214.1", "none"), ("1.2.3.4.5", "none"),
        ("a..b", "none"), ("evil.example:99999", "none"), ("http:///x", "none"), ("a b.example", "none"),
        ("javascript:alert(1)", "none"), ("192.0.2.0/33", "none"),
    ])
    func `is read as what it names`(written: String, expected: String) {
        #expect(shown(written) == expected)
    }
}
