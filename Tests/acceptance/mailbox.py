#!/usr/bin/env python3
"""People write to a mailbox: reports with numbers and receipts, abuse, answers, bounces, loops, a server that fails.

The mailbox is Tests/servers/imap.py, the relay aiosmtpd; both on loopback. The service is killed on the way and loses
and doubles nothing."""

import base64
import email
import email.policy
import hashlib
import json
import subprocess
import sys
import threading
import time
import traceback

from mail import DIRECTIVES, REGISTER, RELAY, SCAN, issue, python_with_aiosmtpd
from stage import IS_ROOT, REPOSITORY, Stage, free_port

sys.path.append(str(REPOSITORY / "Tests" / "servers"))
sys.dont_write_bytecode = True
from imap import Mailbox, serve  # noqa: E402

FEED = """publisher: Mailbox of the national CERT
kind: user
country: AZ
url: imap://127.0.0.1:{port}/INBOX
protocol: imap
format: mail
taken: seen
interval: 7d
silent_after: 365d
licence: confidential
tlp: AMBER+STRICT
reliability: F
limits: {{fetch: 5s, document: 25MiB}}
"""

SETTINGS = """mail:
  relay: 127.0.0.1
  port: {relay}
  tls: none
  from: cert@cert.example
egress_allow: ['127.0.0.1:{relay}', '127.0.0.1:{imap}']
fetch:
  credentials:
    - origin: imap://127.0.0.1:{imap}
      file: login
"""

COUNT = iter(range(1, 10_000))


def mail(sender, subject, body, *fields, path=True, number=None):
    """A mail as a mailbox holds it; `fields` are further header lines."""
    name = f"m{number or next(COUNT)}@{sender.split('@')[-1]}"
    lines = [f"Return-Path: <{sender}>"] if path is True else [f"Return-Path: {path}"] if path else []
    lines += [f"From: Somebody <{sender}>", "To: report@cert.example", f"Subject: {subject}", f"Message-ID: <{name}>",
              "Date: Fri, 20 Nov 2026 10:00:00 +0400", *fields]
    content = body if isinstance(body, bytes) else body.encode()
    head = "".join(line + "\r\n" for line in lines).encode()
    # Without a type of its own the body is plain text; one that brings its type begins with it.
    gap = b"" if content.startswith(b"Content-") else b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
    return head + gap + content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


ATTACHED = b"%PDF-1.4 \x00\xff what somebody sent\n"
AZERBAIJANI = "Content-Type: multipart/mixed; boundary=b1\n\n--b1\nContent-Type: text/plain; charset=utf-8\n" \
    "Content-Transfer-Encoding: base64\n\n" + base64.b64encode(
        "Salam.\nŞəbəkəmizdə şübhəli qoşulmalar var: 198.51.100.7.\nLeyla".encode()).decode() \
    + "\n--b1\nContent-Type: application/pdf\nContent-Disposition: attachment;" \
    " filename=\"=?windows-1251?Q?=EE=F2=F7=B8=F2.pdf?=\"\nContent-Transfer-Encoding: base64\n\n" \
    + base64.b64encode(ATTACHED).decode() + "\n--b1--\n"
ENCRYPTED = "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=e\n\n--e\n" \
    "Content-Type: application/pgp-encrypted\n\nVersion: 1\n\n--e\nContent-Type: application/octet-stream\n\n" \
    "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n--e--\n"


def returned(message_id, to, action="failed"):
    return "Content-Type: multipart/report; report-type=delivery-status; boundary=d\n\n--d\n" \
        "Content-Type: text/plain\n\nIt did not arrive.\n--d\nContent-Type: message/delivery-status\n\n" \
        "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; " + to + f"\nAction: {action}\nStatus: 5.1.1\n" \
        "Diagnostic-Code: smtp; 550 no such user\n--d\nContent-Type: text/rfc822-headers\n\n" \
        f"To: <{to}>\nMessage-ID: <{message_id}>\nSubject: x\n--d--\n"


class Desk:
    """The stage with a mailbox and a relay, and what is asked of them again and again."""

    def __init__(self):
        python, relay, self.box = python_with_aiosmtpd(), free_port(), Mailbox()
        port = serve(self.box)
        self.stage = Stage("mailbox", DIRECTIVES, SETTINGS.format(relay=relay, imap=port))
        login = self.stage.write("login", "ess:secret\n")
        login.chmod(0o600)
        if IS_ROOT:
            import os
            os.chown(login, 61000, 61000)
        for path in (self.stage.folder / "feeds").glob("*.yaml"):
            if path.stem != "shadowserver-telnet":
                path.unlink()
        self.stage.write("feeds/people-mail.yaml", FEED.format(port=port))
        self.stage.write("ess.yaml", self.stage.settings.read_text().replace("polling: no\n", "polling: yes\n"))
        self.inbox = self.stage.folder / "inbox"
        self.inbox.mkdir()
        self.relay = subprocess.Popen([str(python), "-c", RELAY, str(relay), str(self.inbox)], stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE)
        self.relay.stdout.readline()

    def poll(self):
        return self.stage.ess("feed", "fetch", "people-mail", "--format", "json")

    def mails(self):
        """What became of each message, by its UID in the numbering it came in first."""
        rows = self.stage.must("report", "mails", "--feed", "people-mail", "--limit", "1000", "--format",
                               "jsonl").lines()
        return {int(row["name"].rpartition("UID=")[2]): row for row in rows}

    def bring(self, *contents):
        """Puts messages into the mailbox, polls, and returns what became of them."""
        uids = [self.box.put(content) for content in contents]
        answer = self.poll()
        found = self.mails()
        if any(uid not in found for uid in uids):
            print(f"     {answer!r}")
        return [found.get(uid, {"outcome": "none"}) for uid in uids]

    def receipts(self):
        """Receipts by recipient, each Message-ID once."""
        found = {}
        for path in sorted(self.inbox.glob("*.eml")):
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if message["Auto-Submitted"] == "auto-replied":
                found.setdefault(path.with_suffix(".to").read_text().strip(), {})[message["Message-ID"]] = message
        return {to: list(messages.values()) for to, messages in found.items()}

    def settle(self, seconds=3):
        """Lets the notifier send what is due."""
        due = ("delivery", "list", "--state", "due", "--state", "sealed", "--format", "jsonl")
        self.stage.wait(lambda: not self.stage.must(*due).lines(), 20)
        time.sleep(seconds if seconds > 3 else 0)


def baseline(desk):
    stage, row = desk.stage, desk.bring(mail("early@home.example", "Old", "What lay there before us."))[0]
    stage.claim("what lay in the mailbox before us is a report with a case", row["outcome"] == "report", row)
    stage.claim("and gets no receipt before the feed is released", row["receipt"] == "baseline", row)
    stage.must("feed", "release", "people-mail")


def person(desk):
    stage, content = desk.stage, mail("leyla@home.example", "=?UTF-8?B?" + base64.b64encode(
        "Şübhəli məktub".encode()).decode() + "?=", AZERBAIJANI)
    row = desk.bring(content)[0]
    stage.claim("a person's mail is a report with a number", row["outcome"] == "report" and row["number"][:2] == "R-",
                row)
    report = stage.must("report", "show", "people-mail", row["number"], "--format", "json").json()[0]
    stage.claim("subject and text are whole", report["title"] == "Şübhəli məktub"
                and "Şəbəkəmizdə şübhəli qoşulmalar" in report["summary"], report)
    stage.claim("it is AMBER+STRICT", report["tlp"] == "AMBER+STRICT", report["tlp"])
    wanted = {"name": "отчёт.pdf", "type": "application/pdf", "bytes": len(ATTACHED),
              "sha256": hashlib.sha256(ATTACHED).hexdigest()}
    stage.claim("its attachment has the name it had in windows-1251, and its digest",
                report["incident"]["attachments"] == [wanted], report["incident"])
    kept = subprocess.run(stage.as_user("analyst", [stage.binary, "report", "original", "people-mail", row["number"],
                                                    "--config", stage.settings]), stdout=subprocess.PIPE)
    stage.claim("the mail is kept byte for byte", kept.stdout == content, (len(kept.stdout), len(content)))
    stage.wait(lambda: "leyla@home.example" in desk.receipts(), 20)
    messages = desk.receipts().get("leyla@home.example", [])
    stage.claim("one receipt leaves", len(messages) == 1, len(messages))
    text = messages[0].get_content() if messages else ""
    stage.claim("it names the number, in the language of the mail, and nothing of what was sent",
                row["number"] in messages[0]["Subject"] and "qeydə alındı" in text
                and hashlib.sha256(content).hexdigest() in text and "qoşulmalar" not in text
                and "Şübhəli" not in messages[0]["Subject"], text)
    stage.claim("it answers that mail", messages[0]["In-Reply-To"] == email.message_from_bytes(content)["Message-ID"])
    stage.claim("the message is marked in the mailbox", desk.box.flags(2) == {"\\Seen"}, desk.box.flags(2))
    return row["number"], messages[0]["Message-ID"]


def machines(desk):
    stage = desk.stage
    samples = REPOSITORY / "Feeds" / "samples"
    arf, xarf = ((samples / name).read_bytes().replace(b"\n", b"\r\n") for name in ("abuse.eml", "xarf.eml"))
    rows = desk.bring(arf, xarf, mail("a@home.example", "Out of office", "Away.", "Auto-Submitted: auto-replied"),
                      mail("list@news.example", "Digest", "Words.", "List-Id: <x.news.example>"),
                      mail("c@home.example", "Win", "Money.", "X-Spam-Flag: YES"),
                      mail("mailer-daemon@mx.example", "Undelivered", returned("nobody@else.example", "x@y.example"),
                           path="<>"),
                      mail("cert@cert.example", "Ours", "From ourselves."),
                      mail("fatima@home.example", "Gizli", ENCRYPTED))
    stage.claim("ARF, X-ARF, a program's answer, a list, spam, a bounce of nothing of ours, our own: each is known",
                [row["outcome"] for row in rows[:7]]
                == ["abuse", "abuse", "automatic", "report", "spam", "returned", "own"], rows)
    counted = [stage.must("report", "mails", "--feed", "people-mail", "--outcome", name, "--format", "jsonl").lines()
               for name in ("abuse", "spam")]
    stage.claim("they can be listed by that", [len(some) for some in counted] == [2, 1], counted)
    report = stage.must("report", "show", "people-mail", rows[7]["number"], "--format", "json").json()[0]
    stage.claim("an encrypted mail is a report that must be opened by hand",
                report["incident"]["encryption"] == "openpgp" and "by hand" in report["summary"]
                and "hQEMA" not in report["summary"], report)
    stage.wait(lambda: "fatima@home.example" in desk.receipts(), 20)
    stage.claim("its sender has a receipt, and nobody else of these", set(desk.receipts()) == {
        "leyla@home.example", "fatima@home.example"}, set(desk.receipts()))


def loops(desk, number, receipt):
    stage = desk.stage
    rows = desk.bring(mail("leyla@home.example", "Re: received", "More to come.", f"In-Reply-To: {receipt}"),
                      mail("leyla@home.example", f"Fwd: [{number}] x", "And more."))
    stage.claim("what answers a receipt, or names its number, is a note in its case",
                [row["outcome"] for row in rows] == ["note", "note"] and rows[0]["number"] == rows[1]["number"], rows)
    told = stage.must("case", "show", rows[0]["number"]).out
    stage.claim("the officer reads it there", "More to come." in told and "And more." in told, told)
    status = stage.must("status").out
    stage.claim("and `ess status` says that it came", rows[0]["number"] in status and "by mail" in status, status)
    for turn in range(8):
        desk.bring(mail("robot@other.example", f"Thank you {turn}", f"We have got your message {turn}."))
        stage.wait(lambda: len(desk.receipts().get("robot@other.example", [])) > min(turn, 3), 20)
    desk.settle(4)
    count = len(desk.receipts()["robot@other.example"])
    stage.claim("two programs that answer each other end at the hour's cap", count == 4, count)
    reasons = [row for row in desk.mails().values() if row.get("receipt") == "mailbox-cap"]
    stage.claim("and why is written down", len(reasons) == 4, reasons)
    rows = desk.bring(*(mail(f"tag+{turn}@tags.example", f"Tag {turn}", "Words.") for turn in range(6)),
                      *(mail(f"w{turn}@n{turn}.flood.example", f"Flood {turn}", "Words.") for turn in range(70)),
                      mail("calm@calm.example", "Calm", "Words."))
    told = [row["receipt"] if row["receipt"].endswith("cap") else "sent" for row in rows]
    stage.claim("a tag makes no other writer", told[:6] == ["sent"] * 4 + ["mailbox-cap"] * 2, told[:6])
    flood = told[6:76]
    stage.claim("a flood of one domain and what is below it has a share, and whoever comes behind it his receipt",
                50 < flood.count("sent") < 61 and flood.count("domain-cap") == 70 - flood.count("sent")
                and told[76] == "sent", told)
    stage.claim("and `ess status` says how many were not answered",
                f"{flood.count('domain-cap')} people wrote by mail" in stage.must("status").out)


def failing(desk):
    stage, box = desk.stage, desk.box
    head = mail("big@home.example", "Everything", "")
    big = box.put(head + b"x" * (60 << 20))
    small = desk.bring(mail("small@home.example", "Small", "Behind the big one."))[0]
    stage.claim("a mail of 60 MB costs nobody else", small["outcome"] == "report", small)
    rejects = stage.must("reject", "list", "--feed", "people-mail", "--format", "jsonl").lines()
    said = json.dumps(rejects)
    stage.claim("it is a reject that names it, and was not fetched", len(rejects) == 1 and f"UID={big}" in said
                and "62914" in said and big not in box.fetched, rejects)
    heads = len([line for line in box.said if "BODY.PEEK[HEADER]" in line])
    desk.poll()
    stage.claim("nor asked for again", heads == len([line for line in box.said if "BODY.PEEK[HEADER]" in line]) == 1)
    del box.messages[big]
    for fault in ("hang", "drip", "drop"):
        bad = box.put(mail(f"{fault}@home.example", fault, "The whole text of it. " * 40))
        box.faults[bad] = fault
        begun = time.monotonic()
        good = desk.bring(mail(f"after-{fault}@home.example", "After", "Behind it."))[0]
        stage.claim(f"one that makes the server {fault} costs its deadline, and the next one comes",
                    good["outcome"] == "report" and bad not in desk.mails() and time.monotonic() - begun < 20, good)
        del box.faults[bad]
        desk.poll()
        stage.claim("and it comes itself when the server is well", desk.mails().get(bad, {}).get("outcome") == "report")
    box.faults["list"] = "drop"
    answer = desk.poll()
    stage.claim("a list that breaks off is a failed poll that is tried again", answer.code == 75, answer)
    del box.faults["list"]
    box.password = "changed"
    answer = desk.poll()
    stage.claim("a refused login says so", "refuses the login" in answer.out and answer.code == 65, answer)
    box.password = "secret"


def renumbered(desk):
    stage = desk.stage
    desk.settle()
    before = stage.must("report", "list", "--feed", "people-mail", "--limit", "1000", "--format", "jsonl").lines()
    sent, fetched = desk.receipts(), len(desk.box.fetched)
    desk.box.renumber()
    answer = desk.poll()
    stage.claim("a mailbox that numbers anew is looked at from its beginning",
                len(desk.box.fetched) - fetched == len(desk.box.messages), answer)
    desk.settle(4)
    after = stage.must("report", "list", "--feed", "people-mail", "--limit", "1000", "--format", "jsonl").lines()
    stage.claim("and doubles nothing", before == after and {to: len(some) for to, some in sent.items()}
                == {to: len(some) for to, some in desk.receipts().items()}, (len(before), len(after)))
    # The same mail by another way: other trace fields, the same words.
    twice = mail("twice@home.example", "Once", "I said it once.", number="77")
    rows = desk.bring(twice, b"Received: by relay.example; Fri, 20 Nov 2026 10:00:01 +0400\r\n" + twice)
    stage.claim("one that comes on two ways is one report", [row["outcome"] for row in rows] == ["report", "repeated"]
                and rows[0]["number"] == rows[1]["number"], rows)


def killed(desk):
    stage, box = desk.stage, desk.box
    before = len(stage.must("report", "list", "--feed", "people-mail", "--limit", "1000", "--format", "jsonl").lines())
    uids = [box.put(mail(f"k{n}@home.example", f"Crash {n}", f"Text {n}.")) for n in range(30)]
    for pause in (0.05, 0.15, 0.3, 0.5, 0.8):
        # The command waits for the poll's end, which the kill is.
        threading.Thread(target=stage.ess, args=("feed", "fetch", "people-mail"), daemon=True).start()
        time.sleep(pause)
        stage.service.kill()
        stage.service.wait()
        stage.begin()
    desk.poll()
    stage.wait(lambda: set(uids) <= set(desk.mails()), 30)
    rows = stage.must("report", "list", "--feed", "people-mail", "--limit", "1000", "--format", "jsonl").lines()
    stage.claim("killed five times on the way: each mail is one report", len(rows) == before + 30
                and all(row["revisions"] == 1 for row in rows), (before, len(rows)))
    stage.wait(lambda: sum(to.startswith("k") for to in desk.receipts()) == 30, 60)
    desk.settle(4)
    counts = {to: len(some) for to, some in desk.receipts().items() if to.startswith("k")}
    stage.claim("and has one receipt", len(counts) == 30 and set(counts.values()) == {1}, counts)
    stage.claim("all of them are marked in the mailbox", all(box.flags(uid) == {"\\Seen"} for uid in uids))


def answers(desk):
    stage = desk.stage
    stage.must("entity", "import", stage.write("register.yaml", REGISTER), user="admin")
    stage.must("ingest", "shadowserver-telnet", stage.write("scan.csv", SCAN))
    issue(stage)
    notices = {n["entity"]: n for n in stage.must("notice", "list", "--format", "jsonl").lines()
               if n["kind"] == "advisory"}
    desk.settle()
    mine, other = notices["xestexana"], notices["su-kanal"]
    sent = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default)["Message-ID"].strip("<>")
            for path in sorted(desk.inbox.glob("*.eml"))]
    ids = {name: next(one for one in sent if one.startswith(notice["number"] + ".1.")) for name, notice in notices.items()}
    rows = desk.bring(
        mail("desk@xestexana.example", "Re: your notice", "We look at it.", f"In-Reply-To: <{ids['xestexana']}>"),
        mail("desk@xestexana.example", "Away", "Until Monday.", "Auto-Submitted: auto-replied",
             f"References: <{ids['xestexana']}>"),
        mail("someone@else.example", f"about ({mine['number']})", "I know something."),
        mail("mailer-daemon@mx.example", "Undelivered", returned(ids["su-kanal"], "wrong@su-kanal.example"), path="<>"),
        mail("mailer-daemon@mx.example", "Late", returned(ids["su-kanal"], "desk@su-kanal.example", "delayed"),
             path="<>"))
    stage.claim("answers to a notice are notes in its case, a vacation notice too",
                [(row["outcome"], row["number"]) for row in rows[:3]] == [("note", mine["case"])] * 3, rows)
    stage.claim("a bounce that names another recipient, and one that is a delay, change nothing",
                [row["outcome"] for row in rows[3:]] == ["returned", "returned"], rows)
    case = stage.must("case", "show", mine["case"], "--format", "json").json()
    heard = [part for part in case["participations"] if part.get("acknowledged_at")]
    stage.claim("none of that counts as acknowledgement", not heard, heard)
    row = desk.bring(mail("mailer-daemon@mx.example", "Undelivered", returned(ids["su-kanal"], "desk@su-kanal.example"),
                          path="<>"))[0]
    states = {d["id"]: d["state"] for d in stage.must("delivery", "list", "--format", "jsonl").lines()}
    stage.claim("a bounce of ours makes the delivery bounced", row["outcome"] == "bounced"
                and states[f"{other['number']}.1"] == "bounced" and states[f"{mine['number']}.1"] == "accepted",
                (row, states))
    stage.claim("and stands in `ess status`", other["number"] in stage.must("status").out)


def silence(desk):
    """Who reports is told to nobody."""
    stage = desk.stage
    pages = [stage.get(path)[1] for path in ("/", "/report", "/feed.atom", "/feed.json", "/metrics")]
    log = (stage.folder / "service.log").read_text(errors="replace")
    leaks = [name for name in ("leyla@", "fatima@", "Somebody", "k1@home")
             if any(name in text for text in (log, *pages))]
    stage.claim("no address of a reporter stands in the log or on a page", not leaks, leaks)
    health = stage.must("feed", "health", "--format", "jsonl").lines()
    stage.claim("`ess feed health` knows the mailbox", any(row["id"] == "people-mail" for row in health), health)


def main():
    desk = Desk()
    try:
        desk.stage.begin()
        baseline(desk)
        number, receipt = person(desk)
        machines(desk)
        loops(desk, number, receipt)
        failing(desk)
        renumbered(desk)
        killed(desk)
        if IS_ROOT:
            answers(desk)
        silence(desk)
    except Exception:
        traceback.print_exc()
        desk.stage.failures.append("the story ends early")
    finally:
        desk.relay.stdin.close()
        desk.relay.wait()
        desk.stage.finish()


if __name__ == "__main__":
    main()
