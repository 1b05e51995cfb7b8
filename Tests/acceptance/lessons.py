#!/usr/bin/env python3
"""What people teach about names survives a restart, is used by every match, and goes out and comes back as a file."""

import json

from stage import REPOSITORY, Stage

REGISTER = """entities:
  - id: works
    name: Water works
    assets:
      - {vendor: paloaltonetworks, product: PAN-OS, version: "10.1",
         verified: {by: registrar, how: visit, at: 2026-01-15T09:00:00Z}}
      - {vendor: Zeta, product: Bare, version: "1.0",
         verified: {by: registrar, how: visit, at: 2026-01-15T09:00:00Z}}
"""


def record(stage, cve, vendor, product):
    whole = json.loads((REPOSITORY / "Feeds/samples/CVE-2026-99001.json").read_text())
    whole["cveMetadata"]["cveId"] = cve
    whole["containers"]["cna"]["affected"] = [{"vendor": vendor, "product": product, "defaultStatus": "affected"}]
    stage.must("ingest", "cve-vulnrichment", stage.write(f"{cve}.json", json.dumps(whole)))


def confidence(stage, cve):
    rows = stage.must("finding", "list", "--threat", cve, "--with-gaps", "--format", "jsonl").lines() \
        if stage.ess("threat", "show", cve).code == 0 else []
    return [row["confidence"] for row in rows]


def become(stage, cve, expected):
    return stage.wait(lambda: confidence(stage, cve) == expected, 30)


def taught():
    """Teaches two lessons and returns the file that holds them."""
    stage = Stage("lessons")
    stage.begin()
    stage.must("entity", "import", stage.write("register.yaml", REGISTER), user="admin")
    record(stage, "CVE-2033-0001", "Palo Alto Networks", "PAN-OS")
    record(stage, "CVE-2033-0002", "Zeta Systems International", "Bare")
    stage.claim("both are gaps", become(stage, "CVE-2033-0001", ["possible"])
                and become(stage, "CVE-2033-0002", ["possible"]))
    rows = {row["threat"]: row for row in stage.must("gap", "list", "--format", "json").json()}
    for cve, verdict, reason in (("CVE-2033-0001", "match", 'one firm: "PAN"'), ("CVE-2033-0002", "no-match", "two firms")):
        stage.must("gap", "resolve", rows[cve]["gap"], "--as", verdict, "--alias", rows[cve]["alias"], "--reason", reason)
    stage.claim("taught names decide", confidence(stage, "CVE-2033-0001") == ["probable"]
                and not confidence(stage, "CVE-2033-0002"))
    failed = stage.must("finding", "explain", "works", "CVE-2033-0002", "--format", "json").json()[0]
    stage.claim("and the refusal is explained", failed["failed_rule"] == "lesson"
                and failed["would_match"].endswith("were not told apart"), failed)
    before = stage.must("gap", "lessons", "--format", "json").json()
    stage.stop()
    stage.begin()
    stage.claim("lessons survive a restart", stage.must("gap", "lessons", "--format", "json").json() == before
                and len(before) == 2, before)
    record(stage, "CVE-2033-0003", "Palo Alto Networks", "PAN-OS")
    stage.claim("and hold for what comes later", become(stage, "CVE-2033-0003", ["probable"]))
    text = stage.must("gap", "lessons", "--yaml").out
    stage.claim("they go out as a file", text.count("- {stated:") == 2 and "no-match" in text, text)
    return stage, text


def given(first, text):
    """Another site reads the file: before the first report, and later."""
    second = Stage("lessons-file")
    second.write("aliases.yaml", text)
    settings = second.settings.read_text()
    second.begin()
    second.must("entity", "import", second.write("register.yaml", REGISTER), user="admin")
    record(second, "CVE-2033-0001", "Palo Alto Networks", "PAN-OS")
    record(second, "CVE-2033-0002", "Zeta Systems International", "Bare")
    second.claim("without the file both are gaps", become(second, "CVE-2033-0001", ["possible"])
                 and become(second, "CVE-2033-0002", ["possible"]))
    second.stop()
    second.write("ess.yaml", settings + "aliases: aliases.yaml\n")
    second.begin()
    second.claim("with it both are judged again", become(second, "CVE-2033-0001", ["probable"])
                 and become(second, "CVE-2033-0002", []), confidence(second, "CVE-2033-0002"))
    rows = second.must("gap", "lessons", "--format", "json").json()
    second.claim("lessons say where they stand and who taught them", {row["origin"] for row in rows} == {"file"}
                 and {row["reason"] for row in rows} == {'one firm: "PAN"', "two firms"}
                 and all(row["by"].startswith("user:") for row in rows), rows)
    second.claim("what goes out is what came in", second.must("gap", "lessons", "--yaml").out == text)
    second.stop()
    second.write("aliases.yaml", text.replace("stated:", "statd:", 1))
    answer = second.ess("check")
    second.claim("a wrong file is named with line and key", answer.code == 78 and "aliases.yaml:" in answer.err
                 and "stated" in answer.err, answer)
    second.write("aliases.yaml", "aliases: []\n")
    second.begin()
    second.claim("without its lessons both are gaps again", become(second, "CVE-2033-0001", ["possible"])
                 and become(second, "CVE-2033-0002", ["possible"]))
    # Both stages end with the checker; the first one's end would end the script.
    second.stop()
    answer = second.ess("ledger", "verify", user="service")
    first.claim("the second site's ledger verifies", answer.code == 0, answer)
    first.failures += second.failures


def main():
    stage, text = taught()
    given(stage, text)
    stage.finish()


main()
