#!/usr/bin/env python3
"""Checks a receipt offline: verify_receipt.py RECEIPT.json --key VERIFIER_KEY

VERIFIER_KEY is the text name+id+base64 that you got on another way than the receipt. Exit 0 when the receipt holds,
1 with a sentence when it does not."""

import argparse
import json
import sys

from transparency import Refused, leaf_hash, open_checkpoint, root_from_inclusion, sha256


def unique(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise Refused("the receipt names a member twice")
    return dict(pairs)


def check(receipt, key):
    if receipt.get("format") != "ess-receipt/1":
        raise Refused("not a receipt of the form ess-receipt/1")
    if receipt["verifier_key"].strip() != key.strip():
        raise Refused("the receipt names another key than the given one")
    salt = bytes.fromhex(receipt["salt"])
    if len(salt) != 32:
        raise Refused("the salt is not 32 bytes")
    size, root = open_checkpoint(receipt["checkpoint"], key)
    # The leaf's data is SHA-256(salt || payload); what stands in the tree is the hash of that data.
    data = sha256(salt + receipt["payload"].encode("utf-8"))
    proof = [bytes.fromhex(text) for text in receipt["inclusion"]]
    if root_from_inclusion(leaf_hash(data), receipt["index"], size, proof) != root:
        raise Refused("the entry is not in the signed tree: payload, salt, index or proof was changed")
    return size


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("receipt")
    parser.add_argument("--key", required=True)
    arguments = parser.parse_args()
    try:
        with open(arguments.receipt, encoding="utf-8") as file:
            receipt = json.load(file, object_pairs_hook=unique)
        size = check(receipt, arguments.key)
    except Refused as refusal:
        print(f"The receipt does not hold: {refusal}.")
        return 1
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"The receipt cannot be read: {error}.")
        return 1
    print(f"The receipt holds: entry {receipt['index']} is in the signed log of {size} entries.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
