#!/usr/bin/env python3
"""Reports that name one vulnerability stand in one threat, and those of two never do.

Every item of labels/correlation.jsonl and correlation_singletons.jsonl is read as a feed of its format; the labels say
which vulnerabilities it is about, our store says in which threats its report stands. A pair of items is together when
they have a vulnerability in common (labels) or a threat (store).

Formats that are the corpus's own and no publisher's (tables and lines that its makers wrote of alerts, bare articles)
have no reader; their texts are put into RSS items here, as their publishers serve them."""

import csv
import json
import os
import re
import shutil
import sqlite3
import sys
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from xml.sax.saxutils import escape

from stage import CORPUS, Stage, skip

PRECISION, RECALL = 0.999, 0.995
# By the beginning of a label's feed; None: no publisher serves this form.
FORMATS = (("csaf:", "csaf"), ("cve:", "cve"), ("jsonfeed:", "json-feed"), ("kev:2025-08-25-csv", "kev-csv"),
           ("kev:", "kev"), ("nvd:", "nvd"), ("osv:", "osv"), ("rss:", "syndication"), ("stix:", "stix"),
           ("cert:", None), ("cnw", None), ("news:", None))
VULNERABILITY = re.compile(r"CVE-\d{4}-\d{4,}|GHSA(?:-[0-9a-z]{4}){3}", re.I)


def labels(name):
    path = CORPUS / "labels" / name
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def form(feed):
    return next(form for start, form in FORMATS if feed.startswith(start))


def safe(feed):
    return "c-" + re.sub(r"[^a-z0-9]+", "-", feed.lower()).strip("-")[:56]


def rss(items):
    """RSS of (id, title, text, date)."""
    body = "".join(f"<item><guid>{escape(key)}</guid><title>{escape(title)}</title><pubDate>{date}</pubDate>"
                   f"<description>{escape(escape(text))}</description></item>" for key, title, text, date in items)
    return f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>{body}</channel></rss>"


def clean(text):
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")


def names(revision):
    return {one.upper() for one in VULNERABILITY.findall(f"{revision['title']} {revision['description']}")}


def converted(feed, path, wanted):
    """The labelled items of a file that no publisher serves in this form."""
    text = (CORPUS / path).read_text(encoding="utf-8", errors="replace")
    if feed.startswith("cert:"):
        rows = [json.loads(line) for line in text.splitlines()]
        for row in wanted:
            revisions = rows[row["item"]]["revisions"]
            # As in the labels: a revision that names what the label names, else the last one.
            said = [one for one in revisions if set(row["ids"]) <= names(one) | {row["ids"][0]}] or revisions
            last = min(said, key=lambda one: len(names(one) ^ set(row["clusters"])))
            yield f"{path}#{row['item']}", clean(last["title"] or "x"), clean(last["description"]), last["seen"]
    elif path.endswith(".csv"):
        rows = {row["id"]: row for row in csv.DictReader(text.splitlines(keepends=True))}
        for row in wanted:
            yield f"{path}#{row['item']}", clean(rows[row["item"]]["title"]), clean(
                rows[row["item"]]["description"]), rows[row["item"]]["pub_date"] + "Z"
    else:
        for row in wanted:
            yield f"{path}#{row['item']}", Path(path).stem.replace("_", " "), clean(text), ""


def source_id(row):
    """The id under which the report of a labelled item is known."""
    if form(row["feed"]) is None:
        return f"{row['file']}#{row['item']}"
    return row["item"] if isinstance(row["item"], str) else None


def feed_file(name, kind):
    return (f"publisher: {name}\nkind: foreign-cert\ncountry: INT\ninterval: 1d\nlicence: test\ntlp: CLEAR\n"
            f"reliability: B\nformat: {kind}\n")


def feed_of(row):
    """A STIX document is one item of the labels and many reports of ours, so each is a feed of its own."""
    return safe(f"{row['feed']}-{Path(row['file']).stem}"[-56:] if row["feed"].startswith("stix:") else row["feed"])


def take_in(stage, rows):
    """Every labelled file as a document of its feed."""
    files = defaultdict(lambda: defaultdict(list))
    for row in rows:
        files[feed_of(row), row["feed"]][row["file"]].append(row)
    for name, feed in sorted(files):
        stage.write(f"feeds/{name}.yaml", feed_file(name, form(feed) or "syndication"))
    stage.begin()
    for (name, feed), paths in sorted(files.items()):
        folder = stage.folder / "in" / name
        folder.mkdir(parents=True)
        for number, (path, wanted) in enumerate(sorted(paths.items())):
            if form(feed) is None:
                (folder / f"{number}.xml").write_text(rss(converted(feed, path, wanted)), encoding="utf-8")
            else:
                shutil.copyfile(CORPUS / path, folder / f"{number}-{Path(path).name}")
        answer = stage.ess("ingest", name, folder, user="admin", timeout=1800)
        # 65: nothing in it could be read; what is missing is counted below.
        if answer.code not in (0, 65):
            stage.claim(f"{feed} is read", False, answer)


def stored(stage):
    """Per feed and source id: threats, and the document's text of ids for items that labels name by no id."""
    store = sqlite3.connect(f"file:{stage.data}/ess.sqlite?mode=ro", uri=True)
    found = defaultdict(lambda: (set(), set()))
    # A CSAF document's id has its publisher behind it.
    plain = lambda key: key.split("@http")[0]
    for feed, key, body in store.execute(
            "SELECT r.feed, r.source_id, v.body FROM report r JOIN revision v ON v.report = r.id"):
        found[feed, plain(key)][1].update(VULNERABILITY.findall(body))
    for feed, key, threat in store.execute(
            "SELECT r.feed, r.source_id, t.id FROM mention m JOIN report r ON r.id = m.report "
            "JOIN threat t ON t.no = m.threat"):
        found[feed, plain(key)][0].add(threat)
    store.close()
    return found


def place(rows, found):
    """The threats of each labelled item; None where no report of it is stored."""
    by_feed = defaultdict(list)
    for (feed, key), (threats, ids) in found.items():
        by_feed[feed].append(({one.upper() for one in ids}, threats))
    placed = []
    for row in rows:
        feed = feed_of(row)
        key = source_id(row)
        near = by_feed[feed]
        if key is not None and (feed, key) in found:
            placed.append(found[feed, key][0])
        elif row["feed"].startswith("stix:"):
            placed.append(set().union(*(threats for _, threats in near)) if near else None)
        else:
            # The labels of JSON feeds name no item, but the ids in it.
            ids = {one.upper() for one in row["ids"] if VULNERABILITY.fullmatch(one)}
            share, best = max(((len(ids & own) / len(ids | own), number) for number, (own, _) in enumerate(near)
                               if ids | own), default=(0, 0))
            placed.append(near[best][1] if share > 0.5 else None)
    return placed


def by_identifier(threats):
    """Without campaigns, into which titles come by their words; Tests/acceptance/correlation.py measures those."""
    return {one for one in threats or () if not one.startswith("campaign:")}


def pairs(groups):
    """Pairs of items that have something in common."""
    members = defaultdict(list)
    for index, group in enumerate(groups):
        for one in group:
            members[one].append(index)
    return {pair for together in members.values() for pair in combinations(together, 2)}


def main():
    if not (CORPUS / "labels").is_dir():
        skip(f"no labels in {CORPUS}; set ESS_CORPUS")
    together, alone = labels("correlation.jsonl"), labels("correlation_singletons.jsonl")
    together = [row for row in together if (CORPUS / row["file"]).exists()]
    alone = [row for row in alone if (CORPUS / row["file"]).exists()]
    stage = Stage("identifiers")
    take_in(stage, together + alone)
    found = stored(stage)
    places = place(together + alone, found)
    missing = Counter(row["feed"] for row, where in zip(together + alone, places) if where is None)
    for feed, count in sorted(missing.items()):
        print(f"     no report of {count} labelled items of {feed}")
    read = Counter(row["feed"].partition(":")[0] for row, where in zip(together, places) if where is not None)
    print("     items of correlation.jsonl found: "
          + ", ".join(f"{key} {count}" for key, count in sorted(read.items())))
    truth = pairs([row["clusters"] for row in together])
    ours = pairs([by_identifier(where) for where in places[:len(together)]])
    right = len(truth & ours)
    precision, recall = right / max(1, len(ours)), right / max(1, len(truth))
    if "-v" in sys.argv:
        for kind, which in (("missed", truth - ours), ("wrong", ours - truth)):
            for a, b in sorted(which)[:40]:
                one, other = together[a], together[b]
                print(kind, one["feed"], one["ids"], places[a], "|", other["feed"], other["ids"], places[b])
            sides = Counter(tuple(sorted((together[a]["feed"], together[b]["feed"]))) for a, b in which)
            print(kind, sides.most_common(20))
    stage.claim(f"pairs of {len(together)} items: precision {precision:.5f}, {len(ours) - right} wrong of {len(ours)}, "
                f"bar {PRECISION}", precision >= PRECISION)
    stage.claim(f"recall {recall:.5f} ({len(truth) - right} missed of {len(truth)}), bar {RECALL}", recall >= RECALL)
    # A singleton merged is one that shares a threat with an item of another vulnerability.
    everyone = together + alone
    first = len(together)
    merged = {index for pair in pairs([by_identifier(where) for where in places]) for index in pair if index >= first
              and not set(everyone[pair[0]]["clusters"]) & set(everyone[pair[1]]["clusters"])}
    stage.claim(f"{len(merged)} of {len(alone)} singletons merged with something else", not merged)
    told = {index for pair in pairs([where or () for where in places]) for index in pair if index >= first} - merged
    print(f"     {len(told)} singletons that name no vulnerability stand in a campaign with other titles")
    if "-v" in sys.argv:
        for index in sorted(merged)[:20]:
            print("merged", everyone[index]["feed"], everyone[index]["ids"], places[index])
    stage.finish()


if __name__ == "__main__":
    main()
