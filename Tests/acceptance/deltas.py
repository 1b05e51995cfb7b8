#!/usr/bin/env python3
"""Scan reports of differences through the real binary: they find what they name and close nothing; the day's full list
of the week closes, three weeks in a row, what it no longer names."""

from stage import Stage

HEADER = '"timestamp","ip","protocol","port","hostname","tag","asn","geo","banner"\n'
FEED = """publisher: Shadowserver Foundation
kind: research
country: INT
format: scan-csv
interval: 1d
licence: ours
tlp: AMBER
reliability: B
report: scan_telnet
delivery: delta
full_on: sunday
"""


def report(stage, day, hosts, word=""):
    """Sundays of 2026: 25 October, 1, 8, 15 and 22 November."""
    rows = "".join(f'"{day} 02:10:{host % 60:02}","192.0.2.{host}","tcp",23,"","telnet",64500,"AZ","login:"\n' for host in hosts)
    path = stage.write(f"{day}-scan_telnet{word}-example_net-asn.csv", HEADER + rows)
    return stage.must("ingest", "weekly", path, "--format", "json").json()


def states(stage):
    rows = stage.must("finding", "list", "--entity", "city-hospital", "--format", "jsonl").lines()
    return {int(row["locus"].split(":")[0].rsplit(".", 1)[1]): row["state"] for row in rows}


def main():
    stage = Stage("deltas")
    stage.write("feeds/weekly.yaml", FEED)
    stage.claim("check reads the feed's file", stage.ess("check").code == 0, stage.ess("check"))
    stage.begin()
    stage.must("entity", "import", stage.folder / "config/constituency.example.yaml", user="admin")
    report(stage, "2026-10-25", [10, 11, 12])
    stage.claim("Sunday's full list finds three", states(stage) == {10: "open", 11: "open", 12: "open"}, states(stage))
    report(stage, "2026-10-26", [13])
    stage.claim("a difference finds what it names and closes nothing",
                states(stage) == {10: "open", 11: "open", 12: "open", 13: "open"}, states(stage))
    for day in ("2026-10-27", "2026-10-28", "2026-10-29", "2026-10-30"):
        report(stage, day, [14])
    stage.claim("nor do several of them", set(states(stage).values()) == {"open"}, states(stage))
    report(stage, "2026-11-01", [10, 11, 14])
    stage.claim("the next full list says what was not seen, also of what only a difference had named",
                states(stage) == {10: "open", 11: "open", 12: "not-seen", 13: "not-seen", 14: "open"}, states(stage))
    report(stage, "2026-11-08", [10, 11, 14], word="-delta")
    stage.claim("a Sunday's file that calls itself a delta is none of the lists",
                states(stage)[12] == "not-seen", states(stage))
    report(stage, "2026-11-15", [10, 11, 14])
    report(stage, "2026-11-22", [10, 11, 14])
    stage.claim("three full lists in a row close", states(stage)[12] == "closed" and states(stage)[13] == "closed"
                and states(stage)[10] == "open", states(stage))
    stage.finish()


if __name__ == "__main__":
    main()
