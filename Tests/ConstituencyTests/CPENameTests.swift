import Constituency
import Testing

@Suite struct CPENameTests {
    /// Names from NISTIR 7695 § 6.1.2.4 and § 6.2.2.3.
    @Test(arguments: [
        ("cpe:/a:microsoft:internet_explorer:8.0.6001:beta",
            "cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*"),
        ("cpe:/a:microsoft:internet_explorer:8.%02:sp%01",
            "cpe:2.3:a:microsoft:internet_explorer:8.*:sp?:*:*:*:*:*:*"),
        ("cpe:/a:foo:%01%01bar%01:%021", "cpe:2.3:a:foo:??bar?:*1:*:*:*:*:*:*:*"),
        ("cpe:/a:hp:insight_diagnostics:7.4.0.1570:-:~~online~win2003~x64~",
            "cpe:2.3:a:hp:insight_diagnostics:7.4.0.1570:-:*:*:online:win2003:x64:*"),
        ("cpe:/a:hp:openview_network_manager:7.51:-:~~~linux~~",
            "cpe:2.3:a:hp:openview_network_manager:7.51:-:*:*:*:linux:*:*"),
        ("cpe:/a:foo%5cbar:big%24money_manager_2010:::~~special~ipod_touch~80gb~",
            "cpe:2.3:a:foo\\\\bar:big\\$money_manager_2010:*:*:*:*:special:ipod_touch:80gb:*"),
        // A letter that somebody coded is lower case like one that nobody did.
        ("cpe:/a:f%4fo:b%6Fr", "cpe:2.3:a:foo:bor:*:*:*:*:*:*:*:*"),
    ]) func `a URI and its formatted string name the same`(uri: String, formatted: String) throws {
        let name = try #require(CPEName(uri))
        #expect(name.description == formatted)
        #expect(CPEName(formatted) == name)
    }

    @Test func `a value without its quoting is what people write`() throws {
        let name = try #require(CPEName("cpe:2.3:a:foo\\\\bar:big\\$money:1.0:*:*:*:*:*:*:*"))
        #expect(name.vendor.plain == "foo\\bar")
        #expect(name.product.plain == "big$money")
        #expect(name.version.plain == "1.0")
    }

    @Test(arguments: [
        "cpe:2.3:a:b:c", "cpe:2.3:x:b:c:*:*:*:*:*:*:*:*", "cpe:/a:b c", "cpe:/a:%zz", "", "cpe:2.3:a:b:\\",
        // Wildcards stand at the ends of a value (NISTIR 7695 § 5.3.2), `*` never alone.
        "cpe:/a:foo:b%01r", "cpe:/a:foo:b%02r", "cpe:/a:%02", "cpe:/a:foo:1.0::~~%02~~~",
        "cpe:2.3:a:b*r:c:*:*:*:*:*:*:*:*",
    ])
    func `what is no name is refused`(text: String) {
        #expect(CPEName(text) == nil)
    }
}
