#!/usr/bin/env python3
"""The shim tested on small writers: it counts, kills at the point named, and its power cut loses what was not fsynced.

Prints one line per claim; exit 1 when one does not hold.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import shim

FILE_WRITER = """
import os, sys
os.chdir(sys.argv[1])
def durable(name, text):
    fd = os.open(name + '.aside', os.O_WRONLY | os.O_CREAT, 0o600)
    os.write(fd, text.encode()); os.fsync(fd); os.close(fd)
    os.rename(name + '.aside', name)
    fd = os.open('.', os.O_RDONLY); os.fsync(fd); os.close(fd)
    print(name, flush=True)
for n in range(5): durable(f'f{n}', f'text {n}')
"""

# Each commit is told on stdout only after COMMIT has returned, as a service answers only then.
TABLE_WRITER = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1] + '/t.sqlite', isolation_level=None)
db.execute('PRAGMA journal_mode=WAL'); db.execute('PRAGMA synchronous=' + sys.argv[2])
db.execute('CREATE TABLE IF NOT EXISTS t (n INTEGER PRIMARY KEY, text TEXT)')
for n in range(40):
    db.execute('BEGIN IMMEDIATE'); db.execute('INSERT INTO t VALUES (?, ?)', (n, 'x' * 300)); db.execute('COMMIT')
    print(n, flush=True)
import os; os.rename(sys.argv[1] + '/t.sqlite', sys.argv[1] + '/t.sqlite')
import time; time.sleep(60)
"""

SENDER = """
import os, socket, sys
with socket.create_connection(('127.0.0.1', int(sys.argv[1]))) as s:
    for n in range(4): s.sendall(b'x')
    os.write(s.fileno(), b'y'); os.writev(s.fileno(), [b'z'])
open('/dev/null', 'w').write('no socket')
"""

failures = []


def claim(text, holds, detail=""):
    print(f"{'ok  ' if holds else 'FAIL'} {text}{'' if holds else f': {detail}'}")
    if not holds:
        failures.append(text)


def run(program, env, *arguments, killed):
    done = subprocess.run([sys.executable, "-c", program, *map(str, arguments)], env=env, text=True,
                          stdout=subprocess.PIPE, timeout=60)
    expected = -signal.SIGKILL if killed else 0
    claim(f"the process {'dies by SIGKILL' if killed else 'ends by itself'}", done.returncode == expected,
          done.returncode)
    return done.stdout.split()


def count_and_kill(library, folder):
    root = folder / "plain"
    root.mkdir()
    counter = folder / "plain.count"
    run(FILE_WRITER, shim.environment(library, counter), root, killed=False)
    found = shim.counts(counter)
    claim("5 durable files are 10 fsyncs and 5 renames", (found["fsync"], found["rename"]) == (10, 5), found)
    for when, names in (("before", {"f0", "f1", "f2.aside"}), ("after", {"f0", "f1", "f2"})):
        root = folder / when
        root.mkdir()
        env = shim.environment(library, folder / f"{when}.count", "rename", 3, when)
        run(FILE_WRITER, env, root, killed=True)
        claim(f"killed {when} the third rename leaves {sorted(names)}", set(os.listdir(root)) == names,
              sorted(os.listdir(root)))


def power_cut_of_files(library, folder):
    for at, name, text in ((1, "f0", None), (2, "f0", "text 0"), (3, "f1", None), (4, "f1", "text 1")):
        root, shadow = folder / f"cut{at}", folder / f"cut{at}.shadow"
        (root / "old").mkdir(parents=True)
        (root / "old" / "kept").write_text("before the shim")
        os.symlink("old", root / "link")
        shadow.mkdir()
        env = shim.environment(library, folder / f"cut{at}.count", "fsync", at, "after", root, shadow)
        run(FILE_WRITER, env, root, killed=True)
        shim.cut_power(shadow, root)
        found = (root / name).read_text() if (root / name).exists() else None
        claim(f"power cut after fsync {at}: {name} is {text!r}", found == text, found)
        claim("what stood there before stands there still",
              (root / "old/kept").read_text() == "before the shim" and os.readlink(root / "link") == "old")


def power_cut_of_tables(library, folder):
    for level, durable in (("FULL", True), ("NORMAL", False)):
        root, shadow = folder / level, folder / f"{level}.shadow"
        root.mkdir()
        shadow.mkdir()
        # The writer's own rename is the point of death: all 40 commits have been told by then.
        env = shim.environment(library, folder / f"{level}.count", "rename", 1, "before", root, shadow)
        told = run(TABLE_WRITER, env, root, level, killed=True)
        shim.cut_power(shadow, root)
        with sqlite3.connect(root / "t.sqlite") as db:
            tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            kept = db.execute("SELECT count(*) FROM t").fetchone()[0] if tables else 0
            sound = db.execute("PRAGMA integrity_check").fetchone()[0]
        claim(f"synchronous={level}: {len(told)} commits told, {kept} survive", len(told) == 40
              and (kept == 40) == durable, kept)
        claim("the table is sound", sound == "ok", sound)
    found = shim.counts(folder / "FULL.count")
    claim("a commit with FULL is counted as a commit", found["commit"] >= 40, found)


def kill_at_commits(library, folder):
    for when, least in (("before", 9), ("after", 9)):
        root = folder / f"commit-{when}"
        root.mkdir()
        env = shim.environment(library, folder / f"commit-{when}.count", "commit", 12, when)
        told = run(TABLE_WRITER, env, root, "FULL", killed=True)
        with sqlite3.connect(root / "t.sqlite") as db:
            kept = db.execute("SELECT count(*) FROM t").fetchone()[0]
        claim(f"killed {when} commit 12: what was told is there", kept >= len(told) >= least, (kept, told))


def sends(library, folder):
    import socket
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        for ports, expected in (([port], 6), ([1], 0), (None, 6)):
            counter = folder / f"send-{expected}-{ports is None}"
            run(SENDER, shim.environment(library, counter, ports=ports), port, killed=False)
            claim(f"{expected} sends are counted to ports {ports and 'named' or 'all'}",
                  shim.counts(counter)["send"] == expected, shim.counts(counter))
            server.accept()[0].close()
        run(SENDER, shim.environment(library, folder / "send-kill", "send", 3, "before"), port, killed=True)
        received = b""
        connection = server.accept()[0]
        while chunk := connection.recv(100):
            received += chunk
        claim("killed before the third send, two bytes have arrived", received == b"xx", received)


def main():
    with tempfile.TemporaryDirectory(prefix="ess-faults-") as name:
        folder = Path(name).resolve()
        library = shim.build(folder)
        for test in (count_and_kill, power_cut_of_files, power_cut_of_tables, kill_at_commits, sends):
            test(library, folder)
    print(f"shim selftest: {'FAILED: ' + ', '.join(failures) if failures else 'all claims hold'}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
