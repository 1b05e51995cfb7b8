#!/usr/bin/env python3
"""A supplier's CycloneDX VEX closes and reopens findings of the component it names, as a CSAF VEX does; and ENISA's list
of exploited vulnerabilities makes a threat existing, under one name with its CVE."""

import json

from stage import Stage

REGISTER = """entities:
  - id: works
    name: Water works
    sector: water
    criticality: high
    assets:
      - purl: pkg:npm/zipper@1.4.0
        verified: {by: registrar, how: inventory, at: 2026-01-15T09:00:00Z}
"""
SERIAL = "urn:uuid:6a1f1f0e-58a8-4c55-9d0b-1c2a9a1b7e0"


def flaw(cve):
    """An OSV record of ours: all versions of the package below 2.0.0."""
    return json.dumps({"schema_version": "1.7.0", "id": cve, "modified": "2026-11-20T12:00:00Z", "summary": "A flaw.",
                       "affected": [{"package": {"ecosystem": "npm", "name": "zipper"}, "ranges": [
                           {"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "2.0.0"}]}]}]})


def vex(number, day, cve, state, reference="zip", purl="pkg:npm/zipper@1.4.0"):
    return json.dumps({
        "bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"{SERIAL}{number}", "version": 1,
        "metadata": {"timestamp": f"2026-11-{day}T00:00:00Z", "component": {"bom-ref": "app", "name": "Gate"}},
        "components": [{"bom-ref": "zip", "name": "zipper", "version": "1.4.0", "purl": purl}],
        "vulnerabilities": [{"id": cve, "analysis": {"state": state}, "affects": [{"ref": reference}]}]})


def open_findings(stage, cve):
    """What nobody was told of goes altogether when it no longer holds; so what is open is asked for."""
    rows = stage.must("finding", "list", "--threat", cve, "--format", "jsonl").lines()
    return [row["confidence"] for row in rows if row["state"] == "open"]


def ingest(stage, feed, name, text):
    return stage.must("ingest", feed, stage.write(name, text), "--format", "json").json()["summary"]


def closes(stage):
    ends = {"not_affected": True, "false_positive": True, "resolved": True, "resolved_with_pedigree": True,
            "exploitable": False, "in_triage": False, "of_no_concern": False}
    for number, (state, is_end) in enumerate(ends.items()):
        cve = f"CVE-2026-9930{number}"
        ingest(stage, "osv-go", f"{cve}.json", flaw(cve))
        found = stage.wait(lambda: open_findings(stage, cve) == ["certain"], 30)
        summary = ingest(stage, "supplier-vex", f"vex-{number}.json", vex(number, 21, cve, state))
        wanted = [] if is_end else ["certain"]
        held = stage.wait(lambda: open_findings(stage, cve) == wanted, 15)
        stage.claim(f"{state}: {'closes' if is_end else 'does not close'}", found and held and summary["reports"] == 1,
                    (found, open_findings(stage, cve), summary))


def beside(stage):
    cve = "CVE-2026-99310"
    ingest(stage, "osv-go", "beside.json", flaw(cve))
    stage.wait(lambda: open_findings(stage, cve) == ["certain"], 30)
    ingest(stage, "supplier-vex", "other.json", vex("8", 21, cve, "not_affected", purl="pkg:npm/zipper@1.3.0"))
    ingest(stage, "supplier-vex", "mark.json", vex(
        "9", 21, cve, "not_affected", reference="urn:cdx:99999999-0000-4000-8000-000000000000/1#zip"))
    stage.must("threat", "show", cve)
    stage.claim("another version, and a mark of another document, close nothing", open_findings(stage, cve) == ["certain"],
                open_findings(stage, cve))
    why = stage.must("finding", "explain", "works", "inventory", "--threat", "CVE-2026-99300")
    stage.claim("explain names the document that closed", "kept out" in why.out and f"supplier-vex/{SERIAL}0" in why.out,
                why.out)
    ingest(stage, "supplier-vex", "again.json", vex("0", 22, "CVE-2026-99300", "exploitable"))
    stage.claim("a later revision that takes it back reopens",
                stage.wait(lambda: open_findings(stage, "CVE-2026-99300") == ["certain"], 30),
                open_findings(stage, "CVE-2026-99300"))


def exploited(stage):
    cve, number = "CVE-2026-99310", "EUVD-2026-4711"
    rows = [{"cveId": cve, "euvdId": number, "dateAdded": "2026-11-22", "sources": ["eukev_kev"]},
            {"cveId": "CVE-2026-99311", "euvdId": "EUVD-2026-4712", "dateAdded": "2026-11-22", "sources": ["cisa_kev"]}]
    summary = ingest(stage, "enisa-eukev", "dump.json", json.dumps(rows))
    stage.claim("the EU's entry is a report, CISA's copy is left out and counted", summary["reports"] == 1
                and summary["skipped"] == ["dump.json: 1 entries of cisa_kev alone, as the feed's file says"], summary)
    shown = stage.wait(lambda: (lambda answer: answer if answer["threat"]["presence"] == "existing" else None)(
        stage.must("threat", "explain", cve, "--format", "json").json()), 30)
    stage.claim("it makes the threat existing, with its points", shown
                and any(part["rule"] == "kev" and part["points"] == 30 for part in shown["contributions"]), shown)
    stage.claim("both numbers are one threat", stage.must("threat", "show", number, "--format", "json").json()
                ["threat"]["id"] == cve)


def main():
    stage = Stage("vex")
    stage.begin()
    stage.must("entity", "import", stage.write("register.yaml", REGISTER), user="admin")
    closes(stage)
    beside(stage)
    exploited(stage)
    stage.finish()


if __name__ == "__main__":
    main()
