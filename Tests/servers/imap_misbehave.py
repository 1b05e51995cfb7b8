"""An IMAP server that misbehaves in one way for each of its ports; for tests. Standard library.

`Wicked()` serves every case of CASES: `ports` by name, `boxes` by name with three messages each. A case misbehaves until
`heal(name)`; then its server is a good one with the same messages, and what did not come before must come now.
"""
import base64
import socket
import time

from imap import Mailbox, Session, start

SECRET = "never-seen-7319"
LIMIT = 1 << 20  # bytes of one message, as the feeds' files say
TARGET = 2  # the message that the cases of FETCH are about

# name -> (stage, act, what a poll comes to, whether the target comes in it). An act gets the session, the command's tag
# and its words, and says whether the command is answered; else it is answered well. A poll that loses one message and
# gets others is well; the next one, which has none but that to ask for, fails as the case says.
CASES = {}
WELL = "well"


def case(stage, *outcomes, target=True):
    def register(act):
        CASES[act.__name__.replace("_", "-")] = (stage, act, outcomes or (WELL,), target)
        return act
    return register


class WickedSession(Session):
    """A session whose stages the case may take over."""

    def handle(self):
        self.selected, self.isopen, self.user = None, True, None
        try:
            if self.turn("greeting", "*", ""):
                return
            self.say("* OK ready")
            while self.isopen and (line := self.rfile.readline(65536)):
                tag, _, rest = line.decode("latin-1").rstrip("\r\n").partition(" ")
                word = rest.split(" ")[0].upper()
                self.box.said.append(word if word in ("LOGIN", "AUTHENTICATE") else rest)
                if not self.turn(self.stage(word, rest), tag, rest):
                    self.obey(tag, word, rest)
        except (OSError, ValueError):
            pass

    def stage(self, word, rest):
        if word == "UID":
            second = rest.split(" ")[1].upper()
            if second == "FETCH" and "BODY" in rest:
                return "fetch" if rest.split(" ")[2] == str(TARGET) else "other-fetch"
            return "list" if second == "FETCH" else "settle"
        return {"SELECT": "select", "EXAMINE": "select", "AUTHENTICATE": "login"}.get(word, word.lower())

    def turn(self, stage, tag, rest):
        wanted, act, _, _ = CASES[self.box.case]
        if self.box.healed or wanted != stage:
            return False
        return act(self, tag, rest) is not False

    def raw(self, content):
        self.wfile.write(content)

    def hang(self):
        """Longer than any deadline; ends with the client's patience."""
        self.connection.settimeout(30)
        while self.rfile.read(1):
            pass
        self.isopen = False

    def drip(self, content, seconds=0.4):
        for byte in content:
            self.raw(bytes([byte]))
            time.sleep(seconds)

    def flood(self, content):
        """The same for ever; ends when the client has enough."""
        chunk = content * max(1, 65536 // len(content))
        while True:
            self.raw(chunk)

    def drop(self):
        self.isopen = False
        self.connection.shutdown(socket.SHUT_RDWR)

    def message(self, uid=TARGET):
        return self.box.messages[uid][0]

    def whole(self, uid=TARGET, label=None):
        content = self.message(uid)
        return f"* 1 FETCH (UID {label or uid} BODY[] {{{len(content)}}}\r\n".encode() + content + b")\r\n"

    def lines(self, size="{size}", more=()):
        """The list, with the target's size as given."""
        for number, uid in enumerate(sorted(self.box.messages)):
            stated = size if uid == TARGET else "{size}"
            stated = stated.format(size=len(self.message(uid)))
            self.say(f'* {number + 1} FETCH (UID {uid} RFC822.SIZE {stated} INTERNALDATE "20-Nov-2026 10:00:00 +0000")')
        for line in more:
            self.say(line)


# MARK: the greeting

@case("greeting", "deadline")
def greeting_never(s, tag, rest):
    s.hang()


@case("greeting", "deadline")
def greeting_drip(s, tag, rest):
    s.drip(b"* OK " + b"x" * 60)


@case("greeting", "network")
def greeting_closed(s, tag, rest):
    s.drop()


@case("greeting", "bad-answer", "network")
def greeting_bye(s, tag, rest):
    s.say(f"* BYE not you, {SECRET}")
    s.drop()


@case("greeting", "deadline")
def greeting_of_another_protocol(s, tag, rest):
    s.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    s.hang()


@case("greeting", "bad-answer", "network", "deadline")
def greeting_of_one_endless_line(s, tag, rest):
    s.flood(b"* OK x")


@case("greeting", "bad-answer", "network", "deadline")
def greeting_of_nuls(s, tag, rest):
    s.flood(b"\x00\xff")


@case("greeting")
def greeting_as_if_logged_in(s, tag, rest):
    s.say("* PREAUTH welcome")
    s.user = s.box.user
    while s.isopen and (line := s.rfile.readline(65536)):
        tag, _, rest = line.decode("latin-1").rstrip("\r\n").partition(" ")
        s.box.said.append(rest)
        s.obey(tag, rest.split(" ")[0].upper(), rest)


# MARK: capabilities, TLS, login

@case("capability", "deadline")
def capability_never(s, tag, rest):
    s.hang()


@case("capability", "deadline", "bad-answer", "network")
def capability_flood(s, tag, rest):
    s.flood(b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n")


@case("capability", "bad-answer")
def capability_without_any_login(s, tag, rest):
    s.say("* CAPABILITY IMAP4rev1 LOGINDISABLED")
    s.say(f"{tag} OK done")


@case("capability")
def capability_of_logins_that_are_none(s, tag, rest):
    s.say("* CAPABILITY IMAP4rev1 AUTH=GSSAPI AUTH=\x00 AUTH=" + "X" * 5000 + " SASL-IR \xff")
    s.say(f"{tag} OK done")


@case("capability", "bad-answer", "network", "deadline")
def capability_refused_for_ever(s, tag, rest):
    s.flood(b"* NO\r\n+ \r\n* BAD x\r\n")


@case("capability")
def starttls_offered_and_refused(s, tag, rest):
    if "STARTTLS" in rest:
        return False
    s.say("* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN")
    s.say(f"{tag} OK done")


@case("capability", "tls", "bad-answer")
def starttls_offered_and_no_tls_behind(s, tag, rest):
    s.say("* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN")
    s.say(f"{tag} OK done")
    tag = s.rfile.readline().split(b" ")[0].decode()
    s.say(f"{tag} OK go ahead")
    s.raw(b"no TLS here, " + SECRET.encode() + b"\r\n" * 50)
    s.drop()


@case("capability", "bad-answer", "tls", "network")
def starttls_with_words_for_afterwards(s, tag, rest):
    s.say("* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN")
    s.say(f"{tag} OK done")
    tag = s.rfile.readline().split(b" ")[0].decode()
    s.raw(f"{tag} OK go ahead\r\nA003 OK [CAPABILITY IMAP4rev1] logged in\r\n".encode())
    s.drop()


@case("login", "bad-answer")
def login_refused_with_the_password(s, tag, rest):
    s.say(f"{tag} NO [AUTHENTICATIONFAILED] `{SECRET}` is not it")


@case("login", "deadline")
def login_never(s, tag, rest):
    s.hang()


@case("login", "deadline", "bad-answer")
def login_answered_under_another_tag(s, tag, rest):
    s.say("Z9 OK welcome")
    s.hang()


@case("login", "bad-answer", "deadline", "network")
def login_of_endless_continuations(s, tag, rest):
    s.flood(b"+ \r\n")


@case("login", "bad-answer", "network")
def login_bye(s, tag, rest):
    s.say(f"* BYE {SECRET}")
    s.drop()


@case("login", "bad-answer", "network")
def login_of_bytes(s, tag, rest):
    s.raw(f"{tag} NO ".encode() + bytes(range(256)) + b"\r\n")
    s.drop()


# MARK: opening the mailbox

def opened(s, tag, *first, end=True):
    for line in first:
        s.say(line)
    s.selected = "SELECT"
    s.say("* OK [UIDVALIDITY 7] valid")
    if end:
        s.say(f"{tag} OK open")


@case("select", "bad-answer")
def select_without_numbering(s, tag, rest):
    s.say(f"{tag} OK open")


@case("select", "bad-answer")
def select_with_numbering_0(s, tag, rest):
    s.say("* OK [UIDVALIDITY 0] x")
    s.say(f"{tag} OK open")


@case("select", "bad-answer")
def select_with_numbering_beyond_numbers(s, tag, rest):
    s.say("* OK [UIDVALIDITY 99999999999999999999] x")
    s.say(f"{tag} OK open")


@case("select", "content")
def select_refused_with_the_password(s, tag, rest):
    s.say(f"{tag} NO {'x' * 190} {SECRET} {SECRET}")


@case("select", "network")
def select_bye(s, tag, rest):
    s.say("* BYE shutting down")
    s.drop()


@case("select", "network")
def select_closed(s, tag, rest):
    s.raw(b"* 3 EXIS")
    s.drop()


@case("select", "bad-answer")
def select_flood(s, tag, rest):
    s.flood(b"* 1 EXISTS\r\n")


@case("select", "bad-answer")
def select_of_continuations(s, tag, rest):
    s.flood(b"+ go on\r\n")


@case("select", "bad-answer")
def select_answered_under_another_tag(s, tag, rest):
    s.say("E77 OK open")
    s.hang()


@case("select", "bad-answer")
def select_of_one_long_line(s, tag, rest):
    s.raw(b"* FLAGS (" + b"x" * (1 << 20) + b")\r\n")
    s.say(f"{tag} OK open")


@case("select", "bad-answer")
def select_with_a_literal_without_end(s, tag, rest):
    s.raw(b"* LIST () {999999999999}\r\n")
    s.flood(b"x")


@case("select", "bad-answer")
def select_with_a_literal_of_2_to_63(s, tag, rest):
    s.raw(b"* LIST () {9223372036854775808}\r\n")
    opened(s, tag)


@case("select", "deadline")
def select_drip(s, tag, rest):
    s.drip(b"* FLAGS (" + b"x" * 60)


@case("select")
def select_of_nuls_and_8_bits(s, tag, rest):
    s.raw(b"* FLAGS (\x00 \xff\xfe \x1b[31m)\r\n* \x00\r\n* \xc3\r\n")
    opened(s, tag)


@case("select")
def select_with_words_behind_its_end(s, tag, rest):
    s.selected = "SELECT"
    s.raw(f"* OK [UIDVALIDITY 7] x\r\n{tag} OK open\r\n* 3 EXISTS\r\n* 1 RECE".encode())
    s.raw(b"NT\r\n")


@case("select")
def select_with_two_numberings(s, tag, rest):
    opened(s, tag, "* OK [UIDVALIDITY 6] not this one")


# MARK: the list

@case("list")
def size_of_2_to_63(s, tag, rest):
    s.lines("9223372036854775808")
    s.say(f"{tag} OK done")


@case("list")
def size_negative(s, tag, rest):
    s.lines("-5")
    s.say(f"{tag} OK done")


@case("list")
def size_of_letters(s, tag, rest):
    s.lines("many")
    s.say(f"{tag} OK done")


@case("list")
def size_missing(s, tag, rest):
    for uid in s.box.messages:
        s.say(f"* {uid} FETCH (UID {uid})")
    s.say(f"{tag} OK done")


@case("list")
def list_of_numbers_that_are_none(s, tag, rest):
    s.lines(more=[f"* 9 FETCH (UID {word} RFC822.SIZE 5)" for word in (
        "0", "-1", "4294967296", "99999999999999999999", "x", "(1 2)", '"1', "{3}")][:7])
    s.say(f"{tag} OK done")


@case("list")
def list_that_repeats_itself(s, tag, rest):
    for _ in range(200):
        s.lines()
    s.say(f"{tag} OK done")


@case("list")
def list_with_words_in_between(s, tag, rest):
    s.say("* 3 FETCH (FLAGS (\\Seen) UID 3)")
    s.lines(more=["* 2 FETCH (FLAGS () UID 2)", "* 9 EXPUNGE", "* VANISHED 1:9", "* OK [ALERT] x"])
    s.say(f"{tag} OK done")


@case("list", "bad-answer", "deadline")
def list_without_end(s, tag, rest):
    s.flood(b'* 1 FETCH (UID 1 RFC822.SIZE 5 INTERNALDATE "20-Nov-2026 10:00:00 +0000")\r\n')


@case("list", "network")
def list_cut_in_a_literal(s, tag, rest):
    s.raw(b"* 1 FETCH (UID 1 ENVELOPE {50}\r\nhalf")
    s.drop()


@case("list", "network")
def list_bye(s, tag, rest):
    s.lines()
    s.say("* BYE enough")
    s.drop()


@case("list", "deadline")
def list_never(s, tag, rest):
    s.lines()
    s.hang()


@case("list", "content")
def list_refused_with_the_password(s, tag, rest):
    s.say(f"{tag} BAD {SECRET}: {base64.b64encode(SECRET.encode()).decode()}")


@case("list", "content")
def numbering_that_changes_midway(s, tag, rest):
    s.lines()
    s.say(f"{tag} OK done")
    s.drop()
    s.box.validity += 1
    return True


# MARK: a message

@case("fetch", "bad-answer", target=False)
def fetch_of_another_message(s, tag, rest):
    s.raw(s.whole(3))
    s.say(f"{tag} OK done")


@case("fetch", "bad-answer", target=False)
def fetch_without_a_number(s, tag, rest):
    s.raw(s.whole().replace(b"UID 2 ", b""))
    s.say(f"{tag} OK done")


@case("fetch")
def fetch_with_its_number_behind(s, tag, rest):
    content = s.message()
    s.raw(f"* 1 FETCH (BODY[] {{{len(content)}}}\r\n".encode() + content + b" UID 2)\r\n")
    s.say(f"{tag} OK done")


@case("fetch")
def fetch_of_another_message_first(s, tag, rest):
    s.raw(s.whole(3) + s.whole())
    s.say(f"{tag} OK done")


@case("fetch")
def fetch_twice(s, tag, rest):
    s.raw(s.whole() + s.whole(3, label=TARGET))
    s.say(f"{tag} OK done")


@case("fetch", "bad-answer", target=False)
def fetch_of_nil(s, tag, rest):
    s.say("* 1 FETCH (UID 2 BODY[] NIL)")
    s.say(f"{tag} OK done")


@case("fetch", "bad-answer", target=False)
def fetch_of_a_quoted_string(s, tag, rest):
    s.say('* 1 FETCH (UID 2 BODY[] "Subject: not this")')
    s.say(f"{tag} OK done")


@case("fetch", "bad-answer", target=False)
def fetch_of_nothing(s, tag, rest):
    s.raw(b"* 1 FETCH (UID 2 BODY[] {0}\r\n)\r\n")
    s.say(f"{tag} OK done")


@case("fetch", target=False)
def fetch_listed_and_not_given(s, tag, rest):
    s.say(f"{tag} OK done")


@case("fetch", "bad-answer", target=False)
def fetch_with_a_literal_of_2_to_63(s, tag, rest):
    s.raw(b"* 1 FETCH (UID 2 BODY[] {9223372036854775808}\r\n" + s.message() + b")\r\n")
    s.say(f"{tag} OK done")


@case("fetch", "bad-answer", target=False)
def fetch_with_a_negative_literal(s, tag, rest):
    s.raw(b"* 1 FETCH (UID 2 BODY[] {-5}\r\n" + s.message() + b")\r\n")
    s.say(f"{tag} OK done")


@case("fetch", "network", target=False)
def fetch_cut_in_its_literal(s, tag, rest):
    s.raw(s.whole()[:-60])
    s.drop()


@case("fetch", "deadline", target=False)
def fetch_whose_literal_is_shorter_than_told(s, tag, rest):
    content = s.message()
    s.raw(f"* 1 FETCH (UID 2 BODY[] {{{len(content) + 40}}}\r\n".encode() + content + b")\r\n")
    s.say(f"{tag} OK done")
    s.hang()


@case("fetch", "bad-answer", target=False)
def fetch_whose_literal_is_longer_than_told(s, tag, rest):
    content = s.message()
    s.raw(f"* 1 FETCH (UID 2 BODY[] {{{len(content) - 40}}}\r\n".encode() + content + b")\r\n")
    s.say(f"{tag} OK done")


@case("fetch", "bad-answer", "deadline", target=False)
def fetch_behind_a_flood(s, tag, rest):
    for _ in range(40):
        s.raw(b"* 1 FETCH (FLAGS (\\Recent))\r\n" * 4000)
    s.raw(s.whole())
    s.say(f"{tag} OK done")


@case("fetch", "deadline", target=False)
def fetch_drip(s, tag, rest):
    s.drip(s.whole())


@case("fetch", "network", target=False)
def fetch_bye(s, tag, rest):
    s.raw(s.whole())
    s.say("* BYE before it ends")
    s.drop()


@case("fetch", "content", target=False)
def fetch_refused_with_the_password(s, tag, rest):
    s.say(f"{tag} NO {SECRET}")


@case("fetch", "bad-answer", target=False)
def fetch_of_continuations(s, tag, rest):
    s.flood(b"+ \r\n")


@case("fetch", "bad-answer", target=False)
def fetch_with_a_nul_in_its_name(s, tag, rest):
    s.raw(s.whole().replace(b"UID", b"U\x00ID"))
    s.say(f"{tag} OK done")


# MARK: marking, leaving

@case("settle")
def settle_refused_with_the_password(s, tag, rest):
    s.say(f"{tag} NO {SECRET}")


@case("settle")
def settle_never(s, tag, rest):
    s.hang()


@case("settle")
def settle_bye(s, tag, rest):
    s.say("* BYE no")
    s.drop()


@case("settle")
def settle_with_a_flood(s, tag, rest):
    s.flood(b"* 1 FETCH (FLAGS (\\Seen) UID 1)\r\n")


@case("logout")
def logout_never(s, tag, rest):
    s.hang()


class Wicked:
    """All cases, each on a port of its own on loopback, until the process ends."""

    def __init__(self, contents):
        """`contents`: of a case's name and a number, a message of its own."""
        self.boxes, self.ports = {}, {}
        for name in CASES:
            box = Mailbox(password=SECRET)
            box.case, box.healed = name, False
            for number in (1, 2, 3):
                box.put(contents(name, number))
            self.boxes[name] = box
            self.ports[name] = start(box, WickedSession).server_address[1]

    def heal(self, name):
        self.boxes[name].healed = True
