"""A country of 60 entities and 1,000 vulnerabilities, drawn from a seed: what is explained must be decided again.

Every document is made here. `settle(stage)` takes all of it in and waits until it is judged and told."""

import json
import random
import zipfile

from stage import REPOSITORY

SEED, ENTITIES, CVES = 20261126, 60, 1000
SECTORS = ["health", "energy", "water", "government", "transport", "telecommunications"]
CRITICALITIES = ["low", "medium", "high", "critical"]
VENDORS = ["Acme", "Acme Networks Inc.", "Borealis", "Cobalt Software", "Dune"]
PRODUCTS = ["Gate", "Door", "Mail Server", "Router OS", "Files"]
SYSTEMS = ["*", "linux", "windows"]
STATES = ["verified: {by: registrar, how: visit, at: 2026-01-15T09:00:00Z}"] * 5 + [
    "disputed: nobody knows it", "stale: true", None]
DIRECTIVES = """  - id: findings
    kinds: [findings]
    roles: [technical]
    channel: maildrop
    tlp_max: AMBER+STRICT
    group: rsit
    standing_order: true
"""


def plain(name):
    return name.lower().replace(" ", "_").replace(".", "")


def cpe(vendor, product, version, system):
    return f"cpe:2.3:a:{plain(vendor)}:{plain(product)}:{version}:*:*:*:*:{system}:*:*"


def version(chance):
    last = f".{chance.randint(0, 9)}" if chance.random() < .3 else ""
    return f"{chance.randint(1, 6)}.{chance.randint(0, 9)}{last}"


def register(chance):
    out = ["entities:"]
    for number in range(ENTITIES):
        out += [f"  - id: e{number:02}", f"    name: Entity {number}", f"    sector: {chance.choice(SECTORS)}",
                f"    criticality: {chance.choice(CRITICALITIES)}", "    contacts:",
                f"      - {{id: it, role: technical, maildrop: e{number:02}, {STATES[0]}}}", "    assets:"]
        # Nested on purpose: every third entity stands inside the network of the one before.
        inner = f"10.{number - 1}.128.0/17" if number % 3 == 2 else f"10.{number}.0.0/16"
        out += [f"      - network: {inner}", f"        {STATES[0]}"]
        seen = set()
        for _ in range(8):
            vendor, product, own = chance.choice(VENDORS), chance.choice(PRODUCTS), version(chance)
            if (vendor, product) in seen:
                continue
            seen.add((vendor, product))
            if chance.random() < .5:
                out.append(f"      - cpe: {cpe(vendor, product, own, chance.choice(SYSTEMS))}")
            else:
                out.append(f"      - vendor: {vendor}\n        product: {product}")
                if chance.random() < .9:
                    out.append(f'        version: "{own}"')
            out.append(f"        exposed: {chance.choice(['true', 'false'])}")
            out += [f"        {state}" for state in [chance.choice(STATES)] if state]
    return "\n".join(out) + "\n"


def vector(chance):
    pick = lambda name, values: f"{name}:{chance.choice(values)}"
    return "CVSS:3.1/" + "/".join([pick("AV", "NALP"), pick("AC", "LH"), pick("PR", "NLH"), pick("UI", "NR"),
                                   pick("S", "UC"), pick("C", "HLN"), pick("I", "HLN"), pick("A", "HLN")])


def affected(chance):
    vendor, product = chance.choice(VENDORS + [""] * (chance.random() < .1)), chance.choice(PRODUCTS)
    low, high = sorted([version(chance), version(chance)])
    entry = {"vendor": vendor or "n/a", "product": product, "defaultStatus": "unaffected", "versions": [
        {"version": chance.choice(["0", low]), chance.choice(["lessThan", "lessThanOrEqual"]): high,
         "status": chance.choice(["affected"] * 9 + ["unaffected"]),
         "versionType": chance.choice(["semver", "custom"])}]}
    if chance.random() < .1:
        entry = {"vendor": vendor or "n/a", "product": product,
                 "defaultStatus": chance.choice(["affected", "unaffected", "unknown"])}
    if vendor and chance.random() < .5:
        entry["cpes"] = [cpe(vendor, product, "*", chance.choice(SYSTEMS))]
    return entry


def record(chance, cve):
    day = f"20{chance.randint(20, 26)}-{chance.randint(1, 10):02}-{chance.randint(1, 28):02}T00:00:00.000Z"
    whole = json.loads((REPOSITORY / "Feeds/samples/CVE-2026-99001.json").read_text())
    state = "REJECTED" if chance.random() < .03 else "PUBLISHED"
    whole["cveMetadata"].update(cveId=cve, state=state, dateReserved=day, datePublished=day, dateUpdated=day)
    cna = whole["containers"]["cna"]
    cna["providerMetadata"]["dateUpdated"] = day
    if state == "REJECTED":
        whole["cveMetadata"]["dateRejected"] = day
        whole["containers"] = {"cna": {"providerMetadata": cna["providerMetadata"],
                                       "rejectedReasons": [{"lang": "en", "value": "Drawn twice."}]}}
        return whole
    cna.update(title=f"Flaw {cve}", affected=[affected(chance) for _ in range(chance.randint(1, 3))])
    cna["metrics"] = [{"format": "CVSS", "cvssV3_1": {"version": "3.1", "vectorString": vector(chance)}}]
    options = [{name: chance.choice(values)} for name, values in (
        ("Exploitation", ["none", "poc", "active"]), ("Automatable", ["no", "yes"]),
        ("Technical Impact", ["partial", "total"])) if chance.random() < .7]
    whole["containers"]["adp"][0]["metrics"] = [{"other": {"type": "ssvc", "content": {
        "id": cve, "options": options, "role": "CISA Coordinator", "version": "2.0.3", "timestamp": day}}}]
    whole["containers"]["adp"][0]["providerMetadata"]["dateUpdated"] = day
    return whole


def settle(stage):
    """Takes the country in; returns the ids of its vulnerabilities, sorted."""
    chance, samples = random.Random(SEED), REPOSITORY / "Feeds/samples"
    stage.must("entity", "import", stage.write("made.yaml", register(chance)), user="admin")
    for feed in ("cisa-kev", "cve-vulnrichment", "cvelist", "shadowserver-telnet"):
        stage.must("feed", "release", feed, user="admin")
    short = stage.must("directive", "list", "--format", "json").json()[0]["digest"][:8]
    for user in ("approver", "chief"):
        stage.must("directive", "approve", "findings", "--digest", short, user=user)
    cves = [f"CVE-2026-{10000 + number}" for number in range(CVES)]
    listed = [{"cveID": cve, "vendorProject": "Acme", "product": "Gate", "vulnerabilityName": cve,
               "dateAdded": "2026-11-01", "shortDescription": "x", "requiredAction": "x", "dueDate": "2026-11-20",
               "knownRansomwareCampaignUse": chance.choice(["Known", "Unknown"]), "notes": ""}
              for cve in cves if chance.random() < .1]
    stage.must("ingest", "cisa-kev", stage.write("kev.json", json.dumps({
        "title": "x", "catalogVersion": "1", "dateReleased": "2026-11-20T15:00:00.000Z", "count": len(listed),
        "vulnerabilities": listed})))
    rows = [f"{cve},{chance.random() ** 3:.5f},{chance.random():.5f}" for cve in cves if chance.random() < .9]
    stage.must("ingest", "epss", stage.write("epss.csv", "\n".join(
        ["#model_version:v1,score_date:2026-11-20T12:55:00Z", "cve,epss,percentile", *rows]) + "\n"))
    header = (samples / "scan-telnet.csv").read_text().splitlines()[0]
    hosts = [f"10.{chance.randrange(ENTITIES)}.{chance.randrange(256)}.{chance.randrange(1, 255)}" for _ in range(400)]
    scan = [f'"2026-11-20 02:10:11","{host}","tcp",23,"","telnet",0,"AZ","","",0,0,""' for host in hosts]
    stage.must("ingest", "shadowserver-telnet", stage.write("scan.csv", "\n".join([header, *scan]) + "\n"))
    for feed, share in (("cve-vulnrichment", 1), ("cvelist", .3)):
        name = stage.folder / f"{feed}.zip"
        with zipfile.ZipFile(name, "w") as made:
            for cve in cves:
                if chance.random() < share:
                    made.writestr(f"{cve}.json", json.dumps(record(random.Random(f"{feed} {cve}"), cve)))
        name.chmod(0o644)
        stage.must("ingest", feed, name)
    return cves


def explained(stage, *words):
    return stage.must(*words, "--format", "jsonl").lines()
