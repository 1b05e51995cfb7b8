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

    private func words(_ containment: VersionContainment) -> String {
        switch containment {
        case .inside: "inside"
        case .outside: "outside"
        case .unknown: "unknown"
        }
    }

    @Test(arguments: [VersionScheme.generic, .semver, .rpm, .maven])
    func `a bound that is left out is not inside`(scheme: VersionScheme) {
        let range = VersionRange(after: "4.9", before: "5.4", through: nil, scheme: scheme.rawValue)
        #expect(VersionContainment.of("4.9", in: range) == .outside(counterfactual: "would match after 4.9 below 5.4"))
        #expect(["4.8", "5.4"].allSatisfy { words(VersionContainment.of($0, in: range)) == "outside" })
        #expect(["4.9.1", "5.3"].allSatisfy { VersionContainment.of($0, in: range) == .inside })
    }

    @Test(arguments: [
        ("2.0", VersionRange(before: "FW10", through: nil), "unknown"),
        ("FW9", VersionRange(before: "FW10", through: nil), "inside"),
        ("FW11", VersionRange(before: "FW10", through: nil), "outside"),
        ("SP9", VersionRange(before: "FW10", through: nil), "unknown"),
        ("2.0", VersionRange(from: "3.0", before: "FW10", through: nil), "outside"),
        ("2.0", VersionRange(before: "Firmware 2.3", through: nil, scheme: "rpm"), "unknown"),
        ("2.0", VersionRange(before: "prior to 2.3", through: nil, scheme: "semver"), "unknown"),
        ("2.0", VersionRange(before: "n/a", through: nil), "unknown"),
        ("2.0", VersionRange(before: nil, through: "unspecified"), "unknown"),
        ("2.0", VersionRange(before: "0", through: nil), "unknown"),
        ("2.0", VersionRange(from: "n/a", before: "*", through: nil), "inside"),
        ("2.0", VersionRange(from: "8.x.1", before: nil, through: nil), "unknown"),
        ("1.0.2x", VersionRange(before: "1.0.2z", through: nil), "inside"),
    ]) func `what cannot be compared, or was never filled in, is not guessed`(
        version: String, range: VersionRange, expected: String
    ) {
        #expect(words(VersionContainment.of(version, in: range)) == expected)
    }

    @Test(arguments: [
        (VersionRange(exact: "2.7.x"), ["2.7", "2.7.0", "2.7.15"], ["2.6.9", "2.8", "2.70.1", "3.0"]),
        (VersionRange(exact: "8.10.x.x"), ["8.10.0.5", "8.10"], ["8.9.0.5", "8.11.0.0"]),
        (VersionRange(from: "5.10.200", before: nil, through: "5.10.*", scheme: "semver"),
            ["5.10.200", "5.10.210"], ["5.10.199", "5.11.0"]),
        (VersionRange(from: "2.7.X", before: "3", through: nil), ["2.7.0", "2.9"], ["2.6", "3"]),
        (VersionRange(after: "2.7.x", before: nil, through: nil), ["2.8", "3.0"], ["2.7", "2.7.9", "2.6"]),
        (VersionRange(before: "2.7.x", through: nil), ["2.6"], ["2.8"]),
    ]) func `an x at the end stands for every number there`(range: VersionRange, inside: [String], outside: [String]) {
        for version in inside { #expect(VersionContainment.of(version, in: range) == .inside, "\(version)") }
        for version in outside { #expect(words(VersionContainment.of(version, in: range)) == "outside", "\(version)") }
        let below = VersionRange(before: "2.7.x", through: nil)
        #expect(words(VersionContainment.of("2.7.3", in: below)) == "unknown")
    }
}
