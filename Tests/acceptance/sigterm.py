#!/usr/bin/env python3
"""SIGTERM ends the service within five seconds, whatever is under way; what was under way goes on at the next start.

Under way are: a large document that is being read, an upload that has not come to its end, requests that stand half
sent, connections that wait for nothing, and a relay that never answers.
"""

import contextlib
import http.client
import socket
import sqlite3
import subprocess
import threading
import time

from stage import Stage, free_port

SECONDS = 5
ROWS = 150_000

DIRECTIVES = """  - id: advisories
    kinds: [advisory]
    roles: [technical, abuse]
    channel: smtp
    tlp_max: AMBER
"""


def scan(rows):
    lines = ["timestamp,ip,protocol,port,hostname,tag,asn,geo"]
    for n in range(rows):
        address = f"10.{n % 40}.{n // 250 % 250}.{n % 250 + 1}"
        lines.append(f"2026-09-01 {n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02},{address},tcp,23,h{n}.example,"
                     "telnet,64512,AZ")
    return "\n".join(lines) + "\n"


def silent_relay(port):
    """Takes connections and never says a word."""
    server = socket.create_server(("127.0.0.1", port))
    taken = []

    def serve():
        while True:
            taken.append(server.accept()[0])

    threading.Thread(target=serve, daemon=True).start()
    return taken


def open_connections(stage):
    """Some of each kind, on both doors; returns what keeps them open."""
    kept = []
    for n in range(20):
        connection = http.client.HTTPConnection("127.0.0.1", stage.port, timeout=30)
        connection.request("GET", "/healthz")
        connection.getresponse().read()
        kept.append(connection)
    half_sent = b"POST /v1/incidents HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\na"
    for beginning in (b"", b"GET / HTTP/1.1\r\nHost: x\r\n", half_sent):
        for n in range(5):
            half = socket.create_connection(("127.0.0.1", stage.port))
            half.sendall(beginning)
            desk = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            desk.connect(str(stage.socket))
            desk.sendall(beginning)
            kept += [half, desk]
    return kept


def begin(stage, *words):
    command = stage.as_user("admin", [stage.binary, *words, "--config", stage.settings])
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def upload(stage):
    """A document that comes piece by piece and never ends."""
    command = stage.as_user("admin", [
        "curl", "-sS", "--unix-socket", stage.socket, "-X", "POST", "-T", "-",
        "http://ess/desk/ingest?feed=cisa-kev&name=slow"])
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    process.stdin.write(b"{" + b" " * 200_000)
    process.stdin.flush()
    return process


def half_read(stage):
    """Whether some of a document's rows are durable and others not yet."""
    with contextlib.closing(sqlite3.connect(f"file:{stage.data}/ess.sqlite?mode=ro", uri=True, timeout=10)) as store:
        return store.execute("SELECT count(*) FROM document WHERE state = 'due' AND next_item > 0").fetchone()[0] > 0


def owe_mail(stage):
    """An advisory whose notice goes to the relay that never answers."""
    threat = next(row["id"] for row in stage.must("threat", "list", "--format", "json").json())
    number = stage.must("advisory", "draft", threat, "--format", "json").json()["number"]
    stage.must("advisory", "submit", number)
    digest = stage.must("advisory", "preview", number, "--format", "json", user="approver").json()["digest"]
    stage.must("advisory", "approve", number, "--digest", digest[:8], user="approver")
    stage.must("advisory", "issue", number)


def ends(stage, what):
    """SIGTERM; how long it took."""
    start = time.monotonic()
    well = stage.stop()
    seconds = time.monotonic() - start
    stage.claim(f"SIGTERM ends it within {SECONDS} s and well, {what} ({seconds:.1f} s)", well and seconds <= SECONDS,
                (well, stage.tail()))


def main():
    relay = free_port()
    stage = Stage("sigterm", directives=DIRECTIVES, more=(
        f"mail:\n  relay: 127.0.0.1\n  port: {relay}\n  tls: none\n  from: cert@cert.example\n"
        f'egress_allow: ["127.0.0.1:{relay}"]\n'))
    taken = silent_relay(relay)
    stage.begin()
    rows = ["org,cidr,email"] + [f"org-{n:03},10.{n}.0.0/16,abuse@org{n:03}.example" for n in range(40)]
    stage.must("entity", "import", stage.write("register.csv", "\n".join(rows) + "\n"), user="admin")
    big = stage.write("scan.csv", scan(ROWS))
    kept = open_connections(stage)
    ingest = begin(stage, "ingest", "shadowserver-telnet", big)
    slow = upload(stage)
    reading = stage.wait(lambda: half_read(stage), 60)
    stage.claim("the document is being read when the signal comes", reading and ingest.poll() is None, reading)
    ends(stage, "in the middle of a document and an upload, with open connections")
    ingest.communicate(timeout=30)
    slow.stdin.close()
    slow.wait(timeout=30)
    stage.claim("who waits for the answer is told so: 69 or 75", ingest.returncode in (69, 75), ingest.returncode)
    for connection in kept:
        connection.close()
    seconds = stage.start()
    stage.claim("it starts again", seconds is not None, stage.tail())
    answer = stage.must("ingest", "shadowserver-telnet", big, "--format", "json", user="admin").json()
    stage.claim("the document goes on where it stood, to its last row", answer["summary"]["rows"] == ROWS
                and not answer["new"], answer)
    owe_mail(stage)
    stage.claim("a message is under way", stage.wait(lambda: taken, 30), stage.tail())
    ends(stage, "while a relay does not answer")
    answer = stage.ess("ledger", "verify", user="service")
    stage.claim("the ledger verifies", answer.code == 0, answer)
    stage.finish()


if __name__ == "__main__":
    main()
