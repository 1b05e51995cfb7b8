#!/usr/bin/env python3
"""Mail as aiosmtpd takes it and Python's email package (policy.default) reads it: no defects, whole text, no injection."""
# needs: aiosmtpd==1.4.6

import email
import email.policy
import re
import threading

from aiosmtpd.controller import Controller

from demo import country, issue

from stage import free_port

LETTERS = "əğıöşüç ƏĞIİÖŞÜÇ"
TITLE = f"Təcili: {LETTERS} — \"dırnaq\", vergül, =?utf-8?q?saxta?="
REGISTER = "entities:\n" + "".join(f"""  - id: {name}
    name: {{az: Qurum {number}, en: Entity {number}}}
    sector: health
    criticality: high
    languages: [{language}]
    contacts:
      - id: desk
        role: technical
        mail: desk@{name}.example
        verified: {{by: registrar, how: callback, at: 2026-01-15T09:00:00Z}}
    assets:
      - network: 192.0.2.{16 * number}/28
        exposed: true
        verified: {{by: registrar, how: routing registry, at: 2026-01-15T09:00:00Z}}
""" for number, (name, language) in enumerate((("bir", "az"), ("two", "en"), ("tri", "ru"))))
SCAN = "timestamp,ip,protocol,port,hostname,tag,asn,geo,region,city,naics,sic,banner\n" + "".join(
    f"2026-11-24 03:04:0{n},192.0.2.{16 * n + 5},tcp,23,h{n}.example,telnet,64500,AZ,BAKU,BAKU,0,0,login:\n" for n in range(3))
THREAT = "condition:vulnerable/potentially-unwanted-accessible/open-telnet"


class Inbox:
    """What came in: (recipients, bytes)."""

    def __init__(self):
        self.lock, self.taken = threading.Lock(), []

    async def handle_DATA(self, server, session, envelope):
        with self.lock:
            self.taken.append((list(envelope.rcpt_tos), envelope.content))
        return "250 taken"

    def messages(self):
        with self.lock:
            return list(self.taken)


def titled(form):
    return re.sub(r"^title\.az:.*$", "title.az: " + TITLE, form, flags=re.M)


def check(stage, recipients, content):
    message = email.message_from_bytes(content, policy=email.policy.default)
    name = recipients[0]
    parts = list(message.walk())
    defects = [defect for part in parts for defect in part.defects]
    defects += [defect for _, value in message.items() for defect in getattr(value, "defects", ())]
    stage.claim(f"{name}: no defect in {len(parts)} parts and {len(message.keys())} fields", not defects, defects)
    stage.claim(f"{name}: one recipient, the same in envelope and To",
                len(recipients) == 1 and [a.addr_spec for a in message["To"].addresses] == recipients,
                (recipients, message["To"]))
    once = ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type")
    stage.claim(f"{name}: each field of RFC 5322 stands once", all(len(message.get_all(f, [])) == 1 for f in once),
                message.keys())
    stage.claim(f"{name}: dated in a known zone", message["Date"].datetime.tzinfo is not None, message["Date"])
    lines = content.split(b"\r\n")
    stage.claim(f"{name}: lines end in CR LF and are at most 998 bytes, headers ASCII",
                b"\n" not in b"".join(lines) and max(map(len, lines)) <= 998
                and content.partition(b"\r\n\r\n")[0].isascii(), max(map(len, lines)))
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    stage.claim(f"{name}: plain text and HTML", plain is not None and page is not None,
                [part.get_content_type() for part in parts])
    text = plain.get_content()
    stage.claim(f"{name}: the text has the label first and last", text.splitlines()[0].startswith("TLP:")
                and text.strip().splitlines()[-1].startswith("TLP:"), text[:200])
    stage.claim(f"{name}: no condition's tag in what people read", "open-telnet" not in message["Subject"] + text,
                message["Subject"])
    return message


def main():
    inbox, port = Inbox(), free_port()
    relay = Controller(inbox, hostname="127.0.0.1", port=port)
    relay.start()
    try:
        stage = country("conformance-mail", "smtp", "mail:\n  relay: 127.0.0.1\n"
                        f"  port: {port}\n  tls: none\n  from: cert@cert.example\n"
                        f"egress_allow: ['127.0.0.1:{port}']\n", REGISTER)
        stage.must("ingest", "shadowserver-telnet", stage.write("scan.csv", SCAN))
        issue(stage, THREAT, titled)
        stage.wait(lambda: len(inbox.messages()) >= 3)
        messages = {recipients[0]: check(stage, recipients, content) for recipients, content in inbox.messages()}
        stage.claim("each of three entities got one message", sorted(messages) == sorted(
            f"desk@{name}.example" for name in ("bir", "two", "tri")) and len(inbox.messages()) == 3, sorted(messages))
        subject = messages["desk@bir.example"]["Subject"]
        stage.claim("a hostile title arrives as it was typed", LETTERS in subject and "=?utf-8?q?saxta?=" in subject,
                    subject)
        stage.claim("ids differ", len({message["Message-ID"] for message in messages.values()}) == 3)
        print(f"{len(inbox.messages())} messages read by email.policy.default")
    finally:
        relay.stop()
    stage.finish()


if __name__ == "__main__":
    main()
