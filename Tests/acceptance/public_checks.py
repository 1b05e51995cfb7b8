#!/usr/bin/env python3
"""/feed.json says what the Atom feed says; /verify/CODE tells a recipient that a notice is ours, and nothing else."""

import email
import json
import re
import sqlite3
import xml.etree.ElementTree as tree

from stage import Stage

THREAT = "CVE-2026-99001"
DIRECTIVES = """  - id: advisories
    kinds: [advisory]
    roles: [technical, abuse, 24h]
    channel: maildrop
    tlp_max: AMBER
"""
ATOM = "{http://www.w3.org/2005/Atom}"


def issued(stage):
    text = (stage.folder / "config/constituency.example.yaml").read_text()
    mails = iter(range(100))
    text = re.sub(r"^( +)mail: .*$", lambda found: f"{found[1]}maildrop: desk-{next(mails)}", text, flags=re.M)
    stage.must("entity", "import", stage.write("register.yaml", text), user="admin")
    for feed, sample in (("cisa-kev", "kev.json"), ("cve-vulnrichment", "CVE-2026-99001.json")):
        stage.must("feed", "release", feed, user="admin")
        stage.must("ingest", feed, stage.folder / "feeds/samples" / sample)
    number = stage.must("advisory", "draft", THREAT, "--format", "json").json()["number"]
    stage.must("advisory", "submit", number)
    short = stage.must("advisory", "preview", number, "--format", "json", user="approver").json()["short"]
    stage.must("advisory", "approve", number, "--digest", short, user="approver")
    stage.must("advisory", "issue", number, user="approver")
    return number


def feeds(stage, number):
    stage.wait(lambda: number in stage.get("/feed.json")[1])
    for language in ("az", "en", "ru"):
        status, text = stage.get(f"/feed.json?lang={language}")
        feed = json.loads(text)
        atom = tree.fromstring(stage.get(f"/feed.atom?lang={language}")[1])
        stage.claim(f"{language}: a JSON Feed 1.1", status == 200
                    and feed["version"] == "https://jsonfeed.org/version/1.1" and feed["language"] == language, text[:200])
        stage.claim(f"{language}: the Atom feed's ids, titles and contents",
                    [(i["id"], i["title"], i["content_html"], i["date_modified"], i["url"]) for i in feed["items"]]
                    == [(e.findtext(ATOM + "id"), e.findtext(ATOM + "title"), e.findtext(ATOM + "content"),
                         e.findtext(ATOM + "updated"), e.find(ATOM + "link").get("href")) for e in atom.iter(ATOM + "entry")]
                    and len(feed["items"]) == 1, feed["items"])


def codes(stage):
    """Codes by entity, out of the store: recipients have theirs in the notice."""
    with sqlite3.connect(f"file:{stage.data}/ess.sqlite?mode=ro", uri=True) as store:
        return store.execute("SELECT code, entity, number FROM notice ORDER BY number").fetchall()


def texts(stage):
    """The plain texts of all mails in the drop."""
    mails = [email.message_from_bytes(path.read_bytes()) for path in stage.drop.rglob("*") if path.is_file()]
    return "".join(part.get_payload(decode=True).decode() for mail in mails for part in mail.walk()
                   if part.get_content_type() == "text/plain")


def checked(stage, number):
    stage.wait(lambda: codes(stage))
    code, entity, notice = codes(stage)[0]
    stage.claim("the notice carries its code", stage.wait(lambda: code in texts(stage)))
    status, text = stage.get(f"/verify/{code}?lang=en")
    stage.claim("a code of ours: issued", status == 200 and "standing-issued" in text
                and re.search(r"\d{4}-\d\d-\d\dT", text), (status, text))
    stage.claim("and nothing of whom it went to", entity not in text and notice not in text and number not in text, text)
    for written in (code.lower(), code.replace("-", ""), code.replace("0", "O").replace("1", "l")):
        stage.claim(f"read aloud and written down: {written}", stage.get(f"/verify/{written}")[0] == 200)
    stage.claim("typed into the form", stage.get(f"/verify?code={code}&lang=ru")[0] == 200)
    stage.claim("the form alone", stage.get("/verify")[0] == 200)
    status, text = stage.get("/verify/00000-00000?lang=en")
    stage.claim("an unknown code: 404 and what to think of it", status == 404 and "Do not rely" in text, text)
    status, text = stage.get("/verify/%3Cscript%3E")
    stage.claim("what is no code is no markup either", status == 404 and "<script" not in text, text)
    stage.must("advisory", "withdraw", number, "--reason", "the source was wrong", user="approver")
    stage.claim("withdrawn: it says so", "standing-withdrawn" in stage.get(f"/verify/{code}")[1])
    later = stage.wait(lambda: [row for row in codes(stage) if row[0] != code and row[1] == entity])
    stage.claim("the notice of the withdrawal stands", "standing-issued" in stage.get(f"/verify/{later[0][0]}")[1])
    found = [stage.get(f"/verify/00000-0000{n % 10}")[0] for n in range(25)]
    stage.claim("who guesses is slowed down", found[0] == 404 and found[-1] == 429, found)


def main():
    stage = Stage("checks", directives=DIRECTIVES)
    stage.begin()
    number = issued(stage)
    feeds(stage, number)
    checked(stage, number)
    stage.finish()


if __name__ == "__main__":
    main()
