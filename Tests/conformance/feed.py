#!/usr/bin/env python3
"""/feed.atom as feedparser reads it: one issued advisory in three languages, with ids that no restart changes."""
# needs: feedparser==6.0.14

import feedparser

from demo import country, issue

LANGUAGES = ("az", "en", "ru")


def read(stage, language):
    status, text = stage.get("/feed.atom" if language == "az" else f"/feed.atom?lang={language}")
    return feedparser.parse(text.encode()) if status == 200 else None


def published(stage):
    """The feeds once they name the advisory."""
    return {language: read(stage, language) for language in LANGUAGES}


def ids(feeds):
    return {language: (feed.feed.id, [(entry.id, entry.updated) for entry in feed.entries])
            for language, feed in feeds.items()}


def main():
    stage = country("conformance-feed")
    number = issue(stage)
    stage.wait(lambda: (feed := read(stage, "en")) and feed.entries)
    feeds = published(stage)
    seen = 0
    for language, feed in feeds.items():
        stage.claim(f"{language}: well-formed Atom 1.0", not feed.bozo and feed.version == "atom10",
                    (feed.get("bozo_exception"), feed.version))
        stage.claim(f"{language}: one entry, for {number}", len(feed.entries) == 1 and number in feed.entries[0].title,
                    [entry.title for entry in feed.entries])
        for entry in feed.entries:
            seen += 1
            stage.claim(f"{language}: entry has id, times, link, summary and content", all(
                (entry.get("id"), entry.get("updated_parsed"), entry.get("published_parsed"), entry.get("link"),
                 entry.get("summary"), entry.get("content"))), entry)
            status, _ = stage.get("/" + entry.link.split("/", 3)[3])
            stage.claim(f"{language}: its link leads to a page", status == 200, (entry.link, status))
    before = ids(feeds)
    restarts = 3
    for _ in range(restarts):
        if not stage.claim("SIGTERM ends the service well", stage.stop(), stage.tail()):
            break
        stage.begin()
    stage.claim(f"ids and times are the same after {restarts} restarts", ids(published(stage)) == before,
                (before, ids(published(stage))))
    print(f"{len(feeds)} feeds and {seen} entries read by feedparser {feedparser.__version__}, {restarts} restarts")
    stage.finish()


if __name__ == "__main__":
    main()
