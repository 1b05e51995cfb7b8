#!/usr/bin/env python3
"""Sources of many requests that are broken or hostile, against the real binary: lists that are huge, that never end or
lead in a ring, whose documents are all absent or all elsewhere. Each poll ends as a failure that says what to do, soon
and in bounded memory; nobody comes to the canary; and what cannot be had stands in health and status."""

import itertools
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from stage import Stage

# Bytes by which the service may grow over all these polls: less than a third of the unit's 512 MiB.
GROWTH_MAX = 160 << 20
# Seconds that one poll may take in a debug build on a busy machine.
SECONDS_MAX = 240
TIME = "2026-11-01T00:00:00Z"
COUNT = {"rolie": 250_000, "manifest": 150_000}
LOOKED_AT = 200_000


def rolie(links, next=None):
    entries = [{"updated": TIME, "link": [{"rel": "self", "href": link}]} for link in links]
    return json.dumps({"feed": {"id": "f", "link": [{"rel": "next", "href": next}] if next else [],
                                "entry": entries}}).encode()


def uuid(number):
    return f"00000000-0000-4000-8000-{number:012}"


def taxii(objects, next):
    return json.dumps({"more": True, "next": next, "objects": objects}).encode()


OBJECT = {"type": "malware", "spec_version": "2.1", "id": "malware--11111111-1111-4111-8111-111111111111",
          "created": TIME, "modified": TIME, "name": "Example", "is_family": True}


class Source(BaseHTTPRequestHandler):
    """Answers from a table, and by rule where a table would have no end."""

    files, asked, pages = {}, [], itertools.count()

    def body(self):
        path = self.path.partition("?")[0]
        if path.startswith("/endless/"):
            # Each page names other documents, and a page that nobody has seen yet.
            number = next(self.pages)
            return rolie([f"/none/{number}-{n}.json" for n in range(100)], f"/endless/{number}.json")
        if path == "/moving/collections/c/objects/":
            return taxii([OBJECT], f"p{next(self.pages)}")
        if path == "/ring/collections/c/objects/":
            return taxii([OBJECT], "again")
        return self.files.get(path)

    def do_GET(self):
        self.asked.append(self.path)
        body = self.body()
        try:
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")
        except OSError:
            pass

    def log_message(self, *_):
        pass


class Canary(Source):
    asked = []


def serve(handler):
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def publish(canary):
    def provider(name, list, directory=None):
        place = {"directory_url": directory} if directory else {"rolie": {"feeds": [{"url": list}]}}
        Source.files[f"/{name}.json"] = json.dumps({"metadata_version": "2.0", "distributions": [place]}).encode()

    provider("huge", "/huge-list.json")
    Source.files["/huge-list.json"] = rolie([f"/none/{n}.json" for n in range(COUNT["rolie"])])
    provider("unending", "/endless/start.json")
    provider("circle", "/circle-list.json")
    Source.files["/circle-list.json"] = rolie(["/none/a.json"], "/circle-two.json")
    Source.files["/circle-two.json"] = rolie(["/none/b.json"], "/circle-list.json")
    provider("absent", "/absent-list.json")
    Source.files["/absent-list.json"] = rolie([f"/none/{n}.json" for n in range(5)])
    provider("elsewhere", "/elsewhere-list.json")
    Source.files["/elsewhere-list.json"] = rolie([f"http://127.0.0.1:{canary}/{n}.json" for n in range(5)])
    Source.files["/events/manifest.json"] = json.dumps(
        {uuid(n): {"timestamp": "1796040000", "info": "x" * 20} for n in range(COUNT["manifest"])}).encode()
    Source.files["/few/manifest.json"] = json.dumps({uuid(n): {"timestamp": "1796040000"} for n in range(3)}).encode()
    Source.files["/too-much/manifest.json"] = b'{"pad":"' + b"x" * (17 << 20) + b'"}'
    for name in ("ring", "moving"):
        Source.files[f"/{name}/collections/"] = json.dumps(
            {"collections": [{"id": "c", "title": "C", "can_read": True}]}).encode()


# feed: (path, protocol, format, kind of failure, exit code)
FEEDS = {
    "huge-list": ("/huge.json", "csaf-provider", "csaf", "status", 65),
    "endless-list": ("/unending.json", "csaf-provider", "csaf", "unending", 65),
    "ring-of-lists": ("/circle.json", "csaf-provider", "csaf", "status", 65),
    "all-absent": ("/absent.json", "csaf-provider", "csaf", "status", 65),
    "all-elsewhere": ("/elsewhere.json", "csaf-provider", "csaf", "elsewhere", 65),
    "huge-manifest": ("/events/", "misp-feed", "misp", "status", 65),
    "absent-events": ("/few/", "misp-feed", "misp", "status", 65),
    "manifest-over-the-limit": ("/too-much/", "misp-feed", "misp", "over-limit", 65),
    "taxii-ring": ("/ring/collections/", "taxii", "stix", "unending", 65),
    "taxii-without-end": ("/moving/collections/", "taxii", "stix", "unending", 65),
}


def describe(stage, port):
    for path in (stage.folder / "feeds").glob("*.yaml"):
        path.unlink()
    for name, (path, kind, form, *_) in FEEDS.items():
        stage.write(f"feeds/{name}.yaml", f"publisher: Example\nkind: manufacturer\ncountry: INT\n"
                    f"url: http://127.0.0.1:{port}{path}\nprotocol: {kind}\nformat: {form}\ninterval: 24h\n"
                    f"silent_after: 7d\nlicence: none\ntlp: CLEAR\nreliability: F\nlimits: {{requests: 300}}\n")


def resident(stage):
    text = open(f"/proc/{stage.service.pid}/status", encoding="ascii").read()
    return {line.split(":")[0]: int(line.split()[1]) << 10 for line in text.splitlines() if "kB" in line}


def fetch(stage, name):
    begin = time.monotonic()
    answer = stage.ess("feed", "fetch", name, "--format", "json", user="admin")
    return answer, answer.json(), time.monotonic() - begin


def polls(stage):
    for name, (_, _, _, kind, code) in FEEDS.items():
        answer, value, seconds = fetch(stage, name)
        stage.claim(f"{name}: {value.get('detail') or ''} ({seconds:.0f} s)"[:200],
                    value["outcome"] == "failed" and value["failure"] == kind and answer.code == code
                    and bool(value["remedy"]) and seconds < SECONDS_MAX, answer)


def memory(stage, before):
    peak = resident(stage)["VmHWM"]
    stage.claim(f"the service grew by {(peak - before) >> 20} MiB at most, with a list of {COUNT['rolie']} documents and "
                f"a manifest of {COUNT['manifest']} events", peak - before < GROWTH_MAX, peak)


def given_up(stage):
    seen = []
    # The service polls it by itself meanwhile, so its eight tries may be over sooner.
    while len(seen) < 12 and seen[-1:] != ["content"]:
        answer, value, _ = fetch(stage, "all-absent")
        seen.append(value["failure"] if value["outcome"] == "failed" and answer.code == 65 else f"{answer!r}")
    stage.claim(f"each poll without a document is a failure, also when all are given up: {', '.join(seen)}",
                set(seen) == {"status", "content"} and seen[-1] == "content", seen)
    row = stage.must("feed", "health", "all-absent", "--format", "json").json()[0]
    stage.claim("none of them counts as success", row.get("last_success") is None and row["polls_well"] == 0, row)
    stage.claim("health tells how many are missing", row["given_up_parts"] == 5 and
                {trouble["kind"] for trouble in row["troubles"]} == {"failing", "incomplete"}, row)
    huge = stage.must("feed", "health", "huge-list", "--format", "json").json()[0]
    stage.claim("health tells of the documents that are not looked at", any(
        f"{COUNT['rolie'] - LOOKED_AT} beyond {LOOKED_AT} are not looked at" in trouble["text"]
        for trouble in huge["troubles"]), huge)
    needs = "\n".join(line["text"] for line in stage.must("status", "--format", "json").json()["needs"])
    stage.claim("status tells it too", "all-absent: " in needs and "5 documents could not be had in 8 tries" in needs
                and "all-elsewhere: 5 of 5 documents lie where this feed may not go" in needs, needs)
    refused = stage.ess("feed", "dismiss", "all-absent")
    stage.claim("a dismissal needs a reason", refused.code == 64, refused)
    done = stage.must("feed", "dismiss", "all-absent", "--reason", "the vendor closed", "--format", "json").json()
    again = stage.must("feed", "dismiss", "all-absent", "--reason", "the vendor closed", "--format", "json").json()
    row = stage.must("feed", "health", "all-absent", "--format", "json").json()[0]
    stage.claim("after it they are no trouble, and the failing polls still are",
                (done["dismissed"], again["dismissed"], row["given_up_parts"]) == (5, 0, 0)
                and {trouble["kind"] for trouble in row["troubles"]} == {"failing"}, row)


def main():
    port, canary = serve(Source), serve(Canary)
    stage = Stage("broken-sources", more=f"egress_allow: ['127.0.0.1:{port}', '127.0.0.1:{canary}']\n")
    stage.write("ess.yaml", stage.settings.read_text().replace("polling: no\n", "polling: yes\n"))
    describe(stage, port)
    stage.begin()

    def unpolled():
        return [view["id"] for view in stage.must("feed", "list", "--format", "json").json()
                if not view.get("last_outcome")]

    # Nothing is there at the service's own first polls, so that its memory can be looked at before there is.
    stage.wait(lambda: not unpolled(), 60)
    before = resident(stage)["VmRSS"]
    publish(canary)
    polls(stage)
    memory(stage, before)
    given_up(stage)
    stage.claim("nobody came to the canary, though the settings would let it", not Canary.asked, Canary.asked)
    stage.finish()


if __name__ == "__main__":
    main()
