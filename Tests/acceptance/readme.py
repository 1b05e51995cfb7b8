#!/usr/bin/env python3
"""The commands that the papers name exist: each `ess NOUN VERB` of a code block answers --help, each file is there."""

import functools
import re

from stage import REPOSITORY, Stage

PAPERS = ["README.md", "Config/README.md", "Feeds/README.md", "deploy/README.md"]
# A command in a code block (indented or fenced) or between backticks.
COMMAND = re.compile(r"(?<![\w/.-])ess ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)?)")


def commands(text):
    found = set()
    for line in text.splitlines():
        pieces = [line] if line.startswith("    ") else re.findall(r"`([^`]+)`", line)
        for piece in pieces:
            found |= set(COMMAND.findall(piece.split("   # ")[0]))
    return found


@functools.cache
def help_of(stage, *words):
    return stage.ess(*words, "--help")


def cadence(feed):
    if "url" not in feed:
        return "by hand"
    return "polled every " + feed["interval"] + (", " + feed["protocol"] if "protocol" in feed else "")


def feed_rows():
    """What the table of feeds must say, by the files: id, publisher, country, kind, format, cadence, licence, grade."""
    rows = {}
    for path in sorted((REPOSITORY / "Feeds").glob("*.yaml")):
        feed = {}
        for line in path.read_text().splitlines():
            found = re.match(r"([a-z_]+): +(.+)", line)
            if found:
                feed[found[1]] = found[2].strip().strip("\"'")
        rows[path.stem] = [feed["publisher"], feed["country"], feed["kind"], feed["format"], cadence(feed),
                           feed["licence"], feed["reliability"]]
    return rows


def told_rows():
    rows = {}
    for line in (REPOSITORY / "Feeds/README.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) == 8 and cells[0] != "id":
            rows[cells[0]] = cells[1:]
    return rows


def main():
    stage = Stage("readme")
    told, files = told_rows(), feed_rows()
    stage.claim("Feeds/README.md: a row for each feed and no other", len(files) > 40 and told.keys() == files.keys(),
                sorted(told.keys() ^ files.keys()))
    wrong = [f"{name}: {told.get(name)} instead of {row}" for name, row in files.items() if told.get(name) != row]
    stage.claim("Feeds/README.md: publisher, country, kind, format, cadence, licence and grade are the files'", not wrong,
                "; ".join(wrong))
    for paper in PAPERS:
        path = REPOSITORY / paper
        if not path.exists():
            stage.claim(f"{paper} is there", False)
            continue
        unknown = []
        for words in sorted(commands(path.read_text())):
            noun, _, verb = words.partition(" ")
            known = help_of(stage, noun)
            # The second word may be an argument (`ess ingest cisa-kev`): a verb is one where the noun has verbs.
            if known.code == 0 and verb and "SUBCOMMANDS" in known.out:
                known = help_of(stage, noun, verb)
            if known.code != 0:
                unknown.append("ess " + words)
        stage.claim(f"{paper}: every command it names exists", not unknown, ", ".join(unknown))
        missing = [link for link in re.findall(r"\]\(([^)#:]+)\)", path.read_text())
                   if not (path.parent / link).exists()]
        stage.claim(f"{paper}: every file it links to is there", not missing, ", ".join(missing))
    stage.finish()


if __name__ == "__main__":
    main()
