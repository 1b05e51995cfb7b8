import Foundation
import Ingest
import Testing
import Vocabulary

@Suite struct `The OSV reader` {
    private func record(_ members: String, id: String = "GHSA-aaaa-bbbb-cccc") -> String {
        "{\"id\":\"\(id)\",\"modified\":\"2026-01-02T03:04:05Z\",\(members),\"summary\":\"t\"}"
    }

    private func one(_ members: String, id: String = "GHSA-aaaa-bbbb-cccc") throws -> Report {
        let batch = read(record(members, id: id).utf8, feed(.osv))
        #expect(batch.rejects.isEmpty)
        return try #require(batch.reports.first)
    }

    private func product(_ affected: String) throws -> ProductStatement {
        try #require(try one("\"affected\":[\(affected)]").vulnerabilities.first?.products.first)
    }

    private func range(_ type: String, _ events: String, ecosystem: String = "npm", more: String = "") -> String {
        """
        {"package":{"ecosystem":"\(ecosystem)","name":"gate"},"ranges":[{"type":"\(type)","repo":\
        "https://git.example/x/gate.git","events":[\(events)]}]\(more)}
        """
    }

    @Test func `the sample gives a report under its CVE, with packages, ranges, vector and weakness`() throws {
        let path = Samples.folder.appendingPathComponent("GHSA-xxxx-99aa-22bb.json")
        let batch = read(Array(try Data(contentsOf: path)), feed(.osv))
        let report = try #require(batch.reports.first)
        #expect(report.sourceID == "GHSA-xxxx-99aa-22bb" && report.kind == .vulnerability)
        #expect(report.status == .published)
        #expect(report.revised == Instant("2026-11-20T12:00:00Z"))
        #expect(report.published == Instant("2026-11-19T08:00:00Z"))
        #expect(report.title == "edgegate-client accepts any certificate")
        #expect(report.links == ["https://advisories.example-networks.example/EN-SA-2026-015"])
        let statement = try #require(report.vulnerabilities.first)
        #expect(report.vulnerabilities.count == 1)
        #expect(statement.id == "CVE-2026-99004" && statement.aliases == ["GHSA-xxxx-99aa-22bb"])
        #expect(statement.weaknesses == ["CWE-295"])
        #expect(statement.scores == [
            ScoreStatement(
                version: "3.1", vector: "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N", baseTenths: nil,
                source: "Example")
        ])
        #expect(statement.products.map(\.purl) == [
            "pkg:npm/%40example-networks/edgegate-client", "pkg:pypi/edgegate-client",
        ])
        #expect(statement.products[0].versions == [
            VersionRange(from: "2.0.0", before: "2.9.7", through: nil, scheme: "semver"),
            VersionRange(from: "3.0.0", before: "3.1.2", through: nil, scheme: "semver"),
        ])
        #expect(statement.products[1].versions == [
            VersionRange(from: nil, before: nil, through: "1.1", scheme: "pypi"),
            VersionRange(exact: "1.0", scheme: "pypi"), VersionRange(exact: "1.1", scheme: "pypi"),
        ])
    }

    @Test(arguments: ["condition:fraud/phishing/phishing", "CONDITION:x", "campaign:1", "incident:1"])
    func `an id of ours is refused, as its own and as an alias`(name: String) {
        for text in [record("\"details\":\"d\"", id: name), record("\"aliases\":[\"\(name)\"]")] {
            let batch = read(text.utf8, feed(.osv))
            #expect(batch.reports.isEmpty && batch.rejects.map(\.reason) == [.badValue])
        }
    }

    @Test func `a withdrawn record is withdrawn by its source alone`() throws {
        #expect(try one("\"withdrawn\":\"2026-02-01T00:00:00Z\"").status == .withdrawn)
        #expect(try one("\"withdrawn\":null").status == .published)
    }

    @Test func `aliases merge one to one only`() throws {
        func subjects(_ aliases: [String], id: String = "GO-2026-0001") throws -> [String] {
            let list = aliases.map { "\"\($0)\"" }.joined(separator: ",")
            return try one("\"aliases\":[\(list)]", id: id).vulnerabilities.map {
                ([$0.id] + $0.aliases).joined(separator: " ")
            }
        }
        #expect(try subjects(["cve-2026-0001", "GHSA-a", "CVE-2026-0001"]) == ["CVE-2026-0001 GHSA-a GO-2026-0001"])
        #expect(try subjects(["CVE-2026-0001", "GHSA-a", "GHSA-b"]) == ["CVE-2026-0001 GO-2026-0001"])
        #expect(try subjects(["CVE-2026-0002", "CVE-2026-0001", "GHSA-a"]) == ["CVE-2026-0001", "CVE-2026-0002"])
        #expect(try subjects(["GHSA-a"]) == ["GHSA-a GO-2026-0001"])
        #expect(try subjects(["GO-2026-0001"], id: "GHSA-a") == ["GHSA-a GO-2026-0001"])
        #expect(try subjects([]) == ["GO-2026-0001"])
    }

    @Test func `each introduced ends at the next fix, limit or last affected version`() throws {
        let events = #"{"introduced":"0"},{"fixed":"1.2"},{"introduced":"2"},{"last_affected":"2.5"}"#
            + #",{"introduced":"3"}"#
        #expect(try product(range("SEMVER", events)).versions == [
            VersionRange(from: nil, before: "1.2", through: nil, scheme: "semver"),
            VersionRange(from: "2", before: nil, through: "2.5", scheme: "semver"),
            VersionRange(from: "3", before: nil, through: nil, scheme: "semver"),
        ])
        #expect(try product(range("SEMVER", #"{"introduced":"0"}"#)).versions == [])
        #expect(try product(range("SEMVER", #"{"introduced":"1"},{"limit":"*"}"#)).versions == [
            VersionRange(from: "1", before: nil, through: nil, scheme: "semver")
        ])
        #expect(try product(range("GIT", #"{"introduced":"ab"},{"fixed":"cd"}"#)).versions.map(\.scheme) == ["git"])
    }

    @Test func `GitHub's last known version bounds a range without a fix`() throws {
        func versions(_ bound: String) throws -> [VersionRange] {
            let more = #","database_specific":{"last_known_affected_version_range":"\#(bound)"}"#
            return try product(range("ECOSYSTEM", #"{"introduced":"1"}"#, ecosystem: "Maven", more: more)).versions
        }
        #expect(try versions("<= 2.3") == [VersionRange(from: "1", before: nil, through: "2.3", scheme: "maven")])
        #expect(try versions("< 2.3") == [VersionRange(from: "1", before: "2.3", through: nil, scheme: "maven")])
        #expect(try versions("> 1, < 2") == [VersionRange(from: "1", before: nil, through: nil, scheme: "maven")])
    }

    @Test(arguments: [
        ("Maven", "org.example:gate", "pkg:maven/org.example/gate"),
        ("Go", "git.example/x/y", "pkg:golang/git.example/x/y"),
        ("Packagist", "v/p", "pkg:composer/v/p"), ("crates.io", "gate", "pkg:cargo/gate"), ("Debian:12", "gate", nil),
        ("NuGet", "Gate.Core", "pkg:nuget/Gate.Core"), ("npm", "a b", nil), ("Nowhere", "gate", nil),
    ])
    func `a package of an ecosystem has its package URL`(ecosystem: String, name: String, purl: String?) throws {
        let found = try product(#"{"package":{"ecosystem":"\#(ecosystem)","name":"\#(name)"}}"#)
        #expect(found.purl == purl)
        #expect(found.product == name && found.versions.isEmpty)
    }

    @Test func `what is in no registry is named by its repository`() throws {
        let found = try product(
            #"{"ranges":[{"type":"GIT","repo":"https://git.example/x/gate.git","events":[{"introduced":"0"}]}],"#
                + #""versions":["v1"]}"#)
        #expect(found.product == "gate" && found.purl == nil)
    }

    @Test func `one bad record of a list costs no other`() {
        let good = record("\"details\":\"d\"")
        let list = "[\(good),{\"id\":\"X-1\"},{\"modified\":\"2026-01-01T00:00:00Z\"},{\"id\":\"A\",\"id\":\"B\"},"
            + record("\"affected\":[{\"package\":7}]") + ",\(record("\"details\":\"e\"", id: "X-2"))]"
        let batch = read(list.utf8, feed(.osv))
        #expect(batch.reports.map(\.sourceID) == ["GHSA-aaaa-bbbb-cccc", "X-2"])
        #expect(batch.rejects.map(\.reason) == [.missingField, .missingField, .duplicateKey, .wrongType])
        #expect(batch.rejects.map(\.place) == ["[1]", "[2]", "[3].id", "[4].affected[0].package"])
    }

    @Test func `an ecosystem's archive is read member by member`() {
        let members = [
            ("GHSA-1.json", record("\"details\":\"d\"", id: "GHSA-1")), ("GHSA-2.json", "{"), ("README.md", "about"),
            ("GO-3.json", record("\"details\":\"d\"", id: "GO-3")),
        ]
        let archive = Packing.zip(members.map { Packing.ZipEntry($0.0, $0.1) })
        let batch = read(archive, feed(.osv), name: "all.zip")
        #expect(batch.reports.map(\.sourceID) == ["GHSA-1", "GO-3"])
        #expect(batch.rejects.map(\.place) == ["GHSA-2.json"] && batch.documents == 2)
        #expect(batch.skipped.count == 1)
    }

    @Test(arguments: ["", "{}", "17", "[", "<html></html>", "\u{FEFF}  "])
    func `what is no record is one reject`(text: String) {
        let batch = read(text.utf8, feed(.osv))
        #expect(batch.reports.isEmpty && batch.rejects.count == 1)
    }
}
