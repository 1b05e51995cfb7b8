import Constituency
import Ingest
import Testing
import Vocabulary

/// Inventories of hand-made documents in the shapes of CycloneDX 1.6, SPDX 2.3, tables and lists.
@Suite struct InventoryTests {
    private func read(_ text: String, as form: InventoryFormat? = nil) throws -> InventoryReading {
        let bytes = Array(text.utf8)
        return InventoryReading.read(bytes, as: try #require(form ?? InventoryFormat.sniffed(bytes)))
    }

    private func software(_ item: InventoryReading.Item) throws -> Software {
        guard case .software(let software) = item.fact else { throw NotSoftware() }
        return software
    }

    private struct NotSoftware: Error {}

    static let cyclone = """
        {"bomFormat": "CycloneDX", "specVersion": "1.6",
         "metadata": {"component": {"type": "application", "name": "portal", "version": "2.0"}},
         "components": [
          {"type": "library", "name": "lodash", "version": "4.17.20", "purl": "pkg:npm/lodash@4.17.20"},
          {"type": "application", "name": "Gate", "version": "7.2", "supplier": {"name": "Example"},
           "cpe": "cpe:2.3:a:example:gate:7.2:*:*:*:*:*:*:*",
           "components": [{"type": "library", "name": "zlib", "version": "1.3"}]},
          {"type": "file", "name": "/etc/passwd"},
          {"type": "library", "name": "odd", "version": "1", "purl": "not a purl"},
          {"type": "library", "name": 7},
          {"type": "library", "version": "9"},
          {"type": "library", "name": "lodash", "version": "4.17.20", "purl": "pkg:npm/lodash@4.17.20"}]}
        """

    @Test func `CycloneDX gives nested components, and one bad component spoils no other`() throws {
        let reading = try read(Self.cyclone)
        #expect(reading.format == .cycloneDXJSON)
        #expect(reading.items.map(\.place) == [
            "metadata.component", "components[0]", "components[1]", "components[1].components[0]", "components[3]",
        ])
        let gate = try software(reading.items[2])
        #expect(gate.vendor == "Example" && gate.product == "Gate" && gate.version == "7.2")
        #expect(gate.cpe?.vendor.plain == "example")
        let lodash = try software(reading.items[1])
        #expect(lodash.purl == "pkg:npm/lodash@4.17.20")
        let odd = try software(reading.items[4])
        #expect(odd.purl == nil)
        #expect(reading.rejects.map(\.place) == ["components[3]", "components[4]", "components[5]"])
        #expect(reading.rejects.map(\.reason) == [.badValue, .wrongType, .missingField])
        #expect(reading.passedOver == ["component of type file": 1])
    }

    @Test func `the XML form says the same as the JSON form`() throws {
        let reading = try read("""
            <?xml version="1.0" encoding="UTF-8"?>
            <bom xmlns="http://cyclonedx.org/schema/bom/1.4" version="1">
              <metadata><component type="application"><name>portal</name><version>2.0</version></component></metadata>
              <components>
                <component type="library"><name>lodash</name><version>4.17.20</version>
                  <licenses><license><name>MIT</name></license></licenses>
                  <purl>pkg:npm/lodash@4.17.20</purl></component>
                <component type="application"><supplier><name>Example</name></supplier><name>Gate</name>
                  <version>7.2</version><cpe>cpe:2.3:a:example:gate:7.2:*:*:*:*:*:*:*</cpe>
                  <components><component type="library"><name>zlib</name><version>1.3</version></component></components>
                </component>
              </components>
            </bom>
            """)
        #expect(reading.format == .cycloneDXXML)
        let same = try read(Self.cyclone).items.prefix(4).map(\.fact)
        #expect(Set(reading.items.map(\.fact)) == Set(same))
        #expect(Set(reading.items.map(\.place)) == [
            "metadata.component", "components[0]", "components[1]", "components[1].components[0]",
        ])
        #expect(reading.rejects.isEmpty)
    }

    @Test(arguments: [
        #"{"bomFormat": "CycloneDX", "components": [{"name": "a"}, {"#,
        #"<bom xmlns="http://cyclonedx.org/schema/bom/1.4"><components><component><name>a</name></component>"#,
        #"<!DOCTYPE bom><bom xmlns="http://cyclonedx.org/schema/bom/1.4"/>"#,
    ]) func `a document that is cut or unsafe gives nothing but its reject`(text: String) throws {
        let reading = try read(text)
        #expect(reading.items.isEmpty)
        #expect(reading.rejects.count == 1)
    }

    /// Found by fuzzing: the toolchain's parser ended the process.
    @Test func `processing instructions without content are passed over`() throws {
        let text = """
            <?xml version="1.0"?><?a?><bom xmlns="http://cyclonedx.org/schema/bom/1.4"><?b c?><components><?d?>
            <component type="library"><name>gate</name><?e?><version>7.2</version></component></components></bom><?f?>
            """
        let reading = try read(text)
        #expect(reading.items.count == 1 && reading.rejects.isEmpty)
        for broken in ["<?a?>", "<bom><?a<?b?>?>", "<bom><?a", "<bom><?>", "<bom><??>", "<bom><?\u{1}?></bom>"] {
            let reading = InventoryReading.read(Array(broken.utf8), as: .cycloneDXXML)
            #expect(reading.items.isEmpty && reading.rejects.count == 1, "\(broken)")
        }
    }

    @Test func `SPDX in JSON gives packages with their references`() throws {
        let reading = try read("""
            {"spdxVersion": "SPDX-2.3", "packages": [
              {"SPDXID": "SPDXRef-1", "name": "openssl", "versionInfo": "3.0.7",
               "supplier": "Organization: OpenSSL Project (desk@example.org)",
               "externalRefs": [
                {"referenceCategory": "SECURITY", "referenceType": "cpe23Type",
                 "referenceLocator": "cpe:2.3:a:openssl:openssl:3.0.7:*:*:*:*:*:*:*"},
                {"referenceCategory": "SECURITY", "referenceType": "cpe23Type",
                 "referenceLocator": "cpe:2.3:a:other:openssl:3.0.7:*:*:*:*:*:*:*"},
                {"referenceCategory": "PACKAGE_MANAGER", "referenceType": "purl",
                 "referenceLocator": "pkg:rpm/redhat/openssl@3.0.7?epoch=1"}]},
              {"SPDXID": "SPDXRef-2", "name": "bare", "versionInfo": "NOASSERTION", "supplier": "Person: Leyla"}]}
            """)
        #expect(reading.format == .spdxJSON && reading.rejects.isEmpty)
        let openssl = try software(reading.items[0])
        #expect(openssl.vendor == "OpenSSL Project" && openssl.version == "3.0.7")
        #expect(openssl.cpe?.vendor.plain == "openssl")
        #expect(openssl.purl == "pkg:rpm/redhat/openssl@3.0.7?epoch=1")
        let bare = try software(reading.items[1])
        #expect(bare.vendor == "" && bare.version == nil)
        #expect(reading.passedOver == ["further CPE name or package URL of one package": 1])
    }

    @Test func `SPDX as tag and value gives packages, and a text of many lines hides no tag`() throws {
        let reading = try read("""
            SPDXVersion: SPDX-2.3
            # a comment
            DocumentComment: <text>first
            PackageName: not-a-package
            last</text>
            PackageName: openssl
            PackageVersion: 3.0.7
            PackageSupplier: Organization: OpenSSL Project
            ExternalRef: PACKAGE-MANAGER purl pkg:deb/debian/openssl@3.0.7
            ExternalRef: SECURITY
            FileName: ./lib.so
            PackageVersion: 9
            PackageName: bare
            """)
        #expect(reading.format == .spdxTagValue)
        #expect(reading.items.map(\.place) == ["line 6", "line 13"])
        let openssl = try software(reading.items[0])
        #expect(openssl.purl == "pkg:deb/debian/openssl@3.0.7")
        #expect(openssl.version == "3.0.7")
        #expect(reading.rejects.map(\.place) == ["line 10"])
    }

    @Test func `a table is read by its header, whatever separates it and whatever else it holds`() throws {
        let reading = try read("Host;Manufacturer;Name;Version;IP;Internet facing\r\n"
            + "gw1;Example;\"Gate; large\";7.2;192.0.2.10;yes\r\n"
            + "gw2;;;;192.0.2.300;no\r\n"
            + "gw3;;;;;\r\n"
            + "gw4;Example\r\n"
            + "gw5;Example;Gate;7.3;;maybe\r\n")
        #expect(reading.format == .csv)
        #expect(reading.items.map(\.place) == ["line 2", "line 2"])
        #expect(reading.items.filter(\.exposed).count == 2)
        #expect(reading.items[0].fact.shown == "network 192.0.2.10/32")
        let gate = try software(reading.items[1])
        #expect(gate.product == "Gate; large")
        #expect(reading.rejects.map(\.place) == ["line 3", "line 4", "line 5", "line 6"])
        #expect(reading.rejects.map(\.reason) == [.badValue, .missingField, .malformed, .badValue])
    }

    @Test func `lists hold one name a line, with comments`() throws {
        let cpes = try read("# ours\ncpe:2.3:a:example:gate:7.2:*:*:*:*:*:*:*\ncpe:/o:example:os:1\nGate 7.2\n")
        #expect(cpes.format == .cpeList)
        let products = try cpes.items.map { try software($0).product }
        #expect(products == ["gate", "os"])
        #expect(cpes.rejects.map(\.place) == ["line 4"])
        let nets = try read(
            "192.0.2.0/24 ; office\n2001:db8::1\nAS64500\n*.Example.AZ\nbücher.example\n12345\nno name\n")
        #expect(nets.format == .networkList)
        #expect(nets.items.map(\.fact.shown) == [
            "network 192.0.2.0/24", "network 2001:db8::1/128", "AS64500", "domain example.az",
            "domain xn--bcher-kva.example",
        ])
        #expect(nets.rejects.map(\.place) == ["line 6", "line 7"])
    }

    @Test func `what shows no form is not guessed`() {
        #expect(InventoryFormat.sniffed(Array(#"{"a": 1}"#.utf8)) == nil)
        #expect(InventoryFormat.sniffed(Array("<html></html>".utf8)) == nil)
        #expect(InventoryFormat.sniffed(Array("Dear colleagues,\nhere it is.\n".utf8)) == nil)
        #expect(InventoryFormat.sniffed([]) == nil)
    }
}
