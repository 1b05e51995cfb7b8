import Analyze
import Testing

@Suite struct VersRangeTests {
    /// package-url/vers-spec, core specification: its examples.
    @Test(arguments: [
        ("vers:npm/1.2.3|>=2.0.0|<5.0.0", "1.2.3 2.0.0 4.9.9", "1.2.4 0.1.0 5.0.0"),
        ("vers:gem/>=2.2.0|!=2.2.1|<2.3.0", "2.2.0 2.2.2", "2.2.1 2.3.0 2.2.0.a"),
        ("vers:maven/>=1.0.0-beta1|<=1.7.5|>=7.0.0-M1|<=7.0.7", "1.0.0-beta1 1.7.5 7.0.0-M1 7", "1.0.0-alpha 2 7.1"),
        ("vers:pypi/<=1.0|>2.0", "0.9 1.0.0 2.0.post1 1!0", "1.0.1 2.0"),
        ("vers:pypi/!=1.0", "0.9 1.1", "1.0.0"),
        ("vers:pypi/>=3.0.0|2.0.3", "2.0.3 4", "2.0.4"),
        ("vers:deb/2.0%2Bdfsg-1", "2.0+dfsg-1", "2.0-1"),
        ("vers:golang/<1.2.4", "v1.2.4-0.20191109021931-daa7c04131f5 v1.2.3", "v1.2.4"),
        ("vers:all/*", "anything", ""), ("vers:none/*", "", "anything"), ("vers:rpm/*", "1:2-3", ""),
    ]) func `a range holds what the specification says`(vers: String, inside: String, outside: String) throws {
        let range = try VersRange(vers)
        for version in inside.split(separator: " ") { #expect(try range.contains(String(version)), "\(version)") }
        for version in outside.split(separator: " ") { #expect(try !range.contains(String(version)), "\(version)") }
    }

    /// "Normalized, canonical representation and validation".
    @Test(arguments: [
        "", "vers:npm", "vers:npm/", "VERS:npm/1.0", "vers:NPM/1.0", "vers:weather/1.0", "vers:npm/>=1.0| <2.0",
        "vers:npm/|1.0", "vers:npm/1.0|", "vers:npm/1.0||2.0", "vers:npm/*|1.0", "vers:npm/>=2.0.0|<1.0.0",
        "vers:npm/>=1.0|>=2.0", "vers:npm/<1.0|<2.0", "vers:npm/1.0|1.0.0", "vers:npm/1.0|<2.0", "vers:npm/>=",
        "vers:npm/1.0%2G0", "vers:npm/1.0%2b1", "vers:npm/%31", "vers:all/1.0", "vers:pypi/>=cat", "vers:npm/é",
    ]) func `what is not canonical is refused`(vers: String) {
        #expect(throws: VersFailure.self) { try VersRange(vers) }
    }

    @Test func `a version of another kind is no answer`() throws {
        #expect(throws: VersFailure.self) { try VersRange("vers:pypi/>=1.0").contains("latest") }
    }
}
