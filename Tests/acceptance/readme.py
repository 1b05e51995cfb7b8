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


def main():
    stage = Stage("readme")
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
