#!/usr/bin/env python3
"""Sources of many requests against a local server: a CSAF provider with signatures, a MISP feed, TAXII, NVD pages.

Documents are made here, the key by gpg. The service is killed in the middle of a poll and loses and doubles nothing."""

import hashlib
import json
import shutil
import subprocess
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from stage import Stage, skip

UUID = "11111111-1111-4111-8111-111111111111"
KNOWN, FOREIGN = "Provider <provider@vendor.example>", "Stranger <stranger@elsewhere.example>"


class Source(BaseHTTPRequestHandler):
    """Answers from a table; one path may be held until it is let go."""

    files, dates, asked, held, gate = {}, {}, [], None, threading.Event()

    def do_GET(self):
        self.asked.append(self.path)
        if self.path == self.held:
            self.gate.wait(30)
        body = self.files.get(self.path)
        try:
            self.send_response(404 if body is None else 200)
            if self.path in self.dates:
                self.send_header("X-TAXII-Date-Added-Last", self.dates[self.path])
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")
        except OSError:
            pass

    def log_message(self, *_):
        pass


class Keys:
    """A keyring made for this run by gpg."""

    def __init__(self):
        self.home = Path(tempfile.mkdtemp(prefix="ess-keys-"))
        self.home.chmod(0o700)
        for name in (KNOWN, FOREIGN):
            self.gpg("--passphrase", "", "--quick-gen-key", name, "ed25519", "sign", "never")

    def gpg(self, *words, data=None):
        return subprocess.run(["gpg", "--homedir", self.home, "--batch", "--no-tty", *words], input=data, check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout

    def sign(self, data, by):
        return self.gpg("--local-user", by, "--armor", "--detach-sign", data=data)

    def fingerprint(self, name):
        listing = self.gpg("--with-colons", "--list-keys", name).decode()
        return next(line.split(":")[9] for line in listing.splitlines() if line.startswith("fpr"))

    def close(self):
        subprocess.run(["gpgconf", "--homedir", self.home, "--kill", "all"], check=False)
        shutil.rmtree(self.home, ignore_errors=True)


def csaf(number):
    """The smallest document that says something; ours alone."""
    return json.dumps({"document": {
        "category": "csaf_security_advisory", "csaf_version": "2.0", "title": f"Example gateway, flaw {number}",
        "publisher": {"category": "vendor", "name": "Example", "namespace": "https://vendor.example"},
        "distribution": {"tlp": {"label": "WHITE"}},
        "tracking": {"id": f"EX-{number:03}", "status": "final", "version": "1", "initial_release_date":
                     f"2026-11-{number:02}T00:00:00Z", "current_release_date": f"2026-11-{number:02}T00:00:00Z",
                     "revision_history": [{"date": f"2026-11-{number:02}T00:00:00Z", "number": "1",
                                           "summary": "first"}]}},
        "vulnerabilities": [{"cve": f"CVE-2026-{99100 + number}", "notes": [
            {"category": "description", "text": "A flaw."}]}]}).encode()


class Provider:
    def __init__(self, site, keys):
        self.site, self.keys, self.entries = site, keys, []
        Source.files["/key.asc"] = keys.gpg("--armor", "--export", KNOWN)
        Source.files["/.well-known/csaf/provider-metadata.json"] = json.dumps({
            "canonical_url": f"{site}/.well-known/csaf/provider-metadata.json", "metadata_version": "2.0",
            "role": "csaf_trusted_provider", "last_updated": "2026-11-25T00:00:00Z",
            "public_openpgp_keys": [{"fingerprint": keys.fingerprint(KNOWN), "url": f"{site}/key.asc"}],
            "distributions": [{"rolie": {"feeds": [{"url": f"{site}/white.json", "tlp_label": "WHITE"}]}}]}).encode()

    def publish(self, number, by=KNOWN, digest=None, signed=None):
        path, body = f"/d/ex-{number:03}.json", csaf(number)
        Source.files[path] = body
        Source.files[path + ".sha512"] = f"{digest or hashlib.sha512(body).hexdigest()}  x\n".encode()
        if by:
            Source.files[path + ".asc"] = self.keys.sign(signed or body, by)
        link = self.site + path
        self.entries.append({"id": path, "updated": f"2026-11-{number:02}T00:00:00Z", "link": [
            {"rel": "self", "href": link}, {"rel": "hash", "href": link + ".sha512"},
            {"rel": "signature", "href": link + ".asc"}]})
        Source.files["/white.json"] = json.dumps({"feed": {"id": "f", "entry": self.entries}}).encode()


def feed(stage, name, site, path, kind, form, more=""):
    stage.write(f"feeds/{name}.yaml", f"publisher: Example\nkind: manufacturer\ncountry: INT\nurl: {site}{path}\n"
                f"protocol: {kind}\nformat: {form}\ninterval: 1h\nlicence: our own\ntlp: CLEAR\nreliability: B\n{more}")


def reports(stage, name):
    """Documents by their ids; which publisher's they are stands behind it (CSAF 2.0 § 3.2.1.12.4)."""
    rows = stage.must("report", "list", "--feed", name, "--format", "jsonl").lines()
    return {row["id"].removesuffix("@https://vendor.example") for row in rows}


def outcome(stage, name):
    return stage.must("feed", "show", name, "--format", "json").json()


def polled(stage, name, word):
    """Waits until the last outcome holds the word and all that came is read."""
    stage.wait(lambda: word in (outcome(stage, name).get("last_outcome") or ""), 30)
    found = outcome(stage, name)
    stage.claim(f"{name}: {found['last_outcome']}", word in (found.get("last_outcome") or ""), found)
    return found


def fetch(stage, name):
    Source.asked.clear()
    stage.must("feed", "fetch", name, user="admin")


def signatures(stage, provider):
    for number, options in enumerate((
            {}, {"by": None}, {"signed": b"other bytes"}, {"by": FOREIGN}, {"digest": "0" * 128}), 1):
        provider.publish(number, **options)
    stage.begin()
    found = polled(stage, "provider", "5 documents, 1 refused")
    said = {row["state"]: row["documents"] for row in found["checks"]["signatures"]}
    stage.claim("good, unsigned, wrong and unknown keys are told apart",
                said == {"good": 1, "unsigned": 1, "wrong": 1, "key-unknown": 1, "unchecked": 1}, said)
    stage.wait(lambda: len(reports(stage, "provider")) == 4, 20)
    stage.claim("the document with a wrong hash is no report", reports(stage, "provider")
                == {"EX-001", "EX-002", "EX-003", "EX-004"}, reports(stage, "provider"))
    rejects = [row["reject"]["reason"] for row in
               stage.must("reject", "list", "--feed", "provider", "--format", "jsonl").lines()]
    stage.claim("it is a reject with its bytes kept", rejects == ["integrity"], rejects)
    check = stage.must("report", "show", "provider", "EX-001", "--format", "jsonl").lines()[0]["check"]
    stage.claim("the report names the key", check["signature"]["key"] == provider.keys.fingerprint(KNOWN)
                and check["hashes"] == "match", check)
    text = stage.must("report", "show", "provider", "EX-003").out
    stage.claim("and says what is wrong", "signature wrong" in text, text)


def required(stage, provider):
    """The same provider for a site that believes good signatures only; its first poll was at the start."""
    polled(stage, "strict", "5 documents, 4 refused")
    stage.wait(lambda: reports(stage, "strict"), 20)
    stage.claim("signature: required lets the signed document through alone", reports(stage, "strict") == {"EX-001"},
                reports(stage, "strict"))
    rows = [row["reject"] for row in
            stage.must("reject", "list", "--each", "--feed", "strict", "--format", "jsonl").lines()]
    said = {row["place"].rsplit("/", 1)[1]: row["message"] for row in rows}
    words = {"ex-002.json": "there is none", "ex-003.json": "of other bytes", "ex-004.json": "neither the provider's",
             "ex-005.json": "sha512 is of other bytes"}
    stage.claim("each of the others is a reject by name with its reason", len(rows) == 4 and all(
        row["reason"] == "integrity" for row in rows) and all(words[name] in said.get(name, "") for name in words), said)
    Source.files["/d/ex-002.json.asc"] = provider.keys.sign(Source.files["/d/ex-002.json"], KNOWN)
    fetch(stage, "strict")
    polled(stage, "strict", "4 documents, 3 refused")
    stage.wait(lambda: "EX-002" in reports(stage, "strict"), 20)
    stage.claim("a signature that comes late makes the kept bytes a report",
                reports(stage, "strict") == {"EX-001", "EX-002"}, reports(stage, "strict"))
    del Source.files["/d/ex-002.json.asc"]


def late_hash(stage):
    body = Source.files["/d/ex-005.json"]
    Source.files["/d/ex-005.json.sha512"] = hashlib.sha512(body).hexdigest().encode()
    fetch(stage, "provider")
    polled(stage, "provider", "1 document")
    stage.wait(lambda: "EX-005" in reports(stage, "provider"), 20)
    stage.claim("a hash that comes late makes the kept bytes a report", "EX-005" in reports(stage, "provider"))
    stage.claim("and the reject is gone", not stage.must("reject", "list", "--feed", "provider", "--format",
                                                         "jsonl").lines())
    fetch(stage, "provider")
    polled(stage, "provider", "nothing new")
    stage.claim("a quiet poll asks for metadata and list alone",
                Source.asked == ["/.well-known/csaf/provider-metadata.json", "/white.json"], Source.asked)


def killed(stage, provider):
    for number in range(6, 12):
        provider.publish(number)
    Source.held = "/d/ex-009.json"
    # The command waits for the poll's end, which the kill is.
    threading.Thread(target=stage.ess, args=("feed", "fetch", "provider"), daemon=True).start()
    stage.wait(lambda: Source.held in Source.asked, 20)
    stage.service.kill()
    stage.service.wait()
    Source.held = None
    Source.gate.set()
    before = [path for path in Source.asked if path.startswith("/d/") and path.endswith(".json")]
    Source.asked.clear()
    stage.begin()
    fetch(stage, "provider")
    polled(stage, "provider", "document")
    stage.wait(lambda: len(reports(stage, "provider")) == 11, 20)
    after = [path for path in Source.asked if path.startswith("/d/") and path.endswith(".json")]
    stage.claim("killed in the middle of a poll: it goes on behind the last durable document",
                before == [f"/d/ex-{n:03}.json" for n in (6, 7, 8, 9)]
                and after == [f"/d/ex-{n:03}.json" for n in (9, 10, 11)], (before, after))
    rows = stage.must("report", "list", "--feed", "provider", "--format", "jsonl").lines()
    stage.claim("nothing is lost and nothing is doubled", len(rows) == 11 and all(r["revisions"] == 1 for r in rows),
                rows)


def others(stage):
    polled(stage, "events", "1 document")
    stage.wait(lambda: reports(stage, "events"), 20)
    stage.claim("the MISP event is a report", len(reports(stage, "events")) == 1, reports(stage, "events"))
    fetch(stage, "events")
    polled(stage, "events", "nothing new")
    polled(stage, "objects", "2 documents")
    stage.wait(lambda: len(reports(stage, "objects")) == 2, 20)
    stage.claim("both TAXII pages became reports", len(reports(stage, "objects")) == 2, reports(stage, "objects"))
    polled(stage, "pages", "2 documents")
    stage.wait(lambda: len(reports(stage, "pages")) == 2, 20)
    stage.claim("both NVD pages became reports", reports(stage, "pages") == {"CVE-2026-99201", "CVE-2026-99202"},
                reports(stage, "pages"))


def later(stage):
    """Second polls: each protocol asks for what is new since the first, and for nothing else."""
    manifest = json.loads(Source.files["/misp/manifest.json"])
    event = json.loads(Source.files[f"/misp/{UUID}.json"])
    other = "22222222-2222-4222-8222-222222222222"
    event["Event"]["uuid"] = other
    Source.files[f"/misp/{other}.json"] = json.dumps(event).encode()
    manifest[other] = {"timestamp": "1796040001"}
    Source.files["/misp/manifest.json"] = json.dumps(manifest).encode()
    fetch(stage, "events")
    stage.claim("MISP: a new event alone is asked for", Source.asked == ["/misp/manifest.json", f"/misp/{other}.json"],
                Source.asked)
    event["Event"].update({"uuid": UUID, "info": "told anew", "timestamp": "1796040002"})
    Source.files[f"/misp/{UUID}.json"] = json.dumps(event).encode()
    manifest[UUID]["timestamp"] = "1796040002"
    Source.files["/misp/manifest.json"] = json.dumps(manifest).encode()
    fetch(stage, "events")
    revisions = {row["id"]: row["revisions"] for row in
                 stage.must("report", "list", "--feed", "events", "--format", "jsonl").lines()}
    stage.claim("MISP: an event with a newer timestamp is asked for again, and is a revision",
                Source.asked == ["/misp/manifest.json", f"/misp/{UUID}.json"] and sorted(revisions.values()) == [1, 2],
                (Source.asked, revisions))
    behind = "/api/collections/c1/objects/?added_after=2026-11-01T00%3A00%3A00.000002Z&limit=1000"
    Source.files[behind] = json.dumps({"more": False, "objects": [malware("3")]}).encode()
    Source.dates[behind] = "2026-11-02T00:00:00.000003Z"
    fetch(stage, "objects")
    stage.claim("TAXII: what was added after the last page is asked for", Source.asked[-1] == behind
                and len(reports(stage, "objects")) == 3, Source.asked)
    Source.files[behind.replace("11-01", "11-02").replace("000002Z", "000003Z")] = b"{}"
    fetch(stage, "objects")
    stage.claim("TAXII: and then after that", "added_after=2026-11-02T00%3A00%3A00.000003Z" in Source.asked[-1],
                Source.asked)


def directory(stage):
    """A provider without ROLIE, whose index names more than its changes."""
    polled(stage, "folder", "2 documents")
    stage.wait(lambda: len(reports(stage, "folder")) == 2, 20)
    stage.claim("what only index.txt names is found beside changes.csv", reports(stage, "folder") == {"EX-021", "EX-022"},
                reports(stage, "folder"))
    fetch(stage, "folder")
    lists = ["/folder.json", "/f/changes.csv", "/f/index.txt"]
    stage.claim("a quiet poll asks for metadata and both lists alone", Source.asked == lists, Source.asked)
    Source.files["/f/changes.csv"] = b'"ex-021.json","2026-11-22T00:00:00Z"\n'
    Source.files["/f/index.txt"] += b"ex-023.json\n"
    Source.files["/f/ex-023.json"] = csaf(23)
    fetch(stage, "folder")
    documents = sorted(path for path in Source.asked if path.endswith(".json") and path.startswith("/f/"))
    stage.claim("then for what either of them names anew", documents == ["/f/ex-021.json", "/f/ex-023.json"], Source.asked)


def publish_directory(site):
    Source.files["/folder.json"] = json.dumps(
        {"metadata_version": "2.0", "distributions": [{"directory_url": f"{site}/f/"}]}).encode()
    Source.files["/f/changes.csv"] = b'"ex-021.json","2026-11-21T00:00:00Z"\n'
    Source.files["/f/index.txt"] = b"ex-021.json\nex-022.json\n"
    Source.files.update({f"/f/ex-{number:03}.json": csaf(number) for number in (21, 22)})


def malware(n):
    return {"type": "malware", "spec_version": "2.1", "id": f"malware--{n * 8}-{n * 4}-4{n * 3}-8{n * 3}-{n * 12}",
            "created": "2026-11-01T00:00:00Z", "modified": "2026-11-01T00:00:00Z", "name": f"Example {n}",
            "is_family": True}


def publish_others(site):
    uuid = UUID
    event = json.loads((Path(__file__).parents[2] / "Feeds/samples/misp-event.json").read_text())
    event.get("Event", event)["uuid"] = uuid
    Source.files["/misp/manifest.json"] = json.dumps({uuid: {"timestamp": "1796040000", "info": "x"}}).encode()
    Source.files[f"/misp/{uuid}.json"] = json.dumps(event).encode()
    objects = [malware(n) for n in "12"]
    base = "/api/collections/c1/objects/"
    Source.files.update({
        "/taxii2/": json.dumps({"title": "t", "api_roots": [f"{site}/api/"]}).encode(),
        "/api/": json.dumps({"title": "r", "versions": ["application/taxii+json;version=2.1"],
                             "max_content_length": 1000000}).encode(),
        "/api/collections/": json.dumps({"collections": [
            {"id": "c1", "title": "One", "can_read": True, "can_write": False}]}).encode(),
        f"{base}?limit=1000": json.dumps({"more": True, "next": "2", "objects": objects[:1]}).encode(),
        f"{base}?limit=1000&next=2": json.dumps({"more": False, "objects": objects[1:]}).encode()})
    Source.dates.update({f"{base}?limit=1000": "2026-11-01T00:00:00.000001Z",
                         f"{base}?limit=1000&next=2": "2026-11-01T00:00:00.000002Z"})
    for index in (0, 1):
        cve = {"id": f"CVE-2026-9920{index + 1}", "published": "2026-11-01T00:00:00.000", "lastModified":
               "2026-11-02T00:00:00.000", "vulnStatus": "Analyzed",
               "descriptions": [{"lang": "en", "value": "A flaw."}]}
        Source.files[f"/nvd?startIndex={index}"] = json.dumps({
            "resultsPerPage": 1, "startIndex": index, "totalResults": 2, "format": "NVD_CVE", "version": "2.0",
            "timestamp": "2026-11-03T00:00:00.000", "vulnerabilities": [{"cve": cve}]}).encode()


def main():
    if not shutil.which("gpg"):
        skip("gpg is not here")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Source)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    site = f"http://127.0.0.1:{port}"
    keys = Keys()
    try:
        stage = Stage("providers", more=f"egress_allow: ['127.0.0.1:{port}']\n")
        settings = stage.settings.read_text().replace("polling: no\n", "polling: yes\n")
        stage.write("ess.yaml", settings)
        # Nothing but our own server may be asked.
        for path in (stage.folder / "feeds").glob("*.yaml"):
            path.unlink()
        provider = Provider(site, keys)
        feed(stage, "provider", site, "/.well-known/csaf/provider-metadata.json", "csaf-provider", "csaf")
        feed(stage, "strict", site, "/.well-known/csaf/provider-metadata.json", "csaf-provider", "csaf",
             "signature: required\n")
        feed(stage, "events", site, "/misp/", "misp-feed", "misp")
        feed(stage, "objects", site, "/taxii2/", "taxii", "stix")
        feed(stage, "pages", site, "/nvd", "nvd-pages", "nvd")
        feed(stage, "folder", site, "/folder.json", "csaf-provider", "csaf")
        publish_others(site)
        publish_directory(site)
        signatures(stage, provider)
        required(stage, provider)
        late_hash(stage)
        killed(stage, provider)
        others(stage)
        later(stage)
        directory(stage)
    finally:
        keys.close()
    stage.finish()


if __name__ == "__main__":
    main()
