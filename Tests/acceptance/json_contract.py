#!/usr/bin/env python3
"""Every answer in JSON keeps the contract: sorted snake_case keys, no shells of our enums, times in UTC.

Walks each command that takes --format, each /v1 route and each problem of a demo country. A command that is not walked
here is a failure, so that no answer is forgotten. Each command that takes --dry-run is first tried so: it says that it
did nothing, and the act itself can still be done."""

import json
import re
import subprocess
from datetime import datetime, timedelta, timezone

from stage import CORPUS, REPOSITORY, Stage

THREAT = "condition:vulnerable/potentially-unwanted-accessible/open-telnet"
CVE = "CVE-2026-99001"
KEY = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
# Objects whose member names are data: decision points as CISA names them, ids of deliveries, states of deliveries,
# rules of the score, reasons why something was withheld.
DATA = {"ssvc", "attempts", "deliveries", "points", "reasons", "reject_reasons"}
# They read standard input line by line in forms that DESIGN §8 fixes; each is its own contract.
LINE_TOOLS = {"score", "match", "validate"}

DRY = "dry run, nothing was changed; it would be so:\n"

DIRECTIVES = """  - id: advisories
    kinds: [advisory]
    roles: [technical, abuse, 24h]
    channel: maildrop
    tlp_max: AMBER
  - id: telnet
    kinds: [findings]
    rsit: [vulnerable/potentially-unwanted-accessible]
    sectors: [health, energy]
    roles: [technical, abuse, 24h]
    channel: maildrop
    tlp_max: AMBER
    standing_order: true
"""


class Walk:
    """Reads answers and remembers what breaks the contract, with where."""

    def __init__(self, stage):
        self.stage, self.breaches, self.keys, self.answers, self.walked = stage, [], set(), 0, set()
        self.tried = set()
        self.helps = {}

    def text(self, where, text):
        """One JSON answer as it came."""
        self.answers += 1
        try:
            value = json.loads(text, object_pairs_hook=lambda pairs: self.object(where, pairs))
        except ValueError as error:
            self.breaches.append(f"{where}: no JSON: {error}: {text[:200]}")
            return None
        self.value(where, "", value)
        return value

    def object(self, where, pairs):
        names = [name for name, _ in pairs]
        if names != sorted(names):
            self.breaches.append(f"{where}: keys are not sorted: {names}")
        if len(set(names)) != len(names):
            self.breaches.append(f"{where}: a key stands twice: {names}")
        return dict(pairs)

    def value(self, where, place, value):
        if isinstance(value, dict):
            for name, inner in value.items():
                if place.rsplit(".", 1)[-1] not in DATA:
                    self.keys.add(name)
                    if not KEY.fullmatch(name):
                        self.breaches.append(f"{where}: {place}.{name} is no snake_case key")
                self.value(where, f"{place}.{name}", inner)
        elif isinstance(value, list):
            for inner in value:
                self.value(where, place, inner)
        elif isinstance(value, str) and TIME.match(value) and not UTC.fullmatch(value) and len(value) < 40:
            self.breaches.append(f"{where}: {place} is no UTC time: {value}")
        elif isinstance(value, str) and place.endswith(".payload") and value.startswith("{"):
            self.text(f"{where}, payload", value)

    def takes(self, option, words):
        """Whether the command of these words has an option."""
        if words not in self.helps:
            self.helps[words] = self.stage.ess(*words, "--help").out
        return option in self.helps[words]

    def dry(self, *words, user, code, **options):
        """The same as a dry run, for people."""
        answer = self.stage.ess(*words, "--dry-run", user=user, **options)
        if answer.code not in (0, code) or not answer.out.startswith(DRY) or answer.out == DRY:
            self.breaches.append(f"ess {' '.join(map(str, words))} --dry-run: {answer!r}")
        self.tried.add(tuple(words[:2]))

    def ess(self, *words, user="analyst", code=0, **options):
        """A command in both JSON forms; gives the value of the first."""
        name = tuple(words[:1]) if words[0] in ("init", "status", "ingest") else tuple(words[:2])
        # A document is evidence: `ess ingest` refuses to be tried.
        without = name == ("ingest",) or {"--dry-run", "--rules"} & set(words)
        if not without and self.takes("--dry-run", name):
            self.dry(*words, user=user, code=code, **options)
        self.walked.add(tuple(words[:2]) if words[0] not in ("init", "status", "ingest") else (words[0],))
        where = "ess " + " ".join(map(str, words))
        answer = self.stage.ess(*words, "--format", "json", user=user, **options)
        if answer.code != code:
            self.breaches.append(f"{where}: {answer!r}")
            return None
        return self.text(where, answer.out)

    def lines(self, *words, user="analyst"):
        for line in self.stage.must(*words, "--format", "jsonl", user=user).out.splitlines():
            self.text("ess " + " ".join(words) + " (jsonl)", line)

    def http(self, path, token=None, status=200, **options):
        found, text = self.stage.get(path, token, **options)
        if found != status:
            self.breaches.append(f"{path}: status {found}, not {status}: {text[:200]}")
        return self.text(path, text)


def commands(stage, *words):
    """Every command under `words` whose help has --format."""
    text = stage.ess(*words, "--help").out
    # Command groups have headings of their own: `SERVICE SUBCOMMANDS:`.
    block = text.partition("SUBCOMMANDS:")[2]
    names = [name for name in re.findall(r"^  ([a-z][a-z-]*)(?:\s|$)", block, re.M) if name != "help"]
    if not names:
        return {words} if "--format" in text else set()
    return set().union(*(commands(stage, *words, name) for name in names if words or name not in LINE_TOOLS))


def incoming(stage, walk):
    samples = stage.folder / "feeds/samples"
    walk.ess("entity", "import", stage.folder / "config/constituency.example.yaml", "--dry-run", user="admin")
    # As in the quickstart: contacts read a local mail drop.
    text = (stage.folder / "config/constituency.example.yaml").read_text()
    mails = iter(range(100))
    text = re.sub(r"^( +)mail: .*$", lambda found: f"{found[1]}maildrop: desk-{next(mails)}", text, flags=re.M)
    walk.ess("entity", "import", stage.write("register.yaml", text), user="admin")
    parts = [{"name": "gate", "version": "1", "purl": "pkg:npm/gate@1"}, {"name": 7}, {"type": "file", "name": "f"}]
    bill = stage.write("bill.json", json.dumps({"bomFormat": "CycloneDX", "components": parts}))
    seen = walk.ess("entity", "import", "city-hospital", bill, "--dry-run", user="admin")
    walk.ess("entity", "import", "city-hospital", bill, "--digest", seen["digest"][:8], user="admin")
    walk.ess("entity", "confirm", "city-hospital", "--list", "bill.json", user="admin")
    for feed in ("cisa-kev", "cve-vulnrichment", "cisa-csaf", "shadowserver-telnet", "user-reports"):
        walk.ess("feed", "release", feed, user="admin")
    walk.ess("ingest", "cisa-kev", samples / "kev.json")
    walk.ess("ingest", "cve-vulnrichment", samples / "CVE-2026-99001.json")
    walk.ess("ingest", "cisa-csaf", samples / "en-sa-2026-014.json")
    walk.ess("ingest", "epss", samples / "epss.csv")
    walk.ess("ingest", "shadowserver-telnet", samples / "scan-telnet.csv")
    bad = stage.write("bad.json", '{"dateReleased": "2026-11-01T00:00:00Z", "vulnerabilities": [{"cveID": 7}]}')
    walk.ess("ingest", "cisa-kev", bad, code=65)
    if (CORPUS / "kev/2026-07-23/kev.json").exists():
        walk.ess("ingest", "cisa-kev", CORPUS / "kev/2026-07-23/kev.json")
    walk.ess("report", "submit", "--title", "A strange mail", "--text", "It asks for a password.",
             "--address", "192.0.2.10", "--domain", "strange.example", "--type", "fraud/phishing",
             "--entity", "city-hospital")
    walk.ess("report", "list")
    walk.ess("report", "show", "cisa-kev", CVE)
    walk.ess("report", "show", "cisa-csaf", "EN-SA-2026-014")
    walk.ess("ingest", "people-mail", samples / "mail.eml")
    number = walk.ess("report", "mails")[0]["number"]
    walk.ess("report", "show", "people-mail", number)
    walk.ess("report", "original", "people-mail", number)
    walk.ess("reject", "list")
    reject = walk.ess("reject", "list", "--each")[0]["id"]
    walk.ess("reject", "show", reject)
    walk.ess("reject", "replay", reject, "--dry-run")
    walk.ess("reject", "replay", reject)
    walk.ess("reject", "dismiss", reject, "--reason", "a wrong file")
    walk.ess("reject", "list", "--all")
    for verb in ("list", "health"):
        walk.ess("feed", verb)
    walk.ess("feed", "health", "cisa-kev")
    walk.ess("feed", "show", "cisa-kev")
    walk.ess("feed", "pause", "bsi-wid", user="admin")
    walk.ess("feed", "resume", "bsi-wid", user="admin")
    # A list of nobody closes nothing until a person says that it is right.
    head = "timestamp,ip,protocol,port,hostname,tag,asn,geo,region,city,naics,sic,banner\n"
    empty = walk.ess("ingest", "shadowserver-rdp", stage.write("2026-11-01-scan_rdp-example_net-asn.csv", head))
    walk.ess("feed", "confirm", "shadowserver-rdp", empty[0]["document"] if isinstance(empty, list)
             else empty["document"])
    walk.ess("feed", "dismiss", "cisa-csaf", "--reason", "its archive is closed", user="admin")
    # Nothing is polled here: the refusal is walked, the answer is that of the other verbs.
    walk.walked.add(("feed", "fetch"))
    status, text = stage.post("/desk/feed/fetch", {"act": {"feed": "cisa-kev"}, "dry_run": True}, "admin")
    stage.claim("a feed that is not polled cannot be fetched", status == 409, (status, text))
    walk.text("/desk/feed/fetch", text)


def judged(stage, walk):
    walk.ess("contact", "list")
    walk.ess("contact", "verify", "city-hospital", "duty", "--how", "called back", user="admin")
    walk.ess("contact", "suspend", "city-hospital", "duty", "--reason", "on leave", user="admin")
    walk.ess("contact", "resume", "city-hospital", "duty", user="admin")
    walk.ess("threat", "list", "--all")
    walk.ess("threat", "show", CVE)
    for threat in (CVE, THREAT):
        walk.ess("threat", "explain", threat)
    walk.ess("threat", "explain", CVE, THREAT)
    walk.ess("threat", "triage", CVE)
    walk.ess("threat", "assign", CVE)
    walk.ess("threat", "watch", THREAT, "--until", in_days(5))
    walk.ess("threat", "reopen", THREAT)
    walk.ess("threat", "note", THREAT, "asked the vendor")
    walk.ess("threat", "score", THREAT, "80", "--reason", "seen by a partner")
    walk.ess("threat", "explain", THREAT)
    walk.ess("threat", "score", THREAT, "--clear", "--reason", "the vendor denies it")
    walk.ess("threat", "score", "--rules", str(REPOSITORY / "Config/scoring.yaml"))
    campaigns(stage, walk)
    walk.ess("threat", "dismiss", "CVE-2026-99002", "--reason", "not used here")
    rows = stage.wait(lambda: stage.must("finding", "list", "--format", "jsonl").lines())
    walk.ess("finding", "list", "--with-gaps")
    walk.ess("finding", "orphans")
    walk.ess("finding", "orphans", "--asn", "unknown")
    for locus in sorted({(row["entity"], row["locus"]) for row in rows})[:20]:
        walk.ess("finding", "explain", *locus)
        walk.ess("finding", "show", *locus)
    for what in (CVE, THREAT, "inventory", "203.0.113.1", "domain:nobody.example"):
        walk.ess("finding", "explain", "water-works", what)
    stage.claim("software is among the findings explained", any(row["locus"] == "inventory" for row in rows), rows)
    walk.ess("finding", "explain", "city-hospital", "entity", "--threat", CVE)
    walk.ess("gap", "list")
    walk.ess("gap", "lessons")
    # Nothing is only possible here: the refusal is walked, the answers are those of gaps.py.
    walk.walked.add(("gap", "resolve"))
    status, text = stage.post("/desk/gap/resolve", {"act": {"gap": "g-0", "verdict": "match"}, "reason": "x",
                                                    "dry_run": True})
    stage.claim("a gap that is not there is not resolved", status == 404, (status, text))
    walk.text("/desk/gap/resolve", text)
    walk.ess("entity", "coverage")
    walk.ess("entity", "coverage", "city-hospital")
    walk.ess("entity", "list")
    walk.ess("entity", "show", "city-hospital")
    walk.ess("guidance", "list")
    walk.ess("guidance", "show", "close-open-telnet")
    walk.ess("guidance", "search", "telnet")
    for form in ("threat", "finding", "entity", "report"):
        walk.lines(form, "list")


def campaigns(stage, walk):
    rss = ('<rss version="2.0"><channel><title>x</title><link>https://a.example/</link><description>x</description>'
           "<item><guid>{0}</guid><title>{1}</title><pubDate>Tue, 10 Nov 2026 08:00:00 GMT</pubDate></item>"
           "</channel></rss>")
    for feed, key, title in (("cert-at", "1", "Velkrat hits Quillhaven"), ("cert-eu", "2", "Quillhaven: Velkrat again"),
                             ("cert-eu", "3", "Outage at Marrowgate")):
        walk.ess("ingest", feed, stage.write(f"{key}.rss", rss.format(key, title)))
    rows = {row["title"]: row["id"] for row in walk.ess("threat", "list", "--kind", "campaign")}
    told, other = (next(rows[title] for title in rows if name in title) for name in ("Velkrat", "Marrowgate"))
    walk.ess("threat", "merge", told, other, "--reason", "one gang", "--dry-run")
    walk.ess("threat", "merge", told, other, "--reason", "one gang")
    walk.ess("threat", "split", told, "cert-eu/2", "--reason", "another gang")
    walk.ess("threat", "explain", told)


def in_days(days):
    return (datetime.now(timezone.utc) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def directives(stage, walk):
    short = {row["directive"]["id"]: row["digest"][:8] for row in walk.ess("directive", "list")}["telnet"]
    for user in ("approver", "chief"):
        walk.ess("directive", "approve", "telnet", "--digest", short, user=user)
    walk.ess("directive", "list")


def advised(stage, walk):
    first = walk.ess("advisory", "draft", THREAT)["number"]
    form = stage.must("advisory", "show", first, "--format", "json").json()["form"]
    walk.ess("advisory", "edit", first, "--file", "-", stdin=form + "\nOne more.\n")
    walk.ess("advisory", "comment", first, "looks well")
    walk.ess("advisory", "diff", first)
    walk.ess("advisory", "submit", first)
    walk.ess("advisory", "return", first, user="approver")
    walk.ess("advisory", "submit", first)
    short = walk.ess("advisory", "preview", first, user="approver")["short"]
    walk.ess("advisory", "approve", first, "--digest", short, user="approver")
    walk.ess("advisory", "schedule", first, "--at", in_days(1), user="approver")
    walk.ess("status")
    second = walk.ess("advisory", "draft", CVE)["number"]
    walk.ess("advisory", "discard", second)
    walk.ess("advisory", "issue", first, "--dry-run", user="approver")
    walk.ess("advisory", "issue", first, user="approver")
    walk.ess("advisory", "list")
    walk.ess("advisory", "show", first)
    return first


def told(stage, walk, advisory):
    notices = stage.wait(lambda: [row for row in stage.must("notice", "list", "--format", "json").json()
                                  if row["deliveries"].get("delivered")])
    walk.ess("notice", "list")
    stage.claim("notices of advisories and of findings are among them",
                {"advisory", "findings"} <= {row["kind"] for row in walk.ess("notice", "list")}, notices)
    for row in notices:
        walk.ess("notice", "show", row["number"])
        walk.ess("notice", "explain", row["number"])
    walk.ess("delivery", "list")
    contact = stage.must("entity", "show", "city-hospital", "--format", "json").json()["contacts"][0]["id"]
    walk.ess("delivery", "test", "city-hospital", contact, "--channel", "maildrop", user="admin")
    bounced(stage, walk, notices[0]["number"] + ".1")
    walk.ess("notice", "cancel", notices[0]["number"], "--reason", "a try", user="approver")
    token = walk.ess("entity", "token", "city-hospital", user="admin")["token"]
    mine = next(row for row in stage.must("notice", "list", "--entity", "city-hospital", "--format", "json").json()
                if row["about"] == advisory)
    walk.http("/v1/notices", token)
    walk.http(f"/v1/notices/{mine['number']}", token)
    walk.http(f"/v1/notices/{mine['number']}/ack", token, method="POST")
    walk.http("/v1/findings", token)
    walk.http("/v1/findings?limit=1", token)
    for answer in ("affected", "fixed"):
        walk.http(f"/v1/cases/{mine['case']}/answer", token, method="POST",
                  body=json.dumps({"answer": answer, "subject": "all", "text": "done"}))
    warning = walk.http("/v1/incidents", token, status=201, method="POST", body=json.dumps(
        {"stage": "early-warning", "title": "Trouble", "text": "All.", "type": "fraud/phishing",
         "addresses": ["192.0.2.10"], "domains": ["a.example"], "detected": "2026-11-25T00:10:00Z"}))
    walk.http(f"/v1/incidents/{warning['number']}", token, status=201, method="POST", body='{"stage": "notification"}')
    walk.http(f"/v1/incidents/{warning['number']}", token)
    walk.http("/v1/incidents", token)
    walk.http("/v1/incidents", token, status=422, method="POST", body="{}")
    walk.ess("case", "show", warning["number"])
    # OpenAPI's own names are not ours to choose.
    stage.claim("the interface is described", json.loads(stage.get("/v1/openapi.json", token)[1])["openapi"] == "3.1.0")
    problems(walk, token, mine)
    return mine


def bounced(stage, walk, delivery):
    """What is delivered does not go again; the refusal is walked."""
    walk.walked.add(("delivery", "retry"))
    status, text = stage.post("/desk/delivery/retry", {"act": {"id": delivery}, "dry_run": False})
    stage.claim("what is delivered is not sent again", status == 409, (status, text))
    walk.text("/desk/delivery/retry", text)


def problems(walk, token, mine):
    walk.http("/v1/notices", status=401)
    walk.http("/v1/nothing", token, status=404)
    walk.http("/v1/notices?limit=no", token, status=400)
    walk.http("/v1/notices", token, status=405, method="POST")
    walk.http(f"/v1/cases/{mine['case']}/answer", token, status=400, method="POST", body="{}")
    walk.http("/advisories/ESS-2026-9999", status=404)
    status, text = walk.stage.post("/desk/threat/list", {"act": {}, "dry_run": False})
    walk.text(f"/desk/threat/list ({status})", text)
    # The form of requests is ours too: an option in another spelling must not be taken for one that is not there.
    status, text = walk.stage.post("/desk/threat/work", {"act": {"threat": CVE, "step": "reopen"}, "dryRun": True})
    walk.stage.claim("a request without dry_run is refused", status == 400, (status, text))


def settled(stage, walk, mine, advisory):
    walk.ess("case", "list", "--all")
    walk.ess("case", "show", mine["case"])
    case = walk.ess("case", "open", "A request for help", "--kind", "help")["number"]
    walk.ess("case", "assign", case)
    walk.ess("case", "note", case, "called back")
    others = [part["entity"] for part in stage.must("case", "show", mine["case"], "--format", "json").json()[
        "participations"] if part["entity"] != "city-hospital"]
    if others:
        walk.ess("case", "ack", mine["case"], others[0], "--by-phone", "Leyla")
    else:
        walk.ess("case", "ack", mine["case"], "city-hospital", "--by-phone", "Leyla")
    walk.ess("case", "answer", mine["case"], "city-hospital", "mitigated", "--by-mail", "Leyla")
    walk.ess("case", "close", case, "--reason", "done")
    walk.ess("case", "reopen", case, "--reason", "not done")
    walk.ess("advisory", "withdraw", advisory, "--reason", "the source was wrong", user="approver")
    token = stage.must("entity", "token", "city-hospital", "--format", "json", user="admin").json()["token"]
    views = [walk.http(f"/v1/notices/{row['number']}", token) for row in walk.http("/v1/notices", token)["notices"]]
    about = sorted((view for view in views if view["about"] == advisory), key=lambda view: view["made"])
    stage.claim("the advisory and its withdrawal are told", len(about) == 2, [view["title"] for view in views])
    stage.claim("the advisory has its clocks", bool(about[0].get("ack_by")), about[0])
    stage.claim("its withdrawal has none", not {"ack_by", "fix_by"} & set(about[-1]), about[-1])
    walk.ess("ledger", "list", "--limit", 5000)
    for subject in (advisory, mine["number"], mine["case"], "city-hospital", "telnet"):
        for line in stage.ess("ledger", "show", subject, "--format", "jsonl").out.splitlines():
            walk.text(f"ess ledger show {subject}", line)
    walk.ess("ledger", "show", "0")
    receipt = stage.write("receipt.json", json.dumps(walk.ess("ledger", "prove", mine["number"])))
    walk.ess("ledger", "checkpoint")
    walk.walked |= {("ledger", "verify"), ("ledger", "verify-receipt")}
    answer = stage.ess("ledger", "verify", "--format", "json", user="service")
    stage.claim("the ledger verifies", answer.code == 0, answer)
    walk.text("ess ledger verify", answer.out)
    done = subprocess.run([stage.binary, "ledger", "verify-receipt", receipt, "--key", stage.key, "--format", "json"],
                          stdout=subprocess.PIPE, text=True)
    walk.text("ess ledger verify-receipt", done.stdout)
    walk.ess("status")


def main():
    stage = Stage("json", directives=DIRECTIVES)
    stage.begin()
    walk = Walk(stage)
    walk.ess("init", "--data-dir", stage.drop / "another", user="service")
    incoming(stage, walk)
    directives(stage, walk)
    judged(stage, walk)
    advisory = advised(stage, walk)
    mine = told(stage, walk, advisory)
    settled(stage, walk, mine, advisory)
    missing = sorted(" ".join(words) for words in commands(stage) - walk.walked)
    stage.claim(f"{len(walk.tried)} verbs say of a dry run that it did nothing", len(walk.tried) > 30, walk.tried)
    stage.claim("every command with --format is walked", not missing, "add to this script: " + ", ".join(missing))
    for line in sorted(set(walk.breaches)):
        print("     " + line[:400])
    stage.claim(f"{walk.answers} answers with {len(walk.keys)} keys keep the contract", not walk.breaches,
                f"{len(walk.breaches)} breaches")
    stage.finish()


if __name__ == "__main__":
    main()
