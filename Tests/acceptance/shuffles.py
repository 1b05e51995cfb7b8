#!/usr/bin/env python3
"""The same mix of reports, shuffled and batched otherwise, gives the same threats and findings byte by byte (I5).

Each shuffle is a data directory of its own, filled by `ess ingest --data-dir`. 3 shuffles of 1,200 reports; with
ESS_LONG=1, 200 of 20,000. `ESS_SEED` is the first seed (each shuffle prints its own), `ESS_SHUFFLES` their number,
`ESS_JOBS` how many run at once."""

import os
import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from pathlib import Path

from report_mix import Mix, shuffled
from stage import LONG, Stage

SEED = int(os.environ.get("ESS_SEED", "20261126"))
REPORTS = int(os.environ.get("ESS_REPORTS", "20000" if LONG else "1200"))
SHUFFLES = int(os.environ.get("ESS_SHUFFLES", "200" if LONG else "3"))
JOBS = int(os.environ.get("ESS_JOBS", "2"))
LISTS = {
    "threats": ("threat", "list", "--all", "--limit", 1000000, "--format", "jsonl"),
    "findings": ("finding", "list", "--with-gaps", "--format", "jsonl"),
    "gaps": ("gap", "list", "--format", "jsonl"),
    "orphans": ("finding", "orphans", "--format", "jsonl"),
}


class House:
    """A data directory without a service; everything is an act on it."""

    def __init__(self, stage, name):
        self.stage = stage
        # In memory where the machine has room for it there: nothing here is about disks.
        place = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else None
        self.folder = Path(tempfile.mkdtemp(prefix=f"ess-shuffle-{name}-", dir=place))
        self.data = self.folder / "data"
        self.data.mkdir()
        text = stage.settings.read_text().replace(f"data_dir: {stage.data}\n", f"data_dir: {self.data}\n")
        self.settings = self.folder / "ess.yaml"
        self.settings.write_text(text)
        self.must("init")

    def must(self, *words):
        return self.stage.must(*words, *(() if words[0] == "init" else ("--data-dir", self.data)), user="root",
                               settings=self.settings)

    def fill(self, register, documents):
        path = self.folder / "register.yaml"
        path.write_text(register)
        self.must("entity", "import", path)
        for feed, name, content in documents:
            path = self.folder / name
            path.write_bytes(content)
            self.must("ingest", feed, path)
            path.unlink()

    def lists(self):
        return {name: self.must(*words).out for name, words in LISTS.items()}

    def remove(self):
        shutil.rmtree(self.folder)


def today():
    return datetime.now(timezone.utc).date()


def run(stage, register, items, seed):
    """The lists of one shuffle, and the seconds it took."""
    begin = time.monotonic()
    house = House(stage, seed)
    documents = list(shuffled(items, seed))
    house.fill(register, documents)
    found = house.lists()
    if seed == SEED:
        stage.claim("what is in the store verifies", stage.ess(
            "ledger", "verify", "--with-documents", "--data-dir", house.data, user="root",
            settings=house.settings).code == 0)
    house.remove()
    return found, len(documents), time.monotonic() - begin


def dated(stage, register, items, seed):
    """As `run`, with the day within which all of it fell."""
    while True:
        day = today()
        found = run(stage, register, items, seed)
        if today() == day:
            return day, *found


def main():
    stage = Stage("shuffles")
    mix = Mix(REPORTS, SEED)
    register, items = mix.register(), mix.items()
    kinds = {}
    for item in items:
        kinds[item.feed] = kinds.get(item.feed, 0) + item.count
    print(f"     {sum(kinds.values())} reports and rows: "
          + ", ".join(f"{feed} {count}" for feed, count in sorted(kinds.items())), flush=True)
    day, reference, _, _ = dated(stage, register, items, SEED)
    counts = {name: text.count("\n") for name, text in reference.items()}
    stage.claim(f"there is something to compare: {counts}", all(counts.values()), counts)
    references = {day: reference}
    differing = 0
    with ThreadPoolExecutor(JOBS) as pool:
        seeds = range(SEED + 1, SEED + SHUFFLES)
        runs = pool.map(lambda seed: dated(stage, register, items, seed), seeds)
        for seed, (begun, found, documents, seconds) in zip(seeds, runs):
            if begun not in references:
                # Scores fade with the days: yesterday's are others.
                references[begun] = dated(stage, register, items, SEED)[1]
            for name in LISTS:
                lines = sorted(set(found[name].splitlines()) ^ set(references[begun][name].splitlines()))
                if found[name] != references[begun][name]:
                    differing += 1
                    stage.claim(f"seed {seed}: {name} are those of seed {SEED}", False,
                                f"{len(lines)} lines: {lines[:4]}")
            print(f"     seed {seed}: {documents} documents, {seconds:.0f} s, {differing} lists differ so far",
                  flush=True)
            if differing > 8:
                pool.shutdown(cancel_futures=True)
                break
    stage.claim(f"{SHUFFLES} orders and batchings of {REPORTS} reports give the same bytes", differing == 0)
    stage.finish()


if __name__ == "__main__":
    main()
