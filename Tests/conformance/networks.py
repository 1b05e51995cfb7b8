#!/usr/bin/env python3
"""`ess match network` against Python's `ipaddress`: 100,000 addresses, v4 and v6, in nested networks.

Asked is the most specific registered network and its entity; of several entities with the same network the first by id.
Seed: ESS_SEED, else the one below.
"""
import ipaddress
import json
import os
import random
import subprocess
import sys
import tempfile

SEED = int(os.environ.get("ESS_SEED", "20260102"))
COUNT = 100_000


def made_networks(pick):
    """Blocks, blocks within them, single hosts, and both ends of the space; none wider than a register takes."""
    found = {ipaddress.ip_network(text) for text in (
        "0.0.0.0/8", "255.255.255.255/32", "10.0.0.0/8", "fe80::/16", "::/16", "2001:db8::/32", "ffff::/128")}
    for width, factory in ((32, ipaddress.IPv4Network), (128, ipaddress.IPv6Network)):
        for _ in range(150):
            length = pick.randint(8, 12) if width == 32 else pick.randint(16, width // 4)
            number = pick.getrandbits(width)
            while length <= width:
                found.add(factory((number >> (width - length) << (width - length), length)))
                length += pick.randint(1, width // 3)
                if pick.random() < 0.3:
                    number ^= pick.getrandbits(max(1, width - length)) if length < width else 1
    return sorted(found, key=lambda net: (net.version, int(net.network_address), net.prefixlen))


def made_address(pick, networks):
    net = pick.choice(networks)
    draw = pick.random()
    if draw < 0.6:
        return net.network_address + pick.randrange(net.num_addresses)
    if draw < 0.8:
        edge = pick.choice([int(net.network_address) - 1, int(net.network_address), int(net.broadcast_address),
                            int(net.broadcast_address) + 1])
        kind = type(net.network_address)
        return kind(edge % (1 << net.max_prefixlen))
    return ipaddress.IPv4Address(pick.getrandbits(32)) if draw < 0.9 else ipaddress.IPv6Address(pick.getrandbits(128))


class Oracle:
    """For each length the networks of it: the longest that holds the address wins."""

    def __init__(self, owners):
        self.owners = owners
        self.lengths = {4: sorted({n.prefixlen for n in owners if n.version == 4}, reverse=True),
                        6: sorted({n.prefixlen for n in owners if n.version == 6}, reverse=True)}

    def find(self, address):
        address = getattr(address, "ipv4_mapped", None) or address
        for length in self.lengths[address.version]:
            net = ipaddress.ip_network((int(address) if address.version == 4 else address.packed, length), strict=False)
            if net in self.owners:
                return net
        return None


def written(address, pick):
    if address.version == 6:
        return pick.choice([str(address), address.exploded, str(address).upper()])
    return str(address) if pick.random() < 0.95 else "::ffff:" + str(address)


def main():
    pick = random.Random(SEED)
    networks = made_networks(pick)
    owners = {}
    rows = []
    for number, net in enumerate(networks):
        ids = [f"e{(number * 7) % 97:02}"] + ([f"e{(number * 11) % 97:02}"] if number % 13 == 0 else [])
        owners[net] = min(ids)
        rows += [f"{entity},Entity {entity},energy,low,{net}" for entity in ids]
    oracle = Oracle(owners)
    addresses = [made_address(pick, networks) for _ in range(COUNT)]
    lines = [written(address, pick) for address in addresses]
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as register:
        register.write("org,name,sector,criticality,cidr\n" + "\n".join(rows) + "\n")
        register.flush()
        run = subprocess.run([os.environ["ESS_BINARY"], "match", "network", "--register", register.name],
                             input="\n".join(lines + ["", "300.1.1.1", "01.2.3.4", "::g", "x"]) + "\n",
                             capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    failures = [got for got in answers[COUNT:] if not got.get("error") or "entity" in got]
    hits = 0
    for address, text, got in zip(addresses, lines, answers[:COUNT], strict=True):
        net = oracle.find(address)
        hits += net is not None
        want = {"address": text, "entity": owners[net] if net else None, "network": str(net) if net else None}
        if got != want:
            failures.append((want, got))
    for failure in failures[:10]:
        print(failure)
    print(f"seed {SEED}: {COUNT} addresses, {hits} in one of {len(networks)} networks, {len(failures)} differ")
    return 1 if failures or len(answers) != COUNT + 5 or not COUNT * 0.3 < hits < COUNT else 0


if __name__ == "__main__":
    sys.exit(main())
