#!/usr/bin/env python3
"""News and alerts without identifiers become campaigns: what three feeds tell in two languages is one, explained
pair by pair; people merge and split, and it is remembered over a restart, a kill and another order of arrival. With real alerts
of national CERTs, when they are on this machine: a text that changed is a revision, never a second report."""

import json
import math
import random
import shutil
import signal
import sqlite3
from xml.sax.saxutils import escape

from stage import CORPUS, Stage

FEED = """publisher: {name}
kind: {kind}
country: INT
format: syndication
interval: 1h
licence: made for this test
tlp: CLEAR
reliability: B
about: A feed of this test.
"""
# (feed, id, day of November 2026, title): invented events only.
NEWS = [
    ("newswire", "n-1", 10, "Ransomware gang Velkrat hits Quillhaven hospital"),
    ("gazette", "g-1", 11, "Quillhaven hospital offline after Velkrat attack"),
    ("xeber", "x-1", 12, "Velkrat qrupu Quillhaven xəstəxanasına hücum edib"),
    ("newswire", "n-2", 13, "Marrowgate airport warns passengers of phishing"),
    ("gazette", "g-2", 13, "Oxmere bank customers see outage"),
    ("xeber", "x-2", 13, "Tindlebrook universitetinin saytı əlçatmazdır"),
    ("gazette", "g-3", 14, "Tindlebrook university website defaced"),
]


def atom(entries):
    """An Atom document of (id, published, updated, title, summary)."""
    items = "".join(
        f"<entry><id>{escape(key)}</id><title>{escape(title)}</title><published>{published}</published>"
        f"<updated>{updated}</updated><summary>{escape(summary)}</summary></entry>\n"
        for key, published, updated, title, summary in entries)
    return ('<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>'
            f"<id>x</id><updated>2026-11-20T00:00:00Z</updated>\n{items}</feed>\n")


def begin(name, feeds):
    stage = Stage(name)
    for feed, kind in feeds.items():
        stage.write(f"feeds/{feed}.yaml", FEED.format(name=feed, kind=kind))
    stage.begin()
    return stage


def tell(stage, news):
    for number, (feed, key, day, title) in enumerate(news):
        at = f"2026-11-{day:02}T08:00:00Z"
        stage.must("ingest", feed, stage.write(f"news-{number}.xml", atom([(key, at, at, title, "")])))


def campaigns(stage):
    """The list's lines, and for each campaign the source ids of its reports."""
    lines = stage.must("threat", "list", "--kind", "campaign", "--format", "jsonl").out.splitlines()
    told = {}
    for row in map(json.loads, lines):
        story = stage.must("threat", "explain", row["id"], "--format", "json").json()["campaign"]
        told[row["id"]] = [report["source_id"] for report in story["reports"]]
    return lines, told


def computed(pair):
    """A pair's likeness in millionths, from what the explanation says of it and the rule of `TitlePair`."""
    squares = lambda words: sum((word["weight"] / 100) ** 2 for word in words)
    shared, one, other = (squares(pair[key]) for key in ("shared", "one_alone", "other_alone"))
    if not shared:
        return 0
    strong = lambda words: any(word["weight"] >= 60 for word in words)
    named = any(word["kind"] == "name" and word["weight"] >= 30 or word["kind"] == "amount" and word["weight"] >= 80
                for word in pair["shared"])
    value = shared / (shared + min(one, other) + max(one, other) / 10) * shared / (shared + 0.2)
    if strong(pair["one_alone"]) and strong(pair["other_alone"]) and not strong(pair["shared"]):
        value *= 0.4
    for factor in ("other-place", "other-year"):
        value *= 0.5 if factor in pair["factors"] else 1
    days = 40 if named or pair["is_notice"] else 10
    return value * math.exp(-pair.get("seconds_apart", 0) / 86_400 / days) * 1e6


def explained(stage, threat):
    answer = stage.must("threat", "explain", threat, "--format", "json").json()
    pairs = answer["campaign"]["pairs"]
    wrong = [pair for pair in pairs if pair["reason"] in ("shared-words", "nothing-shared")
             and abs(computed(pair) - pair["likeness"]) > 1]
    stage.claim(f"{len(pairs)} pair decisions follow from their words, weights and times",
                len(pairs) == 3 and not wrong, wrong or pairs)
    text = stage.must("threat", "explain", threat).out
    wanted = ("quillhaven", "velkrat", "days apart")
    stage.claim("explain says why in words", all(word in text for word in wanted), text)
    stage.claim("the sum is that of the contributions", answer["sum"] == min(100, max(0, sum(
        part["points"] for part in answer["contributions"]))), answer["contributions"])


def overrule(stage, told):
    """Merges and splits as in NEWS; the same acts whatever the order of arrival was."""
    name = {ids[0]: threat for threat, ids in told.items()}
    refused = stage.ess("threat", "merge", name["n-1"], name["n-2"])
    stage.claim("a merge without a reason is refused", refused.code == 64, refused)
    before = campaigns(stage)[0]
    dry = stage.must("threat", "merge", name["n-1"], name["n-2"], "--reason", "one gang", "--dry-run",
                     "--format", "json").json()
    stage.claim("a dry run says what would be one, and changes nothing",
                [len(row["reports"]) for row in dry["campaigns"]] == [4] and campaigns(stage)[0] == before, dry)
    stage.must("threat", "merge", name["n-1"], name["n-2"], "--reason", "one gang, says the police")
    stage.must("threat", "split", name["n-1"], "gazette/g-1", "--reason", "another hospital of that name")
    after = campaigns(stage)
    stage.claim("people's word outweighs the words", after[1].get(name["n-1"]) == ["n-1", "x-1", "n-2"]
                and ["g-1"] in after[1].values(), after[1])
    shown = stage.must("threat", "show", name["n-2"], "--format", "json").json()["threat"]["id"]
    stage.claim("the id of what was merged leads to the campaign", shown == name["n-1"], shown)
    cves = stage.ess("threat", "merge", "CVE-2026-99001", "CVE-2026-99002", "--reason", "x")
    stage.claim("two CVEs never merge", cves.code != 0 and "never merge" in cves.err, cves)
    events = [row["event"] for row in stage.must("ledger", "show", name["n-1"], "--format", "jsonl").lines()]
    stage.claim("the ledger tells of both", events == ["merged", "split"], events)
    return after


def forwards():
    stage = begin("campaigns", {"newswire": "research", "gazette": "research", "xeber": "research"})
    for feed, sample in (("cve-vulnrichment", "CVE-2026-99001.json"), ("cve-vulnrichment", "CVE-2026-99002.json")):
        stage.must("ingest", feed, stage.folder / "feeds/samples" / sample)
    tell(stage, NEWS)
    _, told = campaigns(stage)
    stage.claim("three feeds and two languages tell of one campaign, and no other is touched",
                sorted(told.values()) == [["g-2"], ["n-1", "g-1", "x-1"], ["n-2"], ["x-2", "g-3"]], told)
    threat = next(threat for threat, ids in told.items() if ids[0] == "n-1")
    explained(stage, threat)
    stage.must("ingest", "gazette", stage.write("edit.xml", atom([(
        "g-1", "2026-11-11T08:00:00Z", "2026-11-12T08:00:00Z", "Updated: Quillhaven hospital after the Velkrat attack",
        "More is known.")])))
    stage.claim("an edited article is a revision", campaigns(stage)[1] == told, campaigns(stage)[1])
    found = overrule(stage, told)
    stage.claim("SIGTERM ends the service well", stage.stop(), stage.tail())
    stage.begin()
    tell(stage, [("xeber", "x-9", 15, "Yeni: Velkrat qrupu Quillhaven xəstəxanasına yenidən hücum edib")])
    after = campaigns(stage)
    left = [[key for key in ids if key != "x-9"] for ids in after[1].values()]
    stage.claim("a restart forgets nothing, and further news joins neither what was split nor what was not",
                sorted(left) == sorted(found[1].values()), after[1])
    return stage, after


def backwards(expected):
    """The same reports in another order, and a service that is killed in between."""
    stage = begin("campaigns-again", {"newswire": "research", "gazette": "research", "xeber": "research"})
    for feed, sample in (("cve-vulnrichment", "CVE-2026-99002.json"), ("cve-vulnrichment", "CVE-2026-99001.json")):
        stage.must("ingest", feed, stage.folder / "feeds/samples" / sample)
    edit = atom([("g-1", "2026-11-11T08:00:00Z", "2026-11-12T08:00:00Z",
                  "Updated: Quillhaven hospital after the Velkrat attack", "More is known.")])
    stage.must("ingest", "gazette", stage.write("edit.xml", edit))
    shuffled = list(NEWS)
    random.Random(5).shuffle(shuffled)
    tell(stage, shuffled[:4])
    stage.service.send_signal(signal.SIGKILL)
    stage.service.wait()
    stage.begin()
    tell(stage, shuffled[4:])
    overrule(stage, campaigns(stage)[1])
    tell(stage, [("xeber", "x-9", 15, "Yeni: Velkrat qrupu Quillhaven xəstəxanasına yenidən hücum edib")])
    stage.claim("another order and a kill give the same lines", campaigns(stage) == expected,
                (campaigns(stage), expected))
    tampered(stage)
    return stage


def tampered(stage):
    """What a person said cannot be changed past the ledger."""
    stage.claim("SIGTERM ends the service well", stage.stop(), stage.tail())
    with sqlite3.connect(stage.data / "ess.sqlite") as store:
        store.execute("UPDATE campaign_word SET together = 1 - together WHERE act = 1")
    answer = stage.ess("ledger", "verify", user="service")
    stage.claim("a word that is changed past the ledger is seen",
                answer.code == 1 and "campaign:" in answer.out, answer)
    with sqlite3.connect(stage.data / "ess.sqlite") as store:
        store.execute("UPDATE campaign_word SET together = 1 - together WHERE act = 1")


def updates():
    """Every alert whose text changed, as its feed told it first and last: one report, the change a revision."""
    labels = CORPUS / "labels/cert_updates.jsonl"
    if not labels.exists():
        print(f"skipped: revised alerts: no {labels}; set ESS_CORPUS to the folder of real documents")
        return None
    wanted = {}
    for row in map(json.loads, labels.read_text().splitlines()):
        wanted.setdefault(row["file"], set()).add(row["link"])
    stage = begin("updates", {"alerts-" + str(n): "foreign-cert" for n in range(len(wanted))})
    count, once, changed, revised = 0, 0, 0, 0
    for number, (file, links) in enumerate(sorted(wanted.items())):
        rows = [json.loads(line) for line in (CORPUS / file).read_text().splitlines()]
        rows = [row for row in rows if row["link"] in links]
        count += len(rows)
        # White space alone is no change of a text.
        changed += sum(len({(" ".join(said["title"].split()), " ".join(said["description"].split()), said["seen"])
                            for said in row["revisions"]}) > 1 for row in rows)
        for turn in range(max(len(row["revisions"]) for row in rows)):
            entries = []
            for row in rows:
                said = row["revisions"][min(turn, len(row["revisions"]) - 1)]
                entries.append((row["link"], row["revisions"][0]["seen"], said["seen"], said["title"],
                                said["description"]))
            stage.must("ingest", f"alerts-{number}", stage.write(f"alerts-{number}-{turn}.xml", atom(entries)))
        listed = stage.must("report", "list", "--feed", f"alerts-{number}", "--limit", 10000, "--format", "json").json()
        once += len({row["id"] for row in listed}) if len(listed) == len(rows) else 0
        revised += sum(row["revisions"] > 1 for row in listed)
    told = campaigns(stage)[1]
    campaign = sum(len(set(ids)) for ids in told.values())
    stage.claim(f"cert_updates: {once} of {count} alerts stay one report, bar 99 %; {revised} of the {changed} whose "
                "words or time changed have revisions", count > 100 and once >= 0.99 * count
                and revised >= 0.99 * changed, (once, revised, changed, count))
    stage.claim(f"{campaign} of them name no vulnerability, and each stands in one campaign",
                campaign == len({key for ids in told.values() for key in ids}), told)
    return stage


def main():
    first, expected = forwards()
    last = backwards(expected)
    for stage in filter(None, (first, updates())):
        stage.claim("SIGTERM ends the service well", stage.stop(), stage.tail())
        stage.claim("what the story left verifies", stage.ess("ledger", "verify", user="service").code == 0)
        last.failures += stage.failures
        if not stage.failures:
            shutil.rmtree(stage.folder)
    last.finish()


if __name__ == "__main__":
    main()
