#!/usr/bin/env python3
"""What could not be read is kept, shown as it came, and joins when a later reader can read it: once."""

import json
import re
import signal
import subprocess
import time

from stage import Stage

FEED = "cisa-kev"
# Documents of the bulk replay that is cut off by a kill.
MANY = 60


def catalogue(number, broken=True):
    """Two entries that can be read; a third has an escape sequence, and its date is none."""
    entry = {"cveID": f"CVE-2026-{number}1", "vendorProject": "Made", "product": "Up", "vulnerabilityName": "One",
             "dateAdded": "2026-11-01", "shortDescription": "One.", "requiredAction": "Update.",
             "dueDate": "2026-11-20", "knownRansomwareCampaignUse": "Unknown", "notes": ""}
    second = {**entry, "cveID": f"CVE-2026-{number}2"}
    third = {**entry, "cveID": f"CVE-2026-{number}3", "dateAdded": "\x1b[31mno day\x1b[0m \u202egnp"}
    return json.dumps({"title": "t", "catalogVersion": "2026.11.01", "dateReleased": "2026-11-01T00:00:00Z",
                       "count": 3, "vulnerabilities": [entry, second, third] if broken else [entry, second]},
                      ensure_ascii=False)


def limit(stage, items):
    """The feed's limit of items, as an operator changes it: with a restart."""
    path = stage.folder / "feeds" / f"{FEED}.yaml"
    text = re.sub(r"\nlimits:\n(  .*\n)+", "\n", path.read_text() + "\n").rstrip("\n") + "\n"
    path.write_text(text + (f"limits:\n  items: {items}\n" if items else ""))


def restart(stage):
    stage.claim("the service ends well", stage.stop())
    stage.begin()


def rows(stage, *words):
    return stage.must("reject", "list", *words, "--format", "jsonl").lines()


def shown(stage):
    stage.ess("ingest", FEED, stage.write("one.json", catalogue(7000)))
    row, = rows(stage, "--each")
    answer = stage.must("reject", "show", row["id"])
    stage.claim("a reject is shown with its reason and place",
                row["reject"]["reason"] in answer.out and row["reject"]["place"] in answer.out, answer.out)
    stage.claim("with the bytes around the place", "2026-70003" in answer.out and "no day" in answer.out, answer.out)
    stage.claim("no control and no turning character of them reaches the terminal",
                not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", answer.out), repr(answer.out))
    stage.claim("they can be read there all the same", "\\\\u001b[31m" in answer.out and "\\xe2\\x80\\xaegnp" in answer.out, answer.out)
    stage.claim("a reject that is none: 65", stage.ess("reject", "show", "99.0").code == 65)
    stage.claim("a word that is no id: 65", stage.ess("reject", "show", "x").code == 65)


def joined(stage):
    """A document over its feed's limit; the limit is raised; the rest joins and the first two are not doubled."""
    limit(stage, 1)
    restart(stage)
    stage.ess("ingest", FEED, stage.write("two.json", catalogue(7100, broken=False)))
    over = [row for row in rows(stage, "--each") if row["reject"]["reason"] == "over-limit"]
    stage.claim("what is over the limit is a reject", len(over) == 1, over)
    document = str(over[0]["document"])
    limit(stage, None)
    restart(stage)
    dry, = stage.must("reject", "replay", document, "--dry-run", "--format", "json").json()
    stage.claim("a dry run says what would join and be resolved",
                (dry["outcome"], dry["new_reports"], dry["unchanged"], dry["resolved"], dry["standing"])
                == ("would-replay", 1, 1, 1, 0), dry)
    before = len(stage.must("report", "list", "--feed", FEED, "--format", "json").json())
    stage.claim("and changes nothing", len([r for r in rows(stage, "--each") if r["id"] == over[0]["id"]]) == 1)
    done, = stage.must("reject", "replay", over[0]["id"], "--reason", "limit raised", "--format", "json").json()
    stage.claim("a replay does it", (done["outcome"], done["new_reports"], done["unchanged"], done["resolved"],
                                     done["standing"]) == ("replayed", 1, 1, 1, 0), done)
    after = len(stage.must("report", "list", "--feed", FEED, "--format", "json").json())
    stage.claim("one report joined", after == before + 1, (before, after))
    again, = stage.must("reject", "replay", document, "--format", "json").json()
    stage.claim("once more changes nothing", (again["new_reports"], again["new_revisions"], again["unchanged"],
                                             again["resolved"]) == (0, 0, 2, 0), again)
    stage.claim("the resolved one is kept as such",
                [row["id"] for row in rows(stage, "--each", "--resolved")] == [over[0]["id"]])
    entries = [line for line in stage.must("ledger", "show", f"document:{document}", "--format", "jsonl").lines()
               if line["event"] == "replayed"]
    stage.claim("each replay is one entry", len(entries) == 2, entries)
    payload = json.loads(entries[0]["payload"])
    stage.claim("which tells who, why and what came of it", payload["actor"].startswith("user:")
                and payload["detail"]["reason"] == "limit raised" and payload["detail"]["resolved"] == 1
                and payload["detail"]["new_reports"] == 1, payload)
    limit(stage, 1)
    restart(stage)
    said = stage.must("reject", "replay", document, "--dry-run", "--format", "json")
    dry, = said.json()
    stage.claim("what was read before and would be rejected now is told",
                (dry["resolved"], dry["standing"], dry["newly_rejected"]) == (0, 1, 1), dry)
    stage.claim("with a warning", "1 item(s) are rejected that were not before" in said.err, said.err)
    done, = stage.must("reject", "replay", document, "--format", "json").json()
    stage.claim("and so does the replay itself", (done["standing"], done["newly_rejected"]) == (1, 1), done)
    said = stage.must("reject", "replay", document, "--format", "json")
    stage.claim("a replay that resolves nothing says so, with the next step",
                said.json()[0]["newly_rejected"] == 0 and "nothing is resolved" in said.err
                and f"ess reject list --document {document} --each" in said.err, said.err)
    limit(stage, None)
    restart(stage)
    mended, = stage.must("reject", "replay", document, "--format", "json").json()
    stage.claim("the limit raised again, nothing is lost", (mended["resolved"], mended["standing"]) == (1, 0), mended)


def rescanned(stage):
    """A register that changes has every list read again; its rejects stay the rows they were."""
    scan = (stage.folder / "feeds/samples/scan-telnet.csv").read_bytes()
    stage.ess("ingest", "shadowserver-telnet", stage.write("scan.csv", scan + b'"no time","192.0.2.300"\n'))
    before = rows(stage, "--each", "--feed", "shadowserver-telnet")
    stage.must("entity", "import", stage.folder / "config/constituency.example.yaml", user="admin")
    found = stage.wait(lambda: stage.must("finding", "list", "--format", "jsonl").lines())
    stage.claim("the list was read again", found)
    stage.claim("its reject is not doubled", len(before) == 1
                and rows(stage, "--each", "--feed", "shadowserver-telnet") == before, before)


def in_bulk(stage):
    """Many documents at once; the service is killed in the middle and ends the work at its next start."""
    limit(stage, 1)
    restart(stage)
    for number in range(MANY):
        stage.ess("ingest", FEED, stage.write("many.json", catalogue(8000 + number, broken=False)))
    group = [row for row in rows(stage, "--feed", FEED) if row["reject"]["reason"] == "over-limit"]
    stage.claim("the list groups by feed and reason", len(group) == 1 and group[0]["count"] == MANY
                and group[0]["documents"] == MANY, group)
    limit(stage, None)
    restart(stage)
    command = stage.as_user("analyst", [stage.binary, "reject", "replay", FEED, "--config", stage.settings])
    client = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=stage.folder)
    time.sleep(0.25)
    stage.service.send_signal(signal.SIGKILL)
    stage.service.wait()
    client.wait()
    stage.begin()
    left = stage.wait(lambda: not [row for row in rows(stage) if row["reject"]["reason"] == "over-limit"] or None,
                      seconds=20)
    if left is None:
        # Killed before the request was durable: nothing was begun, and asking again is the remedy.
        stage.must("reject", "replay", FEED)
    reports = stage.must("report", "list", "--feed", FEED, "--limit", "1000", "--format", "json").json()
    ids = [row["id"] for row in reports]
    stage.claim(f"all of {MANY} documents are read to their end, nothing is doubled",
                len(ids) == len(set(ids)) == 2 + 2 + 2 * MANY, len(ids))
    standing = rows(stage, "--each", "--feed", FEED)
    stage.claim("the reject that no reader can read stands, with its id", [row["id"] for row in standing] == ["1.0"],
                standing)


def bounded(stage):
    """Far more rejects than anybody reads one by one: the first thousand are rows, the rest is counted, all replayed."""
    flawed = ",".join(['{"cveID": 7}'] * 3000 + ['{"cveID": "CVE-2026-90001"}'] * 200)
    good = json.loads(catalogue(9100, broken=False))["vulnerabilities"][0]
    text = ('{"dateReleased": "2026-11-01T00:00:00Z", "vulnerabilities": [' + flawed + "," + json.dumps(good) + "]}")
    answer = stage.must("ingest", FEED, stage.write("flawed.json", text), "--format", "json").json()
    summary, document = answer["summary"], str(answer["document"])
    stage.claim("the answer counts all, by reason", summary["rejects"] == 3200 and summary["reports"] == 1
                and summary["reject_reasons"] == {"missing-field": 200, "wrong-type": 3000}, summary)
    said = stage.ess("ingest", FEED, stage.folder / "flawed.json")
    stage.claim("and says that the rest is counted", "the first 1000 are kept one by one" in said.err, said)
    kept = rows(stage, "--each", "--document", document, "--limit", "5000")
    stage.claim("the first thousand have rows, and the first of each reason", len(kept) == 1001, len(kept))
    groups = {row["reject"]["reason"]: (row["count"], row["counted_only"])
              for row in rows(stage, "--document", document)}
    stage.claim("the list counts the others by reason",
                groups == {"wrong-type": (3000, 2000), "missing-field": (200, 199)}, groups)
    note = stage.ess("reject", "list", "--each", "--document", document)
    stage.claim("one by one, it says how many more there are", "2000 more of cisa-kev, wrong-type" in note.err, note.err)
    again, = stage.must("reject", "replay", document, "--format", "json").json()
    stage.claim("a replay meets all of them, and doubles nothing",
                (again["standing"], again["resolved"], again["unchanged"]) == (3200, 0, 1), again)
    kept = rows(stage, "--each", "--document", document, "--limit", "5000")
    groups = {row["reject"]["reason"]: row["count"] for row in rows(stage, "--document", document)}
    stage.claim("the counts are those of one reading", len(kept) == 1001
                and groups == {"wrong-type": 3000, "missing-field": 200}, (len(kept), groups))


def dismissed(stage):
    """A file handed in by mistake: the feed is in trouble, and an officer can end it; what new bytes bring comes back."""
    def health():
        row, = stage.must("feed", "health", FEED, "--format", "json").json()
        return row

    wrong = stage.ess("ingest", FEED, stage.write("wrong.yaml", "publisher: x\n"), "--format", "json").json()
    number = str(wrong["document"])
    trouble, = health()["troubles"]
    stage.claim("the trouble names document, file and who brought it", trouble["kind"] == "unreadable"
                and f"document {number} (wrong.yaml, handed in by a person)" in trouble["text"]
                and f"ess reject dismiss {number}" in trouble["remedy"], trouble)
    stage.claim("and so does the status", f"document {number} (wrong.yaml" in stage.must("status").out)
    stage.ess("ingest", FEED, stage.folder / "two.json")
    stage.claim("the right document ends it, though it is known", not health()["troubles"], health())
    stage.ess("ingest", FEED, stage.folder / "wrong.yaml")
    stage.claim("the wrong one once more begins it again", [t["kind"] for t in health()["troubles"]] == ["unreadable"])
    no = stage.ess("reject", "dismiss", number)
    stage.claim("a dismissal needs a reason", no.code == 64 and "--reason" in no.err, no)
    dry = stage.must("reject", "dismiss", number, "--reason", "a wrong file", "--dry-run", "--format", "json").json()
    stage.claim("a dry run changes nothing", [row["dismissed"] for row in dry] == [1] and health()["troubles"], dry)
    stage.must("reject", "dismiss", number, "--reason", "a wrong file")
    stage.claim("dismissed, the feed is well", not health()["troubles"] and health()["newest"]["document"] != int(number),
                health())
    stage.claim("it stands in no list", not rows(stage, "--document", number))
    row, = rows(stage, "--each", "--all", "--document", number)
    stage.claim("but is kept with who and why", row["dismissed"] and row["dismissed_reason"] == "a wrong file"
                and row["dismissed_by"].startswith("user:"), row)
    event, = [line for line in stage.must("ledger", "show", f"document:{number}", "--format", "jsonl").lines()
              if line["event"] == "rejects-dismissed"]
    stage.claim("the ledger says so", json.loads(event["payload"])["detail"]["rejects"] == 1, event)
    before = len(stage.must("ledger", "show", f"document:{number}", "--format", "jsonl").lines())
    again = stage.must("reject", "dismiss", number, "--reason", "once more")
    stage.claim("a second time nothing is done", "nothing of it stands" in again.err
                and len(stage.must("ledger", "show", f"document:{number}", "--format", "jsonl").lines()) == before, again)
    bad = stage.ess("ingest", FEED, stage.write("other.yaml", "publisher: y\n"), "--format", "json").json()
    stage.claim("other bytes come back", [row["document"] for row in rows(stage, "--document", str(bad["document"]))]
                == [bad["document"]])
    stage.must("reject", "dismiss", FEED, "--reason", "cleaned up")
    stage.claim("a feed is cleared at once", not rows(stage, "--feed", FEED))


def main():
    stage = Stage("rejects")
    stage.begin()
    shown(stage)
    joined(stage)
    rescanned(stage)
    in_bulk(stage)
    bounded(stage)
    dismissed(stage)
    stage.claim("the ledger verifies", stage.ess("ledger", "verify", user="service").code == 0)
    stage.finish()


if __name__ == "__main__":
    main()
