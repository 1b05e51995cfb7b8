#!/usr/bin/env python3
"""Indicator lists, STIX and MISP through the real binary: rows that name what a registered entity owns are findings,
also when the entity is registered after the list came. On our own samples."""

from stage import Stage

HELD = {
    "urlhaus": ("urlhaus.csv", {("city-hospital", "192.0.2.66:8080/tcp"),
                                ("city-hospital", "domain:files.hospital.example")}),
    "threatfox": ("threatfox.json", {("city-hospital", "192.0.2.77:4443/tcp")}),
    "spamhaus-drop": ("drop.txt", {("first-bank", "198.51.100.0")}),
    "jpcert-phishing": ("phishing.csv", {("city-hospital", "192.0.2.81:443/tcp")}),
    "openphish": ("list.txt", {("city-hospital", "192.0.2.82:80/tcp"),
                               ("city-hospital", "domain:pay.hospital.example")}),
    "mitre-attack": ("bundle.json", {("city-hospital", "192.0.2.90")}),
    "circl-misp-osint": ("misp-event.json", {("city-hospital", "192.0.2.91:8443/tcp")}),
}
# Named by threatfox, phishing.csv, bundle.json and misp-event.json; nobody owns it yet.
LATE = """entities:
  - id: late-comer
    name: Late Comer
    sector: financial-markets
    criticality: low
    assets:
      - domain: bank.example
        verified: {by: registrar, how: DNS record, at: 2026-01-15T09:00:00Z}
"""
LATE_LOCI = {"domain:cdn.bank.example", "domain:login.bank.example", "domain:load.bank.example"}


def findings(stage, *options):
    rows = stage.must("finding", "list", "--format", "jsonl", *options).lines()
    return {(row["entity"], row["locus"]) for row in rows}


def main():
    stage = Stage("indicators")
    stage.begin()
    stage.must("entity", "import", stage.folder / "config/constituency.example.yaml", user="admin")
    known = set()
    for feed, (name, expected) in HELD.items():
        path = stage.folder / "feeds/samples" / name
        summary = stage.must("ingest", feed, path, "--format", "json").json()["summary"]
        stage.claim(f"{name}: {summary['rows']} rows, none rejected", summary["rows"] > 0 and summary["rejects"] == 0,
                    summary)
        now = findings(stage)
        stage.claim(f"{name}: {len(expected)} new findings, each where the list says", now - known == expected,
                    now - known)
        known = now
    told = stage.must("finding", "explain", "city-hospital", "domain:files.hospital.example")
    stage.claim("explain names the registered domain and shows the row", "hospital.example of city-hospital" in told.out
                and "update.exe" in told.out, told.out)
    reports = stage.must("report", "list", "--feed", "mitre-attack", "--format", "jsonl").lines()
    stage.claim("the bundle's report, malware and vulnerability are reports", len(reports) == 3, reports)
    late = stage.write("late.yaml", LATE)
    stage.must("entity", "import", late, user="admin")
    found = stage.wait(lambda: len(findings(stage, "--entity", "late-comer")) == len(LATE_LOCI), 60)
    stage.claim("an entity registered later is found in the lists that came before", found
                and {locus for _, locus in findings(stage, "--entity", "late-comer")} == LATE_LOCI,
                findings(stage, "--entity", "late-comer"))
    stage.claim("the ledger verifies", stage.ess("ledger", "verify", user="service").code == 0)
    stage.finish()


if __name__ == "__main__":
    main()
