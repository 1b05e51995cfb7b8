#!/usr/bin/env python3
"""One entity's inventory through the real binary: seen before applied, claims until vouched for, manual data kept."""

import json

from stage import CORPUS, Stage

GATE = "cpe:2.3:a:example:gate:{}:*:*:*:*:*:*:*"


def bill(*components):
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [
        {"type": "application", "name": name, "version": version, "cpe": GATE.format(version).replace("gate", name)}
        for name, version in components]})


def seen(stage, *words, user="admin"):
    return stage.must("entity", "import", *words, "--dry-run", "--format", "json", user=user).json()


def main():
    stage = Stage("inventory")
    stage.begin()
    stage.must("entity", "import", stage.folder / "config/constituency.example.yaml", user="admin")
    before = stage.must("entity", "show", "city-hospital", "--format", "json").json()
    file = stage.write("bill.json", bill(("gate", "7.2"), ("roof", "1.0")))
    operands = ("city-hospital", file)

    diff = seen(stage, *operands)
    stage.claim("a dry run shows what comes in as claims", len(diff["added"]) == 2 and diff["state"] == "claimed"
                and not diff["applied"], diff)
    stage.claim("and changes nothing",
                stage.must("entity", "show", "city-hospital", "--format", "json").json() == before, diff)
    answer = stage.ess("entity", "import", *operands, user="admin")
    stage.claim("what was not seen is not applied, and the way is told",
                answer.code == 64 and f"--digest {diff['digest'][:8]}" in answer.err, answer)
    answer = stage.ess("entity", "import", *operands, "--digest", "00000000", user="admin")
    stage.claim("another difference than the one seen is refused", answer.code == 65, answer)
    changed = stage.write("bill2.json", bill(("gate", "7.2"), ("roof", "6.6")))
    answer = stage.ess("entity", "import", "city-hospital", changed, "--list", "bill.json", "--digest",
                       diff["digest"][:8], user="admin")
    stage.claim("a digest binds the content", answer.code == 65, answer)
    answer = stage.ess("entity", "import", *operands, "--verify", "callback", "--dry-run", user="analyst")
    stage.claim("an analyst vouches for nothing", answer.code == 77, answer)
    answer = stage.ess("entity", "import", *operands, "--dry-run", user="stranger")
    stage.claim("a stranger imports nothing", answer.code == 77, answer)

    done = stage.must("entity", "import", *operands, "--digest", diff["digest"][:8], "--format", "json",
                      user="analyst").json() if False else None
    diff = seen(stage, *operands, user="analyst")
    done = stage.must("entity", "import", *operands, "--digest", diff["digest"][:8], "--format", "json",
                      user="analyst").json()
    stage.claim("what was seen is applied", done["applied"] and len(done["added"]) == 2, done)
    after = stage.must("entity", "show", "city-hospital", "--format", "json").json()
    fresh = [asset for asset in after["assets"] if asset.get("origins")]
    stage.claim("imported assets carry their source and its owner", len(fresh) == 2 and all(
        asset["source"] == "import" and asset["state"] == {"kind": "claimed"}
        and asset["origins"][0]["list"] == "bill.json" and asset["origins"][0]["format"] == "cyclonedx-json"
        and asset["origins"][0]["owner"] for asset in fresh), fresh)
    stage.claim("what a person registered is as it was",
                [asset for asset in after["assets"] if not asset.get("origins")] == before["assets"], after)
    again = seen(stage, *operands)
    stage.claim("the same list again changes nothing", again["unchanged"] == 2 and not again["added"]
                and not again["changed"] and not again["removed"], again)

    stage.write("gate.json", json.dumps({
        "dataType": "CVE_RECORD", "dataVersion": "5.1",
        "cveMetadata": {"cveId": "CVE-2031-1001", "assignerOrgId": "00000000-0000-4000-8000-000000000000",
                        "state": "PUBLISHED", "datePublished": "2026-11-01T00:00:00Z"},
        "containers": {"cna": {
            "providerMetadata": {"orgId": "00000000-0000-4000-8000-000000000000"},
            "descriptions": [{"lang": "en", "value": "A flaw."}], "references": [{"url": "https://example.org/"}],
            "affected": [{"vendor": "example", "product": "gate", "cpes": [GATE.format("*")],
                          "versions": [{"version": "0", "lessThan": "7.4", "versionType": "semver",
                                        "status": "affected"}]}]}}}))
    stage.must("feed", "release", "cve-vulnrichment", user="admin")
    stage.must("ingest", "cve-vulnrichment", stage.folder / "gate.json")
    found = ("finding", "list", "--threat", "CVE-2031-1001", "--with-gaps", "--format", "jsonl")
    stage.wait(lambda: stage.ess("threat", "show", "CVE-2031-1001").code == 0)
    stage.claim("a claim carries no finding", not stage.must(*found).lines(), stage.must(*found))
    vouched = seen(stage, *operands, "--verify", "callback")
    stage.must("entity", "import", *operands, "--verify", "callback", "--digest", vouched["digest"][:8], user="admin")
    rows = stage.wait(lambda: stage.must(*found).lines())
    stage.claim("what an admin vouched for does", [row["entity"] for row in rows] == ["city-hospital"], rows)

    new = stage.write("bill.json", bill(("gate", "7.4")))
    diff = seen(stage, "city-hospital", new)
    stage.claim("another version is a change, what is missing is removed",
                [line["why"] for line in diff["changed"]] == ["version 7.2 to 7.4"] and len(diff["removed"]) == 1, diff)
    broken = stage.write("bill.json", json.dumps({"bomFormat": "CycloneDX", "components": [
        {"name": "gate", "version": "7.4", "cpe": GATE.format("7.4")}, {"name": 7}]}))
    diff = seen(stage, "city-hospital", broken)
    stage.claim("while part of the list is unreadable nothing is removed, and no version takes another's place",
                not diff["removed"] and not diff["changed"] and len(diff["kept"]) == 2 and len(diff["added"]) == 1
                and diff["unreadable"][0]["place"] == "components[1]", diff)
    new = stage.write("bill.json", bill(("gate", "7.4")))
    diff = seen(stage, "city-hospital", new, "--keep-missing", "--owner", "leyla")
    stage.must("entity", "import", "city-hospital", new, "--keep-missing", "--owner", "leyla", "--digest",
               diff["digest"][:8], user="admin")
    stale = [asset["state"] for asset in stage.must("entity", "show", "city-hospital", "--format", "json").json()["assets"]
             if asset["state"]["kind"] == "stale"]
    stage.claim("what is kept is stale, with an owner", [state["owner"] for state in stale] == ["leyla"], stale)
    nets = stage.write("nets.txt", "198.51.100.64/26\nAS64500\nwww.hospital.example\n0.0.0.0/0\n")
    diff = seen(stage, "city-hospital", nets, "--verify", "callback")
    stage.claim("what is another entity's is told before it is applied, also when somebody vouches", diff["overlaps"] == [
        "network 198.51.100.64/26 of city-hospital lies in network 198.51.100.0/25 of first-bank",
        "AS64500 of water-works is registered for city-hospital too"], diff)
    shown = stage.must("entity", "import", "city-hospital", nets, "--dry-run", user="admin").out
    stage.claim("above the digest", 0 < shown.find("overlap: network 198.51.100.64/26") < shown.find("--digest"), shown)
    stage.claim("nobody owns all addresses", [row["message"] for row in diff["unreadable"]] == [
        "0.0.0.0/0 is nobody's: a network such as 192.0.2.0/24, no wider than /8 of IPv4 or /16 of IPv6 is accepted"],
                diff["unreadable"])
    answer = stage.ess("entity", "import", "city-hospital", stage.write("note.txt", "Dear all,\n"), user="admin")
    stage.claim("what is in no form is refused with the forms", answer.code == 65 and "cyclonedx-json" in answer.err,
                answer)
    answer = stage.ess("entity", "import", "nobody", file, user="admin")
    stage.claim("an unknown entity is named", answer.code == 65 and "nobody" in answer.err, answer)

    corpus = sorted((CORPUS / "sbom").rglob("*.json")) + sorted((CORPUS / "sbom").rglob("*.xml"))
    read = 0
    for path in corpus:
        answer = stage.ess("entity", "import", "city-hospital", path, "--dry-run", "--format", "json", user="admin")
        if answer.code not in (0, 65):
            stage.claim(f"{path.name} is read or told", False, answer)
        read += answer.code == 0
    if corpus:
        stage.claim(f"{read} of {len(corpus)} real bills of materials are read", read >= len(corpus) - 3)
    answer = stage.ess("ledger", "verify", user="service")
    stage.claim("the ledger verifies", answer.code == 0, answer)
    stage.finish()


main()
