#!/usr/bin/env python3
"""What a duty officer sees after an everyday act: the next step, the person's own words, and no screen that contradicts another."""

import json
import subprocess

from stage import Stage

FEED = "cisa-kev"
SURE = "verified: {by: registrar, how: visit, at: 2026-01-15T09:00:00Z}"
REGISTER = f"""entities:
  - id: works
    name: Water works
    contacts: [{{id: desk, role: technical, maildrop: desk, {SURE}}}]
    assets: [{{network: 192.0.2.0/24, {SURE}}}]
"""


def reported(stage):
    """Somebody calls: the report is taken down, the case shows it, and a search for its address finds it."""
    words = ("report", "submit", "--title", "A strange mail", "--text", "It asks for a password.\nTwice.",
             "--address", "192.0.2.9", "--domain", "Strange.example", "--type", "fraud/phishing",
             "--entity", "works", "--contact", "Leyla, +994 12 000 00 00")
    dry = stage.must(*words, "--dry-run").out
    stage.claim("a dry run shows what would be taken down",
                all(part in dry for part in ("A strange mail", "192.0.2.9", "fraud/phishing", "works", "Leyla")), dry)
    stage.claim("and takes nothing", not stage.must("case", "list", "--format", "json").json())
    no = stage.ess("report", "submit", "--title", "x", "--domain", "not a name")
    stage.claim("what is no domain is refused, with an example", no.code == 65 and "is no domain name" in no.err
                and "mail.example.az" in no.err, no)
    said = stage.must(*words).out
    case = stage.must("case", "list", "--format", "json").json()[0]["number"]
    stage.claim("the answer names the case and the next step",
                f"case {case}" in said and f"ess case assign {case}" in said, said)
    number = said.split()[0]
    shown = stage.must("case", "show", case).out
    stage.claim("the case shows the person's words, who it was, and the places",
                all(part in shown for part in ("It asks for a password.", "Twice.", "Leyla", "192.0.2.9",
                                               "strange.example", "fraud/phishing", "concerns   works",
                                               f"ess report show user-reports {number}")), shown)
    report, = stage.must("case", "show", case, "--format", "json").json()["reports"]
    stage.claim("programs get the same", report["id"] == number and report["addresses"] == ["192.0.2.9"]
                and report["text"].startswith("It asks") and report["contact"].startswith("Leyla"), report)
    for place in ("192.0.2.9", "domain:strange.example"):
        told = stage.must("finding", "explain", "works", place, "--format", "json").json()[0]
        stage.claim(f"a report that names {place} is not passed over", told["reports"] == [f"user-reports/{number}"]
                    and case in told["because"] and f"ess report show user-reports {number}" in told["because"], told)
    other = stage.must("finding", "explain", "works", "192.0.2.90", "--format", "json").json()[0]
    stage.claim("another address is", not other.get("reports"), other)


def needs(stage, feed):
    return [line for line in stage.must("status", "--format", "json").json()["needs"]
            if line["need"] == "feed" and line["text"].startswith(feed + ":")]


def entries(stage):
    return len(stage.must("ledger", "list", "--limit", "1000", "--format", "json").json())


def paused(stage):
    """A pause stands in the status until it ends; a second pause, release or dismissal changes nothing."""
    stage.must("feed", "pause", FEED, user="admin")
    line, = needs(stage, FEED)
    stage.claim("a pause stands in the status, with since when, by whom and the command", "paused since 20" in line["text"]
                and "by user:" in line["text"] and line["command"] == f"ess feed resume {FEED}", line)
    before = entries(stage)
    again = stage.must("feed", "pause", FEED, user="admin").out
    stage.claim("a second pause says so and writes nothing", "already paused since" in again
                and "nothing was changed" in again and entries(stage) == before, again)
    resumed = stage.must("feed", "resume", FEED, user="admin").out
    stage.claim("where nothing is polled, a resume promises no poll", "polling: no" in resumed, resumed)
    stage.claim("and the line is gone", not needs(stage, FEED))
    stage.must("feed", "release", FEED, user="admin")
    before = entries(stage)
    again = stage.must("feed", "release", FEED, user="admin").out
    stage.claim("a second release says so and writes nothing",
                "already released" in again and entries(stage) == before, again)
    stage.must("ingest", FEED, stage.folder / "feeds/samples/kev.json")
    stage.must("threat", "dismiss", "CVE-2026-99002", "--reason", "not used here")
    before = entries(stage)
    again = stage.must("threat", "dismiss", "CVE-2026-99002", "--reason", "not used here").out
    stage.claim("a second dismissal says so and writes nothing",
                "already dismissed" in again and entries(stage) == before, again)


def polled(stage):
    """Every screen says that the settings are why nothing is polled."""
    for words in (("feed", "show", FEED), ("feed", "health", FEED)):
        shown = stage.must(*words).out
        stage.claim(f"`ess {words[0]} {words[1]}` names the setting", "polling: no" in shown, shown)
    row = stage.must("feed", "show", FEED, "--format", "json").json()
    stage.claim("no poll is promised", row["polled"] is False
                and "next_poll" not in stage.must("feed", "health", FEED, "--format", "json").json()[0], row)
    no = stage.ess("feed", "fetch", FEED, user="admin")
    stage.claim("a fetch says so, with what to do", no.code == 65 and "polling: no" in no.err
                and f"ess ingest {FEED} FILE" in no.err, no)
    no = stage.ess("feed", "fetch", "cvelist", user="admin")
    stage.claim("a feed that comes by hand is told apart", "has no url" in no.err, no)


def orphans(stage):
    """Whose hosts nobody is: how many, where, and which, each once."""
    head = '"timestamp","ip","protocol","port","hostname","tag","asn","geo"\n'
    for day in (1, 2, 3):
        rows = "".join(f'"2026-11-2{day} 02:10:11","203.0.113.{host}","tcp",23,"","telnet",{asn},"AZ"\n'
                       for host, asn in ((5, 64499), (6, 64499), (7, "")))
        stage.must("ingest", "shadowserver-telnet", stage.write(f"scan-{day}.csv", head + rows))
    found = {row["asn"]: row for row in stage.must("finding", "orphans", "--format", "json").json()}
    stage.claim("one host counts once, however many documents name it",
                (found[64499]["hosts"], found[64499]["rows"], found[64499]["documents"]) == (2, 6, 3)
                and found[0]["hosts"] == 1, found)
    stage.claim("with feeds and times", found[0]["feeds"] == ["shadowserver-telnet"]
                and found[0]["first"].startswith("2026-11-21") and found[0]["last"].startswith("2026-11-23"), found)
    table = stage.must("finding", "orphans").out
    stage.claim("no system is `unknown`, not 0", "\nunknown " in table, table)
    hosts = stage.must("finding", "orphans", "--asn", "AS64499", "--format", "json").json()
    stage.claim("the hosts are listed with documents and ports",
                [row["host"] for row in hosts] == ["203.0.113.5", "203.0.113.6"] and hosts[0]["ports"] == [23]
                and len(hosts[0]["documents"]) == 3 and hosts[0]["rows"] == 3, hosts)
    nobody = stage.must("finding", "orphans", "--asn", "unknown", "--format", "json").json()
    stage.claim("those of no system too", [row["host"] for row in nobody] == ["203.0.113.7"], nobody)


def spoken(stage):
    """What is typed wrong is answered with what is right."""
    for words, code, text in (
            (("thraet", "list"), 64, "did you mean `ess threat`?"),
            (("feed", "lst"), 64, "did you mean `ess feed list`?"),
            (("report", "submit", "--title", "x", "--type", "fraud/bar"), 64, "fraud/phishing"),
            (("reject", "list", "--reason", "foo"), 64, "wrong-type"),
            (("threat", "watch", "CVE-2026-99001", "--until", "tomorrow"), 64, "2026-12-01"),
            (("feed", "release", FEED), 77, "`ess feed release` needs the role")):
        no = stage.ess(*words, user="approver" if code == 77 else "analyst")
        stage.claim(f"`ess {' '.join(words)}` is answered with {text}", no.code == code and text in no.err, no)
    no = stage.ess("entity", "import", "works", stage.write("none.txt", "\n"), "--dry-run", user="admin")
    stage.claim("an empty inventory is called empty", no.code == 65 and "is empty" in no.err, no)
    lists = stage.folder / "lists"
    lists.mkdir()
    (lists / "a.json").write_text(
        '{"name": "a", "version": 1, "description": "a", "type": "cidr", "list": ["192.0.2.1/32"], '
        '"matching_attributes": ["ip-src"]}')
    lines = stage.ess("match", "warning-list", "--lists", lists, stdin="nonsense x\n198.51.100.9\n\n").lines()
    stage.claim("nonsense is an error and nothing that may be blocked",
                [("error" in line, line.get("blockable")) for line in lines]
                == [(True, None), (False, True), (True, None)], lines)
    done = subprocess.run([stage.binary, "match", "network", "--register", stage.folder / "register.yaml"],
                          input="zzz\n192.0.2.9\n", stdout=subprocess.PIPE, text=True, check=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    stage.claim("what is no address is an error", lines[0].get("error") and lines[0]["address"] == "zzz"
                and lines[1]["entity"] == "works", lines)


def files(stage):
    """A feed whose file is called wrongly, or is gone, does not vanish without a word."""
    path = stage.folder / "feeds"
    check = ("check", "--config", stage.settings)
    good = stage.ess(*check)
    stage.claim("the settings are good, each file has its line", good.code == 0 and "sectors.yaml: OK" in good.out, good)
    (path / "second.yml").write_text((path / "urlhaus.yaml").read_text())
    no = stage.ess(*check)
    stage.claim("a feed in .yml is named, with the remedy", no.code == 78 and "second.yml" in no.err
                and "second.yaml" in no.err, no)
    (path / "second.yml").unlink()
    text = (path / f"{FEED}.yaml").read_text()
    (path / f"{FEED}.yaml").write_text(text.replace("country: US", "country: XX"))
    stage.claim("XX is no country", "ISO 3166-1" in stage.ess(*check).err, stage.ess(*check))
    (path / f"{FEED}.yaml").unlink()
    stage.claim("the service ends well", stage.stop())
    warned = stage.ess(*check, user="service")
    stage.claim("a released feed without a file is named by the check", f"the feed `{FEED}`" in warned.err
                and f"{FEED}.yaml back" in warned.err, warned)
    stage.begin()
    line, = needs(stage, FEED)
    stage.claim("and by the status", "no file in" in line["text"] and line["command"] == f"ess feed health {FEED}", line)
    shown = stage.must("feed", "health", FEED).out
    stage.claim("its health says when it was last there, and what to do", "last found at the start of 20" in shown
                and f"put {FEED}.yaml back" in shown and f"ess feed pause {FEED}" in shown, shown)
    stage.must("feed", "pause", FEED, "--reason", "retired", user="admin")
    stage.claim("who took it away on purpose pauses it, and the line is gone", not needs(stage, FEED))


def main():
    stage = Stage("duty")
    stage.begin()
    stage.must("entity", "import", stage.write("register.yaml", REGISTER), user="admin")
    reported(stage)
    paused(stage)
    polled(stage)
    orphans(stage)
    spoken(stage)
    files(stage)
    stage.claim("the ledger verifies", stage.ess("ledger", "verify", user="service").code == 0)
    stage.finish()


if __name__ == "__main__":
    main()
