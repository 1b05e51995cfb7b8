"""A small HTTP server that misbehaves on request; for Tests/TransportTests. Standard library only.

Prints `PORT CANARY` on one line, then serves until its standard input ends. Each request is appended to the
log file (argument 1) as one JSON line; whoever reaches the canary port leaves a line with "canary": true.
"""
import gzip
import http.server
import json
import socketserver
import sys
import threading

LOG = open(sys.argv[1], "a", encoding="utf-8")
LOCK = threading.Lock()
STOP = threading.Event()
BODY = b"one document of the test server\n"


def note(**fields):
    with LOCK:
        LOG.write(json.dumps(fields, sort_keys=True) + "\n")
        LOG.flush()


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request, client_address):
        pass


class Canary(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        note(canary=True, path=self.path, authorization=self.headers.get("Authorization"),
             condition=self.headers.get("If-None-Match"))
        self.send_response(200)
        self.send_header("Content-Length", "6")
        self.end_headers()
        self.wfile.write(b"canary")

    def log_message(self, *arguments):
        pass


class Handler(Canary):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        note(canary=False, path=self.path, agent=self.headers.get("User-Agent"),
             authorization=self.headers.get("Authorization"), condition=self.headers.get("If-None-Match"),
             since=self.headers.get("If-Modified-Since"), port=self.client_address[1])
        name = self.path.split("?")[0].strip("/").replace("-", "_")
        getattr(self, "answer_" + name, self.answer_missing)()

    def say(self, status, body=b"", **headers):
        self.send_response_only(status)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer_missing(self):
        self.say(404, b"no such thing")

    def answer_plain(self):
        if self.headers.get("If-None-Match") == '"v1"':
            return self.say(304, Date="Sun, 06 Nov 1994 08:49:37 GMT")
        self.say(200, BODY, ETag='"v1"', Last_Modified="Tue, 15 Nov 1994 12:45:26 GMT",
                 Date="Sun, 06 Nov 1994 08:49:37 GMT")

    def answer_gzip(self):
        self.say(200, gzip.compress(BODY), Content_Encoding="gzip")

    def answer_zstd(self):
        self.say(200, BODY, Content_Encoding="zstd")

    def answer_bomb(self):
        self.say(200, gzip.compress(bytes(64 << 20)), Content_Encoding="gzip")

    def answer_to_canary(self):
        self.say(302, Location="http://127.0.0.1:%d/inside" % CANARY)

    def answer_to_file(self):
        self.say(302, Location="file:///etc/passwd")

    def answer_to_plain(self):
        self.say(301, Location="/plain")

    def answer_loop(self):
        self.say(302, Location="/loop")

    def answer_endless(self):
        self.send_response_only(200)
        self.send_header("Connection", "close")
        self.end_headers()
        while not STOP.is_set():
            self.wfile.write(b"x" * 65536)

    def answer_headers(self):
        self.send_response_only(200)
        self.flush_headers()
        while not STOP.is_set():
            self.wfile.write(b"X-Filler: " + b"y" * 8000 + b"\r\n")

    def answer_drip(self):
        self.send_response_only(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        while not STOP.wait(0.2):
            self.wfile.write(b"z")
            self.wfile.flush()

    def answer_silent(self):
        STOP.wait(30)

    def answer_short(self):
        self.send_response_only(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(BODY)
        self.close_connection = True

    def answer_busy(self):
        self.say(429, Retry_After="120")

    def answer_busy_date(self):
        self.say(503, Date="Sun, 06 Nov 1994 08:49:37 GMT", Retry_After="Sun, 06 Nov 1994 08:54:37 GMT")

    def answer_busy_nonsense(self):
        self.say(503, Retry_After="soon")


canary = Server(("127.0.0.1", 0), Canary)
CANARY = canary.server_address[1]
server = Server(("127.0.0.1", 0), Handler)
for one in (canary, server):
    threading.Thread(target=one.serve_forever, daemon=True).start()
print(server.server_address[1], CANARY, flush=True)
sys.stdin.read()
STOP.set()
