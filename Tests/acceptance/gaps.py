#!/usr/bin/env python3
"""Coverage of an inventory, possible matches decided by people, and VEX that closes and reopens, in any order."""

import json

from stage import Stage

REGISTER = """entities:
  - id: works
    name: Water works
    sector: water
    assets:
{}"""
VERIFIED = "        verified: {by: registrar, how: visit, at: 2026-01-15T09:00:00Z}\n"


def asset(**keys):
    lines = [f"{name}: \"{value}\"" for name, value in keys.items()]
    return "      - " + "\n        ".join(lines) + "\n"


def document(number, date, products, status, cve):
    """A CSAF document with one vulnerability; `products`: (vendor, product, version)."""
    branches = [{"category": "vendor", "name": vendor, "branches": [{
        "category": "product_name", "name": product, "branches": [{
            "category": "product_version", "name": version,
            "product": {"name": f"{vendor} {product} {version}", "product_id": f"P-{index}"}}]}]}
        for index, (vendor, product, version) in enumerate(products)]
    return json.dumps({
        "document": {
            "category": "csaf_vex", "csaf_version": "2.0", "title": f"About {cve}",
            "publisher": {"category": "vendor", "name": "Acme", "namespace": "https://acme.example"},
            "distribution": {"tlp": {"label": "WHITE"}},
            "tracking": {"id": number, "version": "1", "status": "final", "initial_release_date": date,
                         "current_release_date": date,
                         "revision_history": [{"date": date, "number": "1", "summary": "Initial."}]}},
        "product_tree": {"branches": branches},
        "vulnerabilities": [{"cve": cve, "product_status": {
            status: [f"P-{index}" for index in range(len(products))]} if status else {}}]})


def ingest(stage, text):
    name = f"document-{len(list(stage.folder.glob('document-*')))}.json"
    stage.must("ingest", "cisa-csaf", stage.write(name, text))


def findings(stage, cve, *more):
    return stage.must("finding", "list", "--threat", cve, "--with-gaps", *more, "--format", "jsonl").lines()


def confidences(stage, cve):
    return [row["confidence"] for row in findings(stage, cve) if row["state"] == "open"]


def settled(stage, cve, expected):
    return stage.wait(lambda: stage.ess("threat", "show", cve).code == 0
                      and confidences(stage, cve) == expected, seconds=30)


def gaps(stage):
    gate = ("Acme", "Gate", "7.3")
    ingest(stage, document("A-1", "2026-02-01T00:00:00Z", [gate], "known_affected", "CVE-2031-2001"))
    ingest(stage, document("A-2", "2026-02-01T00:00:00Z", [("Palo Alto Networks", "PAN-OS", "10.1")],
                           "known_affected", "CVE-2031-2002"))
    ingest(stage, document("A-3", "2026-02-01T00:00:00Z", [("Palo Alto Networks", "PAN-OS", "10.1")],
                           "known_affected", "CVE-2031-2003"))
    stage.claim("a vendor in another spelling is a gap", settled(stage, "CVE-2031-2002", ["possible"]))
    settled(stage, "CVE-2031-2003", ["possible"])
    rows = stage.must("gap", "list", "--format", "json").json()
    mine = {row["threat"]: row for row in rows}
    row = mine["CVE-2031-2002"]
    stage.claim("a gap ends in the command to type", row["command"].startswith(f"ess gap resolve {row['gap']} --as ")
                and row["alias"] == "palo alto networks/pan os=paloaltonetworks/pan os", row)
    stage.claim("the table shows it too", row["command"] in stage.must("gap", "list").out)
    words = ("gap", "resolve", row["gap"], "--as", "match")
    stage.claim("a decision needs a reason", stage.ess(*words).code == 64)
    stage.claim("an approver alone decides nothing", stage.ess(*words, "--reason", "x", user="approver").code == 77)
    stage.claim("a dry run decides nothing", stage.ess(*words, "--reason", "x", "--dry-run").code == 0
                and confidences(stage, "CVE-2031-2002") == ["possible"])
    answer = stage.must(*words, "--reason", "they said so", "--format", "json").json()
    stage.claim("a match that a person confirms leaves the gaps", answer["outcome"] == "probable", answer)
    stage.claim("the other one stays a gap", confidences(stage, "CVE-2031-2003") == ["possible"])
    other = mine["CVE-2031-2003"]
    answer = stage.must("gap", "resolve", other["gap"], "--as", "match", "--alias", other["alias"], "--reason",
                        "one firm", "--format", "json").json()
    stage.claim("a taught name settles all like it", answer["outcome"] == "probable", answer)
    ingest(stage, document("A-4", "2026-02-01T00:00:00Z", [("Palo Alto Networks", "PAN-OS", "10.1")],
                           "known_affected", "CVE-2031-2004"))
    stage.claim("and what comes later", settled(stage, "CVE-2031-2004", ["probable"]))
    lessons = stage.must("gap", "lessons", "--format", "jsonl").lines()
    stage.claim("lessons are listed with their teacher", [lesson["verdict"] for lesson in lessons] == ["match"]
                and lessons[0]["reason"] == "one firm", lessons)
    ingest(stage, document("A-5", "2026-02-01T00:00:00Z", [("Other", "Bare", "1.0")], "known_affected",
                           "CVE-2031-2005"))
    settled(stage, "CVE-2031-2005", ["possible"])
    row = next(row for row in stage.must("gap", "list", "--format", "json").json()
               if row["threat"] == "CVE-2031-2005")
    answer = stage.must("gap", "resolve", row["gap"][:8], "--as", "no-match", "--reason", "another product", "--format",
                        "json").json()
    stage.claim("a refused match falls away", answer["outcome"] == "none" and not findings(stage, "CVE-2031-2005"),
                answer)
    why = stage.must("finding", "explain", "works", "inventory", "--threat", "CVE-2031-2005").out
    stage.claim("and explain says who refused it", "another product" in why, why)
    ingest(stage, document("A-6", "2026-03-01T00:00:00Z", [("Zeta", "Bare", "1.0")], "known_affected",
                           "CVE-2031-2005"))
    stage.claim("other evidence brings the question back", settled(stage, "CVE-2031-2005", ["possible"]),
                findings(stage, "CVE-2031-2005"))


def gap(stage, cve):
    return [row for row in stage.must("gap", "list", "--format", "json").json() if row["threat"] == cve]


def near(stage):
    """Names that are longer, shorter, or only the vendor's."""
    said = {"2011": "Gateway", "2012": "Acme Gate", "2013": "Multiple products", "2014": "Gate"}
    for number, product in said.items():
        ingest(stage, document(f"B-{number}", "2026-02-01T00:00:00Z", [("Acme", product, "7.3")], "known_affected",
                               f"CVE-2031-{number}"))
    stage.claim("the vendor's name before a product's is no other name", settled(stage, "CVE-2031-2012", ["probable"]))
    stage.claim("and of two products the one that is named is found", settled(stage, "CVE-2031-2014", ["probable"]))
    stage.claim("a vendor's product with a longer name is a gap", settled(stage, "CVE-2031-2011", ["possible"]))
    row, = gap(stage, "CVE-2031-2011")
    stage.claim("it offers the lesson", row["alias"] == "acme/gateway=acme/gateway pro", row)
    answer = stage.must("gap", "resolve", row["gap"], "--as", "match", "--alias", row["alias"], "--reason", "they say so",
                        "--format", "json").json()
    stage.claim("which settles it", answer["outcome"] == "probable", answer)
    stage.claim("a statement about the vendor is a gap", settled(stage, "CVE-2031-2013", ["possible"]))
    rows = gap(stage, "CVE-2031-2013")
    stage.claim("one, whatever of that vendor they run, and no lesson about names", len(rows) == 1
                and rows[0].get("alias") is None and "only the vendor `acme`" in rows[0]["why"], rows)
    answer = stage.must("gap", "resolve", rows[0]["gap"], "--as", "no-match", "--reason", "another line of products",
                        "--format", "json").json()
    stage.claim("and a person's word on it holds", answer["outcome"] == "none" and not gap(stage, "CVE-2031-2013"), answer)


def vex(stage):
    gate = [("Acme", "Gate", "7.3")]
    stage.claim("what a source states as affected is found", settled(stage, "CVE-2031-2001", ["probable"]))
    for number, status in enumerate(("known_not_affected", "fixed"), start=1):
        ingest(stage, document(f"V-{number}", f"2026-04-0{number}T00:00:00Z", gate, status, "CVE-2031-2001"))
        stage.claim(f"{status} keeps it out", settled(stage, "CVE-2031-2001", []), findings(stage, "CVE-2031-2001"))
        why = stage.must("finding", "explain", "works", "inventory", "--threat", "CVE-2031-2001", "--format",
                         "json").json()[0]
        kept = [one["verdict"] for one in why["assets"] if one["verdict"]["kind"] == "excluded"]
        stage.claim("the statement is the evidence", "finding" not in why and len(kept) == 1, why)
        # The source takes its statement back: a newer revision that no longer names the product.
        ingest(stage, document(f"V-{number}", f"2026-05-0{number}T00:00:00Z", gate, "", "CVE-2031-2001"))
        stage.claim("a withdrawn statement opens it again", settled(stage, "CVE-2031-2001", ["probable"]),
                    findings(stage, "CVE-2031-2001"))
        # An older revision that arrives late says nothing any more.
        ingest(stage, document(f"V-{number}", f"2026-04-1{number}T00:00:00Z", gate, status, "CVE-2031-2001"))
        stage.claim("and a late old one changes nothing", settled(stage, "CVE-2031-2001", ["probable"]))
    ingest(stage, document("W-1", "2026-04-01T00:00:00Z", gate, "known_not_affected", "CVE-2031-2009"))
    ingest(stage, document("W-2", "2026-02-01T00:00:00Z", gate, "known_affected", "CVE-2031-2009"))
    stage.claim("a VEX that came first keeps out what comes after", settled(stage, "CVE-2031-2009", []))
    ingest(stage, document("W-3", "2026-02-01T00:00:00Z", gate, "under_investigation", "CVE-2031-2010"))
    stage.claim("under investigation is a gap", settled(stage, "CVE-2031-2010", ["possible"]))


def coverage(stage):
    whole = stage.must("entity", "coverage", "--format", "json").json()
    stage.claim("all entities in counts", [row["entity"] for row in whole] == ["works"] and not whole[0]["wanting"],
                whole)
    found = stage.must("entity", "coverage", "works", "--format", "json").json()[0]
    stage.claim("what can be matched is counted", (found["assets"], found["matchable"]) == (7, 5), found)
    stage.claim("both parts add up", sum(way["matchable"] for way in found["ways"]) == 5
                and sum(row["count"] for row in found["unmatched"]) == 2, found)
    stage.claim("what stands in the way is counted, with the remedy",
                {row["obstacle"]: (row["count"], row["blocks"]) for row in found["obstacles"]}
                == {"claimed": (1, True), "unknown-name": (1, True), "no-vendor": (1, False), "no-version": (1, False)}
                and all(row["remedy"] for row in found["obstacles"]), found["obstacles"])
    stage.claim("and people read it", "ess entity import works FILE" in stage.must("entity", "coverage", "works").out)


def main():
    stage = Stage("gaps")
    stage.begin()
    assets = [asset(vendor="Acme", product="Gate", version="7.3") + VERIFIED,
              asset(vendor="paloaltonetworks", product="PAN-OS", version="10.1") + VERIFIED,
              asset(product="Bare", version="1.0") + VERIFIED,
              asset(vendor="Nobody", product="Unheard", version="1") + VERIFIED,
              asset(vendor="Acme", product="Gateway Pro", version="7.3") + VERIFIED,
              asset(domain="works.example") + VERIFIED, asset(vendor="Acme", product="Gate")]
    stage.must("entity", "import", stage.write("register.yaml", REGISTER.format("".join(assets))), user="admin")
    stage.must("feed", "release", "cisa-csaf", user="admin")
    gaps(stage)
    near(stage)
    vex(stage)
    coverage(stage)
    answer = stage.ess("ledger", "verify", user="service")
    stage.claim("the ledger verifies", answer.code == 0, answer)
    stage.finish()


main()
