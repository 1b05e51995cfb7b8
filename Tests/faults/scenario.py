"""The scripted run that the crash walk breaks at every point: settings, documents and steps, all made by hand here.

The run has legs, between which the service is stopped in order. A walk of a later leg begins with a copy of what
the leg before left, so it does not repeat the way there, and its start on existing data is walked as well.

A step is a command line of `ess` without the word. `{data}` is the folder of documents; `{ID}` and `{D8}`, the advisory
and its digest, are filled in from the steps that told them. `user` is a person of PEOPLE. `unless` is a question to
the store (SQL, one number): a step whose effect is there already is not repeated, as a person would look before trying
again.
"""

import csv
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

SERVERS = Path(__file__).resolve().parents[1] / "servers"

# Unix users of the two persons, by number: they need no entry in the user database.
PEOPLE = {"analyst": 2001, "approver": 2002, "admin": 2003}
GROUP = 2000


@dataclass(frozen=True)
class Step:
    command: str
    user: str
    unless: str = ""
    # JSON members of the answer to keep for later steps: {"name in later commands": "path.in.answer"}.
    keep: dict = field(default_factory=dict)


# Names of two reports without identifiers, and so of the campaigns that begin with them: see CampaignName.
NAMES = {name: "campaign:" + hashlib.sha256(report.encode()).hexdigest()[:24]
         for name, report in (("TOLD", "cert-at/n-0"), ("OTHER", "cert-at/n-1"))}

TELNET = "condition:vulnerable/potentially-unwanted-accessible/open-telnet"

IMPORT = [
    Step("entity import {data}/register.csv", "admin", "SELECT count(*) >= 24 FROM entity"),
    Step("entity import {data}/register.yaml", "admin", "SELECT count(*) FROM entity WHERE id = 'drop-desk'"),
    Step("ingest cisa-kev {data}/kev.json", "admin"),
    Step("feed release cisa-kev", "admin", "SELECT count(*) FROM feed_state WHERE feed = 'cisa-kev' AND released = 1"),
    Step("ingest shadowserver-telnet {data}/scan.csv", "admin"),
    Step("ingest cisa-kev {data}/kev-later.json", "admin"),
    Step("ingest cert-at {data}/news.xml", "admin"),
    Step("ingest cert-eu {data}/news-too.xml", "admin"),
    Step("threat merge {TOLD} {OTHER} --reason drill".format(**NAMES), "analyst",
         "SELECT count(*) FROM campaign_act"),
    # Before anything lies in the mailbox: what comes then has receipts.
    Step("feed release people-mail", "admin",
         "SELECT count(*) FROM feed_state WHERE feed = 'people-mail' AND released = 1"),
]

DRAFT = [
    Step(f"advisory draft {TELNET}", "analyst", "SELECT count(*) FROM advisory", {"ID": "number"}),
    Step("advisory submit {ID}", "analyst", "SELECT count(*) FROM advisory_version WHERE state <> 'draft'"),
    Step("advisory preview {ID}", "approver", "", {"D8": "digest"}),
    Step("advisory approve {ID} --digest {D8}", "approver",
         "SELECT count(*) FROM advisory_version WHERE state IN ('approved', 'issued')"),
]

# More messages than the notifier sends at once (16).
ISSUE = [
    Step("advisory issue {ID}", "analyst", "SELECT count(*) FROM advisory_version WHERE state = 'issued'"),
]

# The mailbox is polled in this leg alone, from the service's start on; the command waits for a poll's end.
MAIL = [
    Step("feed fetch people-mail", "admin"),
]

LEGS = {"import": IMPORT, "draft": DRAFT, "issue": ISSUE, "mail": MAIL}
# What is killed at random; it ends as the leg before the mailbox does.
STEPS = IMPORT + DRAFT + ISSUE
LAST = "issue"

# Tables whose row count the run decides alone, however often it was broken. Attempts and entries may be more.
COUNTED = ["entity", "document", "report", "revision", "threat", "mention", "finding", "orphan", "reject", "advisory",
           "advisory_version", "notice", "notice_cause", "withheld", "delivery", "case_file", "participation",
           "titled", "campaign_act", "campaign_word", "mail"]

# Tables that the unbroken run must fill.
MOVED = ["entity", "document", "report", "threat", "titled", "campaign_word", "finding", "advisory", "notice",
         "delivery", "mail"]

# Work that a kill should find open: a document partly read, a message started and not yet answered.
OPEN = {
    "in a batch": "SELECT count(*) FROM document WHERE state = 'due'",
    "in an attempt": "SELECT count(*) FROM attempt WHERE outcome IS NULL",
}

# Columns that must not repeat, by table: no second id for the same thing.
UNIQUE = [("notice", "number"), ("notice", "code"), ("delivery", "id"), ("delivery", "message_id"),
          ("advisory", "number"), ("case_file", "number"), ("entry", "idx"), ("entry", "leaf")]

# What must be nought when the run has come to rest.
AT_REST = {
    "documents still due": "SELECT count(*) FROM document WHERE state <> 'done'",
    "reports not clustered": "SELECT count(*) FROM titled WHERE due > 0",
    "gaps in the ledger's index": "SELECT coalesce(max(idx), -1) + 1 - count(*) FROM entry",
    "entries without a head": "SELECT (SELECT count(*) FROM entry) - coalesce((SELECT size FROM head), 0)",
    "mails without an outcome": """SELECT count(*) FROM document d WHERE feed = 'people-mail'
        AND NOT EXISTS(SELECT 1 FROM mail m WHERE m.document = d.id)""",
    "deliveries neither sent nor given up":
        "SELECT count(*) FROM delivery WHERE state IN ('due', 'sealed') AND channel <> 'portal'",
}


def write(folder, repository, port, mailbox=None, rows=6000, entities=24):
    """Writes `ess.yaml` and the documents; returns the settings file. `mailbox`: the port at which to poll one."""
    data = folder / "documents"
    data.mkdir(parents=True)
    _register(data / "register.csv", entities)
    _scan(data / "scan.csv", rows, entities)
    (data / "register.yaml").write_text(DROP_DESK)
    (data / "kev.json").write_text(json.dumps(_catalogue("2026-09-01", 60)))
    (data / "kev-later.json").write_text(json.dumps(_catalogue("2026-09-08", 75)))
    for name, feed in (("news.xml", 0), ("news-too.xml", 1)):
        (data / name).write_text(_news(feed))
    _feeds(folder / "feeds", repository / "Feeds", mailbox)
    login = folder / "login"
    login.write_text("ess:secret\n")
    login.chmod(0o600)
    polled = f', "127.0.0.1:{mailbox}"' if mailbox else ""
    secret = f"fetch:\n  credentials: [{{origin: 'imap://127.0.0.1:{mailbox}', file: login}}]\n" if mailbox else ""
    settings = folder / "ess.yaml"
    roles = "\n".join(f"  {role}: [{uid}]" for role, uid in PEOPLE.items())
    settings.write_text(f"""# Settings of one crash walk.
data_dir: {folder}/data
feeds_dir: {folder}/feeds
socket: {folder}/run/ess.sock
directives: {repository}/Tests/faults/directives.yaml
deadlines: {repository}/Config/deadlines/national.yaml
guidance_dir: {repository}/Config/guidance
maildrop: {folder}/maildrop
polling: {"yes" if mailbox else "no"}
four_eyes: relaxed
authority:
  domain: cert.example
portal:
  port: 0
mail:
  relay: 127.0.0.1
  port: {port}
  tls: none
  from: cert@cert.example
egress_allow: ["127.0.0.1:{port}"{polled}]
{secret}roles:
{roles}
""")
    return settings


def _news(feed, events=24):
    """What one of two feeds tells of events, without identifiers."""
    items = "".join(
        f"<item><guid>n-{n}</guid><title>Oxmere{chr(97 + n)}holt {('victim of', 'hit by')[feed]} ransomware</title>"
        f"<pubDate>{1 + n:02} Nov 2026 0{feed}:00:00 GMT</pubDate></item>\n" for n in range(events))
    return ('<rss version="2.0"><channel><title>x</title><link>https://a.example/</link><description>x</description>\n'
            f"{items}</channel></rss>")


def _feeds(folder, source, mailbox):
    """The feeds of the run, without the addresses of the real ones."""
    folder.mkdir()
    for name in ("cisa-kev", "shadowserver-telnet", "cert-at", "cert-eu"):
        lines = (source / f"{name}.yaml").read_text().splitlines(keepends=True)
        (folder / f"{name}.yaml").write_text("".join(line for line in lines if not line.startswith("url:")))
    place = f"url: imap://127.0.0.1:{mailbox}/INBOX\nprotocol: imap\ntaken: seen\n" if mailbox else ""
    (folder / "people-mail.yaml").write_text(
        f"publisher: Mailbox\nkind: user\ncountry: AZ\n{place}format: mail\ninterval: 7d\nsilent_after: 365d\n"
        "licence: confidential\ntlp: AMBER+STRICT\nreliability: F\n")


def mails():
    """What lies in the mailbox: reports with receipts, one that came on two ways, a vacation notice."""
    def mail(number, *fields):
        lines = [*fields, f"From: <w{number}@home{number}.example>", f"Message-ID: <m{number}@home{number}.example>",
                 f"Subject: Report {number}", "Content-Language: en", "Date: Fri, 20 Nov 2026 10:00:00 +0400", "",
                 f"Words {number}."]
        return "".join(line + "\r\n" for line in lines).encode()
    return [mail(1), mail(2), mail(2, "Received: by another.example; Fri, 20 Nov 2026 10:00:01 +0400"), mail(3),
            mail(4, "Auto-Submitted: auto-replied"), mail(5)]


# One entity that reads the drop instead of mail.
DROP_DESK = """entities:
  - id: drop-desk
    name: Drop Desk
    sector: water
    criticality: high
    languages: [en]
    contacts:
      - id: desk
        role: technical
        maildrop: drop-desk
    assets:
      - network: 10.200.0.0/16
        verified: {by: registrar, how: routing registry, at: 2026-01-15T09:00:00Z}
"""


def _register(path, entities):
    with open(path, "w", newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL)
        writer.writerow(["org", "cidr", "email"])
        for n in range(entities):
            writer.writerow([f"org-{n:03}", f"10.{n}.0.0/16", f"abuse@org{n:03}.example"])


def _scan(path, rows, entities):
    with open(path, "w", newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(["timestamp", "ip", "protocol", "port", "hostname", "tag", "asn", "geo", "region", "city",
                         "naics", "sic", "banner"])
        for n in range(rows):
            # One row in eight lies in an entity's network, one in a hundred in the drop desk's.
            block = 200 if n % 100 == 0 else n // 8 % entities if n % 8 == 0 else 100 + n % 100
            address = f"10.{block}.{n // 250 % 250}.{n % 250 + 1}"
            writer.writerow([f"2026-09-01 {n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02}", address, "tcp", 23,
                             f"h{n}.example", "telnet", 64512, "AZ", "BAKU", "BAKU", 0, 0, "login:"])


def _catalogue(day, count):
    entries = [{
        "cveID": f"CVE-2026-{10000 + n}", "vendorProject": "Examplesoft", "product": f"Gateway {n}",
        "vulnerabilityName": f"Examplesoft Gateway {n} Command Injection Vulnerability", "dateAdded": "2026-09-01",
        "shortDescription": f"Gateway {n} runs what a stranger sends.", "requiredAction": "Apply the update.",
        "dueDate": "2026-09-22", "knownRansomwareCampaignUse": "Unknown", "notes": "", "cwes": ["CWE-77"],
    } for n in range(count)]
    return {"title": "Hand-made catalogue", "catalogVersion": day.replace("-", "."),
            "dateReleased": f"{day}T12:00:00.0000Z", "count": count, "vulnerabilities": entries}
