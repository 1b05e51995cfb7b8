#!/usr/bin/env python3
"""SIGTERM ends the service within five seconds (I13) while it reads a document and people hold connections open.

What was cut short is finished by the next start: reading goes on at the item after the last durable batch.
"""

import signal
import socket
import sqlite3
import subprocess
import threading
import time

from stage import Stage

FEED = "shadowserver-telnet"
ROWS = 400_000
SECONDS = 5


def scan(stage):
    lines = ["timestamp,ip,protocol,port,hostname,tag,asn,geo,region,city,naics,sic,banner"]
    lines += [f"2026-09-01 00:00:{n % 60:02},10.0.{n // 256 % 256}.{n % 256},tcp,{n // 65536 + 23},h.example,telnet,"
              "64512,AZ,BAKU,BAKU,0,0,login:" for n in range(ROWS)]
    return stage.write("scan.csv", "\n".join(lines) + "\n")


def ask(stage, question):
    """One row from the store itself, for the service is busy or gone."""
    store = sqlite3.connect(f"file:{stage.data}/ess.sqlite?mode=ro", uri=True, timeout=10)
    try:
        return store.execute(question).fetchone()
    finally:
        store.close()


def due(stage):
    """State of the last document, and items of it that are durable."""
    return ask(stage, "SELECT state, next_item FROM document ORDER BY id DESC LIMIT 1") or ("", 0)


def connections(stage):
    """Idle ones, ones with half a request, on both doors."""
    held = []
    for n in range(40):
        if n % 4 == 3:
            client = socket.socket(socket.AF_UNIX)
            client.connect(str(stage.socket))
        else:
            client = socket.create_connection(("127.0.0.1", stage.port))
        if n % 4 == 0:
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: ess\r\n\r\n")
        elif n % 4 == 1:
            client.sendall(b"POST /v1/incidents HTTP/1.1\r\nHost: ess\r\nContent-Length: 1000\r\n\r\nhalf a ")
        elif n % 4 == 2:
            client.sendall(b"GET /feed.atom HT")
        held.append(client)
    return held


def upload(stage):
    """An operator whose upload never ends: the headers promise more than comes."""
    client = socket.socket(socket.AF_UNIX)
    client.connect(str(stage.socket))
    client.sendall(b"POST /desk/ingest?feed=shadowserver-telnet&name=slow.csv HTTP/1.1\r\nHost: ess\r\n"
                   b"Content-Length: 1000000\r\n\r\ntimestamp,ip\n")
    return client


def interrupted(stage, document):
    answers = []
    reader = threading.Thread(target=lambda: answers.append(stage.ess("ingest", FEED, document)))
    reader.start()
    begun = stage.wait(lambda: due(stage)[1] > 0 or due(stage)[0] == "done", 120)
    state, item = due(stage)
    midway = begun and state == "due" and 0 < item < ROWS
    stage.claim("the document is in the middle of being read", midway, (state, item))
    begin = time.monotonic()
    stage.service.send_signal(signal.SIGTERM)
    try:
        code = stage.service.wait(timeout=60)
    except subprocess.TimeoutExpired:
        code = None
    seconds = time.monotonic() - begin
    print(f"     ended after {seconds:.2f} s with {code}, at item {due(stage)[1]} of {ROWS}")
    stage.claim(f"SIGTERM ends it within {SECONDS} s", code is not None and seconds <= SECONDS, stage.tail())
    stage.claim("it ends with 0", code == 0, (code, stage.tail()))
    reader.join(60)
    told = answers and answers[0].code in (69, 70, 75)
    stage.claim("whoever waited for the document is told, not left", told, answers)


def main():
    stage = Stage("ending")
    stage.begin()
    register = stage.write("register.yaml", "entities:\n  - {id: everything, name: Everything, sector: energy, "
                           "criticality: high, languages: [en], assets: [{network: 10.0.0.0/8, "
                           "verified: {by: registrar, how: registry, at: 2026-01-15T09:00:00Z}}]}\n")
    stage.must("entity", "import", register, user="admin")
    held = connections(stage) + [upload(stage)]
    interrupted(stage, scan(stage))
    for client in held:
        client.close()
    stage.begin()
    done = stage.wait(lambda: due(stage)[0] == "done", 300)
    stage.claim("the next start reads it to its end", done, (due(stage), stage.tail()))
    count = ask(stage, "SELECT count(*) FROM finding")[0]
    stage.claim("nothing of it is lost or doubled", count == ROWS, count)
    answer = stage.ess("ledger", "verify", user="service")
    stage.claim("the ledger verifies", answer.code == 0, answer)
    stage.finish()


if __name__ == "__main__":
    main()
