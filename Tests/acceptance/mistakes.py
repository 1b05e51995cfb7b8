#!/usr/bin/env python3
"""What a duty officer reads after a mistake: the exit code, what is wrong in plain words, and what to type instead."""

import os
import subprocess

from stage import IS_ROOT, Stage

CVE = "CVE-2026-99001"
NOTICE, CASE = "N-2026-0016", "C-2026-0016"  # With good check digits; there is neither.

# (words, exit code, what standard error must say). `FOLDER` is the stage's.
BEFORE = [
    (["status"], 69, "ess serve --config"),
    (["ledger", "verify", "--data-dir", "/nonexistent"], 78, "no data directory of ess"),
    (["status", "--data-dir", "/nonexistent"], 78, "ess init"),
    (["status", "--config", "/nonexistent"], 78, "--config FILE"),
    (["check", "--config", "FOLDER/garbage"], 78, "not UTF-8"),
]
UNKNOWN = [
    (["threat", "show", "nonsense"], 65, "there is no threat `nonsense`; see `ess threat list`"),
    (["threat", "show", "CVE-2026-9900"], 65, "more than one threat: CVE-2026-99001, CVE-2026-99002"),
    (["threat", "assign", "nonsense"], 65, "ess threat list"),
    (["finding", "list", "--entity", "nobody"], 65, "ess entity list"),
    (["finding", "list", "--threat", "nothing"], 65, "ess threat list"),
    (["finding", "explain", "nobody", "x"], 65, "ess entity list"),
    (["finding", "explain", "city-hospital", "x"], 65, "ess finding list --entity city-hospital"),
    (["report", "list", "--feed", "nofeed"], 65, "ess feed list"),
    (["report", "show", "nofeed", "x"], 65, "ess feed list"),
    (["reject", "list", "--feed", "nofeed"], 65, "ess feed list"),
    (["notice", "list", "--entity", "nobody"], 65, "ess entity list"),
    (["case", "list", "--entity", "nobody"], 65, "ess entity list"),
    (["entity", "show", "nobody"], 65, "ess entity list"),
    (["feed", "show", "nofeed"], 65, "ess feed list"),
    (["guidance", "show", "nothing"], 65, "ess guidance list"),
    (["advisory", "show", "nonsense"], 65, "there is no advisory `nonsense`; see `ess advisory list`"),
    (["advisory", "draft", "nonsense"], 65, "ess threat list"),
    (["notice", "show", NOTICE], 65, "ess notice list"),
    (["notice", "show", "N-2026-0018"], 64, "check digit, as `ess notice list` shows it"),
    (["case", "show", CASE], 65, "ess case list"),
    (["case", "show", "x"], 64, "check digit, as `ess case list` shows it"),
    (["delivery", "retry", "nonsense"], 65, "there is no delivery `nonsense`; see `ess delivery list`"),
    (["delivery", "retry", "nonsense", "--dry-run"], 65, "ess delivery list"),
    (["directive", "approve", "nothing", "--digest", "12345678"], 65, "ess directive list"),
    (["ledger", "show", "nothing"], 65, "ess ledger list"),
    (["ledger", "prove", "99999"], 65, "ess ledger list"),
    (["ingest", "nofeed", "FOLDER/note"], 65, "ess feed list"),
]
INCOMPLETE = [
    (["threat", "dismiss", CVE], 64, "--reason"),
    (["threat", "watch", CVE, "--until", "2020-01-01"], 64, "such as 20"),
    (["threat", "watch", CVE, "--until", "tomorrow"], 64, "such as 2026-12-01"),
    (["case", "ack", CASE, "city-hospital"], 64, "--by-phone WHO"),
    (["case", "open", ""], 64, "one line"),
    (["ingest", "cisa-kev"], 64, "Files or folders"),
    (["ingest", "cisa-kev", "FOLDER/note", "FOLDER/empty", "--format", "json"], 64, "--format jsonl"),
    (["report", "submit"], 64, "--title"),
    (["advisory", "draft"], 64, "name a threat"),
]
FILES = [
    (["ingest", "cisa-kev", "/nonexistent"], 65, "No such file"),
    (["ingest", "cisa-kev", "FOLDER/empty"], 65, "is empty"),
    (["ingest", "cisa-kev", "FOLDER/garbage"], 65, "nothing in it could be read"),
    (["ingest", "shadowserver-telnet", "FOLDER/note"], 65, "timestamp"),
    (["advisory", "draft", "--file", "/nonexistent"], 65, "No such file"),
    (["advisory", "draft", "--file", "FOLDER/garbage"], 65, "not UTF-8"),
    (["advisory", "draft", "--file", "FOLDER/huge"], 65, "larger than"),
    (["advisory", "draft", "--file", "FOLDER"], 65, "directory"),
]
ADMIN = [
    (["entity", "import", "/nonexistent"], 65, "No such file"),
    (["entity", "import", "FOLDER/empty"], 65, "names no entity"),
    (["entity", "import", "FOLDER/garbage"], 65, "not UTF-8"),
    (["entity", "import", "FOLDER/note"], 65, "a mapping is expected"),
    (["entity", "token", "nobody"], 65, "ess entity list"),
]
DENIED = [
    ("analyst", ["entity", "import", "FOLDER/note"], "needs the role admin"),
    ("analyst", ["advisory", "approve", "x", "--digest", "12345678"], "needs the role approver"),
    ("stranger", ["status"], "`roles:` in the settings"),
    ("stranger", ["ingest", "cisa-kev", "FOLDER/note"], "`roles:` in the settings"),
    ("root", ["status"], "`roles:` in the settings"),
]


def ask(stage, words, code, fragment, user="analyst"):
    words = [word.replace("FOLDER", str(stage.folder)) for word in words]
    if "--config" in words or "--data-dir" in words:
        done = subprocess.run([stage.binary, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        found, said = done.returncode, done.stderr
    else:
        answer = stage.ess(*words, user=user)
        found, said = answer.code, answer.err
    flat = " ".join(said.split())
    name = "ess " + " ".join(words).replace(str(stage.folder), "…")
    stage.claim(f"{name}: {code}, says {fragment!r}", found == code and fragment in flat, (found, said[-500:]))


def status(stage):
    """One queue: needs in the order of DESIGN §8, each line ending in a command that exists."""
    stage.must("feed", "release", "cisa-kev", user="admin")
    stage.must("report", "submit", "--title", "A strange mail", "--text", "It asks for a password.")
    number = stage.must("advisory", "draft", CVE, "--format", "json").json()["number"]
    stage.must("advisory", "submit", number)
    answer = stage.must("status", "--format", "json").json()
    order = ["clock", "case", "threat", "approval", "delivery", "gap", "feed"]
    needs = [line["need"] for line in answer["needs"]]
    stage.claim("status has one queue in the order of its kinds", needs == sorted(needs, key=order.index), needs)
    stage.claim("what waits stands in it", {"threat", "approval", "case"} <= set(needs), needs)
    for command in sorted({line["command"] for line in answer["needs"]}):
        words = command.split()
        known = words[0] == "ess" and stage.ess(*words[1:3], "--help").code == 0
        stage.claim(f"`{command}` is a command", known, command)
    lines = stage.must("status").out.splitlines()
    stage.claim("each line ends in its command", all(
        line.endswith(need["command"]) for line, need in zip(lines, answer["needs"])), lines)


def main():
    stage = Stage("mistakes")
    stage.write("empty", "")
    stage.write("note", "hello")
    stage.write("garbage", b"\xff\xfe\x00" + os.urandom(5000))
    stage.write("huge", "x" * (3 << 20))
    for words, code, fragment in BEFORE:
        ask(stage, words, code, fragment)
    refused = stage.ess("ledger", "verify", user="service")
    stage.claim("before the first start `ess ledger verify` says that nothing has run",
                refused.code == 78 and "no service has run" in refused.err, refused)
    stage.begin()
    stage.must("entity", "import", stage.folder / "config/constituency.example.yaml", user="admin")
    stage.must("ingest", "cisa-kev", stage.folder / "feeds/samples/kev.json")
    for words, code, fragment in UNKNOWN + INCOMPLETE + FILES:
        ask(stage, words, code, fragment)
    for words, code, fragment in ADMIN:
        ask(stage, words, code, fragment, user="admin")
    if IS_ROOT:
        for user, words, fragment in DENIED:
            ask(stage, words, 77, fragment, user=user)
    status(stage)
    stage.finish()


if __name__ == "__main__":
    main()
