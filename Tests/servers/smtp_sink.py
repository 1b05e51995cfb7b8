"""An SMTP sink (RFC 5321) that answers as told; for tests and drills. Standard library only.

usage: smtp_sink.py LOG [MODE [CERTIFICATE KEY]]   prints its port on one line, serves until standard input ends.
MODE: accept | 4xx | 5xx | 5xx-rcpt | login | greeting-5xx | drop | close | hang
With a certificate STARTTLS is offered. Each message that reached its final dot is one JSON line in LOG, with
`answered` saying whether a reply was sent.
"""
import asyncio
import json
import ssl
import sys

LOG = open(sys.argv[1], "a", encoding="utf-8")
MODE = sys.argv[2] if len(sys.argv) > 2 else "accept"
TLS = None
if len(sys.argv) > 4:
    TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    TLS.load_cert_chain(sys.argv[3], sys.argv[4])
CONNECTIONS = 0


class Session:
    def __init__(self, reader, writer, number):
        self.reader, self.writer, self.number = reader, writer, number
        self.sender, self.recipients, self.secure = None, [], False

    async def say(self, text):
        self.writer.write(text.encode() + b"\r\n")
        await self.writer.drain()

    async def data(self):
        await self.say("354 go ahead")
        lines = []
        while True:
            line = await self.reader.readline()
            if line == b".\r\n":
                break
            if not line:
                return False
            lines.append(line[1:] if line.startswith(b".") else line)
        LOG.write(json.dumps({
            "from": self.sender, "to": self.recipients, "data": b"".join(lines).decode("latin-1"),
            "connection": self.number, "secure": self.secure, "answered": MODE not in ("drop", "hang")},
            sort_keys=True) + "\n")
        LOG.flush()
        self.sender, self.recipients = None, []
        if MODE == "drop":
            return False
        if MODE == "hang":
            await asyncio.sleep(60)
        await self.say({"4xx": "451 4.3.0 try later", "5xx": "554 5.6.0 not this message"}.get(
            MODE, "250 2.0.0 Ok: queued as \t\x07TEST"))
        return MODE != "close"

    async def mail(self, line):
        self.sender = line[10:].split(" ")[0].strip("<>")
        await self.say("530 5.7.0 Authentication required" if MODE == "login" else "250 ok")

    async def rcpt(self, line):
        if MODE == "5xx-rcpt":
            return await self.say("550 5.1.1 no such user")
        self.recipients.append(line[8:].split(" ")[0].strip("<>"))
        await self.say("250 ok")

    async def run(self):
        if MODE == "greeting-5xx":
            return await self.say("554 no service")
        await self.say("220 sink ESMTP")
        while line := (await self.reader.readline()).decode("latin-1").rstrip("\r\n"):
            verb = line.split(" ")[0].upper()
            if verb == "EHLO":
                offer = "250-STARTTLS\r\n" if TLS and not self.secure else ""
                await self.say("250-sink\r\n" + offer + "250 8BITMIME")
            elif verb == "STARTTLS" and TLS:
                await self.say("220 go")
                await self.writer.start_tls(TLS)
                self.secure = True
            elif verb == "MAIL":
                await self.mail(line)
            elif verb == "RCPT":
                await self.rcpt(line)
            elif verb == "DATA":
                if not await self.data():
                    return
            elif verb == "QUIT":
                return await self.say("221 bye")
            else:
                await self.say("250 ok" if verb in ("HELO", "RSET", "NOOP") else "502 not here")


async def serve(reader, writer):
    global CONNECTIONS
    CONNECTIONS += 1
    try:
        await Session(reader, writer, CONNECTIONS).run()
    except (ConnectionError, ssl.SSLError):
        pass
    finally:
        writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=1 << 20)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
