#!/usr/bin/env python3
"""A feed of a shape nobody has coded is added by YAML alone: checked, fetched from a server on loopback, matched."""

import http.server
import itertools
import threading

from stage import REPOSITORY, Stage, free_port

TABLE = """# invented
when;what;where;port
20/11/2026 12:00:00;botnet;192.0.2.44;8443
20/11/2026 12:30:00;phish;https://pay.hospital.example/x;
20/11/2026 12:40:00;botnet;not an address;
"""
OBJECTS = '{"status":"ok","items":[{"u":"http://files.hospital.example/a","meta":{"seen":1795168800}},{"u":7}]}'

# Of the shape that Feeds/README.md describes.
SHOWN = """# invented
where;port;when;what
192.0.2.45;2323;20/11/2026 13:00:00;botnet
192.0.2.45;none;20/11/2026 13:10:00;botnet
"""

HEAD = """publisher: Invented for this story
kind: research
country: INT
interval: 1h
licence: none
tlp: CLEAR
reliability: C
"""
TABLE_FEED = HEAD + """url: http://127.0.0.1:PORT/table.csv
format: csv
mapping:
  delimiter: ";"
  comment: "#"
  time_format: dd/MM/yyyy HH:mm:ss
  zone: "+04:00"
  fields:
    indicator: where
    time: when
    type: what
  types:
    botnet: malicious-code/c2-server
    phish: fraud/phishing
"""
OBJECTS_FEED = HEAD + """url: http://127.0.0.1:PORT/objects.json
format: json
condition: {type: malicious-code/malware-distribution, name: malware-distribution}
mapping:
  rows: items
  time_format: unix
  fields:
    url: u
    time: meta.seen
"""
# One mistake a line, with what `ess check` must name.
MISTAKEN = HEAD + """format: csv
mapping:
  delimiter: tabulator
  time_format: dd/MM
  fields:
    adress: ip
  types:
    botnet: malicious-code/zombie
"""
NAMED = [("10", "mapping.delimiter", "`tab`"), ("11", "mapping.time_format", "`unix-ms`"),
         ("13", "mapping.fields.adress", "address"), ("15", "mapping.types.botnet", "vulnerable/vulnerable-system")]


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = {"/table.csv": TABLE, "/objects.json": OBJECTS, "/bots.csv": SHOWN}.get(self.path, "").encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


def block():
    """The feed that Feeds/README.md shows: the indented block that begins with a publisher."""
    lines = (REPOSITORY / "Feeds/README.md").read_text().splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("    publisher:"))
    shown = itertools.takewhile(lambda line: line.startswith("    ") or not line, lines[start:])
    return "".join(line[4:] + "\n" for line in shown)


def findings(stage):
    rows = stage.must("finding", "list", "--format", "jsonl").lines()
    return {(row["locus"], row["last_seen"], row["threat"]) for row in rows if row["entity"] == "city-hospital"}


def main():
    port = free_port()
    stage = Stage("mapping", more=f"egress_allow: ['127.0.0.1:{port}']\n")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        stage.write("feeds/mistaken.yaml", MISTAKEN)
        told = stage.ess("check", user="service")
        stage.claim("`ess check` refuses the mistakes", told.code == 78 or told.code == 1, told)
        for line, key, accepted in NAMED:
            stage.claim(f"... and names {key} on line {line} with what is accepted",
                        any(f"mistaken.yaml:{line}: {key}:" in row and accepted in row
                            for row in (told.out + told.err).splitlines()), told.out + told.err)
        (stage.folder / "feeds/mistaken.yaml").unlink()
        stage.write("feeds/table.yaml", TABLE_FEED.replace("PORT", str(port)))
        stage.write("feeds/objects.yaml", OBJECTS_FEED.replace("PORT", str(port)))
        stage.write("feeds/partner-scans.yaml", block().replace("https://feeds.partner.example", f"http://127.0.0.1:{port}"))
        # Nothing else may be polled from here, and these two must be.
        for path in (stage.folder / "feeds").glob("*.yaml"):
            if path.stem not in ("table", "objects", "partner-scans"):
                path.unlink()
        stage.settings.write_text(stage.settings.read_text().replace("polling: no", "polling: yes"))
        stage.must("check", user="service")
        stage.must("entity", "import", stage.folder / "config/constituency.example.yaml", "--data-dir", stage.data,
                   user="service")
        stage.begin()
        for feed in ("table", "objects"):
            stage.must("feed", "fetch", feed, user="admin")
        c2 = "condition:malicious-code/c2-server/c2-server"
        expected = {
            ("192.0.2.44", "2026-11-20T08:00:00Z", c2),
            ("domain:pay.hospital.example", "2026-11-20T08:30:00Z", "condition:fraud/phishing/phishing"),
            ("domain:files.hospital.example", "2026-11-20T10:00:00Z",
             "condition:malicious-code/malware-distribution/malware-distribution"),
        }
        stage.wait(lambda: findings(stage) == expected, 30)
        stage.claim("what the two feeds name is found, at the times they state", findings(stage) == expected,
                    findings(stage))
        stage.must("feed", "fetch", "partner-scans", user="admin")
        stage.wait(lambda: findings(stage) - expected, 30)
        new = findings(stage) - expected
        stage.claim("the feed that Feeds/README.md shows works as it stands there",
                    len(new) == 1 and next(iter(new))[0].startswith("192.0.2.45")
                    and next(iter(new))[1:] == ("2026-11-20T09:00:00Z", c2), new)
        for feed, place in (("table", "row 3"), ("objects", "row 2"), ("partner-scans", "row 2")):
            rejects = stage.must("reject", "list", "--each", "--feed", feed, "--format", "jsonl").lines()
            stage.claim(f"{feed}: the bad row is the only reject, by its place",
                        len(rejects) == 1 and rejects[0]["reject"]["place"] == place, rejects)
    finally:
        server.shutdown()
    stage.finish()


if __name__ == "__main__":
    main()
