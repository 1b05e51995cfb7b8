#!/usr/bin/env python3
"""A full disk is "try later" (I13): new work is refused with a sentence, nothing is lost, and with room it goes on.

The data directory is a small file system of its own, so this needs root and mount(8); without them it says so.
"""

import socket
import sqlite3
import threading
import time

from stage import IS_ROOT, Stage, skip

FEED = "shadowserver-telnet"
ROWS = 40_000


class Supervisor:
    """The other end of NOTIFY_SOCKET: keeps what the service says."""

    def __init__(self, path):
        self.path, self.words = path, []
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(path))
        path.chmod(0o666)
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while word := self.socket.recv(65536):
            self.words.append(word.decode())

    def food(self):
        return self.words.count("WATCHDOG=1")

    def said(self, text):
        return any(text in word for word in self.words)


class Disk:
    """Fills the data directory's file system to the last byte, or but for `room` bytes, and empties it again."""

    def __init__(self, stage):
        self.ballast = stage.data / "ballast"

    def fill(self, room=0):
        with open(self.ballast, "wb", buffering=0) as out:
            for size in (1 << 20, 1 << 12):
                try:
                    while out.write(b"\0" * size):
                        pass
                except OSError:
                    pass
            if room:
                out.truncate(max(0, out.tell() - room))

    def empty(self):
        self.ballast.unlink()


def scan(stage, name, rows, day):
    lines = ["timestamp,ip,protocol,port,hostname,tag,asn,geo,region,city,naics,sic,banner"]
    # Banners that do not compress.
    lines += [f"{day} 00:00:{n % 60:02},10.{n % 8}.{n // 256 % 256}.{n % 256},tcp,{n // 65536 + 23},h{n}.example,"
              f"telnet,64512,AZ,BAKU,BAKU,0,0,{n * 2654435761 % 4294967296:x}{n * 40503 % 65536:x}" for n in range(rows)]
    return stage.write(name, "\n".join(lines) + "\n")


def refused(stage, what, answer):
    stage.claim(f"{what}: refused as `try later`", answer.code == 75, answer)
    stage.claim(f"{what}: the sentence says what to do", "free" in answer.err and "space" in answer.err
                or "free space" in answer.err, answer)


def alive(stage, what):
    stage.claim(f"{what}: the service lives", stage.service.poll() is None, stage.tail())
    stage.claim(f"{what}: it answers", stage.get("/healthz")[0] == 200)


def full(stage, disk, supervisor, documents):
    disk.fill()
    refused(stage, "a full disk", stage.ess("ingest", FEED, documents["small"]))
    # A register of some size finds no room; a reading command needs none.
    rows = "".join(f"org-{n},10.{n % 250}.{n // 250}.0/24,abuse@org{n}.example\n" for n in range(4000))
    register = stage.write("many.csv", "org,cidr,email\n" + rows)
    refused(stage, "an import on a full disk", stage.ess("entity", "import", register, user="admin"))
    for words in (("feed", "list"), ("status",), ("finding", "list")):
        answer = stage.ess(*words)
        stage.claim(f"`ess {' '.join(words)}` still reads", answer.code == 0, answer)
    alive(stage, "a full disk")
    disk.empty()
    answer = stage.ess("ingest", FEED, documents["small"])
    stage.claim("with room, the same document is taken at once", answer.code == 0, answer)
    answer = stage.ess("entity", "import", register, user="admin")
    stage.claim("with room, the same register is taken", answer.code == 0, answer)


def midway(stage, disk, documents):
    """The document is durable, its findings have no room: it stays due, and is read when there is some."""
    # Entities have come in between, so each row is a finding of its own. Room for the compressed document (about 1 MB),
    # not for what follows from it.
    disk.fill(room=2 << 20)
    answer = stage.ess("ingest", FEED, documents["large"])
    refused(stage, "a disk that fills while a document is read", answer)
    alive(stage, "a disk that fills while a document is read")
    disk.empty()
    # The small document's hosts are among them: findings of the one entity that was there then, now of nearer ones.
    expected = ROWS
    stage.wait(lambda: found(stage) >= expected, 240)
    stage.claim("with room, the service reads it to its end by itself", found(stage) == expected,
                (found(stage), stage.tail()))


def found(stage):
    """Findings, counted in the store itself."""
    store = sqlite3.connect(f"file:{stage.data}/ess.sqlite?mode=ro", uri=True, timeout=10)
    try:
        return store.execute("SELECT count(*) FROM finding").fetchone()[0]
    finally:
        store.close()


def at_start(stage, disk, supervisor):
    stage.claim("SIGTERM ends it well", stage.stop(), stage.tail())
    disk.fill()
    process = stage.serve()
    time.sleep(3)
    code = process.poll()
    stage.claim("a start on a full disk does not give up", code is None, code)
    disk.empty()
    stage.claim("with room, the start goes on", stage.wait(lambda: is_up(stage), 60))
    process.terminate()
    _, errors = process.communicate(timeout=60)
    stage.claim("it said what it waited for", b"the start waits for room" in errors, errors[-600:])
    stage.begin()


def is_up(stage):
    try:
        return stage.get("/readyz")[0] == 200
    except OSError:
        return False


def main():
    if not IS_ROOT:
        skip("a file system of its own for the data directory needs root")
    stage = Stage("full-disk", disk="64m")
    supervisor = Supervisor(stage.folder / "notify")
    stage.environment = {"NOTIFY_SOCKET": str(supervisor.path), "WATCHDOG_USEC": "3000000"}
    disk = Disk(stage)
    stage.begin()
    stage.claim("an idle service feeds its watchdog", stage.wait(lambda: supervisor.food() >= 3, 30), supervisor.words)
    register = stage.write("register.yaml", "entities:\n  - {id: everything, name: Everything, sector: energy, "
                           "criticality: high, languages: [en], assets: [{network: 10.0.0.0/8, "
                           "verified: {by: registrar, how: registry, at: 2026-01-15T09:00:00Z}}]}\n")
    stage.must("entity", "import", register, user="admin")
    documents = {"small": scan(stage, "small.csv", 500, "2026-09-01"),
                 "large": scan(stage, "large.csv", ROWS, "2026-09-02")}
    full(stage, disk, supervisor, documents)
    midway(stage, disk, documents)
    at_start(stage, disk, supervisor)
    food = supervisor.food()
    fed = stage.wait(lambda: supervisor.food() > food + 1, 30)
    stage.claim("in the end the watchdog is fed", fed, supervisor.words)
    answer = stage.ess("ledger", "verify", user="service")
    stage.claim("the ledger verifies", answer.code == 0, answer)
    stage.finish()


if __name__ == "__main__":
    main()
