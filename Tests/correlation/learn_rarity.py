#!/usr/bin/env python3
"""Learns how rare words are, and which are names of vendors and products; writes Swift's table to standard output.

    learn_rarity.py --version DATE --texts FILE… --names FILE… > Sources/Analyze/Correlation/RarityTable.swift

TEXTS: any mixture of .txt (a sentence a line or running text), .jsonl and .json files; every string under `title` or
`description` is one text. NAMES: KEV catalogues and CVE records (JSON, or a zip of them): vendors and products. What is
written are counts and names, no sentence of any source. The titles that correlation is measured with stay out.
"""

import argparse
import collections
import json
import math
import re
import sys
import unicodedata
import zipfile

SPECIAL = str.maketrans({"ß": "ss", "ł": "l", "ø": "o", "đ": "d", "ı": "i", "ə": "e"})
WORD = re.compile(r"[^\W_]+")
COMPOUND = re.compile(r"[^\W_]+(?:[-.&'’+][^\W_]+)*")
SEEN_MIN = 4


def fold(text):
    text = unicodedata.normalize("NFKD", text).lower()
    return "".join(c for c in text if not unicodedata.combining(c)).translate(SPECIAL)


def words(text):
    found = set()
    for compound in COMPOUND.findall(fold(text)):
        parts = WORD.findall(compound)
        found.update(parts)
        found.add("".join(parts))
    return found


def sentences(text):
    return [part for line in text.split("\n") for part in re.split(r"(?<=[.!?])\s+", line) if len(part) > 20]


def strings(value):
    """Every title and description in a document, however deep."""
    if isinstance(value, dict) and "containers" in value:
        # Of a CVE record only what its CNA says in prose, or machine-made additions would count as speech.
        yield from (text["value"] for text in value["containers"]["cna"].get("descriptions", [])[:1])
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in ("title", "description") and isinstance(item, str):
                yield item
            else:
                yield from strings(item)


def documents(path):
    if path.endswith(".zip"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".json"):
                    yield json.loads(archive.read(name))
    elif path.endswith(".jsonl"):
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                document = json.loads(line)
                # A revised alert is one text, in its newest wording.
                yield document["revisions"][-1] if "revisions" in document else document
    else:
        with open(path, encoding="utf-8") as file:
            yield json.load(file)


def names(document):
    for item in document.get("vulnerabilities", []):
        yield item.get("vendorProject", "")
        yield item.get("product", "")
    for item in document.get("containers", {}).get("cna", {}).get("affected", []):
        yield item.get("vendor") or ""
        yield item.get("product") or ""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--version", required=True)
    parser.add_argument("--texts", nargs="+", required=True)
    parser.add_argument("--names", nargs="+", required=True)
    options = parser.parse_args()
    seen, total, known = collections.Counter(), 0, set()
    for path in options.texts:
        if path.endswith(".txt"):
            with open(path, encoding="utf-8", errors="replace") as file:
                texts = sentences(file.read())
        else:
            texts = (sentence for document in documents(path) for text in strings(document)
                     if text != "Visit link for details" for sentence in (sentences(text) or [text]))
        for text in texts:
            seen.update(words(text))
            total += 1
    for path in options.names:
        for document in documents(path):
            for name in names(document):
                known.update("".join(WORD.findall(compound)) for compound in COMPOUND.findall(fold(name)))
    known = sorted(word for word in known if 2 <= len(word) <= 24)
    lines = collections.defaultdict(list)
    for word, count in sorted(seen.items()):
        if count >= SEEN_MIN and len(word) <= 24:
            lines[round(100 * (1 - math.log(1 + count) / math.log(total)))].append(word)
    out = sys.stdout
    out.write(f"""// Data table: learnt by Tests/correlation/learn_rarity.py from {total} sentences; do not edit by hand.

extension RarityWeights {{
    static let learntVersion = "{options.version}"

    /// Hundredths of weight, and the words that have it.
    static let learntCommon = \"\"\"
""")
    for weight in sorted(lines):
        out.write(f"        {max(0, weight)} {' '.join(lines[weight])}\n")
    out.write('        """\n\n    /// Words of vendors\' and products\' names.\n    static let learntNames = """\n')
    for start in range(0, len(known), 16):
        out.write(f"        {' '.join(known[start:start + 16])}\n")
    out.write('        """\n}\n')


if __name__ == "__main__":
    main()
