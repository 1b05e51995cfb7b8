#!/usr/bin/env python3
"""`ess score cvss` against the PyPI package `cvss`: random vectors of v2, 3.0, 3.1 and 4.0, good and broken.

v4.0 is compared only where `ess` gives a score."""
# needs: cvss==3.6

import itertools
import json
import os
import random
import subprocess
import sys
from collections import Counter

from cvss import CVSS2, CVSS3, CVSS4
from cvss.exceptions import CVSSError

V2 = {"AV": "LAN", "AC": "HML", "Au": "MSN", "C": "NPC", "I": "NPC", "A": "NPC"}
V2_MORE = {"E": ["U", "POC", "F", "H", "ND"], "RL": ["OF", "TF", "W", "U", "ND"], "RC": ["UC", "UR", "C", "ND"],
           "CDP": ["N", "L", "LM", "MH", "H", "ND"], "TD": ["N", "L", "M", "H", "ND"], "CR": ["L", "M", "H", "ND"],
           "IR": ["L", "M", "H", "ND"], "AR": ["L", "M", "H", "ND"]}
V3 = {"AV": "NALP", "AC": "LH", "PR": "NLH", "UI": "NR", "S": "UC", "C": "NLH", "I": "NLH", "A": "NLH"}
V3_MORE = {"E": "XUPFH", "RL": "XOTWU", "RC": "XURC", "CR": "XLMH", "IR": "XLMH", "AR": "XLMH",
           **{"M" + name: "X" + values for name, values in V3.items()}}
V4 = {"AV": "NALP", "AC": "LH", "AT": "NP", "PR": "NLH", "UI": "NPA", "VC": "HLN", "VI": "HLN", "VA": "HLN",
      "SC": "HLN", "SI": "HLN", "SA": "HLN"}
V4_MORE = {"E": "XAPU", "CR": "XHML", "IR": "XHML", "AR": "XHML",
           **{"M" + name: "X" + values for name, values in V4.items() if name not in ("SI", "SA")},
           "MSI": "XSHLN", "MSA": "XSHLN"}
COUNTS = {"2.0": 3000, "3.0": 3000, "3.1": 3000, "4.0": 3000}
BROKEN = 1500


def make(rng, version):
    base, more, head = {"2.0": (V2, V2_MORE, ""), "3.0": (V3, V3_MORE, "CVSS:3.0/"), "3.1": (V3, V3_MORE, "CVSS:3.1/"),
                        "4.0": (V4, V4_MORE, "CVSS:4.0/")}[version]
    metrics = [(name, rng.choice(values)) for name, values in base.items()]
    # v2 groups stand whole or not at all (Guide to CVSS v2.0 § 2.4); the others may stand alone.
    groups = [("E", "RL", "RC"), ("CDP", "TD", "CR", "IR", "AR")] if version == "2.0" else [(name,) for name in more]
    for group in groups:
        if rng.random() < 0.4:
            metrics += [(name, rng.choice(more[name])) for name in group]
    if version in ("3.0", "3.1") and rng.random() < 0.3:
        rng.shuffle(metrics)
    return head + "/".join(f"{name}:{value}" for name, value in metrics)


def spoil(rng, vector):
    """What no version of the standard allows."""
    parts = vector.split("/")
    place = rng.randrange(len(parts))
    first = 0 if parts[0].startswith("AV") else 1
    needed = rng.randrange(first, first + 6)
    kind = rng.randrange(6)
    if kind == 0:
        del parts[needed]
    elif kind == 1:
        parts.append(parts[needed])
    elif kind == 2:
        parts[needed] = parts[needed].split(":")[0] + ":Q"
    elif kind == 3:
        parts.append("ZZ:H")
    elif kind == 4:
        parts[place] = parts[place].replace(":", "")
    else:
        return rng.choice(["", "hello", "CVSS:3.7/" + "/".join(parts[first:]), "CVSS:3.1/", "AV:N"])
    return "/".join(parts)


def theirs(vector):
    """(version, base, temporal, environmental) of the other program; None when it refuses."""
    try:
        if vector.startswith("CVSS:4.0/"):
            return "4.0", (CVSS4(vector).base_score, None, None)
        if vector.startswith("CVSS:3"):
            other = CVSS3(vector)
            return vector[5:8], tuple(map(float, (other.base_score, other.temporal_score, other.environmental_score)))
        other = CVSS2(vector)
        return "2.0", tuple(None if score is None else float(score) for score in
                            (other.base_score, other.temporal_score, other.environmental_score))
    except (CVSSError, ValueError, KeyError, IndexError):
        return None


def differences(ours, scores):
    """Names of the scores that differ. `ess` gives null where a group is not stated, the other a number."""
    pairs = zip(("base", "temporal", "environmental"), scores)
    return [name for name, score in pairs
            if ours[name] is not None and score is not None and abs(ours[name] - score) > 1e-9]


def main():
    seed = int(os.environ.get("ESS_SEED", 20261125))
    rng = random.Random(seed)
    vectors = [make(rng, version) for version, count in COUNTS.items() for _ in range(count)]
    good = len(vectors)
    vectors += [spoil(rng, vector) for vector in rng.sample([v for v in vectors if v[5:8] != "4.0"], BROKEN)]
    done = subprocess.run([os.environ["ESS_BINARY"], "score", "cvss"], input="\n".join(vectors) + "\n",
                          stdout=subprocess.PIPE, text=True, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    compared, without, verdicts, failures = Counter(), Counter(), Counter(), []
    if len(answers) != len(vectors):
        failures.append(f"{len(vectors)} lines in, {len(answers)} out")
    for place, vector, ours in zip(itertools.count(), vectors, answers):
        other = theirs(vector)
        if ours["valid"] != (other is not None):
            failures.append(f"{vector}: valid {ours['valid']} by ess, {other is not None} by cvss")
        elif other is None:
            verdicts["refused by both"] += 1
        elif ours["base"] is None:
            without[other[0]] += 1
        else:
            compared[other[0]] += 1
            failures += [f"{vector}: {name} {ours} by ess, {other}" for name in differences(ours, other[1])]
        if place >= good and other is not None:
            verdicts["broken in form, accepted by both"] += ours["valid"]
    print(f"seed {seed}, {len(vectors)} vectors, {good} of them well-formed")
    for version in COUNTS:
        print(f"CVSS {version}: {compared[version]} compared, {without[version]} without a score of ess")
    for name, count in sorted(verdicts.items()):
        print(f"{name}: {count}")
    print(f"{len(failures)} differences", *failures[:10], sep="\n")
    sys.exit(1 if failures or any(not compared[version] for version in ("2.0", "3.0", "3.1")) else 0)


if __name__ == "__main__":
    main()
