import Testing
import Vocabulary

@Suite struct CVEIdentifiers {
    @Test func `either case is read, upper case is kept`() {
        #expect(CVEIdentifier("cve-2024-3094")?.text == "CVE-2024-3094")
        #expect(CVEIdentifier("CVE-1999-0001")?.text == "CVE-1999-0001")
        #expect(CVEIdentifier("CVE-2024-1234567890123456789")?.text == "CVE-2024-1234567890123456789")
    }

    @Test(arguments: [
        "", "CVE-2024-123", "CVE-24-1234", "CVE-2024-12345678901234567890", "CVE-2024-1234 ", " CVE-2024-1234",
        "CVE_2024_1234", "CVE-2024-12x4", "CAN-2024-1234", "CVE-2024-１２３４", "CVE-2024-1234-1",
    ])
    func `what is no identifier is refused`(text: String) {
        #expect(CVEIdentifier(text) == nil)
    }

    @Test func `identifiers are found in text once, in order`() {
        let text = "Fixes CVE-2024-3094, cve-2021-44228/CVE-2021-45046 (see also CVE-2024-3094). Əlavə: CVE-2025-00012."
        #expect(CVEIdentifier.all(in: text).map(\.text)
            == ["CVE-2024-3094", "CVE-2021-44228", "CVE-2021-45046", "CVE-2025-00012"])
    }

    @Test(arguments: ["", "XCVE-2024-3094", "CVE-2024-309", "CVE-2024-12345678901234567890", "CVE-", "CVE-2024-"])
    func `nothing is found where none stands`(text: String) {
        #expect(CVEIdentifier.all(in: text).isEmpty)
    }

    @Test func `the limit holds`() {
        let text = (1000...1100).map { "CVE-2024-\($0)" }.joined(separator: " ")
        #expect(CVEIdentifier.all(in: text, limit: 7).count == 7)
        #expect(CVEIdentifier.all(in: text).count == 101)
    }

    @Test func `order is by year, then by number`() {
        let sorted = ["CVE-2024-10000", "CVE-2024-9999", "CVE-2023-99999", "CVE-2024-10001"]
            .compactMap { CVEIdentifier($0) }.sorted()
        #expect(sorted.map(\.text) == ["CVE-2023-99999", "CVE-2024-9999", "CVE-2024-10000", "CVE-2024-10001"])
    }
}

@Suite struct Loci {
    @Test func `a locus has one spelling`() throws {
        let four = try #require(IPAddress("192.0.2.7"))
        let six = try #require(IPAddress("2001:db8::1"))
        #expect(Locus.service(four, port: 23, transport: .tcp).text == "192.0.2.7:23/tcp")
        #expect(Locus.service(six, port: 443, transport: .tcp).text == "[2001:db8::1]:443/tcp")
        #expect(Locus.service(four, port: 0, transport: .none).text == "192.0.2.7")
        #expect(Locus.domain("example.az").text == "domain:example.az")
    }

    @Test func `the best text is the first wanted language, then English, then any`() {
        let texts = LocalizedText([.az: "salam", .en: "hello"])
        #expect(texts.best(for: [.ru, .az])?.text == "salam")
        #expect(texts.best(for: [.ru])?.text == "hello")
        #expect(LocalizedText([.ru: "привет"]).best(for: [.az])?.language == .ru)
        #expect(LocalizedText([:]).best(for: [.az]) == nil)
    }

    @Test func `an entry's payload names every part and ties itself to the one before`() throws {
        let entry = Entry(kind: .case, subject: "C-2026-0107", event: "acknowledged", at: Instant(seconds: 0),
                          actor: "entity:city-hospital", detail: ["late": false])
        let previous = try #require(Digest(bytes: [UInt8](repeating: 0xAB, count: 32)))
        let payload = entry.payload(sequence: 3, previous: previous, state: previous)
        let text = String(decoding: payload.canonical, as: UTF8.self)
        let parts = [
            #"{"actor":"entity:city-hospital","at":"1970-01-01T00:00:00Z","detail":{"late":false,"state":""#,
            String(repeating: "ab", count: 32), #""},"#,
            #""event":"acknowledged","kind":"case","previous":""#, String(repeating: "ab", count: 32),
            #"","sequence":3,"subject":"C-2026-0107","v":1}"#,
        ]
        #expect(text == parts.joined())
        #expect(entry.payload(sequence: 0, previous: nil, state: nil)["previous"]?.text == "")
    }
}
