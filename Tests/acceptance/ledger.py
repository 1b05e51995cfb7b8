#!/usr/bin/env python3
"""The ledger shows every flipped byte, by name; an older store beside a newer ledger is not served."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys

from stage import GROUP, IS_ROOT, REPOSITORY, SERVICE, Stage

PLACES = 30


def verify(stage, *options, user="service"):
    return stage.ess("ledger", "verify", *options, user=user)


def fill(stage):
    """Enough acts that the tree has a full tile and a partial one."""
    stage.must("entity", "import", stage.folder / "config/constituency.example.yaml", user="admin")
    for name in ("cisa-kev/kev.json", "epss/epss.csv", "shadowserver-telnet/scan-telnet.csv"):
        feed, file = name.split("/")
        stage.must("ingest", feed, stage.folder / "feeds/samples" / file)
    rows = ["org,cidr,email"] + [f"org-{n:03},10.{n}.0.0/24,abuse@org{n:03}.example" for n in range(250)]
    stage.must("entity", "import", stage.write("many.csv", "\n".join(rows) + "\n"), user="admin")
    for n in range(20):
        stage.must("case", "open", f"Incident {n}")


def independent(stage):
    verifier = REPOSITORY / "Tests/verifier/verify_log.py"
    done = subprocess.run([sys.executable, str(verifier), str(stage.data / "ledger"), "--key", stage.key],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    stage.claim("the independent verifier agrees", done.returncode == 0, done.stdout)


def flips(stage):
    """One byte at each of PLACES places; the seed is told so that a failure can be repeated."""
    seed = int(os.environ.get("ESS_SEED", "20261123"))
    generator = random.Random(seed)
    files = sorted(p for p in (stage.data / "ledger").rglob("*") if p.is_file() and p.stat().st_size)
    # Every file is sampled once before any is sampled twice.
    places = [(path, generator.randrange(path.stat().st_size)) for path in files]
    generator.shuffle(places)
    while len(places) < PLACES:
        path = generator.choice(files)
        places.append((path, generator.randrange(path.stat().st_size)))
    unseen = []
    for path, offset in places[:max(PLACES, len(files))]:
        whole = path.read_bytes()
        broken = bytearray(whole)
        broken[offset] ^= 1 << generator.randrange(8)
        path.write_bytes(broken)
        answer = verify(stage)
        path.write_bytes(whole)
        name = str(path.relative_to(stage.data / "ledger"))
        if answer.code != 1 or name not in answer.out + answer.err:
            unseen.append(f"{name} byte {offset}: {answer!r}")
    stage.claim(f"a flipped byte at {max(PLACES, len(files))} places in {len(files)} files is seen and its file named "
                f"(seed {seed})", not unseen, f"{len(unseen)} unseen: {unseen[:3]}")
    stage.claim("all of it put back verifies again", verify(stage).code == 0)


def beyond(stage):
    """Put where the tree has not come yet, a tile would stop the log on the day it gets there."""
    place = stage.data / "ledger/tile/0/001"
    for path in (place, stage.data / "ledger/tile/0/001.p/255"):
        path.write_bytes(bytes([7]) * 32 * (256 if path == place else 255))
        IS_ROOT and os.chown(path, SERVICE, GROUP)
        answer = verify(stage)
        stage.claim(f"a strange {path.name} beyond the signed size is named",
                    answer.code == 1 and "tile/0/001" in answer.out, answer)
        process = stage.serve()
        error = process.communicate(timeout=60)[1].decode()
        refused = process.returncode not in (0, -15) and "tile/0/001" in error
        stage.claim("and the service does not start on it", refused, (process.returncode, error))
        path.unlink()
    os.mkfifo(place)
    answer = verify(stage)
    stage.claim("a pipe there is named, and verifying ends", answer.code == 1 and "tile/0/001" in answer.out, answer)
    place.unlink()


def changed_rows(stage):
    """What a hand does in SQLite, past the service, is seen; so is a kept document that the disk damaged."""
    unseen = []
    for statement, name in (("UPDATE case_file SET status = 'closed' WHERE number = (SELECT MAX(number) FROM case_file)",
                             "case C-"),
                            ("UPDATE entity SET body = replace(body, '10.7.0.0', '10.8.0.0') WHERE id = 'org-007'",
                             "entity org-007"),
                            ("UPDATE document SET digest = zeroblob(32) WHERE id = 1", "batch document:1"),
                            ("UPDATE counter SET value = value + 1 WHERE name = 'entry'", "counter entry"),
                            ("UPDATE entry SET payload = NULL, salt = NULL WHERE idx = 3", "row 3: payload or salt")):
        kept = {path: path.read_bytes() for path in stage.data.glob("ess.sqlite*")}
        with sqlite3.connect(stage.data / "ess.sqlite") as store:
            changed = store.execute(statement).rowcount
        store.close()
        answer = verify(stage, user="root")
        for path in stage.data.glob("ess.sqlite*"):
            path.unlink()
        for path, content in kept.items():
            path.write_bytes(content)
            IS_ROOT and os.chown(path, SERVICE, GROUP)
        if changed != 1 or answer.code != 1 or name not in answer.out:
            unseen.append(f"{statement}: {changed} rows, {answer!r}")
    stage.claim("a row changed past the ledger is seen and named", not unseen, unseen)
    document = max((stage.data / "raw").iterdir(), key=lambda path: path.stat().st_size)
    whole = document.read_bytes()
    document.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
    answer = verify(stage, "--with-documents")
    document.unlink()
    os.mkfifo(document, 0o644)
    piped = verify(stage, "--with-documents")
    document.unlink()
    document.write_bytes(whole)
    IS_ROOT and os.chown(document, SERVICE, GROUP)
    stage.claim("a pipe in its place is named, and verifying ends", piped.code == 1 and document.name in piped.out, piped)
    stage.claim("a damaged document is seen and named", answer.code == 1 and document.name in answer.out, answer)
    answer = verify(stage, "--with-documents")
    stage.claim("put back, everything verifies again", answer.code == 0 and "documents read" in answer.out, answer)


def older_store(stage):
    copy = stage.folder / "older"
    copy.mkdir()
    for path in stage.data.glob("ess.sqlite*"):
        shutil.copy2(path, copy)
    stage.begin()
    for n in range(3):
        stage.must("case", "open", f"Later incident {n}")
    # Seals them: entries that no checkpoint covers yet make no ledger newer.
    stage.must("ledger", "checkpoint")
    stage.claim("SIGTERM ends the service well", stage.stop(), stage.tail())
    newer = stage.folder / "newer"
    newer.mkdir()
    for path in stage.data.glob("ess.sqlite*"):
        shutil.move(path, newer)
    for path in copy.iterdir():
        shutil.copy2(path, stage.data)
        IS_ROOT and os.chown(stage.data / path.name, SERVICE, GROUP)
    process = stage.serve()
    try:
        error = process.communicate(timeout=60)[1].decode()
        stage.claim("an older store beside a newer ledger is refused, and said so",
                    process.returncode not in (0, -15) and "older" in error, (process.returncode, error))
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        stage.claim("an older store beside a newer ledger is refused", False, "it is served")
    answer = verify(stage)
    stage.claim("and `ess ledger verify` says so", answer.code == 1, answer)
    for path in stage.data.glob("ess.sqlite*"):
        path.unlink()
    for path in newer.iterdir():
        shutil.move(path, stage.data)
    stage.claim("with its own store it verifies", verify(stage).code == 0)


def main():
    stage = Stage("ledger")
    stage.begin()
    fill(stage)
    answer = verify(stage)
    stage.claim("it verifies while the service runs", answer.code == 0 and answer.out.startswith("sound"), answer)
    note = stage.must("ledger", "checkpoint").out
    stage.claim("SIGTERM ends the service well", stage.stop(), stage.tail())
    stage.claim("it verifies while the service is down", verify(stage).code == 0)
    answer = verify(stage, "--without-store")
    stage.claim("its files alone verify", answer.code == 0, answer)
    answer = verify(stage, "--held", stage.write("held", note))
    stage.claim("it extends the checkpoint that somebody holds", answer.code == 0, answer)
    independent(stage)
    flips(stage)
    beyond(stage)
    changed_rows(stage)
    older_store(stage)
    if IS_ROOT:
        stage.claim("root may verify while the service is down", verify(stage, user="root").code == 0)
        stage.must("case", "open", "By root", "--data-dir", stage.data, user="root")
        strangers = [str(path) for path in stage.data.rglob("*") if path.lstat().st_uid != SERVICE]
        stage.claim("what root did with --data-dir is the service's", not strangers, strangers)
    seconds = stage.start()
    stage.claim("the service starts after all this", seconds is not None, stage.tail())
    stage.finish()


if __name__ == "__main__":
    main()
