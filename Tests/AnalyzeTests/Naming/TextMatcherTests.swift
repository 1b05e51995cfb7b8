import Constituency
import Testing
import Vocabulary

@testable import Analyze

@Suite struct `A text` {
    private static let register: RegisterIndex = {
        let verified = AssetState.verified(Verification(by: "registrar", how: "sample", at: Instant(seconds: 0)))
        let entity = { (id: String, names: [Language: String], facts: [Asset.Fact], aliases: [String], own: [String]) in
            Entity(
                id: EntityID(unchecked: id), name: LocalizedText(names),
                assets: facts.map { Asset($0, state: verified) }, aliases: aliases, distinctNames: own)
        }
        let network = { (text: String) in IPNetwork(text).map { [Asset.Fact.network($0)] } ?? [] }
        return RegisterIndex([
            entity(
                "clinic", [.az: "Mərkəzi Nəsimi Klinikası", .ru: "Центральная клиника Насими"],
                [.domain("nesimi-klinika.az"), .domain("xn--irkt-45a71m.az")] + network("192.0.2.0/24")
                    + network("2001:db8:7::/48"), [], []),
            entity("carrier", [.az: "“Xəzərnet” MMC"], [.domain("xezernet.example")], ["Xəzərnet Telekom"], []),
            entity("grid", [.az: "Odlar Enerji ASC", .en: "Odlar Energy OJSC"], [], [], ["Odlarenerji"]),
            entity("central", [.az: "Mərkəzi Bank", .en: "Central Bank", .ru: "Центральный банк"], [], [], []),
            entity(
                "ministry", [.az: "Azərbaycan Respublikasının Səhiyyə Nazirliyi"], [.domain("health.gov.az")], [], []),
            entity("twin-a", [.en: "Qızıl Park"], [], [], []),
            entity("twin-b", [.en: "Qızıl Park"], [], [], []),
            entity("port", [.en: "Port"], [], [], []),
        ])
    }()

    private func found(_ text: String, title: String = "") -> [String] {
        TextMatcher(register: Self.register).matches(title: title, text: text).map {
            let entity = Self.register.entities[Int($0.entity)].id
            return "\(entity) \($0.locus.text) \($0.confidence.rawValue) \($0.reason.rawValue)"
        }
    }

    static let named: [(text: String, wanted: [String])] = [
        ("The site nesimi-klinika.az was defaced.", ["clinic domain:nesimi-klinika.az certain domain"]),
        ("hxxps://www.nesimi-klinika[.]az/login?x=1", ["clinic domain:www.nesimi-klinika.az certain domain"]),
        ("mail from a@nesimi-klinika.az.", ["clinic domain:nesimi-klinika.az certain domain"]),
        ("saytı (NESIMI-KLINIKA(.)AZ) və", ["clinic domain:nesimi-klinika.az certain domain"]),
        ("nesimi-klinika.az-ın saytı", ["clinic domain:nesimi-klinika.az certain domain"]),
        ("portal.şirkət.az bağlandı", ["clinic domain:portal.xn--irkt-45a71m.az certain domain"]),
        ("portal.xn--irkt-45a71m.az", ["clinic domain:portal.xn--irkt-45a71m.az certain domain"]),
        ("at 192.0.2[.]7:8443, then", ["clinic 192.0.2.7:8443/tcp certain address"]),
        ("the block 192.0.2.128/25", ["clinic 192.0.2.128 certain address"]),
        ("[2001:db8:7::5]:443 and", ["clinic [2001:db8:7::5]:443/tcp certain address"]),
        ("host 2001:db8:7::5.", ["clinic 2001:db8:7::5 certain address"]),
        ("Mərkəzi Nəsimi Klinikasının şəbəkəsi", ["clinic entity probable full-name"]),
        ("MƏRKƏZİ NƏSİMİ KLİNİKASI", ["clinic entity probable full-name"]),
        ("Merkezi Nesimi Klinikasi attacked", ["clinic entity probable full-name"]),
        ("в Центральной клинике Насими", ["clinic entity probable full-name"]),
        ("Xəzərnet Telekomun müştəriləri", ["carrier entity probable full-name"]),
        ("Xəzərnet şəbəkəsi", ["carrier entity possible one-word"]),
        ("Xəzərnetin şəbəkəsi; xezernet.example", [
            "carrier domain:xezernet.example certain domain", "carrier entity probable corroborated",
        ]),
        ("Odlarenerji bildirir", ["grid entity probable distinct-name"]),
        ("Odlarenerjinin", ["grid entity possible inflected-word"]),
        ("Odlar Energy said", ["grid entity probable full-name"]),
        ("the odlar energy drink", ["grid entity possible small-letters"]),
        ("Mərkəzi Bank Azərbaycanda faiz", ["central entity possible generic-name"]),
        ("Central Bank of Nepal", []),
        ("Azərbaycan Respublikası Səhiyyə Nazirliyinin", ["ministry entity probable full-name"]),
        ("Səhiyyə Nazirliyi", []),
        ("Qızıl Park yandı", ["twin-a entity possible shared-name", "twin-b entity possible shared-name"]),
        ("Port Azerbaijan", []),
    ]

    @Test(arguments: named.indices) func `names who is meant, and how surely`(_ place: Int) {
        #expect(found(Self.named[place].text) == Self.named[place].wanted, "\(Self.named[place].text)")
    }

    @Test(arguments: [
        "nesimi-klinika.az.evil.example", "notnesimi-klinika.az", "https://evil.example/nesimi-klinika.az/login",
        "https://nesimi-klinika.az@evil.example/", "https://nesimi-klinika.az:x@evil.example/",
        "https://evil.example?to=nesimi-klinika.az", "https://evil.example\\@nesimi-klinika.az", "nesimi-klinika[.]com",
        "xn--nesimi-klinika.az", "gov.az", "other.gov.az", "пesimi-klinika.az", "nesimi-klinika-az.example",
        "v192.0.2.7", "192.0.2.7.1", "1192.0.2.7", "198.51.100.7", "192.0.2.0/16", "12:30:45", "2001:db8::/32",
        "Mərkəzi. Nəsimi Klinikası", "Mərkəzi, Nəsimi Klinikası", "Mərkəzi Nəsimi Kliniklər", "Odlar", "Odlarenerjili",
        "Xəzərnetcell", "Xəzər net", "xəzərnet", "health.gov.azx", "user@nesimi-klinika.az.evil.example",
    ]) func `that only looks so names nobody`(_ text: String) { #expect(found(text) == [], "\(text)") }

    @Test func `counts each place once, the surest and the first`() {
        let matches = TextMatcher(register: Self.register).matches(
            title: "nesimi-klinika.az down", text: "nesimi-klinika.az and nesimi-klinika[.]az")
        #expect(matches.count == 1)
        #expect(matches.first?.place == TextPlace(part: .title, offset: 0))
    }

    @Test func `of any bytes is read without harm`() {
        var state: UInt64 = 7
        for _ in 0..<2_000 {
            var bytes: [UInt8] = []
            for _ in 0..<64 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let pieces: [[UInt8]] = [
                    Array("[.]".utf8), Array("://".utf8), Array("@".utf8), Array("az".utf8), Array("::".utf8), [0xC9],
                    Array("ə".utf8), Array("1.2".utf8), [0xEF, 0xBC, 0x8E], Array("/".utf8), Array(" ".utf8), [0xFF],
                ]
                bytes += pieces[Int(state >> 33) % pieces.count]
            }
            for host in HostScan.hosts(in: bytes) { #expect(bytes.indices.contains(host.source.lowerBound)) }
            let folded = FoldedText(bytes)
            #expect(folded.words.allSatisfy { $0.source.upperBound <= bytes.count })
        }
    }
}
