#!/usr/bin/env python3
"""The same reports in two orders give the same threats and the same findings, line by line (I5).

First with records of our own, where one report is vague and another exact; then with real KEV, CVE and CSAF documents,
when they are on this machine, and a register made of products that they name."""

import json
import shutil
import time
import zipfile

from campaigns import atom
from stage import CORPUS, REPOSITORY, Stage

SAMPLE = REPOSITORY / "Feeds/samples/CVE-2026-99001.json"
VERIFIED = "verified: {by: registrar, how: inventory, at: 2026-01-15T09:00:00Z}"


def record(cve, updated, affected, state="PUBLISHED"):
    """A CVE record of ours in the shape of the sample."""
    whole = json.loads(SAMPLE.read_text())
    whole["cveMetadata"].update(cveId=cve, dateUpdated=updated, state=state)
    whole["containers"]["cna"]["affected"] = affected
    whole["containers"]["cna"]["providerMetadata"]["dateUpdated"] = updated
    if state == "REJECTED":
        whole["cveMetadata"]["dateRejected"] = updated
        whole["containers"]["cna"] = {"providerMetadata": whole["containers"]["cna"]["providerMetadata"],
                                      "rejectedReasons": [{"lang": "en", "value": "Not a vulnerability."}]}
    return json.dumps(whole)


def advisory(version, released, *cves):
    """A revision of a CSAF document of ours that names these vulnerabilities."""
    whole = json.loads((SAMPLE.parent / "en-sa-2026-014.json").read_text())
    whole["document"]["tracking"].update(id="EN-SA-2026-099", version=version, current_release_date=released)
    # The revisions of the sample end before these.
    whole["document"]["tracking"]["revision_history"].append({"number": version, "date": released, "summary": "More"})
    whole["vulnerabilities"] = [dict(whole["vulnerabilities"][0], cve=cve) for cve in cves]
    return json.dumps(whole)


def news(key, published, updated, title):
    return atom([(key, f"{published}T08:00:00Z", f"{updated}T08:00:00Z", title, "")])


def exact(version, status):
    return {"vendor": "Example Networks", "product": "EdgeGate", "defaultStatus": "unaffected",
            "versions": [{"version": version, "status": status, "versionType": "semver"}]}


VAGUE = {"vendor": "Example Networks", "product": "EdgeGate", "defaultStatus": "affected"}
# (feed, file name, content), oldest first; the hospital has EdgeGate 7.2.
OWN = [
    ("cvelist", "vague.json", record("CVE-2026-99101", "2026-11-01T00:00:00Z", [VAGUE])),
    ("cve-vulnrichment", "exact.json", record("CVE-2026-99101", "2026-11-05T00:00:00Z", [exact("7.2", "unaffected")])),
    ("cvelist", "first.json", record("CVE-2026-99102", "2026-11-02T00:00:00Z", [exact("7.2", "affected")])),
    ("cvelist", "mended.json", record("CVE-2026-99102", "2026-11-06T00:00:00Z", [exact("6.0", "affected")])),
    ("cvelist", "named.json", record("CVE-2026-99103", "2026-11-02T00:00:00Z", [exact("7.2", "affected")])),
    ("cvelist", "rejected.json", record("CVE-2026-99103", "2026-11-07T00:00:00Z", [], "REJECTED")),
    ("cvelist", "held.json", record("CVE-2026-99104", "2026-11-02T00:00:00Z", [exact("7.2", "affected")])),
    ("cve-vulnrichment", "held-too.json", record("CVE-2026-99104", "2026-11-08T00:00:00Z", [exact("7.2", "affected")])),
    # The second revision takes back that the document was about 99105 too: nothing is left of that threat.
    ("cisa-csaf", "two.json", advisory("3", "2026-11-21T00:00:00Z", "CVE-2026-99105", "CVE-2026-99104")),
    ("cisa-csaf", "one.json", advisory("4", "2026-11-22T00:00:00Z", "CVE-2026-99104")),
    # Told without identifiers: two events by three feeds. One alert is reworded and then belongs to the other event.
    ("cert-at", "hit.xml", news("a-1", "2026-11-02", "2026-11-02", "Velkrat greift Quillhaven an")),
    ("cert-eu", "hits.xml", news("e-1", "2026-11-03", "2026-11-03", "Quillhaven hospital hit by Velkrat ransomware")),
    ("jpcert", "offline.xml", news("j-1", "2026-11-01", "2026-11-01", "Quillhaven offline after Velkrat attack")),
    ("cert-eu", "moved.xml", news("e-2", "2026-11-04", "2026-11-04", "Velkrat demands money of Quillhaven")),
    ("cert-eu", "away.xml", news("e-2", "2026-11-04", "2026-11-06", "Marrowgate airport phished again")),
    ("cert-at", "airport.xml", news("a-2", "2026-11-05", "2026-11-05", "Phishing am Flughafen Marrowgate")),
]


def lists(stage):
    """Both lists as printed."""
    return (stage.must("threat", "list", "--all", "--limit", 1000000, "--format", "jsonl").out.splitlines(),
            stage.must("finding", "list", "--with-gaps", "--format", "jsonl").out.splitlines())


def settled(stage):
    """The lists once nothing is being judged any more: equal for two seconds."""
    previous, since = None, time.monotonic()
    while time.monotonic() - since < 2:
        now = lists(stage)
        if now != previous:
            previous, since = now, time.monotonic()
        time.sleep(0.5)
    return previous


def run(title, register, documents):
    stage = Stage("orders")
    stage.begin()
    stage.must("entity", "import", stage.write("register.yaml", register), user="admin")
    begin = time.monotonic()
    for feed, path in documents(stage):
        stage.must("ingest", feed, path)
        # Each is judged by itself, so that what came first has its effect before the next.
        settled(stage)
    found = settled(stage)
    print(f"     {title}: {len(found[0])} threats, {len(found[1])} findings ({time.monotonic() - begin:.0f} s)",
          flush=True)
    stage.claim("SIGTERM ends the service well", stage.stop(), stage.tail())
    return stage, found


def compare(title, register, forward, backward):
    first, one = run(f"{title}, forwards", register, forward)
    second, other = run(f"{title}, backwards", register, backward)
    for place, noun in enumerate(("threats", "findings")):
        differing = sorted(set(one[place]) ^ set(other[place]))
        second.claim(f"{title}: {noun} are the same lines in both orders", one[place] == other[place], differing[:4])
    second.failures += first.failures
    if not second.failures:
        shutil.rmtree(first.folder)
    return second, one


def own():
    register = (REPOSITORY / "Config/constituency.example.yaml").read_text()
    written = lambda stage: [(feed, stage.write(name, text)) for feed, name, text in OWN]
    stage, (threats, findings) = compare("our own records", register, written, lambda stage: written(stage)[::-1])
    stands = {(row["entity"], row["threat"], row["state"]) for row in map(json.loads, findings)}
    # The bank's EdgeGate has another version: what is said of all versions concerns it, what is said of 7.2 does not.
    stage.claim("what stands is open, and no row is left of what an exact report took back",
                stands == {("city-hospital", "CVE-2026-99104", "open"), ("first-bank", "CVE-2026-99101", "open")},
                stands)
    told = sorted(row["title"] for row in map(json.loads, threats) if row["kind"] == "campaign")
    stage.claim("what is told without identifiers is two campaigns", len(told) == 2, told)
    names = {row["id"] for row in map(json.loads, threats) if row["kind"] != "campaign"}
    stage.claim("a threat that its only source took back is gone", names == {f"CVE-2026-9910{n}" for n in range(1, 5)},
                names)
    closed = {row["id"] for row in map(json.loads, threats) if row["closed"]}
    stage.claim("the rejected one is closed", closed == {"CVE-2026-99103"}, closed)
    return stage


def products(limit):
    """Vendor, product and a version of software that real records name, each once, in order of their names."""
    found = {}
    with zipfile.ZipFile(CORPUS / "cve/vulnrichment_cves.zip") as archive:
        for name in sorted(archive.namelist()):
            if not name.endswith(".json"):
                continue
            for item in json.loads(archive.read(name)).get("containers", {}).get("cna", {}).get("affected", []):
                vendor, product = item.get("vendor"), item.get("product")
                bounds = [version.get(key) for version in item.get("versions", [])
                          for key in ("version", "lessThanOrEqual", "lessThan")]
                plain = [b for b in bounds if b and b[0].isdigit() and b != "0" and len(b) < 20 and " " not in b]
                if vendor and product and plain and len(vendor + product) < 60 and (vendor + product).isascii():
                    found.setdefault((vendor, product), plain[0])
    return [(*key, version) for key, version in sorted(found.items())][:limit]


def real():
    sources = [("cisa-kev", CORPUS / "kev/2025-08-25/known_exploited_vulnerabilities.json"),
               ("cisa-csaf", CORPUS / "csaf/cisa"), ("cve-vulnrichment", CORPUS / "cve/vulnrichment"),
               ("cisa-kev", CORPUS / "kev/2026-07-23/kev.json")]
    absent = [str(path) for _, path in sources if not path.exists()]
    if absent:
        print(f"skipped: real documents in both orders: {absent[0]} is not here; set ESS_CORPUS to their folder")
        return None
    software = products(400)
    assets = "".join(f"      - vendor: {json.dumps(vendor)}\n        product: {json.dumps(product)}\n"
                     f"        version: {json.dumps(version)}\n        {VERIFIED}\n"
                     for vendor, product, version in software)
    register = ("entities:\n  - id: everything\n    name: {en: Everything}\n    sector: other\n    criticality: high\n"
                "    assets:\n" + assets)
    stage, (_, findings) = compare("real KEV, CSAF and CVE documents", register, lambda _: sources,
                                   lambda _: sources[::-1])
    stage.claim(f"{len(software)} products are registered, and some are concerned", len(findings) > 0, len(findings))
    return stage


def main():
    stage = own()
    if not stage.failures and (last := real()):
        shutil.rmtree(stage.folder)
        stage = last
    stage.finish()


if __name__ == "__main__":
    main()
