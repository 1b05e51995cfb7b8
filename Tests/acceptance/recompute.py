#!/usr/bin/env python3
"""Every total and decision on 1,000 threats is computed again, from `ess threat explain --format json` and Config."""

import json
import math
import re
import subprocess

from made_country import CRITICALITIES, DIRECTIVES, explained, settle
from stage import REPOSITORY, Stage

WEIGHTS = {key: int(value) for key, value in re.findall(
    r"^(\w+): *(\d+)", (REPOSITORY / "Config/scoring.yaml").read_text(), re.M)}
ORIGINS = {path.stem: found[1] for path in (REPOSITORY / "Feeds").glob("*.yaml")
           if (found := re.search(r"^origin: *(\S+)", path.read_text(), re.M))}
METRICS = {"AV": {"N": .85, "A": .62, "L": .55, "P": .2}, "AC": {"L": .77, "H": .44}, "UI": {"N": .85, "R": .62},
           **{name: {"H": .56, "L": .22, "N": 0} for name in "CIA"}}
PRIVILEGES = {"U": {"N": .85, "L": .62, "H": .27}, "C": {"N": .85, "L": .68, "H": .5}}

def base(vector):
    """CVSS 3.1, sections 7.1 and appendix A: the base score in tenths."""
    said = dict(part.split(":") for part in vector.split("/")[1:])
    value = {name: table[said[name]] for name, table in METRICS.items()}
    spread = 1 - (1 - value["C"]) * (1 - value["I"]) * (1 - value["A"])
    changed = said["S"] == "C"
    impact = 7.52 * (spread - .029) - 3.25 * (spread - .02) ** 15 if changed else 6.42 * spread
    ease = 8.22 * value["AV"] * value["AC"] * PRIVILEGES[said["S"]][said["PR"]] * value["UI"]
    whole = round(min((1.08 if changed else 1) * (impact + ease), 10) * 100000) if impact > 0 else 0
    return whole // 10000 if whole % 10000 == 0 else whole // 10000 + 1

def points(one, part):
    """What a contribution gives by its rule."""
    held, rule, weight = one["assessment"], part["rule"], WEIGHTS.get(part["rule"], 0)
    half = lambda amount: math.copysign(math.floor(abs(amount) + .5), amount)
    if rule == "cvss":
        tenths = base(held["severity"]["vector"])
        return half(tenths * weight / 100) if tenths == held["severity"]["base_tenths"] else None
    if rule == "epss":
        return half(round(one["epss"]["probability"] * 100000) * weight / 100000)
    if rule == "trend":
        return half(min(one["epss"]["change_30_days"], .5) * weight / .5)
    if rule == "age":
        days = min(int(re.search(r"published (\d+) days", part["evidence"])[1]), WEIGHTS["age_days"])
        return half(-days * weight / WEIGHTS["age_days"])
    if rule == "reach":
        total = sum(2 ** CRITICALITIES.index(row["criticality"]) for row in one["concerned"])
        return min(weight, 5 + 2 * total.bit_length())
    if rule == "sources":
        best = {}
        for row in held["sources"]:
            if row["status"] == "published":
                origin = ORIGINS.get(row["feed"], row["feed"])
                best[origin] = max(best.get(origin, 0), {"A": 3, "B": 2, "C": 1}.get(row["reliability"], 0))
        return min(weight, sum(best.values()) - max(best.values()))
    return weight if rule in ("kev", "ransomware") else None

def is_closed(held):
    """Everybody took back what he said; or the CVE's newest record is rejected, and no other source states what is so."""
    rows = held["sources"]
    if all(row["status"] == "published" for row in rows) or not any(row["status"] == "published" for row in rows):
        return not any(row["status"] == "published" for row in rows)
    own = {f"{row['feed']}/{row['source_id']}" for row in rows if row["kind"] == "vulnerability" and row["source_id"] == held["id"]}
    records = [row for row in rows if f"{row['feed']}/{row['source_id']}" in own and row["reliability"] in "ABC"]
    newest = max((row["revised"] for row in records), default=None)
    stating = {place for one in held["products"] if one["value"]["status"] != "not-affected"
               for place in [one["source"], *one.get("also", [])]}
    stating |= {reason["evidence"].split(" ")[0] for reason in held["presence_reasons"] if reason["rule"] != "observed"}
    return bool(records) and {row["status"] for row in records if row["revised"] == newest} == {"rejected"} and stating <= own

def decisions(tree, one):
    """(what, as explained, as computed again) for all that is decided of a threat."""
    held, queue = one["assessment"], one["queue"]
    yield "total", one["sum"], 0 if held["closed"] else max(0, min(100, sum(p["points"] for p in one["contributions"])))
    yield "score", one["score"], one["override"]["score"] if "override" in one else one["sum"]
    for part in one["contributions"]:
        yield part["rule"], part["points"], points(one, part)
    rules = {reason["rule"] for reason in held["presence_reasons"]}
    named = {part["rule"] for part in one["contributions"]}
    yield "kev", "kev" in named, bool(rules & {"listed", "active"}) and not held["closed"]
    yield "ransomware", "ransomware" in named, held["ransomware"] and not held["closed"]
    yield "presence", held["presence"], "existing" if rules else "potential"
    yield "closed", held["closed"], is_closed(held)
    if not held["closed"]:
        value = {point["point"]: point["value"] for point in one["ssvc"]["points"]}
        row = next(row for row in tree if all(row[name] == text for name, text in value.items()))
        yield "ssvc", one["ssvc"]["decision"], row["decision"]
        said = {name: "public poc" if text == "poc" else text for name, text in held["ssvc"].items()}
        yield "Exploitation", value["Exploitation"], "active" if "listed" in rules else said.get("Exploitation", "none")
        yield "Automatable", value["Automatable"], said.get("Automatable", "yes")
        yield "Technical Impact", value["Technical Impact"], said.get("Technical Impact", "total")
        levels = {row["criticality"] for row in one["concerned"]}
        high = "high" if levels & {"high", "critical"} else "medium"
        yield "Mission", value["Mission and Well-Being Impact"], high
    due = not held["closed"] and "assignee" not in one["threat"] and one["threat"]["work"] == "new" and (
        queue["certain_finding"] or queue["released"] and (rules or one["score"] >= queue["threshold"]))
    yield "queue", queue["stands"], bool(due)

def main():
    stage = Stage("recompute", directives=DIRECTIVES)
    stage.begin()
    cves = settle(stage)
    stage.must("threat", "score", cves[0], "77", "--reason", "a try")
    told = explained(stage, "threat", "explain", *cves)
    rows = subprocess.run([stage.binary, "score", "ssvc", "cisa-coordinator", "--rows"], stdout=subprocess.PIPE).stdout
    tree = [json.loads(line) for line in rows.splitlines()]
    found = [(one["threat"]["id"], *each) for one in told for each in decisions(tree, one)]
    wrong = [each for each in found if each[2] != each[3]]
    stage.claim(f"{len(told)} threats, {len(found)} totals and decisions, {len(wrong)} differences",
                len(told) == 1000 and not wrong, wrong[:5])
    stage.finish()

main()
