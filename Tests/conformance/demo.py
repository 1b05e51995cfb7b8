"""A demo country for the conformance scripts: the acceptance stage with sample feeds read and one public advisory."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "acceptance"))

from stage import IS_ROOT, Stage, skip  # noqa: E402  (the path above leads to it)

CVE = "CVE-2026-99001"
CLEAR = "  - id: advisories\n    kinds: [advisory]\n    roles: [technical, abuse, 24h]\n    channel: {channel}\n"


def country(name, channel="maildrop", more="", register=None):
    """A running stage whose samples have been read."""
    if not IS_ROOT:
        skip("issuing needs two Unix users; run this as root")
    stage = Stage(name, CLEAR.format(channel=channel) + "    tlp_max: AMBER\n", more)
    stage.begin()
    path = stage.folder / "config/constituency.example.yaml"
    stage.must("entity", "import", stage.write("register.yaml", register) if register else path, user="admin")
    samples = stage.folder / "feeds/samples"
    for feed, sample in (("cisa-kev", "kev.json"), ("cve-vulnrichment", "CVE-2026-99001.json"),
                         ("shadowserver-telnet", "scan-telnet.csv")):
        stage.must("feed", "release", feed, user="admin")
        stage.must("ingest", feed, samples / sample)
    return stage


def issue(stage, threat=CVE, change=None):
    """Draft, review and issue by two people; `change` edits the form's text. Gives the advisory's number."""
    number = stage.must("advisory", "draft", threat, "--format", "json").json()["number"]
    if change:
        form = stage.must("advisory", "show", number, "--format", "json").json()["form"]
        stage.must("advisory", "edit", number, "--file", "-", stdin=change(form))
    stage.must("advisory", "submit", number)
    short = stage.must("advisory", "preview", number, "--format", "json", user="approver").json()["short"]
    stage.must("advisory", "approve", number, "--digest", short, user="approver")
    stage.must("advisory", "issue", number, user="approver")
    return number
