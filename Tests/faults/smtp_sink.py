"""A mail sink outside our store: takes every message, remembers its bytes, and tells what it saw.

Speaks as much of RFC 5321 as a relay must: EHLO, MAIL, RCPT, DATA with dot-stuffing, RSET, NOOP, QUIT.
"""

import email
import socketserver
import threading
from dataclasses import dataclass


@dataclass(frozen=True)
class Received:
    sender: str
    recipient: str
    message_id: str
    subject: str
    content: bytes


class _Session(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        sender, recipients = "", []
        self.say("220 sink ESMTP")
        while line := self.rfile.readline():
            verb, text = line[:4].upper(), line.decode("utf-8", "replace").strip()
            if verb == b"EHLO":
                self.wfile.write(b"250-sink\r\n250-8BITMIME\r\n250 SIZE 20000000\r\n")
            elif verb == b"MAIL":
                sender, recipients = _mailbox(text), []
                self.say("250 sender")
            elif verb == b"RCPT":
                recipients.append(_mailbox(text))
                self.say("250 recipient")
            elif verb == b"DATA":
                self.say("354 go on")
                content = self.content()
                if content is None:
                    return
                # Taken down before it is answered: a sender killed in between has sent, and does not know it.
                self.server.take(sender, recipients, content)
                self.say("250 taken")
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            elif verb in (b"RSET", b"NOOP", b"HELO"):
                self.say("250 well")
            else:
                self.say("502 not here")

    def content(self):
        lines = []
        while line := self.rfile.readline():
            if line == b".\r\n":
                return b"".join(lines)
            lines.append(line[1:] if line.startswith(b".") else line)
        return None


class Sink(socketserver.ThreadingTCPServer):
    """Listens on a free loopback port from construction to `close`."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Session)
        self.port = self.server_address[1]
        self.received = []
        self._lock = threading.Lock()
        # Looks this often whether it is to close.
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def take(self, sender, recipients, content):
        headers = email.message_from_bytes(content)
        for recipient in recipients:
            with self._lock:
                self.received.append(Received(sender, recipient, headers["Message-ID"] or "", headers["Subject"] or "",
                                              content))

    def handle_error(self, request, client_address):
        """A sender that dies in the middle is what these tests are about."""

    def close(self):
        self.shutdown()
        self.server_close()


def _mailbox(text):
    return text[text.find("<") + 1:text.find(">")]
