#!/usr/bin/env python3
"""Warning lists through the real binary: what stands on a list is marked wherever it is shown, is never dropped and
never to be blocked, and the register wins over all lists. A changed list changes every answer at the next start."""

import email
import email.policy
import json

from stage import Stage

DIRECTIVES = """  - id: phishing
    kinds: [findings]
    rsit: [fraud/phishing]
    roles: [technical]
    channel: maildrop
    tlp_max: AMBER
    standing_order: true
"""
REGISTER = """entities:
  - id: provider
    name: Provider
    sector: telecommunications
    criticality: high
    languages: [en]
    contacts:
      - id: desk
        role: technical
        maildrop: desk
        verified: {by: registrar, how: letter, at: 2026-01-15T09:00:00Z}
    assets:
      - network: 10.20.0.0/16
        verified: {by: registrar, how: letter, at: 2026-01-15T09:00:00Z}
      - network: 198.18.7.0/24
        verified: {by: registrar, how: letter, at: 2026-01-15T09:00:00Z}
      - domain: provider.example
        verified: {by: registrar, how: letter, at: 2026-01-15T09:00:00Z}
"""
# Private space, an address of a list of the site's own, a name of it, and one address that no list names yet.
LIST = "10.20.30.40\n198.18.7.7\nhttp://status.provider.example/x\n"
RESOLVERS = """{"name": "resolvers of the country", "version": %d, "type": "%s", "description": "",
  "matching_attributes": ["ip-src", "ip-dst", "domain|ip", "domain", "hostname"], "list": [%s]}"""
PRIVATE = """name: private space
version: 1918
type: cidr
list: [10.0.0.0/8]
"""


def marks(row):
    return [(mark["list"], mark["version"], mark["entry"]) for mark in row["warning_lists"]]


def entity_told(stage):
    """The entity reads it too: nobody knows better than the owner what an address serves."""
    stage.must("feed", "release", "openphish", user="admin")
    row, = stage.must("directive", "list", "--format", "json").json()
    for user in ("approver", "chief"):
        stage.must("directive", "approve", "phishing", "--digest", row["digest"][:8], user=user)
    stage.must("ingest", "openphish", stage.write("more.txt", LIST + "10.20.30.41\n198.18.7.8\n"))

    def mails():
        messages = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                    for path in stage.drop.glob("desk@*/new/*")]
        return " ".join(" ".join(message.get_body(("plain",)).get_content() for message in messages).split())

    stage.wait(lambda: "198.18.7.8" in mails(), 60)
    text = mails()
    stage.claim("the notice names the doubt beside the listed place",
                "on a warning list, the report may be mistaken: private space" in text, text)
    stage.claim("and nothing is dropped from it", "10.20.30.41" in text and "198.18.7.8" in text, text)


def main():
    stage = Stage("warnings", DIRECTIVES)
    lists = stage.folder / "lists"
    lists.mkdir()
    lists.chmod(0o755)
    stage.write("lists/private.yaml", PRIVATE)
    stage.write("lists/names.json", RESOLVERS % (1, "hostname", '"status.provider.example"'))
    stage.settings.write_text(stage.settings.read_text() + f"warninglists_dir: {lists}\n")
    told = stage.must("check")
    stage.claim("check counts the lists", f"{lists}: OK, 2 warning lists" in told.out, told.out)
    stage.begin()
    stage.must("entity", "import", stage.write("register.yaml", REGISTER), user="admin")
    answer = stage.must("ingest", "openphish", stage.write("list.txt", LIST), "--format", "json").json()
    stage.claim("nothing of the list is dropped", answer["summary"]["rows"] == 3
                and answer["summary"]["rejects"] == 0, answer)

    def findings():
        rows = stage.must("finding", "list", "--format", "jsonl").lines()
        return {row["locus"]: row for row in rows}

    rows = findings()
    stage.claim("the register wins: private and listed places of an entity are findings", len(rows) == 3, rows)
    threat = next(iter(rows.values()))["threat"]
    got = {locus: marks(row) for locus, row in rows.items()}
    stage.claim("each finding carries list, version and entry", got == {
        "10.20.30.40": [("private space", "1918", "10.0.0.0/8")],
        "198.18.7.7": [],
        "domain:status.provider.example": [("resolvers of the country", "1", "status.provider.example")]}, got)
    told = stage.must("finding", "explain", "provider", "10.20.30.40")
    stage.claim("finding explain says so, and that it is not to be blocked",
                "on private space (version 1918), entry 10.0.0.0/8" in told.out and "not to be blocked" in told.out,
                told.out)
    shown = stage.must("threat", "explain", threat, "--format", "json").json()
    listed = shown["listed"]
    stage.claim("threat explain counts the listed places and lets none be blocked",
                (listed["looked_at"], listed["hits"]) == (3, 2)
                and [place["blockable"] for place in listed["places"]] == [False, False], listed)
    stage.claim("one place that no list names keeps the score whole",
                all(part["rule"] != "listed" for part in shown["contributions"]), shown["contributions"])
    told = stage.must("threat", "show", threat)
    stage.claim("threat show has it in words", "2 of 3 open places on warning lists" in told.out, told.out)
    before = shown["score"]

    stage.must("report", "submit", "--title", "Ours attacks us", "--address", "10.9.9.9", "--domain", "a.example")
    report = stage.must("report", "list", "--feed", "user-reports", "--format", "jsonl").lines()[0]
    revision = json.loads(stage.must("report", "show", "user-reports", report["id"], "--format", "json").out)[0]
    stage.claim("report show marks the address a person named, and no other", [
        (value["value"], value["blockable"]) for value in revision["listed"]] == [("10.9.9.9", False)], revision)

    lines = stage.must("match", "warning-list", stdin="10.0.0.1\n9.9.9.9\nhttps://x.status.provider.example/\n").lines()
    stage.claim("the line tool answers each value", [line["blockable"] for line in lines] == [False, True, False]
                and lines[2]["warning_lists"][0]["entry"] == "status.provider.example", lines)

    # The list grows: what was found before is marked, and the doubt is in the score; both without any document.
    stage.claim("the service ends", stage.stop())
    stage.write("lists/names.json", RESOLVERS % (2, "string", '"status.provider.example", "198.18.7.7"'))
    stage.begin()
    got = {locus: marks(row) for locus, row in findings().items()}
    stage.claim("a changed list marks what was found before it, with its new version",
                got["198.18.7.7"] == [("resolvers of the country", "2", "198.18.7.7")], got)
    shown = stage.wait(lambda: (lambda answer: answer if answer["score"] != before else None)(
        stage.must("threat", "explain", threat, "--format", "json").json()), 30)
    stage.claim("each place is listed now: five points go, by a contribution that names the lists",
                shown and shown["score"] == before - 5 and any(
                    part["rule"] == "listed" and part["points"] == -5 and "private space" in part["evidence"]
                    for part in shown["contributions"]), shown)

    entity_told(stage)
    stage.claim("the service ends again", stage.stop())
    stage.write("lists/broken.yaml", "name: broken\nversion: 1\ntype: regex\nlist: [sandbox, 'a+b']\n")
    answer = stage.ess("check")
    stage.claim("an expression is refused by file, line and entry", answer.code == 78
                and "broken.yaml:4: list[1]: `a+b` is not accepted" in answer.err, answer)
    (lists / "broken.yaml").unlink()
    stage.begin()
    stage.finish()


if __name__ == "__main__":
    main()
