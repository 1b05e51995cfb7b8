"""What the acceptance scripts share: a service of their own in a temporary folder, people, claims.

A script makes a `Stage`, starts the service, asks as people, states claims and ends with `stage.finish()`.
As root the service and the people are different Unix users (setpriv); else all of them are the caller, who holds every
role, and scripts that need a second person say so and end. Only processes started here are ended, by their pid.
"""

import atexit
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("ESS_CORPUS", REPOSITORY.parent / "shared" / "data"))
LONG = os.environ.get("ESS_LONG") == "1"
IS_ROOT = os.getuid() == 0
# By number: nobody is added to the machine's user database. `chief` is analyst and approver, `stranger` is nothing.
SERVICE, GROUP = 61000, 61000
PEOPLE = {"analyst": 61001, "approver": 61002, "admin": 61003, "chief": 61004, "stranger": 61009}


def binary():
    """$ESS_BINARY, else the debug build."""
    path = Path(os.environ.get("ESS_BINARY", REPOSITORY / ".build" / "debug" / "ess")).resolve()
    if not path.exists():
        raise SystemExit(f"there is no {path}; run: swift build --product ess")
    return path


def skip(reason):
    """Ends the script: what it needs is not here. Not a failure."""
    print(f"skipped: {reason}")
    sys.exit(0)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class Answer:
    """How a command ended."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def json(self):
        """Its JSON, or its last line's for jsonl."""
        return json.loads(self.out)

    def lines(self):
        return [json.loads(line) for line in self.out.splitlines()]

    def __repr__(self):
        return f"exit {self.code}: {(self.err or self.out).strip()[-400:]}"


class Stage:
    def __init__(self, name, directives="", more="", relaxed=True, disk=None):
        """`disk`: the size of a file system of its own for the data directory, as mount(8) reads it; needs root."""
        self.folder = Path(tempfile.mkdtemp(prefix=f"ess-{name}-")).resolve()
        # Other Unix users read the settings and the documents in here.
        self.folder.chmod(0o755)
        self.binary = self.folder / "ess"
        shutil.copy(binary(), self.binary)
        self.data, self.runtime, self.drop = (self.folder / part for part in ("data", "run", "drop"))
        for place in (self.data, self.runtime, self.drop):
            place.mkdir()
        if disk:
            self.mount(disk)
        for place in (self.data, self.runtime, self.drop):
            if IS_ROOT:
                os.chown(place, SERVICE, GROUP)
        # What the service finds in its environment besides ours.
        self.environment = {}
        self.port, self.socket = free_port(), self.runtime / "ess.sock"
        self.settings = self.folder / "ess.yaml"
        shutil.copytree(REPOSITORY / "Feeds", self.folder / "feeds")
        shutil.copytree(REPOSITORY / "Config", self.folder / "config")
        self.write("directives.yaml", "directives:\n" + directives if directives else "directives: []\n")
        self.write("ess.yaml", self.settings_text(more, relaxed))
        self.service, self.failures, self.log = None, [], open(self.folder / "service.log", "ab")
        self.began = time.monotonic()
        # However the script ends, no service outlives it.
        atexit.register(lambda: self.service and self.service.poll() is None and self.service.kill())
        made = self.ess("init", user="service")
        if made.code != 0:
            raise SystemExit(f"`ess init` fails: {made!r}")
        self.key = made.out.strip()

    def mount(self, size):
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", self.data], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            shutil.rmtree(self.folder)
            skip(f"no file system can be mounted here: {done.stdout.strip()}")
        # Lazily: however the script ends, the mount goes, even while a service still holds it.
        atexit.register(lambda: subprocess.run(["umount", "--lazy", self.data], stderr=subprocess.DEVNULL))

    def settings_text(self, more, relaxed):
        people = PEOPLE if IS_ROOT else dict.fromkeys(PEOPLE, os.getuid())
        roles = "".join(f"  {role}: [{', '.join(str(people[name]) for name in names)}]\n" for role, names in (
            ("analyst", ("analyst", "chief")), ("approver", ("approver", "chief")), ("admin", ("admin",))))
        config = self.folder / "config"
        return (f"data_dir: {self.data}\nsocket: {self.socket}\nfeeds_dir: {self.folder}/feeds\n"
                f"national_space: {config}/national-space.yaml\ndirectives: {self.folder}/directives.yaml\n"
                f"deadlines: {config}/deadlines/national.yaml\nguidance_dir: {config}/guidance\n"
                f"scoring: {config}/scoring.yaml\nsectors: {config}/sectors.yaml\nmaildrop: {self.drop}\npolling: no\n"
                f"four_eyes: {'relaxed' if relaxed else 'strict'}\n"
                f"authority:\n  domain: cert.example\n  public_url: http://127.0.0.1:{self.port}\n"
                f"portal:\n  port: {self.port}\nroles:\n{roles}{more}")

    def write(self, name, text):
        """A file that all users of the stage may read; returns its path."""
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        path.chmod(0o644)
        return path

    def as_user(self, user, command):
        if not IS_ROOT or user == "root":
            return [str(word) for word in command]
        uid = SERVICE if user == "service" else PEOPLE[user]
        return ["setpriv", f"--reuid={uid}", f"--regid={GROUP}", "--clear-groups", *map(str, command)]

    def ess(self, *words, user="analyst", stdin=None, settings=None, timeout=900, wrapper=()):
        """One command of `user`."""
        command = [*wrapper, self.binary, *words]
        if "--help" not in words:
            command += ["--config", settings or self.settings]
        done = subprocess.run(self.as_user(user, command), input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True, timeout=timeout, cwd=self.folder)
        return Answer(done.returncode, done.stdout, done.stderr)

    def must(self, *words, **options):
        """As `ess`, for steps on which the rest stands."""
        answer = self.ess(*words, **options)
        if answer.code != 0:
            print(f"FAIL ess {' '.join(map(str, words))}: {answer!r}")
            self.failures.append(f"ess {words[0]}")
            self.finish()
        return answer

    def serve(self, settings=None):
        """A further service process; its fate is the caller's."""
        command = self.as_user("service", [self.binary, "serve", "--config", settings or self.settings])
        return subprocess.Popen(command, stdout=self.log, stderr=subprocess.PIPE, cwd=self.folder, umask=0o007)

    def start(self):
        """Starts the service and waits until it is ready; returns the seconds that took."""
        begin = time.monotonic()
        command = self.as_user("service", [self.binary, "serve", "--config", self.settings])
        self.service = subprocess.Popen(command, stdout=self.log, stderr=self.log, cwd=self.folder, umask=0o007,
                                        env={**os.environ, **self.environment})
        while time.monotonic() < begin + 120:
            if self.service.poll() is not None:
                return None
            try:
                if self.get("/readyz")[0] == 200:
                    return time.monotonic() - begin
            except OSError:
                pass
            time.sleep(0.05)
        return None

    def begin(self):
        """Starts it, or ends the script with the service's log."""
        if self.start() is None:
            print(f"FAIL the service starts: {self.tail()}")
            self.failures.append("start")
            self.finish()

    def stop(self):
        """SIGTERM; true when it ended well within the five seconds of I13 and a little patience for this machine."""
        self.service.send_signal(signal.SIGTERM)
        try:
            return self.service.wait(timeout=20) == 0
        except subprocess.TimeoutExpired:
            self.service.kill()
            self.service.wait()
            return False

    def tail(self):
        return (self.folder / "service.log").read_text(errors="replace")[-1500:]

    def get(self, path, token=None, method="GET", body=None):
        """(status, text) of the portal."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer.status, text

    def post(self, path, body, user="analyst"):
        """(status, text) of a raw POST on the operators' socket, without `ess` in between."""
        command = ["curl", "-sS", "-m", "60", "--unix-socket", self.socket, "-H", "Content-Type: application/json",
                   "--data-binary", "@-", "-w", "\n%{http_code}", f"http://ess{path}"]
        done = subprocess.run(self.as_user(user, command), input=json.dumps(body), stdout=subprocess.PIPE, text=True)
        text, _, status = done.stdout.rpartition("\n")
        return int(status or 0), text

    def claim(self, text, holds, detail=""):
        """Prints whether it holds; the script fails with the first that does not, but goes on."""
        print(f"{'ok  ' if holds else 'FAIL'} {text}" + ("" if holds else f": {detail}"), flush=True)
        if not holds:
            self.failures.append(text)
        return holds

    def wait(self, question, seconds=60):
        """Waits until `question()` is true; returns its last answer."""
        deadline = time.monotonic() + seconds
        while not (found := question()) and time.monotonic() < deadline:
            time.sleep(0.1)
        return found

    def finish(self):
        """Ends the service and the script; the folder stays when something failed."""
        if self.service and self.service.poll() is None:
            self.claim("SIGTERM ends the service well", self.stop(), self.tail())
        if (self.data / "ess.sqlite").exists():
            # Every story ends with the same checker: no act may leave rows that its entries do not commit to.
            answer = self.ess("ledger", "verify", "--with-documents", user="service")
            self.claim("what the story left verifies", answer.code == 0, answer)
        seconds = time.monotonic() - self.began
        if self.failures:
            print(f"{len(self.failures)} claims do not hold; see {self.folder} ({seconds:.0f} s)")
            sys.exit(1)
        subprocess.run(["umount", self.data], stderr=subprocess.DEVNULL)
        shutil.rmtree(self.folder)
        print(f"all claims hold ({seconds:.0f} s)")
        sys.exit(0)
