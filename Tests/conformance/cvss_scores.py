#!/usr/bin/env python3
# needs: cvss
"""`ess score cvss` gives the scores of PyPI `cvss` on random vectors of all versions, and refuses what is no vector.

Where the package and FIRST's text differ, the text wins:
- v4.0 § 7 fixes the order of metrics; the package reads any order.
- v2 vectors may stand in parentheses (NVD); the package reads none.
The package's severities are those of each score; `ess` rates the base score.
Seed: ESS_SEED, else the one below; vectors of each version: ESS_VECTORS, else 2,500.
"""
import json
import os
import random
import subprocess
import sys

from cvss import CVSS2, CVSS3, CVSS4
from cvss import constants2, constants3, constants4

SEED = int(os.environ.get("ESS_SEED", "20260102"))
COUNT = int(os.environ.get("ESS_VECTORS", "2500"))
VERSIONS = {
    "2.0": (CVSS2, constants2, "", "ND"),
    "3.0": (CVSS3, constants3, "CVSS:3.0/", "X"),
    "3.1": (CVSS3, constants3, "CVSS:3.1/", "X"),
    "4.0": (CVSS4, constants4, "CVSS:4.0/", "X"),
}


def metrics(version, pick):
    """Mandatory metrics, and each of the others with a chance drawn per vector; v3 and v2 now and then shuffled."""
    constants = VERSIONS[version][1]
    chance = pick.choice([0, 0.2, 0.6, 1])
    out = []
    for name in constants.METRICS_ABBREVIATIONS:
        if name in constants.METRICS_MANDATORY or pick.random() < chance:
            out.append(name + ":" + pick.choice(list(constants.METRICS_VALUE_NAMES[name])))
    if version != "4.0" and pick.random() < 0.2:
        pick.shuffle(out)
    return out


def written(version, parts):
    return VERSIONS[version][2] + "/".join(parts)


def spoilt(version, pick):
    """A vector with one fault, and what the fault is."""
    parts = metrics(version, pick)
    mandatory = len(VERSIONS[version][1].METRICS_MANDATORY)
    place = pick.randrange(len(parts))
    fault = pick.choice(["missing", "repeated", "unknown metric", "unknown value", "trailing slash", "empty part",
                         "junk", "lower case", "space", "order", "prefix"])
    if fault == "missing":
        names = VERSIONS[version][1].METRICS_MANDATORY
        gone = pick.choice(list(names)) + ":"
        parts = [part for part in parts if not part.startswith(gone)]
    elif fault == "repeated":
        parts.append(parts[place])
    elif fault == "unknown metric":
        parts[place] = "QX:N"
    elif fault == "unknown value":
        parts[place] = parts[place].split(":")[0] + ":ZZ"
    elif fault == "empty part":
        parts.insert(place, "")
    elif fault == "junk":
        parts.append(pick.choice(["junk", "A", ":", "::", "AV:", ":N", "%00"]))
    elif fault == "lower case":
        parts[place] = parts[place].lower()
    elif fault == "space":
        parts[place] += " "
    elif fault == "order":
        if version != "4.0":
            return None
        other = (place + 1) % mandatory if place < mandatory else 0
        place = min(place, mandatory - 1)
        parts[place], parts[other] = parts[other], parts[place]
        if place == other:
            return None
    text = written(version, parts) + ("/" if fault == "trailing slash" else "")
    if fault == "prefix":
        text = pick.choice(["CVSS:3.2/", "cvss:3.1/", "CVSS:/", "CVSS:4.1/", "CVSS:2.0/", "CVSS:3.1//"]) + "/".join(parts)
    return text


def answers(lines):
    run = subprocess.run([os.environ["ESS_BINARY"], "score", "cvss"], input="".join(line + "\n" for line in lines),
                         capture_output=True, text=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def expected(version, text):
    scores = VERSIONS[version][0](text)
    base, temporal, environmental = (list(scores.scores()) + [None, None])[:3]
    return {"vector": text, "valid": True, "version": version, "base": float(base), "temporal": temporal,
            "environmental": environmental, "severity": scores.severities()[0].upper() if version != "2.0" or base > 0
            else "LOW"}


def main():
    pick = random.Random(SEED)
    wanted = [expected(version, written(version, metrics(version, pick)))
              for version in VERSIONS for _ in range(COUNT)]
    differing = [(want, got) for want, got in zip(wanted, answers([want["vector"] for want in wanted]), strict=True)
                 if want != got]
    bad = [text for version in VERSIONS for text in (spoilt(version, pick) for _ in range(COUNT // 4)) if text]
    bad += ["", "/", "CVSS:4.0", "CVSS:3.1/", "()", "hello"]
    taken = [got for text, got in zip(bad, answers(bad), strict=True)
             if got["valid"] or set(got) != {"vector", "valid", "error"} or got["vector"] != text]
    for line in differing[:10] + taken[:10]:
        print(line)
    print(f"seed {SEED}: {len(wanted)} vectors, {len(differing)} differ; {len(bad)} broken ones, {len(taken)} taken")
    return 1 if differing or taken else 0


if __name__ == "__main__":
    sys.exit(main())
