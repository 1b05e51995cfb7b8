#!/usr/bin/env python3
"""`ess match cpe` against an oracle of its own: NISTIR 7696 by brute force.

The oracle reads formatted strings (NISTIR 7695 § 6.2), relates attributes by the rows of Table 6-2 and names by Table
6-4 of NISTIR 7696. A pattern is not matched: it is turned into a regular expression (§ 7.3: `*` is any number of
characters, each `?` none or one). 24,000 pairs of names, and 6,000 that differ in one attribute, so that the answer is
that attribute's relation. Seed: ESS_SEED, else the one below.
"""
import json
import os
import random
import re
import subprocess
import sys

SEED = int(os.environ.get("ESS_SEED", "20260102"))
ANY, NA = "ANY", "NA"


def unbound(text):
    """ANY, NA, or a list of units: ("char", c) or ("wild", "*" or "?")."""
    if text == "*":
        return ANY
    if text == "-":
        return NA
    units, at = [], 0
    while at < len(text):
        if text[at] == "\\":
            units.append(("char", text[at + 1]))
            at += 2
        else:
            units.append(("wild" if text[at] in "*?" else "char", text[at]))
            at += 1
    return units


def literal(value):
    return isinstance(value, list) and all(kind == "char" for kind, _ in value)


def attribute(source, target):
    """Table 6-2, row by row; `i`, `k` literal, `m` with wildcards."""
    if isinstance(target, list) and not literal(target):
        return "OTHER"  # rows 4, 8, 11, 17
    if source == ANY:
        return "EQUAL" if target == ANY else "SUPERSET"  # rows 1, 2, 3
    if source == NA:
        return {ANY: "SUBSET", NA: "EQUAL"}.get(target if isinstance(target, str) else "", "DISJOINT")  # rows 5, 6, 7
    if target == ANY:
        return "SUBSET"  # rows 13, 15
    if target == NA:
        return "DISJOINT"  # rows 12, 16
    text = "".join(char for _, char in target)
    if literal(source):
        return "EQUAL" if "".join(char for _, char in source) == text else "DISJOINT"  # rows 9, 10
    expression = "".join({"*": ".*", "?": ".?"}[char] if kind == "wild" else re.escape(char) for kind, char in source)
    return "SUPERSET" if re.fullmatch(expression, text, re.DOTALL) else "DISJOINT"  # row 14


def names(source, target):
    """Table 6-4."""
    relations = {attribute(unbound(a), unbound(b)) for a, b in zip(source, target, strict=True)}
    if "DISJOINT" in relations:
        return "DISJOINT"
    if relations == {"EQUAL"}:
        return "EQUAL"
    if relations <= {"EQUAL", "SUBSET"}:
        return "SUBSET"
    if relations <= {"EQUAL", "SUPERSET"}:
        return "SUPERSET"
    return "OTHER"


def value(pick):
    """Short words over few characters, so that values meet; now and then quoted characters and wildcards."""
    draw = pick.random()
    if draw < 0.2:
        return "*"
    if draw < 0.3:
        return "-"
    body = "".join(pick.choice(["a", "b", "a", "1", "_", ".", "\\.", "\\-", "\\*", "\\?", "\\\\", "\\:", "\\+", "2"])
                   for _ in range(pick.randint(1, 4)))
    if body == "\\-" and pick.random() < 0.5:
        return body
    if draw < 0.55:
        front = pick.choice(["", "*", "?", "??"])
        back = pick.choice(["", "*", "?", "??"])
        body = front + body + back
    return body


def near(text, pick):
    """A value that has to do with the other: the same, a part made a wildcard, one character more."""
    if text in ("*", "-") or pick.random() < 0.3:
        return value(pick)
    plain = "".join(char if char.isalnum() or char in "_." else "\\" + char
                    for kind, char in unbound(text) if kind == "char")
    return pick.choice([text, plain or "a", "*" + (plain or "a"), (plain or "a") + "*", "?" + (plain or "a"),
                        (plain or "a") + "b", "a" + (plain or "a"), "*", "-"])


def pairs(pick):
    for _ in range(24_000):
        source = [pick.choice("aoh*-")] + [value(pick) if pick.random() < 0.6 else "a" for _ in range(10)]
        target = [part if pick.random() < 0.7 else near(part, pick) for part in source[1:]]
        yield source, [source[0] if pick.random() < 0.8 else pick.choice("aoh*-")] + target
    for _ in range(6_000):
        place, base = pick.randrange(1, 11), ["a"] + ["x"] * 10
        source, target = list(base), list(base)
        source[place] = value(pick)
        target[place] = near(source[place], pick)
        yield source, target


def main():
    made = list(pairs(random.Random(SEED)))
    lines = "".join(json.dumps({"source": "cpe:2.3:" + ":".join(a), "target": "cpe:2.3:" + ":".join(b)}) + "\n"
                    for a, b in made)
    run = subprocess.run([os.environ["ESS_BINARY"], "match", "cpe"], input=lines, capture_output=True, text=True,
                         check=True)
    counts, failures = {}, []
    for (source, target), line in zip(made, run.stdout.splitlines(), strict=True):
        got, want = json.loads(line), names(source, target)
        counts[want] = counts.get(want, 0) + 1
        if got.get("relation") != want:
            failures.append((want, got))
    for failure in failures[:20]:
        print(failure)
    print(f"seed {SEED}: {len(made)} pairs {dict(sorted(counts.items()))}, {len(failures)} differ")
    return 1 if failures or min(counts.values()) < 100 or len(counts) < 5 else 0


if __name__ == "__main__":
    sys.exit(main())
