#!/usr/bin/env python3
"""Real catalogues through the real binary: KEV in both orders, CSAF, CVE records, EPSS. Needs the real documents."""

import time

from stage import CORPUS, Stage, skip

KEV = {"older": CORPUS / "kev/2025-08-25/known_exploited_vulnerabilities.json",
       "newer": CORPUS / "kev/2026-07-23/kev.json"}


def ingest(stage, feed, path, *options):
    """(answer, notes on standard error) of `ess ingest`, with the seconds it took printed."""
    begin = time.monotonic()
    answer = stage.must("ingest", feed, path, "--format", "json", *options)
    print(f"     {time.monotonic() - begin:6.1f} s  ess ingest {feed} {path.name}", flush=True)
    return answer.json(), answer.err


def threats(stage, *options):
    rows = []
    while page := stage.must("threat", "list", "--format", "jsonl", "--limit", 1000, "--offset", len(rows),
                             *options).lines():
        rows += page
    return rows


def judged(stage, count):
    """All threats, once each has been scored."""
    stage.wait(lambda: len(threats(stage, "--presence", "existing")) == count, 120)
    previous = None
    while (now := threats(stage)) != previous:
        previous = now
        time.sleep(1)
    return now


def catalogue(stage, order):
    first, second = order
    summary = ingest(stage, "cisa-kev", KEV[first])[0]["summary"]
    stage.claim(f"{first} first: {summary['new_reports']} reports, none rejected",
                summary["reports"] == summary["new_reports"] and summary["rejects"] == 0, summary)
    summary = ingest(stage, "cisa-kev", KEV[second])[0]["summary"]
    if second == "newer":
        stage.claim("249 new and 36 revisions in the second, 0 removed",
                    (summary["new_reports"], summary["new_revisions"], summary["removed"]) == (249, 36, 0), summary)
    reports = stage.must("report", "list", "--feed", "cisa-kev", "--limit", 5000, "--format", "jsonl").lines()
    stage.claim("1,653 reports, 36 of them with two revisions",
                (len(reports), sum(r["revisions"] == 2 for r in reports), max(r["revisions"] for r in reports))
                == (1653, 36, 2), len(reports))
    found = judged(stage, 1653)
    stage.claim("1,653 threats, all existing", len(found) == 1653 and all(t["presence"] == "existing" for t in found),
                len(found))
    for name in order:
        answer = ingest(stage, "cisa-kev", KEV[name])[0]
        stage.claim(f"{name} again: nothing new", not answer["new"] and answer["summary"]["new_reports"] == 0
                    and answer["summary"]["new_revisions"] == 0, answer)
    return found, sorted((r["id"], r["title"], r["revised"], r["revisions"]) for r in reports)


def both_orders():
    ends = []
    for order in (("older", "newer"), ("newer", "older")):
        stage = Stage("feeds")
        stage.begin()
        ends.append(catalogue(stage, order))
        if len(ends) == 1:
            stage.claim("SIGTERM ends the service well", stage.stop(), stage.tail())
            stage.failures and stage.finish()
    stage.claim("reports end alike in both orders", ends[0][1] == ends[1][1])
    differing = [pair for pair in zip(ends[0][0], ends[1][0]) if pair[0] != pair[1]]
    stage.claim("threats end alike in both orders", ends[0][0] == ends[1][0], differing[:2])
    return stage


def records(stage):
    answer, notes = ingest(stage, "cisa-csaf", CORPUS / "csaf/cisa", "--show-skipped")
    summary = answer["summary"]
    stage.claim("433 CSAF documents, 0 rejects", (summary["reports"], summary["rejects"]) == (433, 0), summary)
    named = [line for line in notes.splitlines() if line.startswith("skipped ")]
    stage.claim("what is no document is skipped and named", named and len(named) == len(summary["skipped"])
                and any("index.txt" in line for line in named), named[:3])
    seen, rejects = 0, 0
    for path in (CORPUS / "cve/vulnrichment_cves.zip", CORPUS / "cve/vulnrichment"):
        summary = ingest(stage, "cve-vulnrichment", path)[0]["summary"]
        rejects += summary["rejects"]
        seen += summary["new_reports"]
    stage.claim("4,200 CVEs from the archive and the folder, 0 rejects", (seen, rejects) == (4200, 0), (seen, rejects))
    reports = stage.must("report", "list", "--feed", "cve-vulnrichment", "--limit", 5000, "--format", "jsonl").lines()
    rejected = sorted(r["id"] for r in reports if r["status"] not in ("current", "final", "published", "active"))
    stage.claim("5 of them are rejected by their source", len(rejected) == 5, rejected)
    closed = {t["id"] for t in threats(stage, "--all") if t["closed"]}
    stage.claim("the rejected ones are closed", set(rejected) <= closed, sorted(set(rejected) - closed))
    for cve in rejected[:5]:
        trail = stage.must("threat", "explain", cve)
        stage.claim(f"{cve} tells why it is closed", "reject" in trail.out.lower() or "withdrawn" in trail.out.lower(),
                    trail.out)


def scores(stage):
    reports = len(stage.must("report", "list", "--limit", 100000, "--format", "jsonl").lines())
    begin = time.monotonic()
    summary = ingest(stage, "epss", CORPUS / "epss/epss_scores.csv.gz")[0]["summary"]
    stage.claim(f"313,089 scores ({time.monotonic() - begin:.1f} s in this build), no report for each",
                summary["scores"] == 313089 and summary["reports"] == 0, summary)
    after = len(stage.must("report", "list", "--limit", 100000, "--format", "jsonl").lines())
    stage.claim("reports are as many as before", after == reports, (reports, after))


def main():
    if not CORPUS.is_dir():
        skip(f"there are no real documents in {CORPUS}; set ESS_CORPUS to their folder")
    stage = both_orders()
    records(stage)
    scores(stage)
    stage.claim("the ledger verifies", stage.ess("ledger", "verify", user="service").code == 0)
    stage.finish()


if __name__ == "__main__":
    main()
