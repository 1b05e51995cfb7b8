"""One site of the crash walk: a data directory, a service that is started and dies, commands, and the sinks."""

import atexit
import email
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter, defaultdict

import scenario

sys.path.append(str(scenario.SERVERS))
import imap  # noqa: E402


class StepFailed(Exception):
    """A command did not end with 0: while the service is dying that is expected, else it is a finding."""


# Services that run now: however the walk ends, none outlives it.
LIVING = set()


@atexit.register
def end_all():
    for service in list(LIVING):
        service.kill()


class Site:
    def __init__(self, folder, binary, repository, sink, model=None, polls=False):
        """A new site, or one that goes on where `model`, a stopped one, came to rest; the sink starts empty. `polls`:
        it has a mailbox, full of mails."""
        self.folder, self.binary, self.sink = folder, str(binary), sink
        self.mailbox, self.mail_server = imap.Mailbox(), None
        if polls:
            for content in scenario.mails():
                self.mailbox.put(content)
            self.mail_server = imap.start(self.mailbox)
        # Where the service sends to.
        self.ports = [sink.port] + ([self.mail_server.server_address[1]] if polls else [])
        folder.mkdir(parents=True)
        self.data, self.runtime = folder / "data", folder / "run"
        for place in (self.data, folder / "maildrop"):
            shutil.copytree(model.folder / place.name, place, symlinks=True) if model else place.mkdir()
        self.runtime.mkdir()
        for place in (folder, self.runtime):
            place.chmod(0o755)
        self.settings = scenario.write(folder, repository, *self.ports)
        self.service, self.kept = None, dict(model.kept) if model else {}
        if not model:
            self.run(["init"], env=os.environ)

    def run(self, arguments, user=None, env=None):
        """One command, as `user`; returns its standard output."""
        command = [self.binary, *arguments, "--config", str(self.settings)]
        if user and os.getuid() == 0:
            uid = scenario.PEOPLE[user]
            command = ["setpriv", f"--reuid={uid}", f"--regid={scenario.GROUP}", "--clear-groups", *command]
        done = subprocess.run(command, env=env or os.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              timeout=300, cwd=self.folder)
        if done.returncode != 0:
            raise StepFailed(f"ess {' '.join(arguments)}: exit {done.returncode}: {done.stderr.strip()[-600:]}")
        return done.stdout

    def start(self, env=None):
        """Starts the service and waits until it answers, or is dead."""
        # The kernel ends the service with the thread that started it, so it outlives not even a killed walk.
        launch = ["setpriv", f"--regid={scenario.GROUP}", "--keep-groups", "--pdeathsig", "KILL"]
        with open(self.folder / "service.log", "ab") as log:
            self.service = subprocess.Popen([*launch, self.binary, "serve", "--config", str(self.settings)],
                                            env=env or os.environ, stdout=log, stderr=log, cwd=self.folder,
                                            umask=0o007)
        LIVING.add(self.service)
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and not self.dead():
            if self.answers():
                return True
            time.sleep(0.02)
        return False

    def answers(self):
        """Whether `/healthz` on the operators' socket is well."""
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(5)
            try:
                client.connect(str(self.runtime / "ess.sock"))
                client.sendall(b"GET /healthz HTTP/1.1\r\nHost: ess\r\nConnection: close\r\n\r\n")
                return client.recv(64).startswith(b"HTTP/1.1 200")
            except OSError:
                return False

    def dead(self):
        if self.service is not None and self.service.poll() is None:
            return False
        LIVING.discard(self.service)
        return True

    def kill(self):
        if not self.dead():
            self.service.kill()
        self.service.wait()
        LIVING.discard(self.service)

    def caught(self, question):
        """Stops the service in its tracks and asks; lets it go on when the answer is no.

        On a busy machine the work may be over between an answer and the kill; behind SIGSTOP it is not.
        """
        if self.dead():
            return False
        self.service.send_signal(signal.SIGSTOP)
        found = self.ask(question)
        if not found:
            self.service.send_signal(signal.SIGCONT)
        return found

    def stop(self):
        """SIGTERM. Five seconds are promised (I13) to an idle machine; several walkers share this one."""
        self.service.send_signal(signal.SIGTERM)
        try:
            return self.service.wait(timeout=60) == 0
        except subprocess.TimeoutExpired:
            return False
        finally:
            self.kill()

    def close(self, keep):
        """Ends the sink; unless it is to be kept for looking at, the folder goes too."""
        self.sink.close()
        if self.mail_server:
            self.mail_server.shutdown()
            self.mail_server.server_close()
        if not keep:
            shutil.rmtree(self.folder)

    def step(self, step):
        if step.unless and self.ask(step.unless):
            # The answer may have been lost with the service; its effect is there, and so is the advisory's number.
            self.kept.setdefault("ID", self.ask("SELECT number FROM advisory"))
            return
        words = [word.format(data=self.folder / "documents", **self.kept) for word in step.command.split()]
        answer = self.run([*words, "--format", "json"], step.user)
        for name, member in step.keep.items():
            self.kept[name] = json.loads(answer)[member][:8 if name == "D8" else None]

    def ask(self, question):
        """A number or text from the store, or nought where it has no such table yet."""
        store = sqlite3.connect(f"file:{self.data}/ess.sqlite?mode=ro", uri=True, timeout=10)
        try:
            row = store.execute(question).fetchone()
        except sqlite3.OperationalError as problem:
            if "no such" in str(problem):
                return 0
            raise
        finally:
            store.close()
        return row[0] if row and row[0] is not None else 0

    def settle(self, seconds=90):
        """Waits until nothing is owed any more; returns what still is."""
        deadline = time.monotonic() + seconds
        while owed := {name: n for name, question in scenario.AT_REST.items() if (n := self.ask(question))}:
            if time.monotonic() > deadline or self.dead():
                return owed
            time.sleep(0.05)
        return {}

    def account(self):
        """What the run came to: rows by table, and messages at the sinks by recipient and subject."""
        rows = {table: self.ask(f"SELECT count(*) FROM {table}") for table in scenario.COUNTED}
        messages = Counter()
        for copies in self.messages().values():
            # Which report has which number is the order's in which they were read.
            messages[(copies[0][0], re.sub(r"R-\d{4}-\w+", "R", copies[0][1]))] += 1
        return rows, messages

    def messages(self):
        """Copies by place and Message-ID: (recipient, subject, digest of the bytes) each."""
        found = defaultdict(list)
        for message in self.sink.received:
            digest = hashlib.sha256(message.content).hexdigest()
            found["mail", message.message_id, message.recipient].append((message.recipient, message.subject, digest))
        for path in sorted((self.folder / "maildrop").rglob("new/*")):
            content = path.read_bytes()
            headers = email.message_from_bytes(content)
            copy = (headers["To"], headers["Subject"], hashlib.sha256(content).hexdigest())
            found["drop", headers["Message-ID"], headers["To"]].append(copy)
        return found

    def doubled(self):
        """Ids that stand for two things."""
        found = []
        for table, column in scenario.UNIQUE:
            question = f"SELECT count({column}) - count(DISTINCT {column}) FROM {table}"
            if n := self.ask(question):
                found.append(f"{n} repeated {table}.{column}")
        for key, copies in self.messages().items():
            if len({digest for _, _, digest in copies}) != 1:
                found.append(f"{key[1]} reached the sink with different bytes")
            if key[0] == "drop" and len(copies) != 1:
                found.append(f"{key[1]} stands in the drop {len(copies)} times")
        if self.mail_server:
            unmarked = [uid for uid in self.mailbox.messages if self.mailbox.flags(uid) != {"\\Seen"}]
            found += [f"message {uid} is not marked in the mailbox" for uid in unmarked]
        return found
