#!/usr/bin/env python3
"""Kills the service before and after the n-th fsync, rename, commit and send of a scripted run, and looks what is left.

For each point: a site of its own, the leg of the scenario under the shim until it is killed, a restart without the
shim, the rest of the leg. Then: `ess ledger verify` ends with 0, the same rows and messages as after that leg of an
unbroken run (nothing lost), no second id for the same thing, constant bytes at the sinks. Random kills go through all
legs. With --power-cut the disk falls back to what was fsynced; with --synchronous-normal besides, SQLite is made to
commit without fsync, and the walk passes only if it sees the loss.

    crash_walk.py --binary ESS --points 20|all [--power-cut [--synchronous-normal]] [--random 50] [--seed N]
                  [--workers N] [--leg NAME]

Prints one line per point, in the order of the points however many workers walk; exit 1 when a point fails, with the
folders of the failed sites kept.
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
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import scenario
import shim
from crash_site import Site, StepFailed, end_all
from smtp_sink import Sink

REPOSITORY = Path(__file__).resolve().parents[2]


def main():
    options = arguments()
    if os.getuid() != 0:
        print("crash walk: skipped; it needs root, because the second person of the four eyes is a second Unix user")
        return 0
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end_at_once)
    base = Path(tempfile.mkdtemp(prefix="ess-crash-")).resolve()
    base.chmod(0o755)
    generator = random.Random(options.seed)
    print(f"crash walk: seed {options.seed}, {options.workers} workers, sites in {base}", flush=True)
    walk = Walk(base, shim.build(base), options)
    walk.unbroken()
    for name, leg in walk.legs.items():
        print(f"unbroken leg {name}: {leg.totals}, {sum(leg.messages.values())} messages, rows {leg.rows}", flush=True)
    with ThreadPoolExecutor(options.workers) as pool:
        legs = {options.leg: walk.legs[options.leg]} if options.leg else walk.legs
        chosen = points(legs, options.points, generator)
        for number, problems in enumerate(pool.map(walk.broken, range(len(chosen)), chosen)):
            walk.report(number, str(chosen[number]), problems)
        if options.random:
            walk.random_kills(pool, options.random, generator)
    print(f"crash walk: {walk.done} points, {walk.missed} not reached, {walk.failed} failed")
    if walk.missed * 4 > walk.done:
        print("crash walk: more than a quarter of the points was not reached; that is no walk")
        walk.failed += 1
    failed = walk.failed > 0
    if options.synchronous_normal:
        print("crash walk: the loss was seen" if failed else "crash walk: synchronous=NORMAL went unseen; it must not")
        failed = not failed
    if not failed:
        shutil.rmtree(base)
    return 1 if failed else 0


def end_at_once(number, _):
    """The walk and its services; what waits for a worker is not begun any more."""
    end_all()
    os._exit(128 + number)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True, type=Path)
    parser.add_argument("--points", default="20", help="a number, spread evenly over legs and kinds, or `all`")
    parser.add_argument("--leg", choices=scenario.LEGS, help="points of this leg alone")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("ESS_SEED", time.time())))
    parser.add_argument("--power-cut", action="store_true", help="only fsynced bytes survive")
    parser.add_argument("--synchronous-normal", action="store_true", help="the mistake that a power cut must show")
    parser.add_argument("--random", type=int, default=0, help="further kills at random moments")
    # A walker waits more than it works: for answers, for the ledger's rhythm, for the disk.
    parser.add_argument("--workers", type=int, default=2 * (os.cpu_count() or 1), help="sites at a time")
    options = parser.parse_args()
    options.binary = options.binary.resolve()
    return options


@dataclass(frozen=True)
class Leg:
    """What the unbroken run says of one leg."""

    steps: list
    # Where the leg begins: the site that came to rest after the leg before; None where there is nothing yet.
    model: Site
    # Events by kind, and rows and messages at the leg's end.
    totals: dict
    rows: dict
    messages: Counter


@dataclass(frozen=True)
class Point:
    leg: str
    kind: str
    n: int
    when: str

    def __str__(self):
        return f"{self.leg}: {self.when} {self.kind} {self.n}"


def points(legs, wanted, generator):
    """All points, or `wanted` of them with every leg and kind in turn."""
    pools = [[Point(name, kind, n, when) for n in range(1, leg.totals[kind] + 1) for when in ("before", "after")]
             for name, leg in legs.items() for kind in shim.KINDS if leg.totals[kind]]
    if wanted == "all":
        return [point for pool in pools for point in pool]
    chosen = []
    for turn in range(int(wanted)):
        if pool := pools[turn % len(pools)]:
            chosen.append(pool.pop(generator.randrange(len(pool))))
    return chosen


class Walk:
    def __init__(self, base, library, options):
        self.base, self.library, self.options = base, library, options
        self.legs = {}
        self.done, self.missed, self.failed = 0, 0, 0

    def unbroken(self):
        """The unbroken run: how many points each leg has, and what it comes to."""
        site = None
        for name, steps in scenario.LEGS.items():
            model, site = site, self.site(f"unbroken-{name}", site, name)
            counter = site.folder / "counts"
            if not site.start(shim.environment(self.library, counter, ports=site.ports,
                                               normal=self.options.synchronous_normal)):
                raise SystemExit(f"the service does not start: see {site.folder}/service.log")
            for step in steps:
                site.step(step)
            self.rest(site)
            problems = self.end(site)
            if problems:
                raise SystemExit(f"the unbroken run fails: {problems}; see {site.folder}")
            self.legs[name] = Leg(steps, model, shim.counts(counter), *site.account())
            site.close(keep=True)
        last = self.legs[name]
        # A walk through an idle service would prove nothing.
        idle = [table for table in scenario.MOVED if not last.rows[table]] + ([] if last.messages else ["messages"])
        if idle:
            raise SystemExit(f"the unbroken run moved nothing of: {', '.join(idle)}; see {site.folder}")

    def rest(self, site):
        """Waits until nothing is owed and no event has come for a while: the last points lie behind the last step."""
        site.settle()
        last, since = None, time.monotonic()
        while time.monotonic() - since < 0.5 and not site.dead():
            if (now := shim.counts(site.folder / "counts")) != last:
                last, since = now, time.monotonic()
            time.sleep(0.02)

    def broken(self, number, point):
        """Runs to the point, restarts, finishes the leg; returns what is wrong."""
        leg = self.legs[point.leg]
        site = self.site(f"{number}-{point.leg}-{point.kind}-{point.n}-{point.when}", leg.model, point.leg)
        shadow = None
        if self.options.power_cut:
            shadow = site.folder / "shadow"
            shadow.mkdir()
        env = shim.environment(self.library, site.folder / "counts", point.kind, point.n, point.when, site.data,
                               shadow, site.ports, site.folder / "events", self.options.synchronous_normal)
        rest = leg.steps
        if site.start(env):
            rest = self.until_dead(site, rest)
        # Points of the leg's tail lie after its last step: while mail leaves, or while the service shuts down.
        if not site.dead():
            self.rest(site)
        if not site.dead():
            site.stop()
        # Commits are grouped by time, so a run may have fewer of them than the one that was counted.
        if site.service.returncode != -signal.SIGKILL:
            self.missed += 1
        if shadow:
            shim.cut_power(shadow, site.data)
        return self.finish(site, rest, leg)

    def random_kills(self, pool, count, generator):
        """SIGKILL from outside at random moments, most of them while a batch or an attempt is open."""
        turns = [*scenario.OPEN, *scenario.OPEN, "between"]
        aims = [turns[number % len(turns)] for number in range(count)]
        chances = [generator.random() for _ in range(count)]
        found = dict.fromkeys([*scenario.OPEN, "between"], 0)
        for number, (hit, problems) in enumerate(pool.map(self.random_kill, range(count), aims, chances)):
            found[hit] += 1
            self.report(number, f"killed at random, {hit}", problems)
        opened = count - found["between"]
        print(f"random kills: {found}")
        # A kill that finds nothing open proves little: 35 of 50 must, and each kind a tenth of all.
        if opened < count * 7 // 10 or any(found[name] < count // 10 for name in scenario.OPEN):
            print("random kills: too few of them found work open")
            self.failed += 1

    def random_kill(self, number, aim, chance):
        site = self.site(f"random-{number}")
        site.start()
        killer = threading.Thread(target=self.strike, args=(site, aim, chance), daemon=True)
        killer.start()
        rest = self.until_dead(site, scenario.STEPS)
        killer.join(60)
        site.kill()
        hit = next((name for name, question in scenario.OPEN.items() if site.ask(question)), "between")
        return hit, self.finish(site, rest, self.legs[scenario.LAST])

    def strike(self, site, aim, chance):
        """Kills once the work aimed at is open, a little later by chance; or at a moment of chance."""
        begin = time.monotonic()
        while not site.dead() and time.monotonic() < begin + 60:
            if aim == "between":
                if time.monotonic() > begin + 3 * chance:
                    break
            elif site.ask(scenario.OPEN[aim]):
                time.sleep(0.004 * chance)
                if site.caught(scenario.OPEN[aim]):
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
                for _ in range(200):
                    if site.dead():
                        break
                    time.sleep(0.05)
                return steps[index:]
        return []

    def finish(self, site, rest, leg):
        problems = self.restarted(site, rest, leg)
        site.close(keep=problems)
        return problems

    def restarted(self, site, rest, leg):
        problems = []
        if not site.start():
            return ["the service does not start again"]
        try:
            for step in rest:
                site.step(step)
        except StepFailed as problem:
            problems.append(str(problem))
        problems += self.end(site)
        rows, messages = site.account()
        for table, expected in leg.rows.items():
            if rows[table] != expected:
                problems.append(f"{rows[table]} rows of {table}, {expected} in the unbroken run")
        for key in sorted(set(leg.messages) | set(messages), key=str):
            if leg.messages[key] != messages[key]:
                problems.append(f"{messages[key]} messages {key}, {leg.messages[key]} in the unbroken run")
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

    def site(self, name, model=None, leg=None):
        return Site(self.base / name, self.options.binary, REPOSITORY, Sink(), model, polls=leg == "mail")

    def report(self, number, what, problems):
        self.done += 1
        self.failed += 1 if problems else 0
        print(f"{'FAIL' if problems else 'ok  '} {number}: {what}"
              + "".join(f"\n       {problem}" for problem in problems), flush=True)


if __name__ == "__main__":
    sys.exit(main())
