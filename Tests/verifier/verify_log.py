#!/usr/bin/env python3
"""Checks a whole log from its files: verify_log.py LEDGER_DIR --key VERIFIER_KEY

Recomputes the tree from the entry bundles, compares it with every tile and with the signed checkpoint.
Exit 0 when all agrees, 1 with a sentence naming the first file that does not."""

import argparse
import os
import sys

from transparency import Refused, leaf_hash, open_checkpoint, tree_root


def tile_path(level, index, width):
    """C2SP tlog-tiles, "Merkle Tree": <L>/<N>[.p/<W>]."""
    digits = f"{index:03d}"
    digits = digits.zfill((len(digits) + 2) // 3 * 3)
    groups = [digits[i:i + 3] for i in range(0, len(digits), 3)]
    name = "/".join(["x" + group for group in groups[:-1]] + groups[-1:])
    return f"tile/{level}/{name}" + ("" if width == 256 else f".p/{width}")


def load(folder, level, index, width):
    """The file of this width, or the beginning of the full one that has replaced it."""
    for name in (tile_path(level, index, width), tile_path(level, index, 256)):
        try:
            with open(os.path.join(folder, name), "rb") as file:
                return name, file.read()
        except FileNotFoundError:
            continue
    raise Refused(f"{tile_path(level, index, width)} is missing")


def entries(name, data, count):
    """C2SP tlog-tiles, "Log entries": big-endian uint16 length, then the data."""
    found, offset = [], 0
    while offset < len(data):
        length = int.from_bytes(data[offset:offset + 2], "big")
        if length != 32 or offset + 2 + length > len(data):
            raise Refused(f"{name} has a malformed entry at byte {offset}")
        found.append(data[offset + 2:offset + 2 + length])
        offset += 2 + length
    if len(found) < count:
        raise Refused(f"{name} has {len(found)} entries, not {count}")
    return found[:count]


def widths(count):
    return [256] * (count // 256) + ([count % 256] if count % 256 else [])


def check(folder, key):
    with open(os.path.join(folder, "checkpoint"), encoding="utf-8", newline="") as file:
        size, root = open_checkpoint(file.read(), key)
    hashes = []
    for index, width in enumerate(widths(size)):
        name, data = load(folder, "entries", index, width)
        hashes += [leaf_hash(entry) for entry in entries(name, data, width)]
    if tree_root(hashes) != root:
        problem = "the entries do not give the checkpoint's root"
    else:
        problem = None
    level = 0
    while hashes:
        above = []
        for index, width in enumerate(widths(len(hashes))):
            name, data = load(folder, level, index, width)
            expected = hashes[index * 256:index * 256 + width]
            if len(data) % 32 or data[:width * 32] != b"".join(expected):
                raise Refused(f"{name} differs from what the level below gives")
            if width == 256:
                above.append(tree_root(expected))
        hashes, level = above, level + 1
    if problem:
        raise Refused(problem)
    return size


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ledger")
    parser.add_argument("--key", required=True)
    arguments = parser.parse_args()
    try:
        size = check(arguments.ledger, arguments.key)
    except Refused as refusal:
        print(f"The log does not verify: {refusal}.")
        return 1
    except (OSError, ValueError) as error:
        print(f"The log cannot be read: {error}.")
        return 1
    print(f"The log verifies: {size} entries.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
