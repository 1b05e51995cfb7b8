"""A server of more than a hundred misbehaviours, each on a loopback port of its own. Standard library only.

`Hostile()` listens and serves in threads of this process until `close()`. A misbehaviour is a function here, named by
the decorator; what the service must make of it stands in the table of Tests/acceptance/hostile.py. Whoever connects to
the canary is counted: nothing may.
"""
import bz2
import ctypes
import ctypes.util
import functools
import gzip
import io
import itertools
import os
import socket
import struct
import tarfile
import threading
import time
import zipfile
import zlib
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[2] / "Feeds/samples"
KEV = (SAMPLES / "kev.json").read_bytes()
RSS = (SAMPLES / "alerts.rss").read_bytes()
LIST = b"".join(b"198.51.100.%d\t%d\n" % (n, 1 + n % 5) for n in range(200))
DATE = "Sun, 06 Nov 1994 08:49:37 GMT"
CASES = {}


def case(function):
    """The function's name with `-` is the case's."""
    CASES[function.__name__.replace("_", "-")] = function
    return function


class Closed(Exception):
    """The other side is gone, or the server is to end."""


class Talk:
    """One connection: the request as it came, and ways to answer it badly."""

    def __init__(self, server, connection, number):
        self.server, self.connection, self.number = server, connection, number
        self.path, self.headers = "", {}

    def read(self):
        """The request's head; False at the end of the connection."""
        head = b""
        while b"\r\n\r\n" not in head:
            piece = self.connection.recv(65536)
            if not piece:
                return False
            head += piece
        lines = head.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        self.path = (lines[0].split(" ") + [""])[1]
        self.headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
        return True

    def raw(self, data):
        self.connection.sendall(data)

    def head(self, status="200 OK", *lines, **headers):
        text = f"HTTP/1.1 {status}\r\n" + "".join(f"{line}\r\n" for line in lines)
        text += "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        self.raw(text.encode("utf-8") + b"\r\n")

    def say(self, body=KEV, status="200 OK", *lines, **headers):
        headers.setdefault("Content_Length", len(body))
        self.head(status, *lines, **headers)
        self.raw(body)

    def to(self, place, status="302 Found"):
        self.say(b"", status, Location=place.replace("{canary}", str(self.server.canary)))

    def hang(self):
        """Says nothing until the other side has had enough."""
        self.connection.settimeout(None)
        while self.connection.recv(65536):
            pass
        raise Closed

    def drip(self, data, seconds=0.2):
        for byte in data:
            self.raw(bytes([byte]))
            time.sleep(seconds)
        self.hang()

    def endless(self, piece):
        while not self.server.closed.is_set():
            self.raw(piece)

    def reset(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise Closed


class Hostile:
    def __init__(self):
        self.closed, self.canary_hits, self.seen, self.ports = threading.Event(), [], {}, {}
        self.listeners = []
        self.canary = self.listen(self.watch)
        if socket.has_ipv6:
            try:
                self.listen(self.watch, "::1", self.canary)
            except OSError:
                pass
        for name, function in CASES.items():
            self.seen[name] = []
            self.ports[name] = self.listen(lambda connection, name=name: self.serve(name, connection))
        self.ports["hang-connect"] = self.deaf()
        self.seen["hang-connect"] = []
        self.port_of_healthy = self.ports["healthy"]

    def listen(self, work, host="127.0.0.1", port=0):
        listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET,
                                        backlog=64)
        self.listeners.append(listener)

        def accept():
            while not self.closed.is_set():
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=self.guard, args=(work, connection), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        return listener.getsockname()[1]

    def deaf(self):
        """A port whose queue of connections is full: a connection to it is never answered."""
        listener = socket.create_server(("127.0.0.1", 0), backlog=0)
        self.listeners.append(listener)
        for _ in range(2):
            waiting = socket.socket()
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
            self.listeners.append(waiting)
        return listener.getsockname()[1]

    def guard(self, work, connection):
        with connection:
            try:
                connection.settimeout(60)
                work(connection)
            except (Closed, OSError):
                pass

    def watch(self, connection):
        self.canary_hits.append(connection.getpeername())
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\ncanary")

    def serve(self, name, connection):
        if CASES[name].__code__.co_varnames[:1] == ("bare",):
            return CASES[name](Talk(self, connection, 0))
        while not self.closed.is_set():
            talk = Talk(self, connection, len(self.seen[name]))
            if not talk.read():
                return
            self.seen[name].append((time.time(), talk.path, talk.headers))
            CASES[name](talk)

    def close(self):
        self.closed.set()
        for listener in self.listeners:
            listener.close()


# What must work all the same ------------------------------------------------------------------------------------------

@case
def healthy(talk):
    talk.say(KEV, ETag=f'"{talk.number}"', Date=time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime()))


@case
def no_length_until_close(talk):
    talk.head(Connection="close")
    talk.raw(KEV)
    talk.connection.shutdown(socket.SHUT_WR)
    raise Closed


@case
def version_1_0(talk):
    talk.raw(b"HTTP/1.0 200 OK\r\n\r\n" + KEV)
    raise Closed


@case
def chunks_of_one_byte(talk):
    talk.head(Transfer_Encoding="chunked")
    talk.raw(b"".join(b"1\r\n%c\r\n" % byte for byte in KEV) + b"0\r\n\r\n")


@case
def chunk_extensions_and_trailers(talk):
    talk.head(Transfer_Encoding="chunked")
    talk.raw(b"%x;a=b;c=\"d\"\r\n%s\r\n0;last\r\nX-Trailer: yes\r\nContent-Length: 1\r\n\r\n" % (len(KEV), KEV))


@case
def interim_100_then_200(talk):
    talk.raw(b"HTTP/1.1 100 Continue\r\n\r\n")
    talk.say()


@case
def interim_103_then_200(talk):
    talk.raw(b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\nContent-Length: 5\r\n\r\n")
    talk.say()


@case
def body_with_mark_of_order(talk):
    talk.say(b"\xef\xbb\xbf" + KEV)


@case
def wrong_content_type(talk):
    talk.say(Content_Type="image/png")


@case
def charset_lie_of_header(talk):
    talk.say(RSS, Content_Type="application/rss+xml; charset=koi8-r")


@case
def length_and_chunked(talk):
    talk.head(Content_Length=3, Transfer_Encoding="chunked")
    talk.raw(b"%x\r\n%s\r\n0\r\n\r\n" % (len(KEV), KEV))
    raise Closed


# Hanging and dripping -------------------------------------------------------------------------------------------------

@case
def hang_after_accept(bare):
    bare.hang()


@case
def hang_after_request(talk):
    talk.hang()


@case
def hang_in_status_line(talk):
    talk.raw(b"HTTP/1.1 20")
    talk.hang()


@case
def hang_after_status_line(talk):
    talk.raw(b"HTTP/1.1 200 OK\r\n")
    talk.hang()


@case
def hang_in_headers(talk):
    talk.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\nX-")
    talk.hang()


@case
def hang_before_body(talk):
    talk.head(Content_Length=len(KEV))
    talk.hang()


@case
def hang_in_body(talk):
    talk.head(Content_Length=len(KEV))
    talk.raw(KEV[:100])
    talk.hang()


@case
def hang_before_last_byte(talk):
    talk.head(Content_Length=len(KEV))
    talk.raw(KEV[:-1])
    talk.hang()


@case
def hang_in_chunk_size(talk):
    talk.head(Transfer_Encoding="chunked")
    talk.raw(b"1")
    talk.hang()


@case
def hang_in_chunk(talk):
    talk.head(Transfer_Encoding="chunked")
    talk.raw(b"1000\r\nx")
    talk.hang()


@case
def hang_in_trailers(talk):
    talk.head(Transfer_Encoding="chunked")
    talk.raw(b"%x\r\n%s\r\n0\r\n" % (len(KEV), KEV))
    talk.hang()


@case
def hang_after_interim(talk):
    talk.raw(b"HTTP/1.1 100 Continue\r\n\r\n")
    talk.hang()


@case
def hang_after_redirect(talk):
    if talk.path != "/far":
        return talk.to("/far")
    talk.hang()


@case
def drip_of_status_line(talk):
    talk.drip(b"HTTP/1.1 200 " + b"O" * 1000)


@case
def drip_of_headers(talk):
    talk.raw(b"HTTP/1.1 200 OK\r\n")
    talk.drip(b"X-A: 1\r\n" * 1000)


@case
def drip_of_body(talk):
    talk.head(Content_Length=100000)
    talk.drip(b"{" * 1000)


@case
def drip_of_chunks(talk):
    talk.head(Transfer_Encoding="chunked")
    talk.drip(b"1\r\n \r\n" * 1000)


@case
def drip_of_redirects(talk):
    time.sleep(2)
    talk.to(f"/{talk.number}")


# Ending too early, or too late ----------------------------------------------------------------------------------------

@case
def close_after_accept(bare):
    raise Closed


@case
def reset_after_accept(bare):
    bare.reset()


@case
def close_after_request(talk):
    raise Closed


@case
def reset_in_body(talk):
    talk.head(Content_Length=len(KEV))
    talk.raw(KEV[:50])
    talk.reset()


@case
def body_shorter_than_told(talk):
    talk.head(Content_Length=len(LIST) + 100)
    talk.raw(LIST)
    raise Closed


@case
def body_longer_than_told(talk):
    talk.head(Content_Length=len(KEV) - 20)
    talk.raw(KEV)
    raise Closed


@case
def chunks_without_end(talk):
    talk.head(Transfer_Encoding="chunked")
    talk.raw(b"%x\r\n%s\r\n" % (len(LIST), LIST))
    raise Closed


@case
def chunk_cut(talk):
    talk.head(Transfer_Encoding="chunked")
    talk.raw(b"%x\r\n%s" % (len(LIST) + 5, LIST))
    raise Closed


@case
def chunk_size_of_letters(talk):
    talk.head(Transfer_Encoding="chunked")
    talk.raw(b"zz\r\n%s\r\n0\r\n\r\n" % KEV)
    raise Closed


@case
def chunk_size_of_many_digits(talk):
    talk.head(Transfer_Encoding="chunked")
    talk.raw(b"%s\r\n%s\r\n0\r\n\r\n" % (b"F" * 40, KEV))
    raise Closed


@case
def chunk_size_negative(talk):
    talk.head(Transfer_Encoding="chunked")
    talk.raw(b"-5\r\n%s\r\n0\r\n\r\n" % KEV)
    raise Closed


@case
def two_lengths_that_differ(talk):
    talk.say(KEV, "200 OK", f"Content-Length: {len(KEV) - 7}")
    raise Closed


@case
def length_negative(talk):
    talk.say(Content_Length="-1")
    raise Closed


@case
def length_of_letters(talk):
    talk.say(Content_Length="many")
    raise Closed


@case
def length_beyond_numbers(talk):
    talk.say(Content_Length="9" * 30)
    raise Closed


@case
def length_over_the_limit(talk):
    talk.say(Content_Length=1 << 40)
    raise Closed


@case
def empty_body(talk):
    talk.say(b"")


@case
def empty_chunked_body(talk):
    talk.head(Transfer_Encoding="chunked")
    talk.raw(b"0\r\n\r\n")


@case
def body_of_spaces(talk):
    talk.say(b" \r\n\t" * 1000)


# Redirects ------------------------------------------------------------------------------------------------------------

def leads(name, place, status="302 Found"):
    """A case of one redirect; {canary} in the place is the port where nobody may come."""
    def answer(talk):
        talk.to(place, status)
    CASES[name] = answer


@case
def redirect_loop(talk):
    talk.to("/again")


@case
def redirect_ever_longer(talk):
    talk.to(talk.path + "/x")


@case
def redirect_well(talk):
    talk.to("/there", "308 Permanent Redirect") if talk.path != "/there" else talk.say()


@case
def redirect_without_place(talk):
    talk.say(b"", "302 Found")


@case
def redirect_to_two_places(talk):
    talk.say(b"", "302 Found", "Location: http://127.0.0.1:%d/a" % talk.server.canary,
             "Location: http://127.0.0.1:%d/b" % talk.server.canary)


@case
def redirect_of_100_kib(talk):
    talk.to("/" + "x" * 100_000)


@case
def redirect_with_a_line_break(talk):
    talk.to("/a%0d%0aX-Injected: yes") if talk.path == "/doc" else talk.say()


@case
def redirect_with_a_nul(talk):
    talk.raw(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:%d/\x00a\r\nContent-Length: 0\r\n\r\n"
             % talk.server.canary)
    raise Closed


@case
def redirect_by_refresh(talk):
    talk.say(KEV, Refresh="0; url=http://127.0.0.1:%d/" % talk.server.canary)


@case
def redirect_by_markup(talk):
    talk.say(b'<html><meta http-equiv="refresh" content="0;url=http://127.0.0.1:%d/"></html>' % talk.server.canary)


@case
def redirect_after_cookie(talk):
    if talk.headers.get("cookie"):
        return talk.say()
    talk.say(b"", "302 Found", Set_Cookie="a=b; Path=/", Location="/doc")


for _name, _place in {
    "canary": "http://127.0.0.1:{canary}/", "canary-short": "http://127.1:{canary}/",
    "canary-decimal": "http://2130706433:{canary}/", "canary-octal": "http://0177.0.0.1:{canary}/",
    "canary-octal-whole": "http://017700000001:{canary}/", "canary-hex": "http://0x7f000001:{canary}/",
    "canary-hex-parts": "http://0x7f.0x0.0x0.0x1:{canary}/", "canary-mixed": "http://0x7f.1:{canary}/",
    "canary-other-loopback": "http://127.255.255.254:{canary}/", "canary-v6": "http://[::1]:{canary}/",
    "canary-v6-long": "http://[0:0:0:0:0:0:0:1]:{canary}/", "canary-mapped": "http://[::ffff:127.0.0.1]:{canary}/",
    "canary-mapped-hex": "http://[::ffff:7f00:1]:{canary}/", "canary-compatible": "http://[::127.0.0.1]:{canary}/",
    "canary-nat64": "http://[64:ff9b::7f00:1]:{canary}/", "canary-6to4": "http://[2002:7f00:1::]:{canary}/",
    "canary-v6-zone": "http://[fe80::1%25lo]:{canary}/", "canary-any": "http://0.0.0.0:{canary}/",
    "canary-zero": "http://0:{canary}/", "canary-v6-any": "http://[::]:{canary}/",
    "canary-name": "http://localhost:{canary}/", "canary-name-dot": "http://localhost.:{canary}/",
    "canary-name-case": "http://LOCALHOST:{canary}/", "canary-address-dot": "http://127.0.0.1.:{canary}/",
    "canary-circled-digits": "http://①②⑦.⓪.⓪.①:{canary}/", "canary-wide-dots": "http://127。0。0。1:{canary}/",
    "canary-no-scheme": "//127.0.0.1:{canary}/", "canary-many-slashes": "http:////127.0.0.1:{canary}/",
    "canary-one-slash": "http:/127.0.0.1:{canary}/", "canary-user": "http://feed.example@127.0.0.1:{canary}/",
    "canary-password": "http://127.0.0.1:80@127.0.0.1:{canary}/",
    "canary-backslash": "http://127.0.0.1:{canary}\\@feed.example/",
    "canary-hash": "http://127.0.0.1:{canary}#@feed.example/", "canary-escaped": "http://%31%32%37.0.0.1:{canary}/",
    "canary-tab": "http://127.0.0.1\t:{canary}/", "canary-other-case": "HTTP://127.0.0.1:{canary}/",
    "metadata": "http://169.254.169.254/latest/meta-data/", "metadata-v6": "http://[fd00:ec2::254]/latest/",
    "private-10": "http://10.0.0.1/", "private-172": "http://172.16.0.1/", "private-192": "http://192.168.0.1/",
    "private-100": "http://100.64.0.1/", "multicast": "http://224.0.0.1/", "broadcast": "http://255.255.255.255/",
    "file": "file:///etc/passwd", "file-host": "file://127.0.0.1/etc/passwd",
    "gopher": "gopher://127.0.0.1:{canary}/_GET", "ftp": "ftp://127.0.0.1:{canary}/x",
    "dict": "dict://127.0.0.1:{canary}/x", "ldap": "ldap://127.0.0.1:{canary}/x", "tftp": "tftp://127.0.0.1/x",
    "smtp": "smtp://127.0.0.1:{canary}/x", "telnet": "telnet://127.0.0.1:{canary}/", "scp": "scp://127.0.0.1/x",
    "data": "data:application/json,{}", "javascript": "javascript:alert(1)", "nothing": "",
    "port-0": "http://127.0.0.1:0/", "port-beyond": "http://127.0.0.1:99999/", "no-host": "http://:80/",
}.items():
    leads("redirect-to-" + _name, _place)
for _status in ("301 Moved", "303 See Other", "307 Temporary", "308 Permanent"):
    leads("redirect-" + _status[:3] + "-to-canary", "http://127.0.0.1:{canary}/", _status)
for _status in ("300 Multiple Choices", "304 Not Modified", "305 Use Proxy"):
    leads("redirect-" + _status[:3] + "-to-canary", "http://127.0.0.1:{canary}/", _status)


# Too much -------------------------------------------------------------------------------------------------------------

ZEROS = bytes(1 << 20)


@functools.cache
def bz2_zeros():
    packer = bz2.BZ2Compressor(9)
    return zeros(packer, 8)


def zeros(compressor, mebibytes):
    return b"".join(compressor.compress(ZEROS) for _ in range(mebibytes)) + compressor.flush()


def library(name, file):
    """A shared library of the machine; None where it has none."""
    try:
        return ctypes.CDLL(file if os.path.exists(file) else ctypes.util.find_library(name) or file)
    except OSError:
        return None


def brotli(data):
    codec = library("brotlienc", "libbrotlienc.so.1")
    if codec is None:
        return None
    size = ctypes.c_size_t(len(data) + 4096)
    room = ctypes.create_string_buffer(size.value)
    if not codec.BrotliEncoderCompress(5, 22, 0, ctypes.c_size_t(len(data)), data, ctypes.byref(size), room):
        return None
    return room.raw[:size.value]


def zstandard(data):
    codec = library("zstd", "libzstd.so.1")
    if codec is None:
        return None
    codec.ZSTD_compress.restype = ctypes.c_size_t
    codec.ZSTD_compress.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int]
    room = ctypes.create_string_buffer(len(data) + 4096)
    size = codec.ZSTD_compress(room, len(room), data, len(data), 3)
    return room.raw[:size]


@case
def coding_gzip(talk):
    talk.say(gzip.compress(KEV), Content_Encoding="gzip")


@case
def coding_deflate(talk):
    talk.say(zlib.compress(KEV), Content_Encoding="deflate")


@case
def coding_br(talk):
    talk.say(brotli(KEV) or b"no library", Content_Encoding="br")


@case
def coding_zstd(talk):
    talk.say(zstandard(KEV) or b"no library", Content_Encoding="zstd")


@case
def coding_unknown(talk):
    talk.say(KEV, Content_Encoding="lzma")


@case
def coding_lie(talk):
    talk.say(KEV, Content_Encoding="gzip")


@case
def coding_cut(talk):
    packed = gzip.compress(LIST)
    talk.say(packed[:len(packed) // 2], Content_Encoding="gzip")


@case
def coding_cut_of_its_end(talk):
    talk.say(gzip.compress(LIST)[:-8], Content_Encoding="gzip")


@case
def coding_deflate_cut(talk):
    packed = zlib.compress(LIST)
    talk.say(packed[:len(packed) // 2], Content_Encoding="deflate")


@case
def coding_br_cut(talk):
    packed = brotli(LIST) or b"no library"
    talk.say(packed[:len(packed) // 2], Content_Encoding="br")


@case
def coding_zstd_cut(talk):
    packed = zstandard(LIST) or b"no library"
    talk.say(packed[:len(packed) // 2], Content_Encoding="zstd")


@case
def coding_with_wrong_checksum(talk):
    packed = bytearray(gzip.compress(LIST))
    packed[-6] ^= 0xFF
    talk.say(bytes(packed), Content_Encoding="gzip")


@case
def coding_ten_deep_in_one_line(talk):
    body = KEV
    for _ in range(10):
        body = gzip.compress(body)
    talk.say(body, Content_Encoding=", ".join(["gzip"] * 10))


@case
def coding_ten_deep_in_ten_lines(talk):
    body = KEV
    for _ in range(10):
        body = gzip.compress(body)
    talk.say(body, "200 OK", *["Content-Encoding: gzip"] * 10)


@case
def coding_twice(talk):
    talk.say(gzip.compress(gzip.compress(KEV)), "200 OK", *["Content-Encoding: gzip"] * 2)


@case
def transfer_coding_gzip(talk):
    body = gzip.compress(KEV)
    talk.head(Transfer_Encoding="gzip, chunked")
    talk.raw(b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body))


@case
def transfer_coding_zstd(talk):
    body = zstandard(KEV) or b"no library"
    talk.head(Transfer_Encoding="zstd")
    talk.raw(body)
    raise Closed


@case
def bomb_gzip_coding(talk):
    talk.say(zeros(zlib.compressobj(9, zlib.DEFLATED, 31), 64), Content_Encoding="gzip")


@case
def bomb_br_coding(talk):
    talk.say(brotli(bytes(64 << 20)) or b"no library", Content_Encoding="br")


@case
def bomb_zstd_coding(talk):
    talk.say((zstandard(ZEROS) or b"no library") * 64, Content_Encoding="zstd")


@case
def bomb_zstd_window(talk):
    # RFC 8878 § 3.1.1.1.2: a frame header that asks for a window of 2^41 bytes, then one raw block.
    talk.say(b"\x28\xb5\x2f\xfd\x00\xf8" + struct.pack("<I", 1 | 5 << 3)[:3] + b"[1,2]", Content_Encoding="zstd")


@case
def bomb_gzip_file(talk):
    talk.say(zeros(zlib.compressobj(9, zlib.DEFLATED, 31), 64), Content_Type="application/gzip")


@case
def bomb_gzip_ten_deep(talk):
    body = KEV
    for _ in range(10):
        body = gzip.compress(body)
    talk.say(body)


def archive(*members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members:
            file.writestr(name, data)
    return out.getvalue()


@case
def bomb_zip(talk):
    talk.say(archive(("kev.json", bytes(64 << 20))))


@case
def bomb_zip_in_zip(talk):
    body = archive(("kev.json", KEV))
    for depth in range(10):
        body = archive((f"{depth}.zip", body))
    talk.say(body)


@case
def bomb_zip_overlapping(talk):
    """Many directory records that point at one member."""
    body = archive(("kev.json", b" " * (1 << 20)))
    end = body.rfind(b"PK\x05\x06")
    start = struct.unpack("<I", body[end + 16:end + 20])[0]
    record = body[start:end]
    count = 2000
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(record) * count, start, 0)
    talk.say(body[:start] + record * count + tail)


@case
def bomb_bz2(talk):
    talk.say(bz2_zeros())


@case
def bomb_zip_of_many_members(talk):
    talk.say(archive(*((f"{n}.json", b"{}") for n in range(20_000))))


@case
def archive_zip_climbs(talk):
    talk.say(archive(("../../../../../tmp/ess-hostile-climbed", b"x"), ("/tmp/ess-hostile-climbed", b"x"),
                     ("..\\..\\ess-hostile-climbed", b"x"), ("C:ess", b"x"), ("kev.json", KEV)))


@case
def archive_tar_climbs(talk):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as file:
        for name, kind in (("../../../../../tmp/ess-hostile-climbed", tarfile.REGTYPE),
                           ("/tmp/ess-hostile-climbed", tarfile.REGTYPE), ("link", tarfile.SYMTYPE),
                           ("hard", tarfile.LNKTYPE), ("device", tarfile.CHRTYPE), ("pipe", tarfile.FIFOTYPE)):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            file.addfile(member, io.BytesIO(b""))
        member = tarfile.TarInfo("kev.json")
        member.size = len(KEV)
        file.addfile(member, io.BytesIO(KEV))
    talk.say(out.getvalue())


@case
def archive_zip_encrypted(talk):
    body = bytearray(archive(("kev.json", KEV)))
    body[6] |= 1
    body[body.rfind(b"PK\x01\x02") + 8] |= 1
    talk.say(bytes(body))


@case
def archive_zip_cut(talk):
    body = archive(("kev.json", KEV))
    talk.say(body[:len(body) // 2])


@case
def endless_body(talk):
    talk.head(Connection="close")
    talk.endless(b" " * 65536)


@case
def endless_chunks(talk):
    talk.head(Transfer_Encoding="chunked")
    talk.endless(b"10000\r\n" + b" " * 65536 + b"\r\n")


@case
def endless_headers(talk):
    talk.raw(b"HTTP/1.1 200 OK\r\n")
    talk.endless(b"X-A: " + b"y" * 8000 + b"\r\n")


@case
def endless_header_line(talk):
    talk.raw(b"HTTP/1.1 200 OK\r\nX-A: ")
    talk.endless(b"y" * 8000)


@case
def endless_status_line(talk):
    talk.raw(b"HTTP/1.1 200 ")
    talk.endless(b"O" * 8000)


@case
def endless_interims(talk):
    talk.endless(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


@case
def endless_early_hints(talk):
    talk.endless(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 100)


@case
def endless_trailers(talk):
    talk.head(Transfer_Encoding="chunked")
    talk.raw(b"%x\r\n%s\r\n0\r\n" % (len(KEV), KEV))
    talk.endless(b"X-A: " + b"y" * 8000 + b"\r\n")


@case
def endless_chunk_extension(talk):
    talk.head(Transfer_Encoding="chunked")
    talk.raw(b"5;a=")
    talk.endless(b"b" * 8000)


@case
def endless_error_page(talk):
    talk.head("500 Oops", Connection="close")
    talk.endless(b"sorry " * 1000)


@case
def endless_body_of_a_redirect(talk):
    if talk.path == "/there":
        return talk.say()
    talk.head("302 Found", Location="/there", Connection="close")
    talk.endless(b"moved " * 1000)


@case
def thousands_of_headers(talk):
    talk.say(KEV, "200 OK", *(f"X-{n}: y" for n in range(50_000)))


@case
def thousands_of_cookies(talk):
    talk.say(KEV, "200 OK", *(f"Set-Cookie: c{n}=v" for n in range(1000)))


# Lies of the cache, and requests to wait ------------------------------------------------------------------------------

@case
def unasked_304(talk):
    talk.head("304 Not Modified")


@case
def ever_304(talk):
    if talk.headers.get("if-none-match"):
        return talk.head("304 Not Modified", ETag='"one"')
    talk.say(KEV + b" " * talk.number, ETag='"one"')


@case
def same_tag_for_other_bytes(talk):
    talk.say(KEV + b" " * talk.number, ETag='"one"')


@case
def tag_with_controls(talk):
    talk.say(KEV, "200 OK", 'ETag: "a\x01b"', "Last-Modified: \x7f")


@case
def tag_of_60_kib(talk):
    talk.say(KEV, ETag='"' + "t" * 60_000 + '"')


@case
def time_far_ahead(talk):
    talk.say(KEV, Date="Fri, 31 Dec 9999 23:59:59 GMT", Last_Modified="Fri, 31 Dec 9999 23:59:59 GMT")


@case
def time_of_nonsense(talk):
    talk.say(KEV, Date="yesterday, at noon", Last_Modified="-1")


def waits(name, value, status="503 Busy", **headers):
    def answer(talk):
        talk.say(b"", status, Retry_After=value, **headers)
    CASES[name] = answer


waits("retry-after-seconds", "120", "429 Slow Down")
waits("retry-after-date", "Sun, 06 Nov 1994 09:49:37 GMT", Date=DATE)
waits("retry-after-date-past", "Sun, 06 Nov 1994 07:49:37 GMT", Date=DATE)
waits("retry-after-date-alone", "Fri, 31 Dec 9999 23:59:59 GMT")
waits("retry-after-negative", "-30")
waits("retry-after-beyond-numbers", "9" * 40)
waits("retry-after-a-century", str(100 * 365 * 86400))
waits("retry-after-nonsense", "when the moon is full")


@case
def status_429_ever(talk):
    talk.say(b"", "429 Slow Down")


# Credentials ----------------------------------------------------------------------------------------------------------

SECRET = "Bearer 9f86d081-never-seen"


@case
def credentials_at_home(talk):
    if talk.headers.get("authorization") == SECRET:
        return talk.say()
    talk.say(b"", "401 Who", WWW_Authenticate="Bearer")


@case
def credentials_carried_away(talk):
    """Asks for them, and leads to another origin that may be reached."""
    if talk.headers.get("authorization") != SECRET:
        return talk.say(b"", "401 Who", WWW_Authenticate="Bearer")
    talk.to("http://127.0.0.1:%d/catch" % talk.server.ports["credentials-caught"])


@case
def credentials_caught(talk):
    talk.say()


# Statuses and forms of the answer -------------------------------------------------------------------------------------

def status(name, line, body=KEV, **headers):
    def answer(talk):
        talk.say(body, line, **headers)
    CASES[name] = answer


for _line in ("201 Created", "202 Accepted", "203 Other", "206 Partial Content", "400 Bad", "403 Forbidden",
              "404 Not Found", "408 Timeout", "410 Gone", "418 Teapot", "451 Legal", "500 Oops", "502 Gateway",
              "503 Busy", "599 Far", "999 No Such Class"):
    status("status-" + _line[:3], _line)
status("status-204", "204 No Content", b"")
status("status-401", "401 Who", b"", WWW_Authenticate='Basic realm="give me your password"')
status("status-401-negotiate", "401 Who", b"", WWW_Authenticate="Negotiate")
status("status-407", "407 Proxy", b"", Proxy_Authenticate='Basic realm="proxy"')
status("login-page-with-200", "200 OK", b"<!doctype html><html><form action=/login><input type=password></form></html>",
       Content_Type="text/html")


@case
def status_101_unasked(talk):
    talk.raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
    talk.raw(KEV)
    raise Closed


def wire(name, data):
    """A case that is its bytes."""
    def answer(talk):
        talk.raw(data)
        raise Closed
    CASES[name] = answer


wire("version-0-9", KEV)
wire("version-9-9", b"HTTP/9.9 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(KEV), KEV))
wire("version-2-in-clear", b"HTTP/2 200\r\nContent-Length: %d\r\n\r\n%s" % (len(KEV), KEV))
wire("version-2-frames", b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" + bytes(18) + KEV)
wire("version-of-radio", b"ICY 200 OK\r\n\r\n" + KEV)
wire("version-of-tls", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500))
wire("version-of-ssh", b"SSH-2.0-OpenSSH_9.2\r\n")
wire("status-of-letters", b"HTTP/1.1 2OO OK\r\n\r\n" + KEV)
wire("status-of-one-digit", b"HTTP/1.1 2\r\n\r\n" + KEV)
wire("status-of-five-digits", b"HTTP/1.1 20000 OK\r\n\r\n" + KEV)
wire("status-missing", b"HTTP/1.1\r\n\r\n" + KEV)
wire("status-000", b"HTTP/1.1 000 Nothing\r\n\r\n" + KEV)
wire("status-negative", b"HTTP/1.1 -200 OK\r\n\r\n" + KEV)
wire("header-with-nul", b"HTTP/1.1 200 OK\r\nX-A: a\x00b\r\nContent-Length: %d\r\n\r\n%s" % (len(KEV), KEV))
wire("header-without-colon", b"HTTP/1.1 200 OK\r\nnonsense\r\nContent-Length: %d\r\n\r\n%s" % (len(KEV), KEV))
wire("header-folded", b"HTTP/1.1 200 OK\r\nX-A: a\r\n b\r\nContent-Length: %d\r\n\r\n%s" % (len(KEV), KEV))
wire("header-of-line-feeds", b"HTTP/1.1 200 OK\nContent-Length: %d\n\n%s" % (len(KEV), KEV))
wire("header-of-carriage-returns", b"HTTP/1.1 200 OK\rContent-Length: 3\r\r" + KEV)
wire("header-split", b"HTTP/1.1 200 OK\r\nETag: \"a\"\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{")
wire("header-of-bytes", b"HTTP/1.1 200 OK\r\nX-\xff\xfe: \x80\x81\r\nContent-Length: %d\r\n\r\n%s" % (len(KEV), KEV))
wire("garbage", bytes(range(256)) * 64)


# What stands in the document ------------------------------------------------------------------------------------------

def document(name, body, **headers):
    def answer(talk):
        talk.say(body() if callable(body) else body, **headers)
    CASES[name] = answer


document("json-nul-inside", KEV.replace(b"EdgeGate before", b"EdgeGate\x00before", 1))
document("json-nul-only", bytes(100_000))
document("json-same-key-twice", b'{"vulnerabilities":[],"vulnerabilities":[{"cveID":"CVE-2026-1"}]}')
document("json-depth-of-a-million", lambda: b"[" * 1_000_000)
document("json-depth-inside", lambda: KEV[:1] + b'"x":' + b"[" * 1_000_000 + b"]" * 1_000_000 + b"," + KEV[1:])
document("json-depth-of-objects", lambda: b'{"a":' * 500_000 + b"1" + b"}" * 500_000)
document("json-number-of-a-million-digits", lambda: b'{"vulnerabilities":' + b"9" * 1_000_000 + b"}")
document("json-number-beyond", b'{"vulnerabilities":[{"cveID":1e999999999}]}')
document("json-lone-surrogate", b'{"vulnerabilities":[{"cveID":"\\ud800"}]}')
document("json-broken-utf8", b'{"vulnerabilities":[{"cveID":"\xff\xfe\xc0\x80"}]}')
document("json-utf16", KEV.decode().encode("utf-16"))
document("json-utf32", KEV.decode().encode("utf-32"))
document("json-cut", KEV[:len(KEV) // 2])
document("json-text-behind", KEV + b"\n]]} and more")
document("json-other-type", b'"just a text"')
document("json-million-keys", lambda: b"{" + b",".join(b'"k%d":0' % n for n in range(300_000)) + b"}")
document("json-million-items", lambda: b'{"vulnerabilities":[' + b",".join([b"{}"] * 300_000) + b"]}")
document("json-name-of-a-mebibyte", lambda: b'{"' + b"n" * (1 << 20) + b'":1,"vulnerabilities":[]}')
document("json-proto", b'{"__proto__":{"x":1},"vulnerabilities":[{"cveID":"$(touch /tmp/ess-hostile-climbed)"}]}')
LAUGHS = "".join(f'<!ENTITY l{n} "{"&l%d;" % (n - 1) * 10}">' for n in range(1, 10))
document("xml-laughs", f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]><rss version="2.0"><channel>'
         f"<title>&l9;</title></channel></rss>".encode())
document("xml-outer-file", b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
         b'<rss version="2.0"><channel><item><title>&f;</title></item></channel></rss>')
document("xml-doctype-late", b"<rss version='2.0'><!DOCTYPE r><channel/></rss>")
document("xml-doctype-in-utf16", '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE r [<!ENTITY a "b">]><rss version='
         '"2.0"><channel><item><title>&a;</title></item></channel></rss>'.encode("utf-16"))
document("xml-depth", lambda: b"<rss version='2.0'><channel>" + b"<a>" * 300_000)
document("xml-attributes", lambda: b"<rss version='2.0' " + b" ".join(b"a%d=''" % n for n in range(200_000)) + b"/>")
document("xml-charset-lie", RSS.replace(b"utf-8", b"us-ascii").replace(b"UTF-8", b"us-ascii"))
document("xml-charset-unknown", b"<?xml version='1.0' encoding='x-klingon'?>" + RSS.partition(b"?>")[2])
document("xml-nul", RSS.replace(b"<item>", b"<item>\x00", 1))
document("xml-unclosed", RSS[:len(RSS) * 3 // 4])
document("xml-long-tag", lambda: b"<rss version='2.0'><" + b"t" * (3 << 20) + b"/></rss>")
document("xml-page-instead", b"<!DOCTYPE html><html><body>Access denied</body></html>")
document("list-line-without-end", lambda: b"198.51.100.1" * 300_000)
document("list-of-nuls", lambda: b"\x00\n" * 100_000)
document("list-of-escapes", b"\x1b]0;owned\x07\x1b[2J 198.51.100.7\n198.51.100.8\n")
document("table-quote-without-end", lambda: b'timestamp,ip\n"2026-11-01 00:00:00,' + b"x" * 3_000_000)
document("table-of-100000-columns", lambda: b",".join(b"c%d" % n for n in range(100_000)) + b"\n1\n")


@case
def xml_outer_canary(talk):
    talk.say(b'<?xml version="1.0"?><?xml-stylesheet href="http://127.0.0.1:%d/s"?><!DOCTYPE r SYSTEM '
             b'"http://127.0.0.1:%d/dtd"><rss version="2.0"><channel/></rss>'
             % (talk.server.canary, talk.server.canary))


@case
def xml_links_to_canary(talk):
    talk.say(RSS.replace(b"<item>", b'<item><link>http://127.0.0.1:%d/x</link><enclosure url="http://127.0.0.1:%d/e"/>'
                         % (talk.server.canary, talk.server.canary)))


if __name__ == "__main__":
    server = Hostile()
    for number, name in zip(itertools.count(1), sorted(server.ports)):
        print(number, server.ports[name], name)
    threading.Event().wait()
