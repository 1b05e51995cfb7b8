#!/usr/bin/env python3
"""Every due date is counted again, from `ess case show --format json` and the row of Config/deadlines that fits; and
whose an address is, from `ess finding explain --format json` and the register."""

import ipaddress
import re
from datetime import datetime, timedelta

from made_country import CRITICALITIES, DIRECTIVES, ENTITIES, explained, settle
from stage import REPOSITORY, Stage

POLICY = (REPOSITORY / "Config/deadlines/national.yaml").read_text()
ROWS = [dict(part.split(": ") for part in row.split(", ")) for row in re.findall(r"^  - \{(id: .*)\}", POLICY, re.M)]
EAST = timedelta(minutes=int(re.search(r"utc_offset_minutes: (\d+)", POLICY)[1]))


def read(text):
    return text and datetime.fromisoformat(text.replace("Z", "+00:00"))


def dates(case, part):
    """(what, as shown, as counted again) of one participation."""
    told = next(line for line in case["story"] if line["event"] == "notified" and line["entity"] == part["entity"])
    facts = told["text"].partition(" of national: ")[2]
    level, score = re.search(r"criticality (\w+)", facts)[1], int(re.search(r"score (\d+)", facts)[1])
    truth = {"exploited": "yes" if facts.startswith("exploited") else "no",
             "exposed": "no" if "not exposed" in facts else "yes"}
    row = next(row for row in ROWS if all(row.get(key, value) == value for key, value in truth.items())
               and CRITICALITIES.index(level) >= CRITICALITIES.index(row.get("criticality", "low"))
               and score >= int(row.get("score", 0)))
    at = read(told["at"])
    midnight = (at + EAST).replace(hour=0, minute=0, second=0, microsecond=0) - EAST
    fix = midnight + timedelta(days=1 + int(row["fix_days"]), seconds=-1) if "fix_days" in row else None
    yield "row", part["row"], f"national:{row['id']}"
    yield "ack_by", read(part["ack_by"]), at + timedelta(hours=int(row["ack_hours"]))
    yield "fix_by", read(part.get("fix_by")), fix


def owners(stage):
    """(where, what, as explained, as looked up again) of every finding at an address."""
    networks = {ipaddress.ip_network(asset["fact"]["network"]): entity["id"]
                for entity in explained(stage, "entity", "list") for asset in entity["assets"]
                if asset["fact"]["kind"] == "network"}
    for number in range(ENTITIES):
        for one in explained(stage, "finding", "explain", f"e{number:02}", "open-telnet"):
            address = ipaddress.ip_address(one["locus"].split(":")[0])
            closest = max((net for net in networks if address in net), key=lambda net: net.prefixlen)
            yield one["locus"], "owner", (one["evidence"]["network"], one["entity"]), (str(closest), networks[closest])


def main():
    stage = Stage("recompute-dates", directives=DIRECTIVES)
    stage.begin()
    settle(stage)
    stage.wait(lambda: len(explained(stage, "case", "list", "--all")) >= ENTITIES + 20, 120)
    cases = [stage.must("case", "show", row["number"], "--format", "json").json()
             for row in stage.must("case", "list", "--all", "--format", "json").json()]
    found = [(case["number"], part["entity"], *each) for case in cases for part in case["participations"]
             for each in dates(case, part)]
    places = list(owners(stage))
    wrong = [row for row in found if row[3] != row[4]]
    rows = {row[3] for row in found if row[2] == "row"}
    stage.claim(f"{len(found)} rows and dates by {len(rows)} rows, {len(wrong)} differences",
                len(found) >= 150 and len(rows) >= 3 and not wrong, wrong[:5])
    wrong = [row for row in places if row[2] != row[3]]
    stage.claim(f"{len(places)} owners of addresses looked up again, {len(wrong)} differences",
                len(places) >= 200 and not wrong, wrong[:5])
    stage.finish()


main()
