#!/usr/bin/env python3
"""Every misbehaviour of Tests/servers/imap_misbehave.py against the real binary: each has its outcome within its
deadline, costs no other message, and when the server is well again nothing is lost and nothing came twice. The password
stands in no output."""

import base64
import collections
import concurrent.futures
import os
import socket
import sys
import time

from stage import GROUP, IS_ROOT, REPOSITORY, SERVICE, Stage

sys.path.append(str(REPOSITORY / "Tests" / "servers"))
sys.dont_write_bytecode = True
from imap import Mailbox, serve  # noqa: E402
from imap_misbehave import CASES, LIMIT, SECRET, TARGET, WELL, Wicked  # noqa: E402

# Seconds of one request (limits.fetch), and what `ess feed fetch` may take beyond: a poll may meet its deadline twice,
# and a debug build on a busy machine takes its time to read.
DEADLINE, PATIENCE = 5, 25
# Bytes that the service may grow by, all cases together.
GROWTH = 150 << 20
CODES = {WELL: 0, "deadline": 75, "network": 75, "tls": 75, "bad-answer": 65, "content": 65}

FEED = """publisher: Mailbox
kind: user
country: AZ
url: {scheme}://{host}:{port}/INBOX
protocol: imap
format: mail
taken: seen
interval: 7d
silent_after: 365d
licence: confidential
tlp: AMBER+STRICT
reliability: F
limits: {{fetch: {deadline}s, document: 1MiB}}
"""


def content(name, number):
    lines = [f"From: Somebody <w{number}@{name}.example>", "To: report@cert.example", f"Subject: {name} {number}",
             f"Message-ID: <m{number}@{name}.example>", "Date: Fri, 20 Nov 2026 10:00:00 +0400",
             "Content-Type: text/plain; charset=utf-8", "", f"Words {number}.", "E1 OK done", "* BYE", ")",
             *("A line of it." for _ in range(9))]
    return "".join(line + "\r\n" for line in lines).encode()


def describe(stage, wicked, others):
    for path in (stage.folder / "feeds").glob("*.yaml"):
        path.unlink()
    places = {name: ("127.0.0.1", port) for name, port in wicked.ports.items()} | others
    for name, (host, port) in places.items():
        stage.write(f"feeds/{name}.yaml", FEED.format(scheme="imap", host=host, port=port, deadline=DEADLINE))
    login = stage.write("login", f"ess:{SECRET}\n")
    login.chmod(0o600)
    if IS_ROOT:
        os.chown(login, SERVICE, GROUP)
    allowed = ", ".join(f"'{host}:{port}'" for host, port in places.values())
    owned = "".join(f"    - {{origin: 'imap://{host}:{port}', file: login}}\n" for host, port in places.values())
    text = stage.settings.read_text().replace("polling: no", "polling: yes\nfetch_width: 16")
    stage.write("ess.yaml", text + f"egress_allow: [{allowed}]\nfetch:\n  credentials:\n{owned}")


def memory(stage):
    """The most that the service ever held, in bytes."""
    for line in open(f"/proc/{stage.service.pid}/status"):
        if line.startswith("VmHWM"):
            return int(line.split()[1]) << 10
    return 0


def poll(stage, name):
    begin = time.monotonic()
    answer = stage.ess("feed", "fetch", name, "--format", "json", timeout=120)
    try:
        how = answer.json().get("failure") or WELL
    except ValueError:
        how = f"no answer: {answer!r}"
    return how, answer, time.monotonic() - begin


def taken(stage, name):
    """The numbers of the messages that were taken, by what became of them."""
    rows = stage.must("report", "mails", "--feed", name, "--format", "jsonl").lines()
    return sorted((int(row["name"].rpartition("UID=")[2]), row["outcome"]) for row in rows)


def one(stage, wicked, name):
    """What is wrong with a case; and how the first poll ended."""
    stage_of, _, outcomes, has_target = CASES[name]
    how, answer, seconds = poll(stage, name)
    wrong = []
    if how not in outcomes + ((WELL,) if stage_of == "fetch" else ()) or answer.code != CODES.get(how):
        wrong.append(f"{how}, exit {answer.code}, instead of {outcomes}: {answer!r}")
    if seconds > DEADLINE * 2 + PATIENCE:
        wrong.append(f"{seconds:.0f} s")
    uids = [uid for uid, _ in taken(stage, name)]
    due = [uid for uid in (1, 2, 3) if uid != TARGET or has_target] if stage_of == "fetch" or how == WELL else []
    if uids != due:
        wrong.append(f"took {uids} of {due}")
    wicked.heal(name)
    told = [answer]
    for _ in range(2):
        how, answer, _ = poll(stage, name)
        told.append(answer)
        if how != WELL:
            wrong.append(f"healed: {answer!r}")
    after = [(uid % 100, outcome) for uid, outcome in taken(stage, name)]
    if after != [(1, "report"), (2, "report"), (3, "report")]:
        wrong.append(f"healed it has {after}")
    seen = [uid for uid in wicked.boxes[name].messages if wicked.boxes[name].flags(uid) != {"\\Seen"}]
    if seen:
        wrong.append(f"{seen} are not marked in the mailbox")
    return name, how, wrong, told


def stripped(stage, box, name):
    """The name of a machine is no loopback address, whatever it leads to: without TLS the password is not said."""
    how, answer, _ = poll(stage, name)
    logins = [word for word in box.said if word in ("LOGIN", "AUTHENTICATE")]
    stage.claim("a server that offers no TLS is told no password", how == "tls" and not logins, (answer, box.said))
    return answer


def main():
    wicked = Wicked(content)
    plain, others = Mailbox(password=SECRET), {}
    host = socket.gethostname().lower()
    try:
        if host != "localhost" and socket.gethostbyname(host).startswith("127."):
            others["no-tls"] = (host, serve(plain))
    except OSError:
        print("not asked, for want of a name of this machine: no-tls")
    stage = Stage("hostile-mailbox")
    describe(stage, wicked, others)
    stage.begin()
    before = memory(stage)
    with concurrent.futures.ThreadPoolExecutor(10) as pool:
        results = list(pool.map(lambda name: one(stage, wicked, name), sorted(CASES)))
    for name, _, wrong, _ in results:
        if wrong:
            stage.claim(f"{name} has its outcome in time, and loses and doubles nothing", False, wrong)
    good = [name for name, _, wrong, _ in results if not wrong]
    kinds = collections.Counter(CASES[name][0] for name in good)
    stage.claim(f"{len(good)} misbehaviours have their outcome in time, lose nothing and double nothing: "
                + ", ".join(f"{number} at the {kind}" for kind, number in kinds.items()), len(good) == len(CASES))
    grown = memory(stage) - before
    stage.claim(f"the service grew by {grown >> 20} MiB at most", grown < GROWTH)
    told = [answer.out + answer.err for *_, answers in results for answer in answers]
    if "no-tls" in others:
        answer = stripped(stage, plain, "no-tls")
        told.append(answer.out + answer.err)
    told += [(stage.folder / "service.log").read_text(errors="replace"), stage.get("/metrics")[1]]
    told += [stage.ess(*words, "--format", "json").out for words in (
        ("feed", "list"), ("feed", "health"), ("status",), ("reject", "list"), ("report", "mails", "--limit", "9999"))]
    told += [stage.ess("feed", "show", name).out for name in sorted(CASES) if "password" in name]
    kept = b"".join(path.read_bytes() for path in stage.data.glob("ess.sqlite*"))
    forms = [SECRET, base64.b64encode(SECRET.encode()).decode(), base64.b64encode(f"\0ess\0{SECRET}".encode()).decode()]
    leaks = [form for form in forms if any(form in text for text in told) or form.encode() in kept]
    stage.claim(f"the password stands in none of {len(told)} answers, nor in the log or the store", not leaks, leaks)
    refused = {name: answers[0] for name, _, _, answers in results if name == "select-refused-with-the-password"}
    stage.claim("the server's other words are told", all("NO xxx" in answer.out for answer in refused.values()), refused)
    stage.claim("the service never ended by itself", stage.service.poll() is None, stage.tail())
    stage.finish()


if __name__ == "__main__":
    main()
