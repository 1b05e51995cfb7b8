import Analyze
import Testing
import Vocabulary

@Suite struct VersionTests {
    /// Semver § 11.4's own chain; Debian Policy § 5.6.12; rpm's tests of rpmvercmp; Maven's documented order.
    @Test(arguments: [
        (VersionScheme.semver, "1.0.0-alpha < 1.0.0-alpha.1 < 1.0.0-alpha.beta < 1.0.0-beta < "
            + "1.0.0-beta.2 < 1.0.0-beta.11 < 1.0.0-rc.1 < 1.0.0 < 1.0.1 < 1.10.0"),
        (.deb, "1.0~~ < 1.0~~a < 1.0~ < 1.0 < 1.0-1 < 1.0-1.1 < 1.0a < 1.0+b < 1:0.1"),
        (.rpm, "1.0~rc1 < 1.0 < 1.0^git1 < 1.0.1 < 2.0.1 < 2.0.1a < 2.10 < 1:0.5"),
        (.maven, "1-alpha < 1-beta < 1-milestone < 1-rc < 1-SNAPSHOT < 1 < 1-sp < 1-abc < 1.1"),
        (.generic, "v7.0 < 7.3.9 < 7.4rc1 < 7.4 < 7.4.1 < 7.10 < 10.0.17763.2114 < 15.1(3)S"),
    ]) func `versions are ordered as the scheme says`(scheme: VersionScheme, chain: String) {
        let words = chain.split(separator: " ").filter { $0 != "<" }.map(String.init)
        for left in words.indices {
            for right in words.indices {
                let expected: VersionOrder = left < right ? .before : left == right ? .same : .after
                #expect(scheme.compare(words[left], words[right]) == expected, "\(words[left]) \(words[right])")
            }
        }
    }

    @Test func `equal versions may be spelt in two ways`() {
        #expect(VersionScheme.generic.compare("7.4", "V7.4.0") == .same)
        #expect(VersionScheme.maven.compare("1.0.0", "1") == .same)
        #expect(VersionScheme.semver.compare("1.0.0+a", "1.0.0+b") == .same)
        #expect(VersionScheme.deb.compare("0:1.0", "1.0-0") == .same)
        #expect(VersionScheme.rpm.compare("1.0", "1.0-5.el9") == .same)
    }

    @Test func `a version in a range is inside, outside with what would match, or honestly unknown`() {
        let range = VersionRange(from: "7.0", before: "7.4", through: nil, scheme: "semver")
        #expect(VersionContainment.of("7.3.9", in: range) == .inside)
        #expect(VersionContainment.of("7.0", in: range) == .inside)
        #expect(VersionContainment.of("7.4", in: range) == .outside(counterfactual: "would match below 7.4"))
        #expect(VersionContainment.of("6.9", in: range) == .outside(counterfactual: "would match from 7.0"))
        for (version, range) in [
            (nil, range), ("latest", range),
            ("7.3", VersionRange(from: nil, before: "abc123", through: nil, scheme: "git")),
            ("7.3", VersionRange(exact: "prior to 7.4")),
        ] as [(String?, VersionRange)] {
            guard case .unknown = VersionContainment.of(version, in: range) else {
                Issue.record("\(version ?? "nil") must be unknown")
                continue
            }
        }
        #expect(VersionContainment.of("7.4", in: VersionRange(from: "0", before: nil, through: "7.4")) == .inside)
        #expect(VersionContainment.of("9", in: []) == .inside)
    }
}
