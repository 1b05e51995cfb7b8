#!/usr/bin/env python3
"""Every misbehaviour of Tests/servers/hostile.py against the real binary: each has the one right outcome, within its
deadline; nobody ever reaches the canary; and a healthy feed is polled in between as if nothing were."""

import collections
import concurrent.futures
import os
import sys
import threading
import time
from pathlib import Path

from stage import GROUP, IS_ROOT, REPOSITORY, SERVICE, Stage

sys.path.insert(0, str(REPOSITORY / "Tests/servers"))
import hostile  # noqa: E402  (beside this folder, not in it)

# Seconds of one fetch (limits.fetch), the least that a feed file may say.
DEADLINE = 5
# What the poll itself may take beyond that, by the service's clock.
PATIENCE = 1
# The whole command may take longer: waiting for its turn, and reading the document in a debug build on a busy machine.
COMMAND_SECONDS = 60
# How long the healthy feed may take, command included, while all the others are polled: in the middle, and ever. One
# that waited for others would take a deadline more, each time.
HEALTHY_MIDDLE, HEALTHY_SECONDS = 4, 10

# Outcomes: how the poll ended, with the exit code.
GOOD = ("good", 0)  # read whole, nothing rejected
PART = ("part", 0)  # read, something rejected and named
NONE = ("unreadable", 65)  # kept, and all of it rejected
SAME = ("not-modified", 0)
CODES = {"deadline": 75, "network": 75, "tls": 75, "forbidden-address": 77, "bad-url": 65, "redirects": 65,
         "over-limit": 65, "bad-answer": 65, "empty": 65}


def failed(*kinds):
    """One of these failures; several where the machine's libraries or name service decide."""
    return tuple((kind, CODES[kind]) for kind in kinds)


def status(code, exit=65):
    return ((f"status: {code}", exit),)


LATE, CUT, AWAY, BAD = failed("deadline"), failed("network"), failed("forbidden-address"), failed("bad-answer")

EXPECTED = {
    # What must work all the same.
    "healthy": GOOD, "no-length-until-close": GOOD, "version-1-0": GOOD, "chunks-of-one-byte": GOOD,
    "chunk-extensions-and-trailers": GOOD, "interim-100-then-200": GOOD, "interim-103-then-200": GOOD,
    "body-with-mark-of-order": GOOD, "wrong-content-type": GOOD, "charset-lie-of-header": GOOD,
    "length-and-chunked": BAD, "redirect-well": GOOD, "coding-gzip": GOOD, "coding-deflate": GOOD, "coding-br": GOOD,
    "coding-zstd": GOOD, "thousands-of-cookies": GOOD, "redirect-with-a-line-break": GOOD,
    "redirect-by-refresh": GOOD, "header-folded": GOOD, "header-of-bytes": GOOD, "header-without-colon": BAD, "version-2-in-clear": GOOD,
    "header-of-line-feeds": GOOD, "ever-304": GOOD, "credentials-at-home": GOOD, "credentials-carried-away": GOOD,
    "credentials-caught": GOOD, "same-tag-for-other-bytes": GOOD, "tag-with-controls": GOOD,
    "tag-of-60-kib": GOOD, "time-far-ahead": GOOD, "time-of-nonsense": GOOD,
    # Ends that come too early or too late.
    "close-after-accept": CUT, "reset-after-accept": CUT, "close-after-request": CUT, "reset-in-body": CUT,
    "body-shorter-than-told": CUT, "body-longer-than-told": PART, "chunks-without-end": CUT, "chunk-cut": CUT,
    "chunk-size-of-letters": CUT, "chunk-size-of-many-digits": CUT, "chunk-size-negative": CUT,
    "two-lengths-that-differ": BAD, "length-negative": BAD, "length-of-letters": BAD, "length-beyond-numbers": GOOD,
    "length-over-the-limit": failed("over-limit"), "empty-body": failed("empty"),
    "empty-chunked-body": failed("empty"), "body-of-spaces": NONE,
    # Redirects.
    "redirect-loop": failed("redirects"), "redirect-ever-longer": failed("redirects"),
    "drip-of-redirects": LATE, "redirect-without-place": status(302), "redirect-to-two-places": AWAY,
    "redirect-of-100-kib": failed("bad-url"), "redirect-with-a-nul": BAD, "redirect-by-markup": NONE,
    "redirect-after-cookie": failed("redirects"), "endless-body-of-a-redirect": status(302),
    # Too much.
    "coding-unknown": BAD, "coding-lie": BAD, "coding-cut": BAD, "coding-cut-of-its-end": BAD,
    "coding-deflate-cut": BAD, "coding-br-cut": BAD, "coding-zstd-cut": BAD, "coding-with-wrong-checksum": BAD,
    "coding-ten-deep-in-one-line": BAD, "coding-ten-deep-in-ten-lines": BAD, "coding-twice": BAD,
    "transfer-coding-gzip": BAD, "transfer-coding-zstd": BAD, "bomb-gzip-coding": failed("over-limit"),
    "bomb-br-coding": failed("over-limit"), "bomb-zstd-coding": failed("over-limit"), "bomb-zstd-window": BAD,
    "bomb-gzip-file": NONE, "bomb-gzip-ten-deep": NONE, "bomb-zip": NONE, "bomb-zip-in-zip": NONE,
    "bomb-zip-overlapping": NONE, "bomb-bz2": NONE, "bomb-zip-of-many-members": NONE, "archive-zip-climbs": PART,
    "archive-tar-climbs": PART, "archive-zip-encrypted": NONE, "archive-zip-cut": NONE,
    "endless-body": failed("over-limit"), "endless-chunks": failed("over-limit"), "endless-headers": BAD,
    "endless-header-line": BAD, "endless-status-line": BAD, "endless-interims": BAD, "endless-early-hints": BAD,
    "endless-trailers": failed("bad-answer", "network"), "endless-chunk-extension": LATE, "endless-error-page": status(500, 75),
    "thousands-of-headers": BAD,
    # Caches and waiting.
    "unasked-304": status(304), "status-429-ever": status(429, 75), "retry-after-seconds": status(429, 75),
    # Forms of the answer.
    "status-204": status(204), "status-401-negotiate": status(401),
    "login-page-with-200": NONE, "version-0-9": BAD, "version-9-9": BAD,
    "version-2-frames": BAD, "version-of-radio": BAD, "version-of-tls": BAD, "version-of-ssh": BAD,
    "status-of-letters": BAD, "status-of-one-digit": BAD, "status-of-five-digits": BAD, "status-missing": BAD,
    "status-000": BAD, "status-negative": BAD, "header-with-nul": BAD,
    "header-of-carriage-returns": failed("network", "bad-answer"),
    "header-split": NONE, "garbage": BAD,
    # Documents.
    "json-nul-inside": PART, "json-nul-only": NONE, "json-same-key-twice": NONE, "json-depth-of-a-million": NONE,
    "json-depth-inside": PART, "json-depth-of-objects": NONE, "json-number-of-a-million-digits": NONE,
    "json-number-beyond": NONE, "json-lone-surrogate": NONE, "json-broken-utf8": NONE, "json-utf16": NONE,
    "json-utf32": NONE, "json-cut": PART, "json-text-behind": PART, "json-other-type": NONE, "json-million-keys": NONE,
    "json-million-items": NONE, "json-name-of-a-mebibyte": NONE, "json-proto": NONE, "xml-laughs": NONE,
    "xml-outer-file": NONE, "xml-doctype-late": NONE, "xml-doctype-in-utf16": NONE, "xml-depth": NONE,
    "xml-attributes": NONE, "xml-charset-lie": GOOD, "xml-charset-unknown": NONE, "xml-nul": GOOD, "xml-unclosed": PART,
    "xml-long-tag": NONE, "xml-page-instead": NONE, "xml-outer-canary": NONE, "xml-links-to-canary": GOOD,
    "list-line-without-end": NONE, "list-of-nuls": ("nothing", 0), "list-of-escapes": PART, "table-quote-without-end": NONE,
    "table-of-100000-columns": NONE,
}


def expected(name):
    """The outcomes that are right for a case: a tuple of (how, exit code)."""
    if name in EXPECTED:
        found = EXPECTED[name]
        return (found,) if isinstance(found[0], str) else found
    if name.startswith(("hang-", "drip-")):
        return LATE
    if name.startswith("retry-after"):
        return status(503, 75)
    if name.startswith("status-"):
        code = int(name[7:10])
        return status(code, 75 if code in (408, 425, 429) or code >= 500 else 65)
    if name.startswith("redirect-to-"):
        word = name.removeprefix("redirect-to-")
        if word in ("canary-user", "canary-password", "canary-backslash", "port-0", "port-beyond", "no-host", "file",
                    "file-host", "gopher", "ftp", "dict", "ldap", "tftp", "smtp", "telnet", "scp", "data",
                    "javascript", "canary-tab", "canary-many-slashes", "canary-circled-digits", "canary-wide-dots"):
            return failed("bad-url")
        if word.endswith("-dot"):
            # Whether that is a name depends on the machine's name service; it is never a way in.
            return failed("network", "forbidden-address")
        if word == "nothing":
            return status(302)
        return AWAY
    if name.startswith("redirect-3"):
        code = int(name[9:12])
        return AWAY if code in (301, 303, 307, 308) else status(code)
    return ()


def form(name):
    if name.startswith("xml-") or name.startswith("charset-"):
        return "syndication"
    if name.startswith("list-") or name in LISTS:
        return "ipsum"
    return "scan-csv" if name.startswith("table-") else "kev"


# Lists, of which a half would be believed: each of their lines stands alone.
LISTS = {"body-shorter-than-told", "chunks-without-end", "chunk-cut", "coding-cut", "coding-cut-of-its-end",
         "coding-deflate-cut", "coding-br-cut", "coding-zstd-cut", "coding-with-wrong-checksum"}


def feed(port, format, host="127.0.0.1"):
    condition = "condition: {type: vulnerable/vulnerable-system, name: open-x}\n" if format == "scan-csv" else ""
    return (f"publisher: Hostile\nkind: research\ncountry: INT\nurl: http://{host}:{port}/doc\nformat: {format}\n"
            f"interval: 5m\nlicence: none\nreliability: F\ntlp: CLEAR\n{condition}"
            f"limits: {{fetch: {DEADLINE}s, document: 4MiB, item: 1MiB, items: 200000, members: 1000}}\n")


def describe(stage, server):
    """One feed for each case instead of the real ones, which no test may ask."""
    for path in (stage.folder / "feeds").glob("*.yaml"):
        path.unlink()
    for name, port in server.ports.items():
        stage.write(f"feeds/{name}.yaml", feed(port, form(name)))
    # Allowed is what the settings name, not what a name leads to.
    stage.write("feeds/by-name.yaml", feed(server.ports["healthy"], "kev", "localhost"))
    stage.write("feeds/canary-itself.yaml", feed(server.canary, "kev"))
    allowed = ", ".join(f"127.0.0.1:{port}" for port in server.ports.values())
    text = stage.settings.read_text().replace("polling: no", "polling: yes\nfetch_width: 16")
    secret = stage.write("secret", hostile.SECRET + "\n")
    secret.chmod(0o600)
    if IS_ROOT:
        os.chown(secret, SERVICE, GROUP)
    owned = ", ".join(f"{{origin: 'http://127.0.0.1:{server.ports[name]}', file: {secret}}}"
                      for name in ("credentials-at-home", "credentials-carried-away"))
    stage.write("ess.yaml", text + f"egress_allow: [{allowed}]\nfetch:\n  credentials: [{owned}]\n")


def outcome(answer):
    """(how, exit code) of one `ess feed fetch`."""
    try:
        value = answer.json()
    except ValueError:
        return (f"no answer: {answer.err.strip()[-200:]}", answer.code)
    if value["outcome"] == "document":
        summary = value["document"]["summary"]
        items = summary["reports"] + summary["rows"] + summary["scores"]
        how = (("part" if items else "unreadable") if summary["rejects"] else "good" if items else "nothing")
        return (how, answer.code)
    if value["outcome"] == "failed":
        return (value["detail"] if value["failure"] == "status" else value["failure"], answer.code)
    return (value["outcome"], answer.code)


class Healthy(threading.Thread):
    """Polls the healthy feed all the time and keeps the longest it took."""

    def __init__(self, stage):
        super().__init__(daemon=True)
        self.stage, self.times, self.wrong, self.done = stage, [], [], threading.Event()

    def run(self):
        while not self.done.wait(0.3):
            begin = time.monotonic()
            answer = self.stage.ess("feed", "fetch", "healthy", "--format", "json", timeout=60)
            self.times.append(time.monotonic() - begin)
            if outcome(answer) != GOOD:
                self.wrong.append(answer)


def by_service(stage, server):
    """The service itself: all are due at its start."""
    begin = time.monotonic()
    stage.begin()
    healthy = Healthy(stage)
    healthy.start()

    def polled():
        views = stage.must("feed", "list", "--format", "json").json()
        return {view["id"] for view in views if view.get("last_outcome")}

    everyone = set(server.ports) | {"by-name", "canary-itself"}
    stage.wait(lambda: everyone <= polled(), 90)
    missing = sorted(everyone - polled())
    stage.claim(f"the service polls all {len(everyone)} of them ({time.monotonic() - begin:.0f} s)", not missing, missing)
    return healthy


def by_command(stage, server):
    """Each once more, by hand, many at a time."""
    def one(name):
        begin = time.monotonic()
        answer = stage.ess("feed", "fetch", name, "--format", "jsonl", timeout=120)
        return name, outcome(answer), time.monotonic() - begin, answer

    missing = {name for name in server.ports for word, pack in (("-br", hostile.brotli), ("zstd", hostile.zstandard))
               if word in name and pack(b"x") is None}
    if missing:
        print(f"not asked, for want of a library that packs: {', '.join(sorted(missing))}")
    names = sorted(set(server.ports) - {"healthy"} - missing)
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        return list(pool.map(one, names))


def latency(answer):
    """Seconds that the poll itself took, as the service measured it; a century for an answer that does not say."""
    try:
        return answer.json()["latency_ms"] / 1000
    except (ValueError, KeyError):
        return 3e9


def tables(stage, results):
    kinds, longest = collections.Counter(), 0
    for name, found, seconds, answer in results:
        right = expected(name)
        if name in ("ever-304",):
            right = (SAME,)
        polled = latency(answer)
        if found in right and polled < DEADLINE + PATIENCE and seconds < COMMAND_SECONDS:
            kinds[found[0]] += 1
            longest = max(longest, polled)
            continue
        detail = f"{found} after {polled:.1f} s of polling, {seconds:.1f} s in all, instead of {right}: {answer!r}"
        stage.claim(f"{name} has its outcome in time", False, detail[:400])
    count = sum(kinds.values())
    stage.claim(f"{count} misbehaviours have the right outcome, each poll in its deadline of {DEADLINE} s (the "
                f"longest took {longest:.1f} s): " + ", ".join(f"{number} {kind}" for kind, number in kinds.most_common()), count == len(results))


def pauses(stage, server):
    """What a server may make us wait: a day at most, whatever it says; and never less than it asks."""
    for name, least, most in (("retry-after-seconds", 115, 86_400), ("retry-after-date", 3500, 8 * 3600),
                              ("retry-after-beyond-numbers", 80_000, 27 * 3600),
                              ("retry-after-a-century", 80_000, 27 * 3600), ("retry-after-nonsense", 0, 8 * 3600)):
        value = stage.ess("feed", "fetch", name, "--format", "json").json()
        until = time.mktime(time.strptime(value["next_poll"][:19], "%Y-%m-%dT%H:%M:%S")) - time.timezone
        stage.claim(f"{name}: the next poll is {until - time.time():.0f} s away", least <= until - time.time() <= most,
                    value)


def secrets(stage, server, answers):
    asked = [(name, headers) for name, seen in server.seen.items() for _, _, headers in seen]
    stage.claim(f"in {len(asked)} requests no cookie, and credentials to their own origins alone",
                not any({"cookie", "proxy-authorization"} & set(headers)
                        or "authorization" in headers and name not in ("credentials-at-home",
                                                                       "credentials-carried-away")
                        for name, headers in asked))
    told = [answer.out + answer.err for answer in answers] + [(stage.folder / "service.log").read_text()]
    told += [stage.ess(*words, "--format", "json").out for words in (("feed", "list"), ("feed", "health"), ("status",))]
    stage.claim("the secret stands in no answer and no log", not any("never-seen" in text for text in told))
    stage.claim("an injected line never became a header", not any("x-injected" in headers for _, headers in asked))


def told_of(stage):
    """Which feeds are in trouble, as operators see it."""
    health = {row["id"]: row for row in stage.must("feed", "health", "--format", "json").json()}
    needs = "\n".join(line["text"] for line in stage.must("status", "--format", "json").json()["needs"])
    kinds = {kind["kind"] for kind in health["json-depth-of-a-million"]["troubles"]}
    return (kinds == {"unreadable"} and not health["healthy"]["troubles"] and health["healthy"]["items"] == 3
            and "json-depth-of-a-million: nothing in document " in needs
            and "healthy: " not in needs and health["same-tag-for-other-bytes"]["validators_lie"])


def main():
    server = hostile.Hostile()
    unknown = sorted(name for name in server.ports if not expected(name))
    stage = Stage("hostile")
    stage.claim("the table knows every case and no other",
                not unknown and set(EXPECTED) <= set(server.ports), unknown + sorted(set(EXPECTED) - set(server.ports)))
    describe(stage, server)
    healthy = by_service(stage, server)
    results = by_command(stage, server)
    tables(stage, results)
    for name in ("by-name", "canary-itself"):
        found = outcome(stage.ess("feed", "fetch", name, "--format", "json"))
        stage.claim(f"{name}: a name or port that no setting names is not reached", found in AWAY, found)
    pauses(stage, server)
    healthy.done.set()
    healthy.join(timeout=70)
    times = sorted(healthy.times) or [999]
    middle, longest = times[len(times) // 2], times[-1]
    stage.claim(f"the healthy feed, polled {len(healthy.times)} times meanwhile, never waited (in the middle "
                f"{middle:.1f} s, longest {longest:.1f} s)",
                len(times) > 5 and middle < HEALTHY_MIDDLE and longest < HEALTHY_SECONDS and not healthy.wrong,
                healthy.wrong[:2])
    secrets(stage, server, [answer for *_, answer in results])
    stage.claim("the sick feeds stand in ess feed health and ess status, the healthy one does not", told_of(stage))
    stage.claim("nobody came to the canary", not server.canary_hits, server.canary_hits)
    stage.claim("nothing climbed out of an archive", not list(Path("/tmp").glob("ess-hostile-climbed*")))
    stage.claim("the service never ended by itself", stage.service.poll() is None, stage.tail())
    server.close()
    stage.finish()


if __name__ == "__main__":
    main()
