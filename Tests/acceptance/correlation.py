#!/usr/bin/env python3
"""`ess threat cluster` against labelled titles: what belongs together, and what must never be merged."""

import collections
import csv
import json
import os
import random
import subprocess
import sys

from stage import REPOSITORY

BINARY = os.environ.get("ESS_BINARY", str(REPOSITORY / ".build/debug/ess"))
CORPUS = os.environ.get("ESS_CORPUS", str(REPOSITORY.parent / "shared/data"))
LABELS = os.path.join(CORPUS, "labels")
MERGED_MAX = 0.01


def lines(name):
    with open(os.path.join(LABELS, name), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def cluster(items):
    """Clusters by id; the items go in shuffled, because order must not matter."""
    items = list(items)
    random.Random(11).shuffle(items)
    text = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items)
    done = subprocess.run([BINARY, "threat", "cluster"], input=text, capture_output=True, text=True, timeout=300)
    if done.returncode:
        sys.exit(f"ess threat cluster: exit {done.returncode}: {done.stderr[-300:]}")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if [answer["id"] for answer in answers] != [item["id"] for item in items]:
        sys.exit("ess threat cluster: the answers are not those to the questions, in order")
    return {answer["id"]: answer["cluster"] for answer in answers}


def b_cubed(gold, found):
    by_gold, by_found = collections.defaultdict(set), collections.defaultdict(set)
    for key in gold:
        by_gold[gold[key]].add(key)
        by_found[found[key]].add(key)
    precision = recall = 0
    for key in gold:
        common = len(by_gold[gold[key]] & by_found[found[key]])
        precision += common / len(by_found[found[key]]) / len(gold)
        recall += common / len(by_gold[gold[key]]) / len(gold)
    return 2 * precision * recall / (precision + recall)


def together(name, bar):
    rows = lines(name)
    items, gold = [], {}
    for number, row in enumerate(rows):
        item = {"id": f"t{number}", "title": row["title"], "source": row.get("source") or row.get("publisher")}
        if row.get("date"):
            item["published"] = row["date"].rstrip("Z") + "Z"
        items.append(item)
        gold[item["id"]] = row["cluster"]
    score = b_cubed(gold, cluster(items))
    return claim(f"{name}: B-cubed F1 {score:.3f} of {len(rows)} titles, bar {bar}", score >= bar)


def apart(name, items, pairs):
    found = cluster(items.values())
    merged = sum(found[a] == found[b] for a, b in pairs)
    return claim(f"{name}: {merged} of {len(pairs)} pairs merged, bar {MERGED_MAX:.0%}",
                 merged <= MERGED_MAX * len(pairs))


def cert_negatives():
    items, pairs = {}, []
    for row in lines("cert_hard_negatives.jsonl"):
        keys = []
        for side in ("a", "b"):
            key = f"{row['file']}#{row[side]}"
            items[key] = {"id": key, "title": row["title"], "source": row["file"],
                          "published": row[f"seen_{side}"][:10] + "T00:00:00Z"}
            keys.append(key)
        pairs.append(keys)
    return items, pairs


def news_negatives():
    with open(os.path.join(CORPUS, "news/newsdatahub.csv"), encoding="utf-8", newline="") as file:
        known = {row["id"]: row for row in csv.DictReader(file)}
    items, pairs = {}, []
    for row in lines("news_hard_negatives.jsonl"):
        for key in (row["a"], row["b"]):
            items[key] = {"id": key, "title": known[key]["title"], "source": known[key]["source_title"],
                          "published": known[key]["pub_date"] + "Z"}
        pairs.append((row["a"], row["b"]))
    return items, pairs


def claim(text, holds):
    print(f"{'ok  ' if holds else 'FAIL'} {text}", flush=True)
    return holds


def main():
    bad = b'{"id":"a","title":"x"}\nnonsense\n{"id":"b"}\n{"id":"c","title":"x","published":"today"}\n' \
        b'{"id":"a","title":"y"}\n{"id":"d","title":"z"}\n'
    done = subprocess.run([BINARY, "threat", "cluster"], input=bad, capture_output=True, timeout=60)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    holds = claim("a line that cannot be read, or bears an earlier one's id, is answered in its place",
                  done.returncode == 0 and ["error" in answer for answer in answers] == [False, True, True, True, True, False])
    if not os.path.isdir(LABELS):
        print(f"skipped: no labelled titles in {LABELS}; set ESS_CORPUS")
        sys.exit(not holds)
    holds &= together("cross_cert_titles.jsonl", 0.75)
    holds &= together("news_incidents.jsonl", 0.88)
    holds &= apart("cert_hard_negatives.jsonl", *cert_negatives())
    holds &= apart("news_hard_negatives.jsonl", *news_negatives())
    print("all claims hold" if holds else "FAILED")
    sys.exit(not holds)


if __name__ == "__main__":
    main()
