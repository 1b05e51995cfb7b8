#!/usr/bin/env python3
"""Mistakes and malice are told apart and told plainly: file, line, key; exit codes of sysexits; nothing crashes."""

import gzip
import io
import json
import re
import subprocess
import zipfile

from stage import IS_ROOT, Stage


def settings(stage):
    good = stage.settings.read_text()
    for title, text, where in (
        ("an unknown key", good + "colour: red\n", r"bad\.yaml:\d+: `?colour"),
        ("a misspelt inner key", good.replace("  domain:", "  domian:"), r"bad\.yaml:\d+: `?authority\.domian"),
        ("a port that is none", good.replace(f"port: {stage.port}", "port: 70000"), r"bad\.yaml:\d+: `?portal\.port"),
        ("root with a role", good.replace("  admin: [", "  admin: [0, "), r"bad\.yaml:\d+: `?roles\.admin"),
    ):
        answer = stage.ess("check", settings=stage.write("bad.yaml", text))
        stage.claim(f"{title} in the settings: exit 78 with file, line and key",
                    answer.code == 78 and re.search(where, answer.err), answer)
        process = stage.serve(stage.folder / "bad.yaml")
        error = process.communicate(timeout=60)[1].decode()
        stage.claim(f"{title}: the service does not start either", process.returncode == 78
                    and re.search(where, error), (process.returncode, error[-300:]))
    two = stage.write("bad.yaml", good + "colour: red\nflavour: sweet\n")
    answer = stage.ess("check", settings=two)
    stage.claim("two mistakes are told at once", answer.err.count("bad.yaml:") == 2, answer)
    answer = stage.ess("check", settings=stage.folder / "nowhere.yaml")
    stage.claim("settings that are not there: 78", answer.code == 78 and "nowhere.yaml" in answer.err, answer)
    answer = stage.ess("check")
    stage.claim("the good ones pass", answer.code == 0, answer)


def feeds(stage):
    path = stage.folder / "feeds/cisa-kev.yaml"
    good = path.read_text()
    path.write_text(good + "colour: red\n")
    answer = stage.ess("feed", "check")
    stage.claim("an unknown key in a feed file: 78 with file, line and key",
                answer.code == 78 and re.search(r"cisa-kev\.yaml:\d+: `?colour", answer.err), answer)
    path.write_text(good)


def without_service(stage):
    answer = stage.ess("status")
    stage.claim("without a service: 69 and the line that starts it", answer.code == 69 and "ess serve" in answer.err,
                answer)
    empty = stage.folder / "empty"
    empty.mkdir()
    answer = stage.ess("finding", "list", "--data-dir", empty, user="root")
    stage.claim("a folder that is no data directory: 78 and `ess init`", answer.code == 78 and "ess init" in answer.err,
                answer)
    key = stage.data / "keys/ledger.key"
    key.rename(key.with_suffix(".away"))
    process = stage.serve()
    error = process.communicate(timeout=60)[1].decode()
    stage.claim("a missing key: the service does not start and says what is missing", process.returncode == 78
                and ("key" in error or "init" in error), (process.returncode, error[-300:]))
    key.with_suffix(".away").rename(key)
    if IS_ROOT:
        folder = stage.folder / "locked"
        folder.mkdir(mode=0o755)
        answer = stage.ess("init", "--data-dir", folder / "data", user="service")
        stage.claim("a data directory that cannot be made: 78 and its path", answer.code == 78
                    and str(folder) in answer.err, answer)


def second_service(stage):
    process = stage.serve()
    error = process.communicate(timeout=60)[1].decode()
    stage.claim("a second service is refused and told the first one's pid", process.returncode == 78
                and str(stage.service.pid) in error, (process.returncode, error[-300:], stage.service.pid))
    answer = stage.ess("finding", "list", "--data-dir", stage.data, user="service")
    stage.claim("so is a command on the directory beside it", answer.code == 78, answer)


def register(stage):
    bad = "entities:\n  - id: hospital\n    name: Hospital\n    colour: red\n"
    answer = stage.ess("entity", "import", stage.write("register.yaml", bad), user="admin")
    stage.claim("an unknown key in a register: 65 with file, line and key",
                answer.code in (65, 78) and re.search(r"register\.yaml:4: .*colour", answer.err), answer)
    answer = stage.ess("entity", "import", stage.write("r.csv", "org,cidr\na,10.0.0.0/33\n"), user="admin")
    stage.claim("a network that is none in a CSV: told with its line", answer.code in (65, 78)
                and re.search(r"r\.csv:2", answer.err), answer)
    stage.claim("nothing of them was taken in", not stage.must("entity", "list", "--format", "jsonl").out)


def documents(stage):
    """(name, feed, bytes) of what a hostile or broken source sends; each is kept, and answered without a crash."""
    kev = (stage.folder / "feeds/samples/kev.json").read_bytes()
    scan = (stage.folder / "feeds/samples/scan-telnet.csv").read_bytes()
    nested = b'{"vulnerabilities":' + b"[" * 5000 + b"]" * 5000 + b"}"
    bomb = gzip.compress(b" " * (200 << 20))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as members:
        members.writestr("../../etc/passwd", kev)
        members.writestr("inner.json", b"{")
    entity = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa">]><rss><channel><item>&a;</item></channel></rss>'
    return [
        ("cut.json", "cisa-kev", kev[:len(kev) // 2]), ("nested.json", "cisa-kev", nested),
        ("doubled.json", "cisa-kev", kev.replace(b'"vulnerabilities"', b'"vulnerabilities":[],"vulnerabilities"', 1)),
        ("noise.json", "cisa-kev", bytes(range(256)) * 400), ("bomb.json.gz", "cisa-kev", bomb),
        ("cut.json.gz", "cisa-kev", gzip.compress(kev)[:-20]), ("paths.zip", "cve-vulnrichment", archive.getvalue()),
        ("quote.csv", "shadowserver-telnet", scan + b'"2026-01-01 00:00:00","10.0.0.1'),
        ("nul.csv", "shadowserver-telnet", scan.replace(b"login", b"lo\x00gin")),
        ("long.csv", "shadowserver-telnet", scan + b'"' + b"x" * (3 << 20) + b'"\n'),
        ("latin.csv", "epss", b"\xff\xfecve,epss,percentile\nCVE-2026-1,2,3\n"), ("entity.rss", "cert-eu", entity),
        ("space.json", "cisa-kev", b" "), ("terminal.json", "cisa-kev", b'{"\x1b[2J\x1b]0;x\x07": 1}'),
    ]


def hostile(stage):
    pid, before = stage.service.pid, {p.name for p in (stage.data / "raw").rglob("*") if p.is_file()}
    kept = 0
    for name, feed, content in documents(stage):
        answer = stage.ess("ingest", feed, stage.write(name, content), "--format", "json", timeout=120)
        # 65 with an answer: stored, but nothing in it could be read.
        if answer.code == 0 or answer.code == 65 and answer.out:
            summary = answer.json()["summary"]
            kept += 1
            quiet = "latin" in name or "nul" in name or "doubled" in name
            stage.claim(f"{name}: read, {summary['rejects']} rejected, {len(summary['skipped'])} skipped",
                        summary["rejects"] + len(summary["skipped"]) > 0 or quiet, summary)
        else:
            stage.claim(f"{name}: refused in words", answer.code in (65, 75) and answer.err.startswith("ess: "), answer)
        stage.claim(f"{name}: no control character reaches the terminal",
                    not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", answer.err), repr(answer.err))
        if stage.service.poll() is not None:
            stage.claim(f"{name} does not end the service", False, stage.tail())
            stage.begin()
    after = {p.name for p in (stage.data / "raw").rglob("*") if p.is_file()}
    stage.claim("the bytes of what was read are kept", len(after - before) == kept, (len(after - before), kept))
    stage.claim("the service is the same process as before", stage.service.pid == pid)
    rejects = stage.must("reject", "list", "--format", "jsonl").lines()
    stage.claim("rejects name their place and reason", rejects and all(
        r["reject"]["reason"] and r["reject"]["place"] for r in rejects), rejects[:2])
    answer = stage.ess("ingest", "no-such-feed", stage.folder / "cut.json")
    stage.claim("an unknown feed: 65", answer.code == 65, answer)
    answer = stage.ess("ingest", "cisa-kev", stage.folder / "nothing-here.json")
    stage.claim("a file that is not there is said before anything is sent", answer.code in (64, 65, 66), answer)


def usage(stage):
    for words in (("advisory", "approve"), ("finding", "lost"), ("--colour",)):
        answer = stage.ess(*words)
        stage.claim(f"ess {' '.join(words)}: 64 and how it is used", answer.code == 64 and "sage" in answer.err, answer)
    for text in ("{", "[]", '"x"', json.dumps({"act": {"id": 7}})):
        done = subprocess.run(stage.as_user("analyst", [
            "curl", "-sS", "--unix-socket", stage.socket, "--data-binary", text, "-w", "%{http_code}",
            "-o", "/dev/null", "http://ess/desk/advisory/show"]), stdout=subprocess.PIPE, text=True)
        stage.claim(f"{text} on the socket: 400", done.stdout == "400", done.stdout)


def main():
    stage = Stage("bad")
    settings(stage)
    feeds(stage)
    without_service(stage)
    stage.begin()
    second_service(stage)
    register(stage)
    hostile(stage)
    usage(stage)
    stage.claim("the ledger verifies", stage.ess("ledger", "verify", user="service").code == 0)
    stage.finish()


if __name__ == "__main__":
    main()
