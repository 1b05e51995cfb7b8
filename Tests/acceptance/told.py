#!/usr/bin/env python3
"""Each finding is told once (I2): what an advisory told, no standing order tells again; whom it comes to concern later gets
the version in force under a standing order, late (I8), and no bundle besides; also over a kill and a restart."""

import re
import signal

from stage import REPOSITORY, Stage

THREAT = "condition:vulnerable/potentially-unwanted-accessible/open-telnet"
DIRECTIVES = """  - id: advisories
    kinds: [advisory]
    roles: [technical, abuse, 24h]
    channel: maildrop
    tlp_max: AMBER
    standing_order: true
  - id: telnet
    kinds: [findings]
    rsit: [vulnerable/potentially-unwanted-accessible]
    roles: [technical, abuse, 24h]
    channel: maildrop
    tlp_max: AMBER
    standing_order: true
"""
LATE = """entities:
  - id: sheki-post
    name: {en: Post of Sheki}
    sector: transport
    contacts:
      - id: desk
        role: technical
        maildrop: sheki
        verified: {by: registrar, how: callback, at: 2026-01-15T09:00:00Z}
    assets:
      - network: 203.0.113.0/24
        verified: {by: registrar, how: routing registry, at: 2026-01-15T09:00:00Z}
"""


def register():
    """The example, its contacts reading a local mail drop."""
    text, mails = (REPOSITORY / "Config/constituency.example.yaml").read_text(), iter(range(100))
    return re.sub(r"^( +)mail: .*$", lambda found: f"{found[1]}maildrop: desk-{next(mails)}", text, flags=re.M)


def untold(stage):
    return stage.must("finding", "list", "--untold", "--format", "jsonl").lines()


def notices(stage, entity):
    return stage.must("notice", "list", "--entity", entity, "--format", "json").json()


def issue(stage, threat):
    number = stage.must("advisory", "draft", threat, "--format", "json").json()["number"]
    stage.must("advisory", "submit", number)
    short = stage.must("advisory", "preview", number, "--format", "json", user="approver").json()["short"]
    stage.must("advisory", "approve", number, "--digest", short, user="approver")
    stage.must("advisory", "issue", number, user="approver")
    return number


def approve(stage, order):
    short = next(row["digest"][:8] for row in stage.must("directive", "list", "--format", "json").json()
                 if row["directive"]["id"] == order)
    for user in ("approver", "chief"):
        stage.must("directive", "approve", order, "--digest", short, user=user)


def advised(stage):
    before = {row["entity"] for row in untold(stage)}
    stage.claim("before it, findings of two entities are untold", {"city-hospital", "first-bank"} <= before, before)
    number = issue(stage, THREAT)
    told = [row for row in untold(stage) if row["entity"] in ("city-hospital", "first-bank")]
    stage.claim("what the advisory told is not listed as untold", not told, told)
    telling = stage.must("finding", "show", "city-hospital", "--format", "json").json()[0]["telling"]
    stage.claim("and its telling names the advisory", telling["reason"] == "told" and telling["advisories"] == [number],
                telling)
    for order in ("telnet", "advisories"):
        approve(stage, order)
    kinds = [row["kind"] for entity in ("city-hospital", "first-bank") for row in notices(stage, entity)]
    stage.claim("the standing order tells nobody again", kinds == ["advisory", "advisory"], kinds)
    return number


def late(stage, number):
    stage.must("entity", "import", stage.write("late.yaml", LATE), user="admin")
    stage.service.send_signal(signal.SIGKILL)
    stage.service.wait()
    stage.begin()
    found = stage.wait(lambda: notices(stage, "sheki-post"))
    stage.claim("who is registered later gets the version in force, once, over a kill",
                [(row["kind"], row["about"]) for row in found] == [("advisory", number)], found)
    shown = stage.must("advisory", "show", number, "--format", "json").json()["late"]
    stage.claim("and is listed as late", [(row["entity"], row["notice"]) for row in shown]
                == [("sheki-post", found[0]["number"])], shown)
    rows = stage.must("finding", "list", "--entity", "sheki-post", "--format", "jsonl").lines()
    stage.claim("all that is found there is told by it", len(rows) == 3 and not [
        row for row in untold(stage) if row["entity"] == "sheki-post"], rows)
    event = stage.must("ledger", "show", found[0]["number"], "--format", "jsonl").lines()[0]
    stage.claim("the ledger says late", '"late":true' in event["payload"], event)


def further(stage):
    text = (REPOSITORY / "Feeds/samples/scan-telnet.csv").read_text().splitlines()
    row = text[1].replace("2026-11-20", "2026-11-21").replace("192.0.2.10", "192.0.2.90")
    stage.must("ingest", "shadowserver-telnet", stage.write("next.csv", "\n".join([text[0], row]) + "\n"))
    rows = stage.wait(lambda: len(notices(stage, "city-hospital")) == 2 and notices(stage, "city-hospital"))
    stage.claim("a further address of who has the version already goes by itself",
                rows and sorted((row["kind"], row["causes"]) for row in rows)[1] == ("findings", 1), rows)
    text = stage.must("status").out
    stage.claim("nobody waits", "since its issue" not in text and "every open finding was told" in text, text)


def main():
    stage = Stage("told", directives=DIRECTIVES)
    stage.begin()
    stage.must("entity", "import", stage.write("register.yaml", register()), user="admin")
    stage.must("feed", "release", "shadowserver-telnet", user="admin")
    stage.must("ingest", "shadowserver-telnet", stage.folder / "feeds/samples/scan-telnet.csv")
    number = advised(stage)
    late(stage, number)
    further(stage)
    stage.finish()


if __name__ == "__main__":
    main()
