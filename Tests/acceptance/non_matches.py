#!/usr/bin/env python3
"""Pairs without a finding, made by hand: each names the first rule that failed and what would have matched.

What a case says would match stands at a second entity, wherever a register can say it: there a finding must be."""

import json

from stage import REPOSITORY, Stage

SURE = "verified: {by: registrar, how: visit, at: 2026-01-15T09:00:00Z}"


def soft(vendor, product, version=None, state=SURE):
    return [f"{key}: \"{value}\"" for key, value in (("vendor", vendor), ("product", product), ("version", version))
            if value is not None] + ([state] if state else [])


def cpe(rest, state=SURE):
    return [f'cpe: "cpe:2.3:{rest}"', state]


def purl(text, state=SURE):
    return [f'purl: "{text}"', state]


def says(vendor, product, *versions, **more):
    """One entry of a CVE record; a version is (from, below), (from, through, "through") or one text."""
    ranges = [{"version": one, "status": "affected", "versionType": "semver"} if isinstance(one, str) else
              {"version": one[0], "lessThanOrEqual" if one[2:] else "lessThan": one[1], "status": "affected",
               "versionType": "semver"} for one in versions]
    entry = {"vendor": vendor, "product": product, "defaultStatus": "unaffected" if ranges else "affected"}
    if ranges:
        entry["versions"] = ranges
    return {**entry, **more}


def named(rest, *versions, **more):
    return says("Acme", "Gate", *versions, cpes=[f"cpe:2.3:{rest}"], **more)


def scheme(entry, name):
    for version in entry["versions"]:
        version["versionType"] = name
    return entry


ANY = "*:*:*:*"
# (rule that failed, what would match, what the CVE record says, what the entity has, what would match at the other).
SOFTWARE = [
    ("product", "would match registered software `Acme Gate`", [says("Acme", "Gate", ("0", "7.4"))],
     [soft("Acme", "Door", "7.3")], [soft("Acme", "Gate", "7.3")]),
    ("product", "would match registered software `Acme Gate`", [says("Acme", "Gate")], [], [soft("Acme", "Gate", "1")]),
    ("product", "would match registered software `Acme Gate`", [says("Acme", "Gate")], [soft("Acme", "Gateway", "1")],
     [soft("ACME Inc.", "gate", "1")]),
    ("product", "would match registered software `Acme Gate`", [says("Acme", "Gate")], [soft("Acme", "Pro Door", "1")],
     [soft("Acme", "GATE")]),
    ("product", "would match registered software `Acme Door` or `Acme Gate`",
     [says("Acme", "Gate"), says("Acme", "Door")], [soft("Acme", "Roof", "1")], [soft("Acme", "Door", "1")]),
    ("product", "would match registered software `pkg:npm/lodash`",
     [says("n/a", "n/a", ("0", "4.17.21"), packageURL="pkg:npm/lodash")], [purl("pkg:npm/underscore@1.0.0")],
     [purl("pkg:npm/lodash@4.17.20")]),
    ("product", "would match registered software `pkg:pypi/gate`",
     [says("n/a", "n/a", ("0", "2.0"), packageURL="pkg:pypi/gate")], [purl("pkg:npm/gate@1.0.0")],
     [purl("pkg:pypi/Gate@1.0")]),
    ("product", "would match registered software `Acme Gate`", [says("Acme", "Gate")],
     ["network: 10.200.0.0/24", SURE], [soft("Acme", "Gate", "9")]),
    ("vendor", "would match vendor `acme`, or with the alias `acme/gate=borealis/gate`", [says("Acme", "Gate")],
     [soft("Borealis", "Gate", "1")], [soft("Acme", "Gate", "1")]),
    ("vendor", "would match vendor `acme`, or with the alias `acme/gate=borealis/gate`",
     [says("Acme Inc.", "Gate", ("0", "7.4"))], [soft("Borealis Ltd", "gate", "7.3")], [soft("acme", "Gate", "7.3")]),
    ("vendor", "would match vendor `abc`, or with the alias `abc/gate=abd/gate`", [says("ABC", "Gate")],
     [soft("ABD", "Gate", "1")], [soft("abc gmbh", "Gate", "1")]),
    ("vendor", "would match vendor `acme`, or with the alias `acme/gate=zeta/gate`",
     [named(f"a:acme:gate:*:{ANY}:*:*:*")],
     [cpe(f"a:zeta:gate:7.3:{ANY}:*:*:*")], [cpe(f"a:acme:gate:7.3:{ANY}:*:*:*")]),
    ("vendor", "would match vendor `акме`, or with the alias `акме/gate=acme/gate`", [says("Акме", "Gate")],
     [soft("Acme", "Gate", "1")], [soft("АКМЕ", "Gate", "1")]),
    ("vendor", "would match vendor `acme labs`, or with the alias `acme labs/gate=borealis/gate`",
     [says("Acme Labs", "Gate", ("1.0", "7.4"))], [soft("Borealis", "Gate", "7.3"), soft("Acme Labs", "Door", "7.3")],
     [soft("Acme Labs", "Gate", "7.3")]),
    ("cpe", "would match target_sw `windows`; the asset has `linux`", [named(f"a:acme:gate:*:{ANY}:windows:*:*")],
     [cpe(f"a:acme:gate:7.3:{ANY}:linux:*:*")], [cpe(f"a:acme:gate:7.3:{ANY}:windows:*:*")]),
    ("cpe", "would match target_hw `x64`; the asset has `arm64`", [named(f"a:acme:gate:*:{ANY}:*:x64:*")],
     [cpe(f"a:acme:gate:7.3:{ANY}:*:arm64:*")], [cpe(f"a:acme:gate:7.3:{ANY}:*:x64:*")]),
    ("cpe", "would match sw_edition `enterprise`; the asset has `community`",
     [named("a:acme:gate:*:*:*:*:enterprise:*:*:*")], [cpe("a:acme:gate:7.3:*:*:*:community:*:*:*")],
     [cpe("a:acme:gate:7.3:*:*:*:enterprise:*:*:*")]),
    ("cpe", "would match part `h`; the asset has `a`", [named(f"h:acme:gate:*:{ANY}:*:*:*")],
     [cpe(f"a:acme:gate:7.3:{ANY}:*:*:*")], [cpe(f"h:acme:gate:7.3:{ANY}:*:*:*")]),
    ("cpe", "would match part `o`; the asset has `h`", [named(f"o:acme:gate:*:{ANY}:*:*:*", ("0", "7.4"))],
     [cpe(f"h:acme:gate:7.3:{ANY}:*:*:*")], [cpe(f"o:acme:gate:7.3:{ANY}:*:*:*")]),
    ("cpe", "would match language `az`; the asset has `en`", [named("a:acme:gate:*:*:*:az:*:*:*:*")],
     [cpe("a:acme:gate:7.3:*:*:en:*:*:*:*")], [cpe("a:acme:gate:7.3:*:*:az:*:*:*:*")]),
    ("cpe", "would match edition `lite`; the asset has `full`", [named("a:acme:gate:*:*:lite:*:*:*:*:*")],
     [cpe("a:acme:gate:7.3:*:full:*:*:*:*:*")], [cpe("a:acme:gate:7.3:*:lite:*:*:*:*:*")]),
    ("cpe", "would match target_sw `-`; the asset has `linux`", [named(f"a:acme:gate:*:{ANY}:-:*:*")],
     [cpe(f"a:acme:gate:7.3:{ANY}:linux:*:*")], [cpe(f"a:acme:gate:7.3:{ANY}:-:*:*")]),
    ("cpe", "would match target_sw `ios` and target_hw `arm64`; the asset has `android` and `x64`",
     [named(f"a:acme:gate:*:{ANY}:ios:arm64:*")], [cpe(f"a:acme:gate:7.3:{ANY}:android:x64:*")],
     [cpe(f"a:acme:gate:7.3:{ANY}:ios:arm64:*")]),
    ("version", "would match below 7.4", [says("Acme", "Gate", ("0", "7.4"))], [soft("Acme", "Gate", "7.4")],
     [soft("Acme", "Gate", "7.3.9")]),
    ("version", "would match below 7.4", [named(f"a:acme:gate:*:{ANY}:*:*:*", ("0", "7.4"))],
     [cpe(f"a:acme:gate:8.0:{ANY}:*:*:*")], [cpe(f"a:acme:gate:7.3:{ANY}:*:*:*")]),
    ("version", "would match from 7.0 below 7.4", [says("Acme", "Gate", ("7.0", "7.4"))], [soft("Acme", "Gate", "6.9")],
     [soft("Acme", "Gate", "7.0")]),
    ("version", "would match up to 7.3", [says("Acme", "Gate", ("0", "7.3", "through"))],
     [soft("Acme", "Gate", "7.3.1")], [soft("Acme", "Gate", "7.3")]),
    ("version", "would match from 7.0 up to 7.3", [says("Acme", "Gate", ("7.0", "7.3", "through"))],
     [soft("Acme", "Gate", "10.0")], [soft("Acme", "Gate", "7.2")]),
    ("version", "would match exactly 7.3.0", [says("Acme", "Gate", "7.3.0")], [soft("Acme", "Gate", "7.3.1")],
     [soft("Acme", "Gate", "7.3.0")]),
    ("version", "would match below 2.0; or from 3.0 below 3.5",
     [says("Acme", "Gate", ("0", "2.0"), ("3.0", "3.5"))], [soft("Acme", "Gate", "2.5")],
     [soft("Acme", "Gate", "3.4")]),
    ("version", "would match below 7.4.0", [says("Acme", "Gate", ("0", "7.4.0"))], [soft("Acme", "Gate", "7.4.0")],
     [soft("Acme", "Gate", "7.4.0-rc1")]),
    ("version", "would match below 4.17.21", [says("n/a", "n/a", ("0", "4.17.21"), packageURL="pkg:npm/lodash")],
     [purl("pkg:npm/lodash@4.17.21")], [purl("pkg:npm/lodash@4.17.9")]),
    ("version", "would match below 2.0",
     [scheme(says("n/a", "n/a", ("0", "2.0"), packageURL="pkg:pypi/gate"), "python")],
     [purl("pkg:pypi/gate@2.0")], [purl("pkg:pypi/gate@2.0.dev1")]),
    ("version", "would match below 1.0",
     [scheme(says("n/a", "n/a", ("0", "1.0"), packageURL="pkg:maven/a.b/gate"), "maven")],
     [purl("pkg:maven/a.b/gate@1.0")], [purl("pkg:maven/a.b/gate@1.0-alpha-1")]),
    ("version", "would match below 1:2.0-1",
     [scheme(says("n/a", "n/a", ("0", "1:2.0-1"), packageURL="pkg:deb/debian/gate"), "deb")],
     [purl("pkg:deb/debian/gate@1:2.0-1")], [purl("pkg:deb/debian/gate@3.0-1")]),
    ("version", "would match below 1.10", [scheme(says("Acme", "Gate", ("0", "1.10")), "custom")],
     [soft("Acme", "Gate", "1.10")], [soft("Acme", "Gate", "1.9")]),
    ("exclusion", "would match without that statement",
     [{**says("Acme", "Gate"), "versions": [{"version": "7.3", "status": "unaffected", "versionType": "semver"}]}],
     [soft("Acme", "Gate", "7.3")], [soft("Acme", "Gate", "7.2")]),
    ("exclusion", "would match without that statement", [says("Acme", "Gate"), {
        "vendor": "Acme", "product": "Gate", "defaultStatus": "unknown", "versions": [{
            "version": "7.0", "lessThan": "8.0", "status": "unaffected", "versionType": "semver"}]}],
     [soft("Acme", "Gate", "7.3")], [soft("Acme", "Gate", "8.0")]),
    ("verification", "would match once somebody has verified it: ess entity coverage n{}", [says("Acme", "Gate")],
     [soft("Acme", "Gate", "7.3", None)], [soft("Acme", "Gate", "7.3")]),
    ("verification", "would match once somebody has verified it: ess entity coverage n{}",
     [says("Acme", "Gate", ("0", "7.4"))], [soft("Acme", "Gate", "7.3", "disputed: not ours")],
     [soft("Acme", "Gate", "7.3")]),
    ("verification", "would match once somebody has verified it: ess entity coverage n{}",
     [says("Acme", "Gate", ("0", "7.4"))], [soft("Acme", "Gate", "7.4"), soft("Acme", "gate", "7.3", None)],
     [soft("Acme", "Gate", "7.3")]),
    ("cpe", "would match update `update_1`; the asset has `update_9`",
     [named("a:acme:gate:7.3:update_1:*:*:*:*:*:*")], [cpe("a:acme:gate:7.3:update_9:*:*:*:*:*:*")],
     [cpe("a:acme:gate:7.3:update_1:*:*:*:*:*:*")]),
    ("product", "would match registered software `Acme Gate Server`", [says("Acme", "Gate Server")],
     [soft("Acme", "Server", "1")], [soft("Acme", "Acme Gate Server", "1")]),
    ("products", "would be compared when a source states one", [{
        "vendor": "Acme", "product": "Gate", "defaultStatus": "unaffected"}], [soft("Acme", "Gate", "7.3")], None),
    ("record", "would be compared again when its source publishes it again", None, [soft("Acme", "Gate", "7.3")], None),
    ("decision", "would match on other evidence", [says("Acme", "Bare")], [soft("", "Bare", "1")], None),
]
# (entity, place or threat, rule, what would match)
TELNET = "condition:vulnerable/potentially-unwanted-accessible/open-telnet"
PLACES = [
    ("town", "10.1.200.7", "network", "would match a verified network of town within 10.1.128.0/17 that holds it"),
    ("mill", "10.1.0.7", "network", "would match a verified network of mill within 10.1.0.0/16 that holds it"),
    ("town", "10.9.0.1", "network",
     "would match a verified network of town that holds it, or a row that states AS64500"),
    ("mill", "10.8.0.1:23/tcp", "verification", "would match once somebody has verified it: ess entity coverage mill"),
    ("town", "10.1.0.7:23/tcp", "observation", "would match a row or listing that names it"),
    ("mill", "domain:www.town.example", "domain",
     "would match a verified domain of mill within town.example that it is or stands below"),
    ("town", "domain:a.mill.example", "verification",
     "would match once somebody has verified it: ess entity coverage town"),
    ("mill", TELNET, "observation", "would match a row or listing that names it"),
    ("bare", TELNET, "network", "would match a row at a verified network, autonomous system or domain of bare"),
]
TOWNS = f"""  - id: town
    name: Town
    assets:
      - {{network: 10.1.0.0/16, {SURE}}}
      - {{asn: 64500, {SURE}}}
      - {{domain: town.example, {SURE}}}
      - {{domain: a.mill.example}}
  - id: mill
    name: Mill
    assets:
      - {{network: 10.1.128.0/17, {SURE}}}
      - {{network: 10.8.0.0/16}}
      - {{domain: mill.example, {SURE}}}
  - id: bare
    name: Bare
    assets: []
"""


def entity(name, assets):
    """One asset as a list of keys, or several."""
    several = [assets] if assets and isinstance(assets[0], str) else assets or []
    lines = [f"      - " + "\n        ".join(keys) for keys in several]
    return f"  - id: {name}\n    name: {name}\n    assets:{chr(10) if lines else ' []'}" + "\n".join(lines) + "\n"


def record(cve, affected):
    whole = json.loads((REPOSITORY / "Feeds/samples/CVE-2026-99001.json").read_text())
    whole["cveMetadata"]["cveId"] = cve
    if affected is None:
        whole["cveMetadata"].update(state="REJECTED", dateRejected="2026-11-21T00:00:00.000Z")
        whole["containers"] = {"cna": {"providerMetadata": whole["containers"]["cna"]["providerMetadata"],
                                       "rejectedReasons": [{"lang": "en", "value": "Twice."}]}}
    else:
        whole["containers"]["cna"]["affected"] = affected
    return json.dumps(whole)


def main():
    stage = Stage("non-matches")
    stage.begin()
    register = "entities:\n" + TOWNS + "".join(
        entity(f"n{number:02}", has) + (entity(f"y{number:02}", would) if would else "")
        for number, (_, _, _, has, would) in enumerate(SOFTWARE))
    stage.must("entity", "import", stage.write("cases.yaml", register), user="admin")
    cves = [f"CVE-2032-{2000 + number}" for number in range(len(SOFTWARE))]
    for cve, (_, _, affected, _, _) in zip(cves, SOFTWARE):
        stage.must("ingest", "cve-vulnrichment", stage.write(f"{cve}.json", record(cve, affected)))
    stage.must("ingest", "shadowserver-telnet", REPOSITORY / "Feeds/samples/scan-telnet.csv")
    gap = stage.wait(lambda: [row for row in stage.must("gap", "list", "--format", "json").json()
                              if row["threat"] == cves[-1]])
    stage.must("gap", "resolve", gap[0]["gap"], "--as", "no-match", "--reason", "another product")
    told = 0
    for number, (rule, would, _, _, other) in enumerate(SOFTWARE):
        told += said(stage, f"n{number:02}", cves[number], rule, would.format(f"{number:02}"))
        if other:
            found = stage.must("finding", "explain", f"y{number:02}", cves[number], "--format", "json").json()
            stage.claim(f"  and there it matches", found[0].get("finding", {}).get("state") == "open"
                        and "failed_rule" not in found[0], found)
    for name, place, rule, would in PLACES:
        told += said(stage, name, place, rule, would)
    stage.claim(f"{told} non-matches say why, at least 50", told == len(SOFTWARE) + len(PLACES) >= 50)
    shown = stage.must("finding", "show", "n23", cves[23]).out
    stage.claim("people read it too", "failed   version" in shown and "would match below 7.4" in shown, shown)
    stage.finish()


def said(stage, name, what, rule, would):
    one = stage.must("finding", "explain", name, what, "--format", "json").json()[0]
    return stage.claim(f"{name}, {what}: {rule}, {would}", "finding" not in one and one["failed_rule"] == rule
                       and one["would_match"] == would, one)


main()
