#!/usr/bin/env python3
"""Real mail through aiosmtpd: Azerbaijani text arrives whole, the entity acknowledges, the case tells it, the receipt
verifies with the independent verifier."""

import email
import email.policy
import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from stage import IS_ROOT, REPOSITORY, Stage, free_port, skip

THREAT = "condition:vulnerable/potentially-unwanted-accessible/open-telnet"
LETTERS = "əğıöşüç ƏĞIİÖŞÜÇ"
TITLE = f"Açıq Telnet xidmətləri: təcili bağlayın ({LETTERS})"
SENTENCE = f"Köhnə cihazları şəbəkədən ayırın; {LETTERS}, qüvvədə olan göstəriş."

RELAY = """import os, sys, time
from aiosmtpd.controller import Controller

class Taking:
    async def handle_DATA(self, server, session, envelope):
        name = f'{sys.argv[2]}/{time.time_ns()}'
        with open(name + '.part', 'wb') as out:
            out.write(envelope.content)
        with open(name + '.to', 'w') as out:
            out.write('\\n'.join(envelope.rcpt_tos))
        os.rename(name + '.part', name + '.eml')
        return '250 taken'

controller = Controller(Taking(), hostname='127.0.0.1', port=int(sys.argv[1]))
controller.start()
print('ready', flush=True)
sys.stdin.read()
"""

DIRECTIVES = """  - id: advisories
    kinds: [advisory]
    roles: [technical]
    channel: smtp
    tlp_max: AMBER
"""

REGISTER = "entities:\n" + "".join(f"""  - id: {name}
    name: {{az: {title}, en: {name}}}
    sector: health
    criticality: high
    languages: [az]
    contacts:
      - id: desk
        role: technical
        mail: desk@{name}.example
        verified: {{by: registrar, how: callback, at: 2026-01-15T09:00:00Z}}
    assets:
      - network: {network}
        exposed: true
        verified: {{by: registrar, how: routing registry, at: 2026-01-15T09:00:00Z}}
""" for name, title, network in (("xestexana", "Şəhər xəstəxanası", "198.51.100.0/25"),
                                 ("su-kanal", "Su və kanalizasiya", "198.51.100.128/25")))

SCAN = "timestamp,ip,protocol,port,hostname,tag,asn,geo,region,city,naics,sic,banner\n" + "".join(
    f"2026-11-01 03:04:0{n},198.51.100.{last},tcp,23,h{last}.example,telnet,64500,AZ,BAKU,BAKU,0,0,login:\n"
    for n, last in enumerate((7, 9, 140, 150)))


def python_with_aiosmtpd():
    """An interpreter of a virtual environment outside the repository; made once."""
    folder = Path(os.environ.get("ESS_VENV", Path(tempfile.gettempdir()) / f"ess-aiosmtpd-{os.getuid()}"))
    python = folder / "bin" / "python"
    probe = [str(python), "-c", "import aiosmtpd.controller"]
    if python.exists() and subprocess.run(probe, stderr=subprocess.DEVNULL).returncode == 0:
        return python
    try:
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "aiosmtpd==1.4.6"], check=True, timeout=180,
                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    except (subprocess.SubprocessError, OSError) as problem:
        skip(f"aiosmtpd cannot be installed into {folder}: {problem}")
    return python


def issue(stage):
    number = stage.must("advisory", "draft", THREAT, "--format", "json").json()["number"]
    form = stage.must("advisory", "show", number, "--format", "json").json()["form"].splitlines()
    changed, language = [], ""
    for line in form:
        language = line if line.startswith("-- ") else language
        if line.startswith("title.az:"):
            line = "title.az: " + TITLE
        changed.append(line)
        if line == "-- az":
            changed.append(SENTENCE + "\n")
    stage.must("advisory", "edit", number, "--file", "-", stdin="\n".join(changed) + "\n")
    stage.must("advisory", "submit", number)
    short = stage.must("advisory", "preview", number, "--format", "json", user="approver").json()["short"]
    stage.must("advisory", "approve", number, "--digest", short, user="approver")
    stage.must("advisory", "issue", number, user="approver")
    return number


def received(folder):
    messages = {}
    for path in sorted(folder.glob("*.eml")):
        for recipient in path.with_suffix(".to").read_text().split():
            messages[recipient] = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    return messages


def read_mail(stage, inbox):
    stage.wait(lambda: len(received(inbox)) == 2, 60)
    messages = received(inbox)
    wanted = {"desk@xestexana.example", "desk@su-kanal.example"}
    stage.claim("each of the two entities got its own message", set(messages) == wanted, set(messages))
    for recipient, message in sorted(messages.items()):
        body = message.get_body(("plain",)).get_content()
        stage.claim(f"{recipient}: the subject is whole", LETTERS in message["Subject"], message["Subject"])
        flat = " ".join(body.split())
        stage.claim(f"{recipient}: the text is whole", SENTENCE in flat, body[:600])
        others = wanted - {recipient}
        stage.claim(f"{recipient}: sees no other recipient", message["To"].addresses[0].addr_spec == recipient
                    and not any(other in message.as_string() for other in others), message["To"])
    return messages


def answers(stage):
    notices = {n["entity"]: n for n in stage.must("notice", "list", "--format", "jsonl").lines()}
    tokens = {name: stage.must("entity", "token", name, "--format", "json", user="admin").json()["token"]
              for name in notices}
    mine, other = notices["xestexana"], notices["su-kanal"]
    path = f"/v1/notices/{mine['number']}/ack"
    status, text = stage.get(path, tokens["su-kanal"], "POST")
    stage.claim("another entity's token does not acknowledge it", status == 404, (status, text))
    status, text = stage.get(path, None, "POST")
    stage.claim("nor does no token", status == 401, (status, text))
    status, text = stage.get(path, tokens["xestexana"])
    stage.claim("nor does looking at it", status == 405, (status, text))
    status, text = stage.get(path, tokens["xestexana"], "POST")
    stage.claim("its own token does", status == 200, (status, text))
    case = mine["case"]
    status, text = stage.get(f"/v1/cases/{case}/answer", tokens["xestexana"], "POST",
                             json.dumps({"subject": "all", "answer": "fixed", "text": "Bağlandı, sağ olun"}))
    stage.claim("it answers for its findings", status == 200, (status, text))
    return mine, case


def story(stage, case):
    answer = stage.must("case", "show", case)
    print("\n".join("     " + line for line in answer.out.splitlines()))
    parts = {part["entity"]: part for part in
             stage.must("case", "show", case, "--format", "json").json()["participations"]}
    stage.claim("`ess case show` tells who acknowledged and when", "acknowledged 20" in answer.out, answer)
    stage.claim("the answer stands there", "Bağlandı" in json.dumps(parts, ensure_ascii=False)
                or "fixed" in answer.out, answer)
    silent = parts["su-kanal"]
    stage.claim("the other entity is not counted as heard", not silent.get("acknowledged_at"), silent)


def receipts(stage, *subjects):
    key = stage.key
    for subject in subjects:
        receipt = stage.write(f"receipt-{subject}.json", stage.must("ledger", "prove", subject).out)
        verifier = [sys.executable, str(REPOSITORY / "Tests/verifier/verify_receipt.py"), str(receipt), "--key", key]
        done = subprocess.run(verifier, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        stage.claim(f"the receipt of {subject} verifies independently", done.returncode == 0, done.stdout)
        changed = json.loads(receipt.read_text())
        changed["payload"] = changed["payload"].replace("20", "21", 1)
        receipt.write_text(json.dumps(changed))
        done = subprocess.run(verifier, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        stage.claim(f"a changed one of {subject} does not", done.returncode == 1, done.stdout)


def main():
    python, port = python_with_aiosmtpd(), free_port()
    if not IS_ROOT:
        skip("issuing needs two Unix users; run this as root")
    stage = Stage("mail", DIRECTIVES, "mail:\n  relay: 127.0.0.1\n"
                  f"  port: {port}\n  tls: none\n  from: cert@cert.example\negress_allow: ['127.0.0.1:{port}']\n")
    inbox = stage.folder / "inbox"
    inbox.mkdir()
    relay = subprocess.Popen([str(python), "-c", RELAY, str(port), str(inbox)], stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE)
    try:
        relay.stdout.readline()
        stage.begin()
        stage.must("entity", "import", stage.write("register.yaml", REGISTER), user="admin")
        stage.must("ingest", "shadowserver-telnet", stage.write("scan.csv", SCAN))
        issue(stage)
        read_mail(stage, inbox)
        mine, case = answers(stage)
        story(stage, case)
        stage.wait(lambda: stage.ess("ledger", "prove", case).code == 0, 20)
        receipts(stage, mine["number"], case)
        stage.claim("the ledger verifies", stage.ess("ledger", "verify", user="service").code == 0)
    finally:
        relay.stdin.close()
        relay.wait()
        stage.finish()


if __name__ == "__main__":
    main()
