#!/usr/bin/env python3
"""The second path: what breaks in a feed, and that it is well again, reach the command of the settings, once each."""

import shlex

from stage import Stage


def main():
    stage = Stage("alarms")
    heard = stage.runtime / "alarms"
    script = stage.write("alarm", f"#!/bin/sh\n{{ printf '%s|' \"$@\"; cat; }} >>{shlex.quote(str(heard))}\n")
    script.chmod(0o755)
    stage.settings.write_text(stage.settings.read_text() + f"alarm_command: [{script}, second-path]\n")
    stage.must("check", user="service")

    def alarms(feed):
        lines = heard.read_text().splitlines() if heard.exists() else []
        return [line for line in lines if line.split("|")[1].endswith(":" + feed)]

    page = stage.write("page.html", "<html><body>Are you a robot?</body></html>\n")
    stage.ess("ingest", "cisa-kev", page, "--data-dir", stage.data, user="service")
    stage.begin()
    stage.wait(lambda: alarms("cisa-kev"), 30)
    told = alarms("cisa-kev")
    stage.claim("a document that holds nothing readable raises one alarm, its name behind the command's own words",
                len(told) == 1 and told[0].startswith("second-path|feed-unreadable:cisa-kev|"), told)
    stage.claim("its text says what it is, and what to look at",
                told and "feed cisa-kev" in told[0] and "`ess feed health cisa-kev`" in told[0], told)
    stage.claim("feeds that are well raise none", not alarms("epss"), alarms("epss"))
    stage.must("ingest", "cisa-kev", stage.folder / "feeds/samples/kev.json")
    # The watch looks once a minute.
    stage.wait(lambda: len(alarms("cisa-kev")) > 1, 90)
    told = alarms("cisa-kev")
    stage.claim("the next good document is told as its recovery, and nothing else is told",
                len(told) == 2 and told[1].startswith("second-path|feed-well:cisa-kev|"), told)
    stage.finish()


if __name__ == "__main__":
    main()
