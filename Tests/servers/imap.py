"""An IMAP server (RFC 3501, as much as a poll needs) that misbehaves as told; for tests and drills. Standard library.

In a script: `mailbox = Mailbox(); port = serve(mailbox)`. Alone: `imap.py LOG FOLDER [tls|starttls CERTIFICATE KEY]`
serves the files of a folder as messages of INBOX to user `ess` with password `secret`, prints its port, runs until
standard input ends, and then writes what was said into LOG.
"""
import base64
import json
import re
import socket
import socketserver
import ssl
import sys
import threading
import time
from pathlib import Path


class Mailbox:
    """What the server holds, and how it behaves. Changed by the script while it serves."""

    def __init__(self, user="ess", password="secret"):
        self.user, self.password = user, password
        self.validity, self.next = 7, 1
        # uid -> [bytes, flags, internal date]
        self.messages, self.moved = {}, {}
        self.lock = threading.Lock()
        # What clients said, without passwords, and how often each message was asked for whole.
        self.said, self.fetched = [], []
        # uid -> "hang", "drip", "drop" (in the middle), "lie" (a size of 100); "list": the same for the list.
        self.faults = {}
        self.tls, self.starttls, self.banner_fault = None, None, None

    def put(self, content, date="20-Nov-2026 10:00:00 +0000"):
        with self.lock:
            uid, self.next = self.next, self.next + 1
            self.messages[uid] = [content, set(), date]
        return uid

    def renumber(self):
        """Another UIDVALIDITY: the same messages under other numbers."""
        with self.lock:
            contents = [self.messages[uid] for uid in sorted(self.messages)]
            self.validity += 1
            self.messages = {100 + n: message for n, message in enumerate(contents)}
            self.next = 100 + len(contents)

    def flags(self, uid):
        with self.lock:
            return set(self.messages[uid][1])


class Session(socketserver.StreamRequestHandler):
    box = None
    timeout = 60

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        try:
            if self.box.tls:
                self.wrap(self.box.tls)
            if self.box.banner_fault == "hang":
                time.sleep(30)
                return
            self.say("* OK ready")
            self.selected, self.isopen, self.user = None, True, None
            while self.isopen and (line := self.rfile.readline(65536)):
                tag, _, rest = line.decode("latin-1").rstrip("\r\n").partition(" ")
                words = rest.split(" ")
                self.box.said.append(rest if words[0].upper() not in ("LOGIN", "AUTHENTICATE") else words[0].upper())
                self.obey(tag, words[0].upper(), rest)
        except (OSError, ValueError):
            pass

    def wrap(self, context):
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb", -1), self.connection.makefile("wb", 0)

    def obey(self, tag, word, rest):
        if word == "CAPABILITY":
            plain = self.box.starttls and not isinstance(self.connection, ssl.SSLSocket)
            self.say("* CAPABILITY IMAP4rev1 MOVE " + ("STARTTLS LOGINDISABLED" if plain else "AUTH=PLAIN"))
            self.say(f"{tag} OK done")
        elif word == "STARTTLS" and self.box.starttls:
            self.say(f"{tag} OK go ahead")
            self.wrap(self.box.starttls)
        elif word == "LOGIN":
            self.login(tag, [part.strip('"') for part in rest.split(" ")[1:3]])
        elif word == "AUTHENTICATE":
            words = rest.split(" ")
            if len(words) < 3:
                self.say("+ ")
                words.append(self.rfile.readline().decode().strip())
            self.login(tag, base64.b64decode(words[2]).decode().split("\0")[1:])
        elif word == "LOGOUT":
            self.say("* BYE see you")
            self.say(f"{tag} OK done")
            self.isopen = False
        elif self.user is None:
            self.say(f"{tag} NO not logged in")
        elif word in ("SELECT", "EXAMINE"):
            self.open(tag, word, rest)
        elif word == "UID" and self.selected:
            self.uid(tag, rest[4:])
        else:
            self.say(f"{tag} BAD unknown")

    def login(self, tag, pair):
        if pair == [self.box.user, self.box.password]:
            self.user = pair[0]
            self.say(f"{tag} OK welcome")
        else:
            self.say(f"{tag} NO [AUTHENTICATIONFAILED] who are you")

    def open(self, tag, word, rest):
        if rest[len(word) + 1:].strip('"').upper() != "INBOX":
            return self.say(f"{tag} NO no such mailbox")
        self.selected = word
        with self.box.lock:
            self.say(f"* {len(self.box.messages)} EXISTS")
            self.say(f"* OK [UIDVALIDITY {self.box.validity}] valid")
            self.say(f"* OK [UIDNEXT {self.box.next}] next")
        self.say(f"{tag} OK [READ-{'ONLY' if word == 'EXAMINE' else 'WRITE'}] open")

    def uid(self, tag, rest):
        word, _, rest = rest.partition(" ")
        span, _, rest = rest.partition(" ")
        chosen = self.chosen(span)
        if word == "FETCH" and "BODY" in rest:
            for uid in chosen:
                self.body(uid, "HEADER" in rest)
        elif word == "FETCH":
            if self.box.faults.get("list"):
                return self.misbehave(self.box.faults["list"], b"* 1 FETCH (UID 1 RFC822.SIZE 5)\r\n" * 3)
            for number, uid in enumerate(chosen):
                content, _, date = self.box.messages[uid]
                size = 100 if self.box.faults.get(uid) == "lie" else len(content)
                self.say(f'* {number + 1} FETCH (INTERNALDATE "{date}" UID {uid} RFC822.SIZE {size})')
        elif word in ("STORE", "MOVE") and self.selected == "EXAMINE":
            return self.say(f"{tag} NO read-only")
        elif word == "STORE":
            for uid in chosen:
                self.box.messages[uid][1].add("\\Seen")
        elif word == "MOVE":
            if rest.strip('"') == "Nowhere":
                return self.say(f"{tag} NO [TRYCREATE] no such folder")
            with self.box.lock:
                for uid in chosen:
                    self.box.moved[uid] = self.box.messages.pop(uid)
        else:
            return self.say(f"{tag} BAD unknown")
        self.say(f"{tag} OK done")

    def chosen(self, span):
        """As RFC 3501 has it: `9:*` names the last message even when that is below 9."""
        first, _, last = span.partition(":")
        with self.box.lock:
            uids = sorted(self.box.messages)
            if not uids:
                return []
            low, high = int(first), uids[-1] if last == "*" else int(last or first)
            return [uid for uid in uids if min(low, high) <= uid <= max(low, high)]

    def body(self, uid, isheader):
        content = self.box.messages[uid][0]
        if isheader:
            content = content[:content.index(b"\r\n\r\n") + 4]
        else:
            self.box.fetched.append(uid)
        # What a server may say in between.
        self.say("* 3 FETCH (FLAGS (\\Recent))")
        name = "HEADER" if isheader else ""
        whole = f"* 1 FETCH (UID {uid} BODY[{name}] {{{len(content)}}}\r\n".encode() + content + b")\r\n"
        fault = None if isheader else self.box.faults.get(uid)
        if fault in (None, "lie"):
            return self.wfile.write(whole)
        self.misbehave(fault, whole)

    def misbehave(self, fault, whole):
        self.wfile.write(whole[:len(whole) // 2])
        if fault == "hang":
            time.sleep(30)
        if fault == "drip":
            for byte in whole[len(whole) // 2:]:
                self.wfile.write(bytes([byte]))
                time.sleep(0.5)
        self.isopen = False
        self.connection.shutdown(socket.SHUT_RDWR)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads, allow_reuse_address = True, True


def start(mailbox, session=Session):
    """Serves on a free port of loopback, in threads that end with the process; returns the server."""
    server = Server(("127.0.0.1", 0), type("MailboxSession", (session,), {"box": mailbox}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def serve(mailbox):
    """The same; returns the port."""
    return start(mailbox).server_address[1]


def main():
    log, folder = Path(sys.argv[1]), Path(sys.argv[2])
    box = Mailbox()
    for path in sorted(folder.iterdir()):
        box.put(re.sub(rb"\r?\n", b"\r\n", path.read_bytes()))
        # `7.drop`: how the message misbehaves.
        if path.suffix[1:] in ("hang", "drip", "drop", "lie"):
            box.faults[box.next - 1] = path.suffix[1:]
    mode = sys.argv[3] if len(sys.argv) > 3 else "plain"
    if mode != "plain":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[4], sys.argv[5])
        box.tls, box.starttls = (context, None) if mode == "tls" else (None, context)
    print(serve(box), flush=True)
    sys.stdin.read()
    log.write_text("".join(json.dumps({"said": line}) + "\n" for line in box.said))


if __name__ == "__main__":
    main()
