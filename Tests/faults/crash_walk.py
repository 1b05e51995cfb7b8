#!/usr/bin/env python3
"""Kills the service before and after the n-th fsync, rename, commit and send of a scripted run, and looks what is left.

For each point: a new site, the scenario under the shim until it is killed, a restart without the shim, the rest of the
scenario. Then: `ess ledger verify` ends with 0, the same rows and messages as an unbroken run (nothing lost), no second
id for the same thing, constant bytes at the sinks. With --power-cut the disk falls back to what was fsynced; with
--synchronous-normal besides, SQLite is made to commit without fsync, and the walk passes only if it sees the loss.

    crash_walk.py --binary ESS --points 20|all [--power-cut [--synchronous-normal]] [--random 50] [--seed N]

Prints one line per point; exit 1 when a point fails, with the site's folder kept.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

import scenario
import shim
from crash_site import Site, StepFailed
from smtp_sink import Sink

REPOSITORY = Path(__file__).resolve().parents[2]


def main():
    options = arguments()
    if os.getuid() != 0:
        print("crash walk: skipped; it needs root, because the second person of the four eyes is a second Unix user")
        return 0
    base = Path(tempfile.mkdtemp(prefix="ess-crash-")).resolve()
    base.chmod(0o755)
    library = shim.build(base)
    generator = random.Random(options.seed)
    print(f"crash walk: seed {options.seed}, sites in {base}")
    walk = Walk(base, library, options)
    totals, golden = walk.whole()
    print(f"unbroken run: {totals}, {sum(golden[1].values())} messages, rows {golden[0]}")
    failed = 0
    for number, point in enumerate(points(totals, options.points, generator)):
        failed += walk.report(number, point, walk.broken(number, point, golden))
    if options.random:
        failed += walk.random_kills(options.random, generator, golden)
    print(f"crash walk: {walk.done} points, {walk.missed} not reached, {failed} failed")
    if walk.missed * 4 > walk.done:
        print("crash walk: more than a quarter of the points was not reached; that is no walk")
        failed += 1
    if options.synchronous_normal:
        print("crash walk: the loss was seen" if failed else "crash walk: synchronous=NORMAL went unseen; it must not")
        failed = 0 if failed else 1
    if not failed:
        shutil.rmtree(base)
    return 1 if failed else 0


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True, type=Path)
    parser.add_argument("--points", default="20", help="a number, spread evenly over the kinds, or `all`")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("ESS_SEED", time.time())))
    parser.add_argument("--power-cut", action="store_true", help="only fsynced bytes survive")
    parser.add_argument("--synchronous-normal", action="store_true", help="the mistake that a power cut must show")
    parser.add_argument("--random", type=int, default=0, help="further kills at random moments")
    options = parser.parse_args()
    options.binary = options.binary.resolve()
    return options


def points(totals, wanted, generator):
    """(kind, n, when): all of them, or `wanted` with every kind in turn."""
    every = {kind: [(kind, n, when) for n in range(1, count + 1) for when in ("before", "after")]
             for kind, count in totals.items()}
    if wanted == "all":
        return [point for kind in shim.KINDS for point in every[kind]]
    chosen, kinds = [], [kind for kind in shim.KINDS if every[kind]]
    for turn in range(int(wanted)):
        pool = every[kinds[turn % len(kinds)]]
        if pool:
            chosen.append(pool.pop(generator.randrange(len(pool))))
    return chosen


class Walk:
    def __init__(self, base, library, options):
        self.base, self.library, self.options, self.done = base, library, options, 0
        self.missed = 0

    def whole(self):
        """The unbroken run: how many points there are, and what it comes to."""
        site = self.site("whole")
        counter = site.folder / "counts"
        if not site.start(shim.environment(self.library, counter, ports=[site.sink.port],
                                           normal=self.options.synchronous_normal)):
            raise SystemExit(f"the service does not start: see {site.folder}/service.log")
        for step in scenario.STEPS:
            site.step(step)
        problems = self.end(site)
        if problems:
            raise SystemExit(f"the unbroken run fails: {problems}; see {site.folder}")
        golden = site.account()
        # A walk through an idle service would prove nothing.
        idle = [name for name in scenario.MOVED if not golden[0][name]] + ([] if golden[1] else ["messages"])
        if idle:
            raise SystemExit(f"the unbroken run moved nothing of: {', '.join(idle)}; see {site.folder}")
        site.sink.close()
        return shim.counts(counter), golden

    def broken(self, number, point, golden):
        """Runs to the point, restarts, finishes; returns what is wrong."""
        kind, n, when = point
        site = self.site(f"{number}-{kind}-{n}-{when}")
        shadow = None
        if self.options.power_cut:
            shadow = site.folder / "shadow"
            shadow.mkdir()
        env = shim.environment(self.library, site.folder / "counts", kind, n, when, site.data, shadow,
                               [site.sink.port], site.folder / "events", self.options.synchronous_normal)
        rest = list(scenario.STEPS)
        if site.start(env):
            rest = self.until_dead(site, rest)
        # Points of the scenario's tail lie after the last step: while mail leaves, or while the service shuts down.
        if not site.dead():
            site.settle(20)
        if not site.dead():
            site.stop()
        # Commits are grouped by time, so a run may have fewer of them than the one that was counted.
        if site.service.returncode != -signal.SIGKILL:
            self.missed += 1
        if shadow:
            shim.cut_power(shadow, site.data)
        return self.finish(site, rest, golden, [])

    def random_kills(self, count, generator, golden):
        """SIGKILL from outside at random moments, most of them while a batch or an attempt is open."""
        found, failed = dict.fromkeys([*scenario.OPEN, "between"], 0), 0
        for number in range(count):
            site = self.site(f"random-{number}")
            site.start()
            aim = [*scenario.OPEN, *scenario.OPEN, "between"][number % (2 * len(scenario.OPEN) + 1)]
            killer = threading.Thread(target=self.strike, args=(site, aim, generator.random()), daemon=True)
            killer.start()
            rest = self.until_dead(site, list(scenario.STEPS))
            killer.join(30)
            site.kill()
            hit = next((name for name, question in scenario.OPEN.items() if site.ask(question)), "between")
            found[hit] += 1
            failed += self.report(number, (hit, "", "killed at random,"), self.finish(site, rest, golden, []))
        opened = count - found["between"]
        print(f"random kills: {found}")
        # A kill that finds nothing open proves little: 35 of 50 must, and each kind a tenth of all.
        if opened < count * 7 // 10 or any(found[name] < count // 10 for name in scenario.OPEN):
            print("random kills: too few of them found work open")
            failed += 1
        return failed

    def strike(self, site, aim, chance):
        """Kills once the work aimed at is open, a little later by chance; or at a moment of chance."""
        begin = time.monotonic()
        while not site.dead() and time.monotonic() < begin + 30:
            if aim == "between":
                if time.monotonic() > begin + 3 * chance:
                    break
            elif site.ask(scenario.OPEN[aim]):
                time.sleep(0.004 * chance)
                break
            time.sleep(0.002)
        site.kill()

    def until_dead(self, site, steps):
        """Performs steps until the service dies; returns those that must be done (again)."""
        for index, step in enumerate(steps):
            try:
                site.step(step)
            except StepFailed:
                # The answer may be lost while the kernel still buries the process.
                for _ in range(100):
                    if site.dead():
                        break
                    time.sleep(0.05)
                return steps[index:]
        return []

    def finish(self, site, rest, golden, problems):
        if not site.start():
            return problems + ["the service does not start again"]
        try:
            for step in rest:
                site.step(step)
        except StepFailed as problem:
            problems.append(str(problem))
        problems += self.end(site)
        rows, messages = site.account()
        for table, expected in golden[0].items():
            if rows[table] != expected:
                problems.append(f"{rows[table]} rows of {table}, {expected} in the unbroken run")
        for key in sorted(set(golden[1]) | set(messages), key=str):
            if golden[1][key] != messages[key]:
                problems.append(f"{messages[key]} messages {key}, {golden[1][key]} in the unbroken run")
        site.sink.close()
        return problems

    def end(self, site):
        problems = [f"{n} {name}" for name, n in site.settle().items()]
        if not site.stop():
            problems.append("SIGTERM did not end it well")
        try:
            site.run(["ledger", "verify"])
        except StepFailed as problem:
            problems.append(str(problem))
        return problems + site.doubled()

    def site(self, name):
        return Site(self.base / name, self.options.binary, REPOSITORY, Sink())

    def report(self, number, point, problems):
        self.done += 1
        kind, n, when = point
        print(f"{'FAIL' if problems else 'ok  '} {number}: {when} {kind} {n}"
              + "".join(f"\n       {problem}" for problem in problems), flush=True)
        return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
