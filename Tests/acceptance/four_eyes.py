#!/usr/bin/env python3
"""No advisory leaves by one person alone: tried through the command line and the socket, by real Unix users."""

import json
import subprocess
import sys

from stage import IS_ROOT, PEOPLE, GROUP, Stage, skip

THREAT = "condition:vulnerable/potentially-unwanted-accessible/open-telnet"

# Becomes a login of the kernel's audit, then another user: what `sudo -u` leaves behind.
AS_LOGIN = """import os, sys
open('/proc/self/loginuid', 'w').write(sys.argv[1])
os.execvp('setpriv', ['setpriv', '--reuid=' + sys.argv[2], '--regid=' + sys.argv[3], '--clear-groups', *sys.argv[4:]])
"""


DIRECTIVES = """  - id: advisories
    kinds: [advisory]
    roles: [technical, abuse]
    channel: smtp
    tlp_max: AMBER
"""


def prepare(name, **options):
    stage = Stage(name, **options)
    stage.begin()
    stage.must("entity", "import", stage.folder / "config/constituency.example.yaml", user="admin")
    stage.must("ingest", "shadowserver-telnet", stage.folder / "feeds/samples/scan-telnet.csv")
    return stage


def draft(stage, author="analyst"):
    number = stage.must("advisory", "draft", THREAT, "--format", "json", user=author).json()["number"]
    stage.must("advisory", "submit", number, user=author)
    return number


def digest(stage, number):
    return stage.must("advisory", "preview", number, "--format", "json", user="approver").json()["short"]


def two_people(stage):
    number = draft(stage, "chief")
    short = digest(stage, number)
    refused = stage.ess("advisory", "approve", number, "--digest", short, user="chief")
    stage.claim("an author who is approver too cannot approve his own work", refused.code in (65, 77), refused)
    status, text = stage.post("/desk/advisory/approve", request(number, short), "chief")
    stage.claim("nor by a POST of his own on the socket", status in (403, 409), (status, text))
    refused = stage.ess("advisory", "approve", number, "--digest", short, user="analyst")
    stage.claim("an analyst cannot approve", refused.code == 77, refused)
    status, text = stage.post("/desk/advisory/approve", request(number, short, by_force=True), "analyst")
    stage.claim("nor by saying break-glass without the role", status == 403, (status, text))
    for user in ("chief", "approver"):
        refused = stage.ess("advisory", "issue", number, user=user)
        stage.claim(f"unapproved it cannot be issued, by {user}", refused.code in (65, 77), refused)
    refused = stage.ess("advisory", "approve", number, "--digest", "00000000", user="approver")
    stage.claim("a wrong digest is refused", refused.code in (64, 65), refused)
    answer = stage.ess("advisory", "approve", number, "--digest", short, user="approver")
    stage.claim("another person approves what was previewed", answer.code == 0, answer)
    return number


def edited(stage, number):
    form = stage.must("advisory", "show", number, "--format", "json").json()["form"]
    stage.must("advisory", "edit", number, "--file", "-", stdin=form + "\nOne more.\n")
    refused = stage.ess("advisory", "issue", number, user="approver")
    stage.claim("an edit after the approval voids it", refused.code in (65, 77), refused)
    stage.must("advisory", "submit", number)
    stage.must("advisory", "approve", number, "--digest", digest(stage, number), user="approver")
    answer = stage.ess("advisory", "issue", number)
    stage.claim("approved again it is issued", answer.code == 0, answer)


def written(stage):
    """Who wrote a text of the version does not approve it, even when somebody else edited it since."""
    number = draft(stage)
    form = stage.must("advisory", "show", number, "--format", "json").json()["form"]
    stage.must("advisory", "edit", number, "--file", "-", stdin=form + "\nOne more.\n", user="chief")
    stage.must("advisory", "edit", number, "--file", "-", stdin=form)
    stage.must("advisory", "submit", number)
    refused = stage.ess("advisory", "approve", number, "--digest", digest(stage, number), user="chief")
    stage.claim("a writer of an earlier text cannot approve", refused.code == 77, refused)


def turned(stage):
    """Nobody gets what was approved for other mailboxes."""
    number = draft(stage)
    shown = stage.must("advisory", "preview", number, user="approver").out
    preview = stage.must("advisory", "preview", number, "--format", "json", user="approver").json()
    ways = [way for recipient in preview["recipients"] for way in recipient["ways"] if way.get("mailbox")]
    stage.claim("the preview prints contact, channel and mailbox of each message",
                ways and all(f"to {way['contact']} by {way['channel']}, {way['mailbox']}" in shown for way in ways),
                (ways, shown))
    register = (stage.folder / "config/constituency.example.yaml").read_text()

    def another(mailbox):
        """The importing admin adds a mailbox to a contact's entity."""
        path = stage.write("turned.yaml", register.replace(ways[0]["mailbox"], mailbox))
        stage.must("entity", "import", path, user="admin")

    another("x@evil.example")
    refused = stage.ess("advisory", "approve", number, "--digest", preview["short"], user="approver")
    stage.claim("ways changed after the preview are not approved with it", refused.code == 65, refused)
    stage.must("advisory", "approve", number, "--digest", digest(stage, number), user="approver")
    another("y@evil.example")
    refused = stage.ess("advisory", "issue", number)
    stage.claim("a mailbox that joined after the approval voids it", refused.code == 65 and "ways to them" in refused.err,
                refused)


def nobody(stage):
    number = draft(stage)
    short = digest(stage, number)
    refused = stage.ess("advisory", "approve", number, "--digest", short, user="root")
    stage.claim("root holds no role", refused.code == 77, refused)
    refused = stage.ess("advisory", "list", user="stranger")
    stage.claim("a user without a role is refused", refused.code == 77, refused)
    status, text = stage.post("/desk/advisory/burn", {"act": {}, "dry_run": False})
    stage.claim("an act that does not exist is 404", status == 404, (status, text))
    status, text = stage.get("/desk/advisory/list", method="POST", body="{}")
    stage.claim("the desk is not on the portal", status in (404, 405), (status, text))


def request(number, short, by_force=False):
    return {"act": {"id": number, "digest": short, "break_glass": by_force}, "dry_run": False,
            "reason": "no time" if by_force else None}


def as_login(stage, login, user, *words):
    """A command of `user` whose audit login is `login`."""
    command = [sys.executable, "-c", AS_LOGIN, str(login), str(PEOPLE[user]), str(GROUP), str(stage.binary), *words,
               "--config", str(stage.settings)]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=stage.folder)


def one_login(stage):
    """Two Unix users behind one login are one person, unless the settings are relaxed."""
    login = 61100
    probe = as_login(stage, login, "analyst", "advisory", "list")
    if "loginuid" in probe.stderr:
        print("skipped: this kernel lets nobody set an audit login, so `sudo -u` cannot be imitated")
        return
    drafted = as_login(stage, login, "analyst", "advisory", "draft", THREAT, "--format", "json")
    number = json.loads(drafted.stdout)["number"]
    as_login(stage, login, "analyst", "advisory", "submit", number)
    short = digest(stage, number)
    refused = as_login(stage, login, "approver", "advisory", "approve", number, "--digest", short)
    stage.claim("the same login as another user (sudo -u) is no second person", refused.returncode in (65, 77),
                (refused.returncode, refused.stderr))
    answer = as_login(stage, login + 1, "approver", "advisory", "approve", number, "--digest", short)
    stage.claim("another login as another user is one", answer.returncode == 0, (answer.returncode, answer.stderr))


def main():
    if not IS_ROOT:
        skip("two persons are two Unix users; run this as root")
    stage = prepare("eyes", directives=DIRECTIVES)
    number = two_people(stage)
    edited(stage, number)
    written(stage)
    turned(stage)
    nobody(stage)
    stage.claim("SIGTERM ends the service well", stage.stop(), stage.tail())
    if stage.failures:
        stage.finish()
    strict = prepare("login", relaxed=False)
    one_login(strict)
    strict.finish()


if __name__ == "__main__":
    main()
