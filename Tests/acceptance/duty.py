#!/usr/bin/env python3
"""What a duty officer sees after an everyday act: the next step, the person's own words, and no screen that contradicts another."""

from stage import Stage

FEED = "cisa-kev"
SURE = "verified: {by: registrar, how: visit, at: 2026-01-15T09:00:00Z}"
REGISTER = f"""entities:
  - id: works
    name: Water works
    contacts: [{{id: desk, role: technical, maildrop: desk, {SURE}}}]
    assets: [{{network: 192.0.2.0/24, {SURE}}}]
"""


def reported(stage):
    """Somebody calls: the report is taken down, the case shows it, and a search for its address finds it."""
    words = ("report", "submit", "--title", "A strange mail", "--text", "It asks for a password.\nTwice.",
             "--address", "192.0.2.9", "--domain", "Strange.example", "--type", "fraud/phishing",
             "--entity", "works", "--contact", "Leyla, +994 12 000 00 00")
    dry = stage.must(*words, "--dry-run").out
    stage.claim("a dry run shows what would be taken down",
                all(part in dry for part in ("A strange mail", "192.0.2.9", "fraud/phishing", "works", "Leyla")), dry)
    stage.claim("and takes nothing", not stage.must("case", "list", "--format", "json").json())
    no = stage.ess("report", "submit", "--title", "x", "--domain", "not a name")
    stage.claim("what is no domain is refused, with an example", no.code == 65 and "is no domain name" in no.err
                and "mail.example.az" in no.err, no)
    said = stage.must(*words).out
    case = stage.must("case", "list", "--format", "json").json()[0]["number"]
    stage.claim("the answer names the case and the next step",
                f"case {case}" in said and f"ess case assign {case}" in said, said)
    number = said.split()[0]
    shown = stage.must("case", "show", case).out
    stage.claim("the case shows the person's words, who it was, and the places",
                all(part in shown for part in ("It asks for a password.", "Twice.", "Leyla", "192.0.2.9",
                                               "strange.example", "fraud/phishing", "concerns   works",
                                               f"ess report show user-reports {number}")), shown)
    report, = stage.must("case", "show", case, "--format", "json").json()["reports"]
    stage.claim("programs get the same", report["id"] == number and report["addresses"] == ["192.0.2.9"]
                and report["text"].startswith("It asks") and report["contact"].startswith("Leyla"), report)
    for place in ("192.0.2.9", "domain:strange.example"):
        told = stage.must("finding", "explain", "works", place, "--format", "json").json()[0]
        stage.claim(f"a report that names {place} is not passed over", told["reports"] == [f"user-reports/{number}"]
                    and case in told["because"] and f"ess report show user-reports {number}" in told["because"], told)
    other = stage.must("finding", "explain", "works", "192.0.2.90", "--format", "json").json()[0]
    stage.claim("another address is", not other.get("reports"), other)


def main():
    stage = Stage("duty")
    stage.begin()
    stage.must("entity", "import", stage.write("register.yaml", REGISTER), user="admin")
    reported(stage)
    stage.claim("the ledger verifies", stage.ess("ledger", "verify", user="service").code == 0)
    stage.finish()


if __name__ == "__main__":
    main()
