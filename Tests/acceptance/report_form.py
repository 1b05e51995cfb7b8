#!/usr/bin/env python3
"""/report: anybody reports without account or script; it is durable before the answer, and the receipt proves it."""

import hashlib
import html
import http.client
import json
import re
import subprocess
from urllib.parse import urlencode

from stage import Stage

GOOD = {"title": "Our mail server is slow", "text": "Since noon.\nHundreds of logins.", "type": "fraud/phishing",
        "addresses": "192.0.2.7, 2001:db8::1", "domains": "mail[.]example poçt.example", "contact": "a@b.example",
        "tlp": "AMBER+STRICT", "website": ""}


class Form:
    """A browser without script: fetches the page, sends the form from it."""

    def __init__(self, stage):
        self.stage = stage

    def ask(self, method, path, fields=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.stage.port, timeout=30)
        body = urlencode(fields) if fields is not None else None
        sent = {"Content-Type": "application/x-www-form-urlencoded"} if fields is not None else {}
        connection.request(method, path, body=body, headers={**sent, **(headers or {})})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer, text

    def key(self):
        return re.search(r'name="key" value="([0-9a-f]{32})"', self.ask("GET", "/report")[1])[1]

    def send(self, headers=None, **fields):
        return self.ask("POST", "/report?lang=en", {**GOOD, "key": self.key(), **fields},
                        {"Sec-Fetch-Site": "same-origin", **(headers or {})})


def kept(text):
    """(number, document, receipt) of the page that a reporter keeps."""
    document = html.unescape(re.search(r'<pre id="document">(.*?)</pre>', text, re.S)[1])
    receipt = html.unescape(re.search(r'<pre id="receipt">(.*?)</pre>', text, re.S)[1])
    return re.search(r"R-\d{4}-\d{4,}", text)[0], document, receipt


def pages(stage, form):
    for language, word in (("az", "Göndər"), ("en", "Send"), ("ru", "Отправить")):
        answer, text = form.ask("GET", f"/report?lang={language}")
        stage.claim(f"the form in {language}", answer.status == 200 and f">{word}<" in text
                    and f'<html lang="{language}">' in text, text[:300])
        stage.claim(f"{language}: no script, and a policy that allows none", "<script" not in text.lower()
                    and "default-src 'none'" in answer.headers["Content-Security-Policy"]
                    and "form-action 'self'" in answer.headers["Content-Security-Policy"], answer.headers)
    answer, text = form.ask("GET", "/report", headers={"Accept-Language": "ru,en;q=0.5"})
    stage.claim("the browser's language is taken", '<html lang="ru">' in text)
    stage.claim("HEAD has no body", form.ask("HEAD", "/report")[1] == "")
    stage.claim("other methods: 405", form.ask("DELETE", "/report")[0].status == 405)
    stage.claim("the first page leads here", 'href="/report?lang=en"' in stage.get("/?lang=en")[1])


def taken(stage, form):
    answer, text = form.send()
    stage.claim("a report is taken down: 201", answer.status == 201, text[:400])
    number, document, receipt = kept(text)
    report = json.loads(document)
    stage.claim("what is kept is what was typed", (report["id"], report["title"], report["text"], report["tlp"],
                                                   report["contact"]) == (number, GOOD["title"], GOOD["text"],
                                                                          "AMBER+STRICT", "a@b.example"), report)
    stage.claim("places are read", report["addresses"] == ["192.0.2.7", "2001:db8::1"]
                and report["domains"] == ["mail.example", "poçt.example"], report)
    payload = json.loads(json.loads(receipt)["payload"])
    digest = hashlib.sha256(document.encode()).hexdigest()
    stage.claim("the receipt's entry names the digest of the document", payload["detail"]["digest"] == digest, payload)
    path = stage.write("receipt.json", receipt)
    done = subprocess.run([stage.binary, "ledger", "verify-receipt", path, "--key", stage.key], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    stage.claim("the receipt verifies offline", done.returncode == 0, done.stdout)
    shown, = stage.must("report", "show", "user-reports", number, "--format", "json").json()
    stage.claim("it is a report like any other", shown["incident"]["contact"] == "a@b.example"
                and shown["tlp"] == "AMBER+STRICT" and shown["kind"] == "incident", shown)
    cases = stage.must("case", "list", "--format", "json").json()
    stage.claim("a case of the same label stands in the queue", len(cases) == 1 and cases[0]["tlp"] == "AMBER+STRICT"
                and number in cases[0]["title"], cases)
    return number


def repeated(stage, form):
    """A browser that got no answer sends the same form again; the service was killed in between."""
    key = form.key()
    first = kept(form.send(key=key)[1])[0]
    stage.claim("the same form again is the same report", kept(form.send(key=key)[1])[0] == first)
    stage.service.kill()
    stage.service.wait()
    stage.begin()
    stage.claim("also after a kill", kept(form.send(key=key)[1])[0] == first)
    stage.claim("other words under an old key are another report", kept(form.send(key=key, title="Else")[1])[0] != first)
    reports = stage.must("report", "list", "--feed", "user-reports", "--format", "json").json()
    stage.claim("three reports so far", len(reports) == 3, [r["id"] for r in reports])


def mistakes(stage, form):
    for fields, said in (
        ({"title": " "}, "Say in one line"), ({"text": ""}, "Describe it."), ({"text": "ж" * 9000}, "too long"),
        ({"addresses": "192.0.2.7 10.0.0.999"}, "This is no IP address: 10.0.0.999"),
        ({"domains": "<b>x</b>"}, "This is no domain name: &lt;b&gt;x&lt;/b&gt;"), ({"type": "a/b"}, "kind is not known"),
        ({"tlp": "PINK"}, "label is not known"), ({"website": "http://x"}, "to stay empty"),
        ({"addresses": " ".join(f"192.0.2.{n % 250}" for n in range(101))}, "At most 100"),
        ({"title": "x" * 600}, "line is too long"), ({"contact": "y" * 300}, "contact is too long"),
    ):
        answer, text = form.send(**fields)
        name = next(iter(fields))
        lost = [field for field, value in {**GOOD, **fields}.items() if value and field not in ("type", "tlp")
                and html.escape(value, quote=True).replace("&#x27;", "&#39;") not in text]
        stage.claim(f"a bad {name}: the page again, the fault named, nothing lost",
                    answer.status == 422 and said in text and not lost, (answer.status, lost, text[:200]))
    answer, text = form.send(title="<script>alert(1)</script>", text="")
    stage.claim("what was typed is no markup", "<script" not in text and "&lt;script&gt;" in text)
    stage.claim("a body over the limit: 413", form.send(text="x" * 200_000)[0].status == 413)
    stage.claim("no UTF-8: 400", form.ask("POST", "/report", {"title": b"\xff\xfe"})[0].status == 400)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
        stage.claim(f"sent from another site's page: 403 {headers}", form.send(headers)[0].status == 403)
    answer, _ = form.ask("POST", "/report", {**GOOD, "key": form.key()}, {"Origin": "https://elsewhere.example"})
    stage.claim("by its Origin too", answer.status == 403)


def limited(stage, form):
    """The proxy's word about the client's address is taken; each address has its own share."""
    near, far = {"X-Forwarded-For": "198.51.100.7"}, {"X-Forwarded-For": "198.51.100.8"}
    found = [form.send(near, title=f"No {n}")[0].status for n in range(11)]
    stage.claim("ten reports in ten minutes from one address, no more", found == [201] * 10 + [429], found)
    answer, text = form.send(near, title="One more")
    stage.claim("then: wait, and nothing typed is lost", answer.headers["Retry-After"] and "One more" in text, text[:200])
    stage.claim("another address is served", form.send(far)[0].status == 201)


def main():
    stage = Stage("form")
    text = stage.settings.read_text()
    stage.write("ess.yaml", text.replace(f"  port: {stage.port}\n",
                                         f"  port: {stage.port}\n  trusted_proxies: [127.0.0.1]\n"))
    stage.begin()
    form = Form(stage)
    stage.wait(lambda: stage.get("/")[0] == 200)
    pages(stage, form)
    taken(stage, form)
    repeated(stage, form)
    mistakes(stage, form)
    limited(stage, form)
    log = (stage.folder / "service.log").read_text(errors="replace")
    stage.claim("nothing of a report stands in the journal", "a@b.example" not in log and "Since noon" not in log)
    stage.finish()


if __name__ == "__main__":
    main()
