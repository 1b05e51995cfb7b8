import Testing
import Vocabulary

@Suite struct PackageURLTests {
    /// package-url/purl-spec: "How to parse a purl", and the definitions of the types.
    @Test(arguments: [
        ("pkg:npm/%40angular/animation@12.3.1", "pkg:npm/%40angular/animation@12.3.1"),
        ("pkg:npm/@angular/animation@12.3.1", "pkg:npm/%40angular/animation@12.3.1"),
        ("PKG:DEB/Debian/Curl@7.5-1?distro=jessie&arch=i386", "pkg:deb/debian/curl@7.5-1?arch=i386&distro=jessie"),
        ("pkg://pypi/Django_App@1.0", "pkg:pypi/django-app@1.0"),
        ("pkg:maven/org.apache/Commons@1+2#/a/./../b/", "pkg:maven/org.apache/Commons@1%2B2#a/b"),
        ("pkg:cpan/gdt/URI-PackageURL", "pkg:cpan/GDT/URI-PackageURL"),
        ("pkg:generic/x?empty=&K=v", "pkg:generic/x?k=v"),
    ]) func `a package URL is read into its canonical form`(text: String, canonical: String) throws {
        #expect(try PackageURL(text).description == canonical)
        #expect(try PackageURL(canonical).description == canonical)
    }

    @Test(arguments: [
        "", "pkg:", "pkg:npm", "npm/x", "pkg:3d/x", "pkg:n&m/x", "pkg:npm/a?b c=1", "pkg:npm/a?x=1&x=2", "pkg:npm/%ZZ",
        "pkg:maven/@1.3.4", "pkg:generic/%FF", "pkg%3Anpm/x",
    ]) func `what is no package URL is refused`(text: String) {
        #expect(throws: PackageURLFailure.self) { try PackageURL(text) }
        #expect(PackageURL(reading: text) == nil)
    }

    @Test func `a type's definition objects apart from the reading`() throws {
        #expect(try PackageURL("pkg:swift/Alamofire@5").typeFault != nil)
        #expect(try PackageURL("pkg:cran/a/b").typeFault != nil)
        #expect(try PackageURL("pkg:julia/Dates").typeFault != nil)
        #expect(try PackageURL("pkg:deb/debian/curl").typeFault == nil)
        #expect(try PackageURL("pkg:unheard/of").typeFault == nil)
    }

    @Test func `an rpm's epoch stands in its ordered version`() throws {
        #expect(try PackageURL("pkg:rpm/fedora/curl@7-1?epoch=2").orderedVersion == "2:7-1")
        #expect(try PackageURL("pkg:rpm/fedora/curl@7-1?epoch=0").orderedVersion == "7-1")
        #expect(try PackageURL("pkg:deb/debian/curl@7-1?epoch=2").orderedVersion == "7-1")
    }

    @Test func `two spellings of one package are compared as one`() throws {
        #expect(try PackageURL("pkg:npm/@Angular/core@1").package == PackageURL("pkg:npm/%40angular/core").package)
    }

    @Test func `what is too long when it is percent-encoded is refused: what is written is read again`() throws {
        let fits = try #require(PackageURL(reading: "pkg:npm/" + String(repeating: "ə", count: 680)))
        #expect(PackageURL(reading: fits.description) == fits)
        #expect(PackageURL(reading: "pkg:npm/" + String(repeating: "ə", count: 690)) == nil)
    }
}
