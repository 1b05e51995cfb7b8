"""A Unix-socket HTTP server standing in for the operators' desk. usage: desk.py SOCKET; serves until stdin ends."""
import http.server
import os
import socketserver
import sys
import threading


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def address_string(self):
        return "unix"

    def log_message(self, *arguments):
        pass

    def body(self):
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def say(self, status, kind, body):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.body()
        if self.path == "/desk/echo":
            self.say(200, "application/json", body)
        elif self.path == "/desk/count":
            self.say(200, "text/plain", str(len(body)).encode())
        elif self.path == "/desk/list":
            self.say(200, "application/jsonl", b"".join(b'{"n":%d}\n' % n for n in range(3000)) + b'{"n":"last"}')
        else:
            self.say(404, "application/problem+json", b'{"title":"no such act"}')


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


server = Server(sys.argv[1], Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print("ready", flush=True)
sys.stdin.read()
os.unlink(sys.argv[1])
