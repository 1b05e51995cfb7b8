#!/usr/bin/env python3
"""Reports that name an entity, its domain, its address or its sector: whom a text means, how surely, and whom not.

Each text is a report of its own about one vulnerability, so what it names is that threat's finding."""

import random
from html import escape

from stage import Stage

NEWS = """publisher: Example news
kind: research
country: AZ
format: syndication
interval: 1h
licence: own
tlp: {}
reliability: C
about: Made by hand.
"""

REGISTER = """entities:
  - id: clinic
    name: {az: Mərkəzi Nəsimi Klinikası, ru: Центральная клиника Насими}
    sector: health
    contacts:
      - id: it
        role: technical
        maildrop: clinic
VERIFIED_CONTACT
    assets:
      - domain: nesimi-klinika.az
VERIFIED
      - domain: şirkət.az
VERIFIED
      - network: 192.0.2.0/24
VERIFIED
      - network: 2001:db8:7::/48
VERIFIED
  - id: carrier
    name: “Xəzərnet” MMC
    aliases: [Xəzərnet Telekom]
    sector: telecommunications
    assets:
      - domain: xezernet.example
VERIFIED
      - domain: claimed.example
  - id: grid
    name: {az: Odlar Enerji ASC, en: Odlar Energy OJSC, ru: ОАО Одлар Энерджи}
    distinct_names: [Odlarenerji]
    sector: energy
  - id: central
    name: {az: Mərkəzi Bank, en: Central Bank, ru: Центральный банк}
    sector: financial-markets
  - id: ministry
    name: {az: Azərbaycan Respublikasının Səhiyyə Nazirliyi, en: Ministry of Health of Azerbaijan}
    sector: government
    assets:
      - domain: health.gov.az
VERIFIED
  - id: registry
    name: Registry of Names
    assets:
      - domain: gov.az
        registry: true
VERIFIED
"""
REGISTER = REGISTER.replace("VERIFIED_CONTACT", "        verified: {by: r, how: call, at: 2026-01-15T09:00:00Z}") \
    .replace("VERIFIED", "        verified: {by: registrar, how: visit, at: 2026-01-15T09:00:00Z}")

# What the text says, and whom it means: `entity locus confidence`.
TEXTS = [
    # Domains, in all their disguises.
    ("The site nesimi-klinika.az was defaced.", ["clinic domain:nesimi-klinika.az certain"]),
    ("Saxta səhifə hxxps://www.nesimi-klinika[.]az/giris ünvanında", ["clinic domain:www.nesimi-klinika.az certain"]),
    ("Рассылка с адреса office@nesimi-klinika.az идёт", ["clinic domain:nesimi-klinika.az certain"]),
    ("nesimi-klinika.az-ın serveri dayandı", ["clinic domain:nesimi-klinika.az certain"]),
    ("NESIMI-KLINIKA(.)AZ", ["clinic domain:nesimi-klinika.az certain"]),
    ("nesimi-klinika[dot]az", ["clinic domain:nesimi-klinika.az certain"]),
    ("portal.şirkət.az saytı", ["clinic domain:portal.xn--irkt-45a71m.az certain"]),
    ("portal.xn--irkt-45a71m.az is down", ["clinic domain:portal.xn--irkt-45a71m.az certain"]),
    ("mail.health.gov.az leaks", ["ministry domain:mail.health.gov.az certain"]),
    ("the zone gov.az itself", ["registry domain:gov.az certain"]),
    # Look-alikes.
    ("nesimi-klinika.az.evil.example takes passwords", []),
    ("notnesimi-klinika.az", []),
    ("https://evil.example/nesimi-klinika.az/login", []),
    ("https://nesimi-klinika.az@evil.example/", []),
    ("https://evil.example?to=nesimi-klinika.az", []),
    ("nesimi-klinika-az.example və nesimi-klinika.com", []),
    ("пesimi-klinika.az (first letter Cyrillic)", []),
    ("other.gov.az and shop.az", []),
    ("claimed.example was attacked", []),
    # Addresses.
    ("beacons from 192.0.2[.]7:8443 since May", ["clinic 192.0.2.7:8443/tcp certain"]),
    ("the block 192.0.2.128/25 scans", ["clinic 192.0.2.128 certain"]),
    ("адрес 2001:db8:7::5.", ["clinic 2001:db8:7::5 certain"]),
    ("[2001:db8:7::5]:443 answers", ["clinic [2001:db8:7::5]:443/tcp certain"]),
    ("versions before v192.0.2.7", []),
    ("1192.0.2.7, 192.0.2.7.1 and 198.51.100.7", []),
    ("all of 192.0.0.0/8", []),
    # Full names, in three languages, with endings, with and without marks.
    ("Mərkəzi Nəsimi Klinikasının şəbəkəsi şifrələnib", ["clinic entity probable"]),
    ("MƏRKƏZİ NƏSİMİ KLİNİKASI", ["clinic entity probable"]),
    ("Merkezi Nesimi Klinikasi attacked", ["clinic entity probable"]),
    ("Взлом в Центральной клинике Насими", ["clinic entity probable"]),
    ("Xəzərnet Telekomun müştəriləri", ["carrier entity probable"]),
    ("Odlar Energy said on Monday", ["grid entity probable"]),
    ("Компания «Одлар Энерджи» сообщила", ["grid entity probable"]),
    ("Ministry of Health of Azerbaijan", ["ministry entity probable"]),
    ("Azərbaycan Respublikası Səhiyyə Nazirliyinə hücum", ["ministry entity probable"]),
    ("Odlarenerji məlumat yaydı", ["grid entity probable"]),
    # Doubtful: for a person.
    ("Xəzərnet şəbəkəsi", ["carrier entity possible"]),
    ("Odlarenerjinin", ["grid entity possible"]),
    ("the odlar energy drink", ["grid entity possible"]),
    ("Mərkəzi Bank Azərbaycanda", ["central entity possible"]),
    ("Центральный банк Азербайджана", ["central entity possible"]),
    ("Xəzərnetin saytı xezernet.example", ["carrier domain:xezernet.example certain", "carrier entity probable"]),
    # Names that mean nobody of ours.
    ("Central Bank of Nepal", []),
    ("Центральный банк Непала", []),
    ("Türkiyə Səhiyyə Nazirliyi", []),
    ("Mərkəzi. Nəsimi Klinikası", []),
    ("Mərkəzi, Nəsimi Klinikası", []),
    ("Xəzərnetcell və xəzərnet", []),
    ("Odlar və Enerji ASC", []),
]


def cve(number):
    return f"CVE-2031-{3000 + number}"


def item(number, text, day=1, name=None, link=None):
    ids = name or f"({cve(number)})"
    return (f"<item><title>Report {number} {ids}</title><guid isPermaLink=\"false\">R-{number}</guid>"
            f"<link>{link or f'https://news.example/{number}'}</link>"
            f"<pubDate>{day:02d} Nov 2026 10:00:00 GMT</pubDate>"
            f"<description>{escape(escape(text))}</description></item>")


def rss(items):
    return ('<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title>'
            '<link>https://news.example/</link><description>made by hand</description>' + "".join(items)
            + "</channel></rss>")


def ingest(stage, *items, feed="news-a"):
    name = f"news-{len(list(stage.folder.glob('news-*.xml')))}.xml"
    stage.must("ingest", feed, stage.write(name, rss(items)))


def rows(stage, *more):
    return stage.must("finding", "list", "--with-gaps", "--format", "jsonl", *more).lines()


def named(stage, threat):
    return sorted(f"{row['entity']} {row['locus']} {row['confidence']}" for row in rows(stage, "--threat", threat)
                  if row["state"] == "open")


def known(stage, threat):
    return stage.wait(lambda: stage.ess("threat", "show", threat).code == 0)


def settled(stage, threat, wanted):
    known(stage, threat)
    return stage.wait(lambda: named(stage, threat) == sorted(wanted), seconds=20)


def table(stage):
    ingest(stage, *[item(number, text) for number, (text, _) in enumerate(TEXTS)])
    known(stage, cve(len(TEXTS) - 1))
    settled(stage, cve(0), TEXTS[0][1])
    for number, (text, wanted) in enumerate(TEXTS):
        found = named(stage, cve(number))
        stage.claim(f"`{text}` names {', '.join(wanted) or 'nobody'}", found == sorted(wanted), found)


def again(stage):
    """The register after the reports, the reports in another order and other portions: the same findings."""
    other = prepare("naming-again")
    items = [item(number, text) for number, (text, _) in enumerate(TEXTS)]
    random.Random(8).shuffle(items)
    for start in range(0, len(items), 20):
        ingest(other, *items[start:start + 20])
    for number in range(len(TEXTS)):
        known(other, cve(number))
    other.must("entity", "import", other.write("register.yaml", REGISTER), user="admin")
    wanted = rows(stage)
    same = other.wait(lambda: rows(other) == wanted, seconds=60)
    stage.claim("the register after the reports, in any order, gives the same", same,
                [row for row in rows(other) if row not in wanted][:3])
    other.stop()


def sectors(stage):
    """What speaks of a sector of the country makes no finding, but stands before a person with its entities."""
    ingest(stage, item(800, "Azərbaycanın xəstəxanalarına və energetika sektoruna hücum"),
           item(801, "Hospitals in Georgia. Azerbaijan is near."))
    known(stage, cve(801))
    stage.must("feed", "release", "news-a", user="admin")
    line = stage.wait(lambda: next((line for line in stage.must("status", "--format", "json").json()["needs"]
                                    if cve(800) in line["text"] and line["need"] == "gap"), None))
    stage.claim("a sector that a report speaks of is one line with its entities", line and "sectors energy, health"
                in line["text"] and "2 entities" in line["text"], line)
    stage.claim("nobody has a finding by that", named(stage, cve(800)) == [])
    texts = [line["text"] for line in stage.must("status", "--format", "json").json()["needs"]]
    stage.claim("another country's hospitals are nobody's here", not any(cve(801) in text for text in texts), texts)
    why = stage.must("threat", "explain", cve(800), "--format", "json").json()
    stage.claim("explain names the words and where they stand", {one["named"]["sector"]: (
        one["named"]["words"], one["named"]["country"], one["entities"]) for one in why["sectors"]} == {
            "health": ("xəstəxanalarına", "Azərbaycanın", 1),
            "energy": ("energetika", "Azərbaycanın", 1)}, why["sectors"])
    part = [one for one in why["contributions"] if one["rule"] == "sector"]
    # Two entities of medium criticality weigh 2 each: 4, three binary digits.
    stage.claim("the score has a part for it", [one["points"] for one in part] == [3], why["contributions"])
    words = line["command"].split()[1:]
    number = stage.must(*words, "--format", "json").json()["number"]
    preview = stage.must("advisory", "preview", number, "--format", "json").json()
    stage.claim("the command drafts an advisory for all of them",
                sorted(one["entity"] for one in preview["recipients"]) == ["clinic", "grid"], preview["recipients"])
    stage.must("threat", "dismiss", cve(800), "--reason", "old news")
    texts = [line["text"] for line in stage.must("status", "--format", "json").json()["needs"]]
    stage.claim("the line goes when a person has decided",
                not any(cve(800) in text and "sector" in text for text in texts), texts)


def about(stage):
    """What a report's text counts for, and what not."""
    ingest(stage, item(500, "nesimi-klinika.az", name="(CVE-2031-3500, CVE-2031-3501)"),
           item(502, "nesimi-klinika.az", link="https://www.nesimi-klinika.az/news/1"))
    known(stage, cve(502))
    stage.claim("a round-up makes no finding of each threat it names",
                named(stage, "CVE-2031-3500") == named(stage, "CVE-2031-3501") == [])
    why = stage.must("finding", "explain", "clinic", "entity", "--threat", "CVE-2031-3500", "--format",
                     "json").json()[0]
    stage.claim("and explain says so", "2 vulnerabilities" in why["near_misses"][0]["because"], why)
    stage.claim("an entity is not the subject of what stands on its own site", named(stage, cve(502)) == [])
    why = stage.must("finding", "explain", "clinic", "entity", "--threat", cve(502)).out
    stage.claim("and explain says that too", "its source, not its subject" in why, why)
    near = TEXTS.index(("nesimi-klinika.az.evil.example takes passwords", []))
    why = stage.must("finding", "explain", "clinic", "entity", "--threat", cve(near)).out
    stage.claim("a look-alike is named with what would match", "looks like nesimi-klinika.az" in why
                and "would match: nesimi-klinika.az" in why, why)
    shown = stage.must("finding", "explain", "clinic", "domain:nesimi-klinika.az", "--threat", cve(0), "--format",
                       "json").json()[0]
    report = shown["evidence"]["reports"][0]
    stage.claim("a finding says which report, where, which words",
                (report["feed"], report["source_id"], report["part"], report["words"], report["offset"])
                == ("news-a", "R-0", "text", "nesimi-klinika.az", 9), shown)


def revisions(stage):
    ingest(stage, item(600, "Odlar Energy said", day=2))
    stage.claim("a name is found", settled(stage, cve(600), ["grid entity probable"]))
    ingest(stage, item(600, "Somebody Bakery said", day=3))
    stage.claim("and goes with the revision that no longer holds it", settled(stage, cve(600), []),
                rows(stage, "--threat", cve(600)))
    ingest(stage, item(600, "Odlar Energy said", day=2))
    stage.claim("an older revision that comes late brings nothing back", named(stage, cve(600)) == [])


def gaps(stage):
    doubtful = TEXTS.index(("Xəzərnet şəbəkəsi", ["carrier entity possible"]))
    gap = next(row for row in stage.must("gap", "list", "--format", "json").json() if row["threat"] == cve(doubtful))
    stage.claim("a doubtful name is a gap with its reason", "one word" in gap["why"] and "alias" not in gap, gap)
    words = ("gap", "resolve", gap["gap"], "--reason", "asked them", "--format", "json")
    stage.claim("an alias of products does not settle a name",
                stage.ess(*words, "--as", "match", "--alias", "a/b=c/d").code == 64)
    answer = stage.must(*words, "--as", "match").json()
    stage.claim("a name that a person confirms is probable", answer["outcome"] == "probable"
                and named(stage, cve(doubtful)) == ["carrier entity probable"], answer)
    small = TEXTS.index(("the odlar energy drink", ["grid entity possible"]))
    gap = next(row for row in stage.must("gap", "list", "--format", "json").json() if row["threat"] == cve(small))
    answer = stage.must("gap", "resolve", gap["gap"], "--as", "no-match", "--reason", "a drink", "--format",
                        "json").json()
    stage.claim("one that a person refuses is none", answer["outcome"] == "none" and named(stage, cve(small)) == [],
                answer)
    why = stage.must("finding", "explain", "grid", "entity", "--threat", cve(small)).out
    stage.claim("and explain says who refused it", "a drink" in why, why)


def told(stage):
    """Who is told: certain and probable names, by the label of the report; never the doubtful ones."""
    stage.must("feed", "release", "news-b", user="admin")
    listed = stage.must("directive", "list", "--format", "json").json()[0]
    for user in ("chief", "approver"):
        stage.must("directive", "approve", "named", "--digest", listed["digest"][:8], user=user)
    ingest(stage, item(700, "nesimi-klinika.az again"))
    ingest(stage, item(701, "nesimi-klinika.az in confidence"), feed="news-b")
    notices = lambda: stage.must("notice", "list", "--format", "json").json()
    stage.claim("the entity is told", stage.wait(lambda: any(row["entity"] == "clinic" for row in notices())),
                notices())
    stage.wait(lambda: named(stage, cve(701)))
    entities = {row["entity"] for row in notices()}
    stage.claim("nobody else is: the others have no contact or only doubtful names", entities == {"clinic"}, entities)
    labels = {row["tlp"] for row in notices() if row["entity"] == "clinic"}
    stage.claim("what stands in public news is told as public, and nothing RED goes to a mailbox", "CLEAR" in labels
                and "RED" not in labels, labels)


def register(stage):
    """Another register gives exactly what matching again from the beginning gives."""
    before = rows(stage)
    path = stage.write("more.yaml", "entities:\n  - id: baker\n    name: Somebody Bakery\n")
    stage.must("entity", "import", path, user="admin")
    stage.claim("a new entity is found in reports of old", settled(stage, cve(600), ["baker entity probable"]))
    others = [row for row in rows(stage) if row["entity"] != "baker"]
    stage.claim("and nothing else moves", others == before, [row for row in others if row not in before])
    coverage = stage.must("entity", "coverage", "carrier", "--format", "json").json()[0]
    weights = {row["name"]: row["weight"] for row in coverage["names"]}
    stage.claim("coverage says how far each name leads", weights == {"“Xəzərnet” MMC": "single",
                                                                     "Xəzərnet Telekom": "full"}, weights)
    refused = stage.ess("entity", "import", stage.write(
        "bad.yaml", "entities:\n  - id: x\n    assets:\n      - domain: gov.az\n"), user="admin")
    stage.claim("a public suffix is nobody's", refused.code in (65, 78) and "public suffix" in refused.err, refused)


def files(stage):
    """The word list and the suffix list are read by `ess check`, which names what is wrong with its line."""
    stage.write("suffixes.dat", "// made by hand\ncity.az\n*.wild.az\n!own.wild.az\n")
    good = stage.write("good.yaml", stage.settings.read_text() + f"public_suffixes: {stage.folder}/suffixes.dat\n")
    answer = stage.ess("check", settings=good)
    stage.claim("a list of public suffixes is accepted", answer.code == 0, answer)
    stage.write("broken.dat", "az\n-x-\n")
    stage.write("words.yaml", "country: {az: [Azərbaycan]}\nsectors:\n  health: {az: [bank]}\n  energy: {az: [Bank]}\n")
    text = stage.settings.read_text().replace(f"{stage.folder}/config/sectors.yaml", f"{stage.folder}/words.yaml")
    bad = stage.write("worse.yaml", text + f"public_suffixes: {stage.folder}/broken.dat\n")
    answer = stage.ess("check", settings=bad)
    stage.claim("a broken one and a word under two sectors are named with their places", answer.code == 78
                and "broken.dat:2:" in answer.err + answer.out and "words.yaml:" in answer.err + answer.out
                and "under health and energy" in answer.err + answer.out, answer)


def prepare(name):
    stage = Stage(name, directives="""  - id: named
    kinds: [findings]
    roles: [technical]
    channel: maildrop
    tlp_max: AMBER
    standing_order: true
""")
    for feed, tlp in (("news-a", "CLEAR"), ("news-b", "RED")):
        stage.write(f"feeds/{feed}.yaml", NEWS.format(tlp))
    stage.begin()
    return stage


def main():
    stage = prepare("naming")
    stage.must("entity", "import", stage.write("register.yaml", REGISTER), user="admin")
    table(stage)
    again(stage)
    about(stage)
    revisions(stage)
    gaps(stage)
    register(stage)
    sectors(stage)
    told(stage)
    files(stage)
    stage.finish()


if __name__ == "__main__":
    main()
