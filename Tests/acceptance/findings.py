#!/usr/bin/env python3
"""A generated scan report against a generated register: the findings are those that the generator knows of.

Small in `deploy/test`; of full size, and once more with every row matched and 100,000 networks, with ESS_LONG=1."""

import json
import shutil
import subprocess
import sys
import time

from stage import CORPUS, LONG, Stage, skip

GENERATOR = CORPUS.parent / "bench" / "gen_feeds.py"
FEED = "shadowserver-telnet"


def generate(stage, *options):
    folder = stage.folder / "generated"
    subprocess.run([sys.executable, str(GENERATOR), "--out", str(folder), *map(str, options)], check=True,
                   stdout=subprocess.DEVNULL)
    return folder, json.loads((folder / "manifest.json").read_text())["shadowserver"]


def timed(stage, *words, user="analyst"):
    begin = time.monotonic()
    answer = stage.must(*words, user=user)
    print(f"     {time.monotonic() - begin:6.1f} s  ess {words[0]} {words[1]}", flush=True)
    return answer


def count(stage):
    return len(timed(stage, "finding", "list", "--format", "jsonl").out.splitlines())


def run(title, *options):
    stage = Stage("findings")
    print(f"-- {title}")
    folder, expected = generate(stage, *options)
    stage.begin()
    timed(stage, "entity", "import", folder / "registry.csv", user="admin")
    summary = json.loads(timed(stage, "ingest", FEED, folder / "shadowserver.csv", "--format", "json").out)["summary"]
    for name in ("rows", "distinct_rows", "distinct_hosts"):
        stage.claim(f"the summary counts {expected[name]:,} {name.replace('_', ' ')}", summary[name] == expected[name],
                    summary[name])
    stage.claim(f"{expected['findings_in_registry']:,} findings", count(stage) == expected["findings_in_registry"])
    shutil.copy(folder / "shadowserver.csv", folder / "under-another-name.csv")
    again = json.loads(timed(stage, "ingest", FEED, folder / "under-another-name.csv", "--format", "json").out)
    stage.claim("the same bytes under another name are a known document", not again["new"]
                and again["summary"]["new_findings"] == 0, again)
    stage.claim("SIGTERM ends the service well", stage.stop(), stage.tail())
    seconds = stage.start()
    stage.claim(f"ready again after {seconds or 0:.1f} s", seconds is not None, stage.tail())
    stage.claim("as many findings after the restart", count(stage) == expected["findings_in_registry"])
    stage.claim("the ledger verifies", stage.ess("ledger", "verify", user="service").code == 0)
    return stage


def main():
    if not GENERATOR.exists():
        skip(f"the generator of scan reports is not in {GENERATOR.parent}")
    if not LONG:
        run("20,000 rows, 2,000 networks", "--rows", 20000, "--networks", 2000).finish()
    first = run("100,000 rows, 10,000 networks")
    first.claim("SIGTERM ends the service well", first.stop())
    if first.failures:
        first.finish()
    shutil.rmtree(first.folder)
    run("every row matched, 100,000 networks", "--match", 1, "--networks", 100000).finish()


if __name__ == "__main__":
    main()
