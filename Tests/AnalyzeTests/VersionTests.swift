import Analyze
import Testing
import Vocabulary

@Suite struct VersionTests {
    /// Semver § 11.4's own chain; Debian Policy § 5.6.12; rpm's tests of rpmvercmp; Maven's POM reference; PEP 440's
    /// "Summary of permitted suffixes and relative ordering"; NuGet's version basics; `Gem::Version`; Composer's
    /// stabilities; apk-tools.
    @Test(arguments: [
        (VersionScheme.semver, "1.0.0-alpha < 1.0.0-alpha.1 < 1.0.0-alpha.beta < 1.0.0-beta < "
            + "1.0.0-beta.2 < 1.0.0-beta.11 < 1.0.0-rc.1 < 1.0.0 < 1.0.1 < 1.10.0"),
        (.deb, "1.0~~ < 1.0~~a < 1.0~ < 1.0 < 1.0-1 < 1.0-1.1 < 1.0a < 1.0+b < 1:0.1"),
        (.rpm, "1.0~rc1 < 1.0 < 1.0^git1 < 1.0.1 < 2.0.1 < 2.0.1a < 2.10 < 1:0.5"),
        (.maven, "1-alpha < 1-beta < 1-milestone < 1-rc < 1-SNAPSHOT < 1 < 1-sp < 1-abc < 1.1"),
        (.maven, "2-1 < 2.0.a < 2.0.0.a < 2.0.2 < 11.a2 < 11.a11 < 11.b2 < 11.m2 < 11 < 11.a < 11b"),
        (.pypi, "1.0.dev456 < 1.0a1 < 1.0a2.dev456 < 1.0a12.dev456 < 1.0a12 < 1.0b1.dev456 < 1.0b2 < "
            + "1.0b2.post345.dev456 < 1.0b2.post345 < 1.0rc1.dev456 < 1.0rc1 < 1.0 < 1.0+abc.5 < 1.0+abc.7 < 1.0+5 < "
            + "1.0.post456.dev34 < 1.0.post456 < 1.1.dev1 < 1!0.1"),
        (.nuget, "1.0.0-alpha < 1.0.0-Alpha.1 < 1.0.0-beta < 1.0.0 < 1.0.0.1 < 1.0.1"),
        (.gem, "1.0.a10 < 1.0.b1 < 1.0-1 < 1.0 < 1.0.1 < 1.9.a < 1.9 < 1.10"),
        (.composer, "1.0.0-dev < 1.0.0-alpha1 < 1.0.0-beta2 < 1.0.0-RC1 < 1.0.0 < 1.0.0-p1 < 1.0.1 < 1.x-dev < 2.0"),
        (.apk, "1.0_alpha < 1.0_alpha2 < 1.0_beta < 1.0_pre < 1.0_rc1 < 1.0 < 1.0-r1 < 1.0_p1 < 1.0a < 1.0.1 < 1.1"),
        (.intdot, "1 < 1.0.1 < 1.2 < 1.10 < 10.234.5.12"),
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
        #expect(VersionScheme.pypi.compare("1.0RC1", "v1.0.0-c.1") == .same)
        #expect(VersionScheme.nuget.compare("1.0-RC", "1.0.0.0-rc+x") == .same)
        #expect(VersionScheme.gem.compare("1.0.0", "1") == .same)
        #expect(VersionScheme.composer.compare("v1.0", "1.0.0.0") == .same)
        #expect(VersionScheme.deb.compare("0:1.0", "1.0-0") == .same)
        #expect(VersionScheme.rpm.compare("1.0", "1.0-5.el9") == .same)
    }

    @Test func `what breaks a scheme's grammar has no order in it, and in reports the generic one`() {
        #expect(VersionScheme.pypi.order("1.0", "1.0-el9-x") == nil)
        #expect(VersionScheme.pypi.compare("1.0", "1.0.2-el9-x") == .before)
        #expect(VersionScheme.maven.compare("1.0", "latest") == nil)
    }

    @Test func `a version in a range is inside, outside with what would match, or honestly unknown`() {
        let range = VersionRange(from: "7.0", before: "7.4", through: nil, scheme: "semver")
        #expect(VersionContainment.of("7.3.9", in: range) == .inside)
        #expect(VersionContainment.of("7.0", in: range) == .inside)
        #expect(VersionContainment.of("7.4", in: range) == .outside(counterfactual: "would match from 7.0 below 7.4"))
        #expect(VersionContainment.of("6.9", in: range) == .outside(counterfactual: "would match from 7.0 below 7.4"))
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
