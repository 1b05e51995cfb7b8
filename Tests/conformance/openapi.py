#!/usr/bin/env python3
"""/v1/openapi.json as schemathesis reads it: what it makes of the description is answered as described, never by 5xx."""
# needs: schemathesis==4.32.5

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from demo import country, issue

ENTITY = "city-hospital"
EXAMPLES = os.environ.get("ESS_EXAMPLES", "60")
CHECKS = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")
WARNING = {"stage": "early-warning", "title": "Example", "text": "Example", "type": "intrusions/system-compromise"}


def settings(numbers):
    """Mostly values that exist: those made at random never do, and only refusals would be seen."""
    values = dict(numbers, type="intrusions/system-compromise", title="Example")
    text = "".join(f'[dictionaries.{name}]\nvalues = ["{value}"]\n\n' for name, value in values.items())
    bind = '"{}" = {{ dictionary = "{}", probability = 0.8 }}'.format
    for kind, path in (("notice", "/v1/notices/{number}"), ("notice", "/v1/notices/{number}/ack"),
                       ("case", "/v1/cases/{number}/answer"), ("incident", "/v1/incidents/{number}")):
        text += f'[[operations]]\ninclude-path = "{path}"\n[operations.parameters]\n{bind("path.number", kind)}\n'
        if kind == "incident":
            text += f'{bind("body.type", "type")}\n{bind("body.title", "title")}\n'
    text += '[[operations]]\ninclude-path = "/v1/incidents"\n[operations.parameters]\n'
    return text + f'{bind("body.type", "type")}\n{bind("body.title", "title")}\n'


def ask(stage, name, checks, token=None):
    """One run of schemathesis; whether it found nothing, what it said, and how often which status came from where."""
    record = stage.folder / f"{name}.har"
    command = [Path(sys.executable).parent / "schemathesis", "--config-file", stage.folder / "schemathesis.toml", "run",
               stage.folder / "openapi.json", "--url", f"http://127.0.0.1:{stage.port}", "--checks", ",".join(checks),
               "--max-examples", EXAMPLES, "--seed", "20261126", "--no-color", "--request-timeout", "20",
               "--continue-on-failure", "--report-har-path", record]
    if token:
        command += ["--header", f"Authorization: Bearer {token}"]
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          cwd=stage.folder, env={**os.environ, "COLUMNS": "120"})
    seen = Counter()
    for entry in json.loads(record.read_text())["log"]["entries"] if record.exists() else []:
        seen[entry["request"]["method"], urlsplit(entry["request"]["url"]).path, entry["response"]["status"]] += 1
    return done.returncode == 0, done.stdout, seen


def main():
    stage = country("conformance-openapi")
    issue(stage)
    token = stage.must("entity", "token", ENTITY, "--format", "json", user="admin").json()["token"]
    stage.wait(lambda: json.loads(stage.get("/v1/notices", token)[1])["notices"])
    notice = json.loads(stage.get("/v1/notices", token)[1])["notices"][0]
    status, text = stage.get("/v1/incidents", token, "POST", json.dumps(WARNING))
    stage.claim("an incident is taken down", status == 201, text)
    incident = json.loads(text)["number"]
    status, text = stage.get("/v1/openapi.json", token)
    stage.claim("the description is served", status == 200 and json.loads(text)["openapi"].startswith("3.1"), text)
    stage.write("openapi.json", text)
    numbers = {"notice": notice["number"], "case": notice["case"], "incident": incident}
    stage.write("schemathesis.toml", settings(numbers))
    good, said, seen = ask(stage, "told", CHECKS, token)
    stage.claim("with a token, everything is answered as described", good, said[-6000:])
    total = Counter()
    for (_, _, status), count in seen.items():
        total[status] += count
    wanted = {(method.upper(), path.replace("{number}", numbers[path.split("/")[2].removesuffix("s")])
               if "{" in path else path)
              for path, methods in json.loads(text)["paths"].items() for method in methods}
    reached = {(method, path) for method, path, status in seen if status < 300}
    stage.claim("each operation was also done, not only refused", wanted <= reached, (wanted - reached, dict(total)))
    good, said, seen = ask(stage, "untold", CHECKS)
    stage.claim("and without one, nothing is done and that is said as described",
                good and {status for _, _, status in seen} <= {401, 429}, (said[-3000:], seen))
    print(f"{sum(total.values())} requests with a token: {dict(sorted(total.items()))}; {sum(seen.values())} without")
    stage.finish()


if __name__ == "__main__":
    main()
