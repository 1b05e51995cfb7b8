#!/usr/bin/env python3
"""A record that its source rejects or merges closes its threat and findings with a trail; a later one opens them again."""

import json

from stage import REPOSITORY, Stage

SAMPLES = REPOSITORY / "Feeds/samples"
CVE, UNTOLD, GHSA = "CVE-2034-0001", "CVE-2034-0002", "GHSA-2222-3333-4444"
SURE = "verified: {by: registrar, how: visit, at: 2026-01-15T09:00:00Z}"
REGISTER = f"""entities:
  - id: works
    name: Water works
    contacts: [{{id: desk, role: technical, maildrop: desk, {SURE}}}]
    assets: [{{vendor: Acme, product: Gate, version: "7.3", {SURE}}}]
"""
DIRECTIVES = """  - id: findings
    kinds: [findings]
    roles: [technical]
    channel: maildrop
    tlp_max: AMBER+STRICT
    standing_order: true
"""


def record(cve, day, rejected=None, instead=()):
    whole = json.loads((SAMPLES / "CVE-2026-99001.json").read_text())
    at = f"2026-10-{day:02}T00:00:00.000Z"
    meta, cna = whole["cveMetadata"], whole["containers"]["cna"]
    meta.update(cveId=cve, datePublished=at, dateUpdated=at, state="REJECTED" if rejected else "PUBLISHED")
    cna["affected"] = [{"vendor": "Acme", "product": "Gate", "defaultStatus": "affected"}]
    if rejected:
        whole["containers"] = {"cna": {"providerMetadata": cna["providerMetadata"], "replacedBy": list(instead),
                                       "rejectedReasons": [{"lang": "en", "value": rejected}]}}
    return json.dumps(whole)


def ghsa(modified, withdrawn=None):
    whole = json.loads((SAMPLES / "GHSA-xxxx-99aa-22bb.json").read_text())
    whole.update(id=GHSA, aliases=[CVE], modified=f"2026-10-{modified:02}T00:00:00Z")
    if withdrawn:
        whole["withdrawn"] = f"2026-10-{withdrawn:02}T00:00:00Z"
    return json.dumps(whole)


def take(stage, feed, name, text):
    stage.must("ingest", feed, stage.write(name, text))


def state(stage, cve):
    rows = stage.must("finding", "list", "--entity", "works", "--format", "jsonl").lines()
    return [(row["state"], row.get("reason")) for row in rows if row["threat"] == cve]


def threat(stage, name):
    return stage.must("threat", "explain", name, "--format", "json").json()


def main():
    stage = Stage("rejected", directives=DIRECTIVES)
    stage.begin()
    stage.must("entity", "import", stage.write("register.yaml", REGISTER), user="admin")
    short = stage.must("directive", "list", "--format", "json").json()[0]["digest"][:8]
    for user in ("approver", "chief"):
        stage.must("directive", "approve", "findings", "--digest", short, user=user)
    # The second stays in its baseline: nobody is told of it.
    stage.must("feed", "release", "cvelist", user="admin")
    take(stage, "cvelist", "first.json", record(CVE, 1))
    take(stage, "ghsa", "ghsa.json", ghsa(2))
    take(stage, "cve-vulnrichment", "untold.json", record(UNTOLD, 1))
    stage.claim("both are found, one is told", stage.wait(
        lambda: state(stage, CVE) == state(stage, UNTOLD) == [("open", None)]
        and stage.must("finding", "show", "works", CVE, "--format", "json").json()[0]["telling"]["notices"]), state(stage, CVE))
    why = stage.must("finding", "show", "works", UNTOLD, "--format", "json").json()[0]["telling"]
    stage.claim("the other says why not", why["reason"] == "baseline" and not why["notices"]
                and why["text"].endswith("until `ess feed release cve-vulnrichment`"), why)
    stage.claim("and so does the status", "1 of registered software known from baselines alone" in stage.must("status").out, stage.must("status"))
    stage.claim("the alias finds it", threat(stage, GHSA)["threat"]["id"] == CVE)

    take(stage, "cvelist", "rejected.json", record(CVE, 5, "Duplicate of an earlier record.", ["CVE-2034-0009"]))
    stage.claim("one of two records is no end", not threat(stage, CVE)["threat"]["closed"]
                and state(stage, CVE) == [("closed", "no-longer-matched")] or state(stage, CVE) == [("open", None)], state(stage, CVE))
    take(stage, "ghsa", "withdrawn.json", ghsa(6, 6))
    take(stage, "cve-vulnrichment", "untold-rejected.json", record(UNTOLD, 6, "Not a vulnerability."))
    closed = stage.wait(lambda: (one := threat(stage, CVE))["threat"]["closed"] and one)
    trail = closed["assessment"]["trail"]
    stage.claim("the trail names each record, its day, the reason and what stands in its place", len(trail) == 2
                and trail[0] == f"cvelist/{CVE} was rejected by its source on 2026-10-05: Duplicate of an earlier record. "
                "Replaced by CVE-2034-0009." and trail[1].startswith(f"ghsa/{GHSA} was withdrawn by its source on "), trail)
    stage.claim("the work is closed, the score 0", closed["threat"]["work"] == "closed" and closed["score"] == 0
                and closed["queue"]["rule"] == "closed", closed["threat"])
    stage.claim("the finding somebody was told of is closed with its reason",
                stage.wait(lambda: state(stage, CVE) == [("closed", "rejected")]), state(stage, CVE))
    stage.claim("the one nobody was told of says why it is not there", stage.wait(lambda: not state(stage, UNTOLD)))
    failed = stage.must("finding", "explain", "works", UNTOLD, "--format", "json").json()[0]
    stage.claim("by the record that was rejected", failed["failed_rule"] == "record"
                and f"cve-vulnrichment/{UNTOLD} was rejected" in failed["because"]
                and "Not a vulnerability." in failed["because"], failed)
    stage.claim("aliases stay", threat(stage, GHSA)["threat"]["id"] == CVE and closed["assessment"]["aliases"] == [GHSA],
                closed["assessment"]["aliases"])

    take(stage, "cvelist", "again.json", record(CVE, 9))
    again = stage.wait(lambda: not (one := threat(stage, CVE))["threat"]["closed"] and one)
    stage.claim("a later publication opens the threat as new", again["threat"]["work"] == "new", again["threat"])
    stage.claim("who took his report back meanwhile is still named",
                [line.split(" ")[0] for line in again["assessment"]["trail"]] == [f"ghsa/{GHSA}"], again["assessment"]["trail"])
    stage.claim("and its finding", stage.wait(lambda: state(stage, CVE) == [("open", None)]), state(stage, CVE))
    take(stage, "cvelist", "rejected-again.json", record(CVE, 5, "Duplicate of an earlier record.", ["CVE-2034-0009"]))
    stage.claim("an older rejection read once more changes nothing", not threat(stage, CVE)["threat"]["closed"])
    stage.finish()


main()
