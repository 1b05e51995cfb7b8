#!/usr/bin/env python3
"""/v1/incidents: an entity tells of an incident stage by stage; one case, each stage once, and nobody else's."""

import http.client
import json
import subprocess
from datetime import datetime, timedelta, timezone

from stage import Stage

WARNING = {"stage": "early-warning", "title": "Ransomware in the radiology", "text": "Since 04:10. CVE-2026-99001?",
           "type": "malicious-code/infected-system", "addresses": ["192.0.2.10"], "domains": ["Pay.example"],
           "detected": "2026-11-25T00:10:00Z"}


class Door:
    def __init__(self, stage, token):
        self.stage, self.token = stage, token

    def ask(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.stage.port, timeout=30)
        sent = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        connection.request(method, path, body=body if body is None or isinstance(body, (str, bytes)) else
                           json.dumps(body), headers={**sent, **{k.replace("_", "-"): v for k, v in headers.items()}})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer, json.loads(text) if text else None


def told(stage, mine, other):
    answer, first = mine.ask("POST", "/v1/incidents", WARNING)
    number = first["number"]
    stage.claim("an early warning: 201, with its place", answer.status == 201
                and answer.headers["Location"] == f"/v1/incidents/{number}", (answer.status, first))
    stage.claim("AMBER+STRICT unless it says otherwise", first["tlp"] == "AMBER+STRICT", first)
    path = stage.write("receipt.json", json.dumps(first["receipt"]))
    done = subprocess.run([stage.binary, "ledger", "verify-receipt", path, "--key", stage.key], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    payload = json.loads(first["receipt"]["payload"])
    stage.claim("its receipt verifies offline and is of this stage", done.returncode == 0
                and payload["subject"] == number and payload["event"] == "reported"
                and payload["detail"]["stage"] == "early-warning", (done.stdout, payload))
    answer, again = mine.ask("POST", "/v1/incidents", json.dumps(WARNING, indent=3))
    stage.claim("the same content again, however it is written: 200, the same incident", answer.status == 200
                and again["number"] == number and len(again["told"]) == 1, (answer.status, again))
    stages = {step["stage"]: step for step in first["stages"]}
    stage.claim("it says what is asked for by when: hours from when it was noticed", stages["early-warning"]["due"]
                == "2026-11-26T00:10:00Z" and stages["notification"]["due"] == "2026-11-28T00:10:00Z"
                and "told" not in stages["notification"], stages)
    stage.claim("and that it came late, which it stays", stages["early-warning"]["late"] is (
        stages["early-warning"]["told"] > "2026-11-26T00:10:00Z"), stages)
    notification = {"stage": "notification", "title": "Two servers", "text": "Impact: one ward."}
    answer, second = mine.ask("POST", f"/v1/incidents/{number}", notification, Idempotency_Key="n-1")
    stage.claim("a notification joins the same case", answer.status == 201 and second["number"] == number
                and [t["stage"] for t in second["told"]] == ["early-warning", "notification"], second)
    stage.claim("again under its key: nothing new", mine.ask(
        "POST", f"/v1/incidents/{number}", notification, Idempotency_Key="n-1")[0].status == 200)
    stage.claim("other content under that key: 409", mine.ask(
        "POST", f"/v1/incidents/{number}", {**notification, "text": "x"}, Idempotency_Key="n-1")[0].status == 409)
    stage.claim("a stage that lies behind: 409", mine.ask(
        "POST", f"/v1/incidents/{number}", {"stage": "early-warning", "text": "late"})[0].status == 409)
    answer, last = mine.ask("POST", f"/v1/incidents/{number}", {"stage": "final-report", "text": "Root cause: a mail."})
    stage.claim("the final report", answer.status == 201 and last["stage"] == "final-report"
                and len(last["told"]) == 3, last)
    stage.claim("what was told reads as it was told", last["told"][0]["report"] == {
        **WARNING, "domains": ["pay.example"]}, last["told"][0])
    stage.claim("the list has it once", [i["number"] for i in mine.ask("GET", "/v1/incidents")[1]["incidents"]] == [number])
    for method, body in (("GET", None), ("POST", notification)):
        stage.claim(f"another entity's {method}: 404", other.ask(method, f"/v1/incidents/{number}", body)[0].status == 404)
    stage.claim("another entity's list is empty", other.ask("GET", "/v1/incidents")[1] == {"incidents": []})
    answer, own = other.ask("POST", "/v1/incidents", WARNING)
    stage.claim("the same words of another entity are another incident", answer.status == 201
                and own["number"] != number, own)
    return number


def shown(stage, number):
    row, = [row for row in stage.must("case", "list", "--format", "json").json() if row["number"] == number]
    stage.claim("the case list tells the stage, and that nobody is silent", row["stage"] == "final-report"
                and row["kind"] == "incident" and row["unheard"] == 0, row)
    part, = stage.must("case", "show", number, "--format", "json").json()["participations"]
    stage.claim("the case has each stage with its date, the row that gave it, and our own answer owed",
                [step["stage"] for step in part["incident"]["stages"]] == ["early-warning", "notification", "final-report"]
                and all("told" in step for step in part["incident"]["stages"]) and part["incident"]["row"] == "national:I1"
                and "feedback_by" in part["incident"] and "feedback_at" not in part["incident"], part)
    stage.must("case", "note", number, "called back: scope clear")
    part, = stage.must("case", "show", number, "--format", "json").json()["participations"]
    stage.claim("an officer's note is our answer", "feedback_at" in part["incident"]
                and not part["incident"]["feedback_late"], part)
    story = stage.must("case", "show", number).out
    stage.claim("the case tells the chain with times", all(
        f"reported: {word}" in story for word in ("early-warning", "notification", "final-report")), story)
    threats = [row["id"] for row in stage.must("threat", "list", "--all", "--format", "json").json()]
    stage.claim("what it names is no threat until an analyst says so", "CVE-2026-99001" not in threats, threats)


def owed(stage, mine):
    """Dates that are near or past stand in the queue of whoever is on duty, until they are kept."""
    numbers = {}
    for name, hours in (("far", 1), ("near", 71), ("past", 100)):
        noticed = (datetime.now(timezone.utc) - timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")
        _, made = mine.ask("POST", "/v1/incidents", {"stage": "early-warning", "title": f"Noticed {hours} h ago",
                                                     "detected": noticed})
        numbers[name] = made["number"]
    lines = [line["text"] for line in stage.must("status", "--format", "json").json()["needs"] if line["need"] == "clock"]
    found = {name: [line for line in lines if f"owes the notification of {number}" in line]
             for name, number in numbers.items()}
    stage.claim("status names the stages that are near or late, the earliest first",
                [len(found[name]) for name in ("far", "near", "past")] == [0, 1, 1] and "late" in found["past"][0]
                and "due in" in found["near"][0] and lines.index(found["past"][0]) < lines.index(found["near"][0]), lines)
    mine.ask("POST", f"/v1/incidents/{numbers['past']}", {"stage": "notification", "text": "at last"})
    _, told = mine.ask("GET", f"/v1/incidents/{numbers['past']}")
    steps = {step["stage"]: step for step in told["stages"]}
    stage.claim("told at last it is late for good, and the final report has its date", steps["notification"]["late"]
                and "due" in steps["final-report"] and "told" not in steps["final-report"], steps)
    stage.claim("and status has it no more", f"owes the notification of {numbers['past']}"
                not in stage.must("status").out)


def refused(stage, mine, number):
    for name, body, status in (
        ("no JSON", "{", 400), ("a member twice", '{"stage":"notification","stage":"notification"}', 400),
        ("a list", "[]", 422), ("no stage", {"title": "x"}, 422), ("an unknown stage", {"stage": "x"}, 422),
        ("no title", {"stage": "early-warning"}, 422), ("a misspelt member", {**WARNING, "adresses": []}, 422),
        ("an address that is none", {**WARNING, "addresses": ["10.0.0.999"]}, 422),
        ("too many addresses", {**WARNING, "addresses": ["192.0.2.1"] * 101}, 422),
        ("a text that is too long", {**WARNING, "text": "x" * 20_000}, 422),
        ("a label that is none", {**WARNING, "tlp": "PINK"}, 422), ("a type that is none", {**WARNING, "type": "a/b"}, 422),
        ("a body that is too large", {**WARNING, "text": "x" * 300_000}, 413),
    ):
        answer, problem = mine.ask("POST", "/v1/incidents", body)
        stage.claim(f"{name}: {status} and a problem that says so", answer.status == status
                    and answer.headers["Content-Type"] == "application/problem+json" and problem["detail"],
                    (answer.status, problem))
    ahead = (datetime.now(timezone.utc) + timedelta(minutes=9)).strftime("%Y-%m-%dT%H:%M:%SZ")
    answer, problem = mine.ask("POST", "/v1/incidents", {**WARNING, "detected": ahead})
    stage.claim("noticed in the future: 422, with the field, our time and what to look at", answer.status == 422
                and problem["detail"].startswith("`detected` lies in the future") and "time zone" in problem["hint"], problem)
    behind, key = {"stage": "early-warning", "text": "late"}, {"Idempotency_Key": "n-1"}
    said = [mine.ask("POST", "/v1/incidents", {**WARNING, "adresses": []})[1],
            mine.ask("POST", f"/v1/incidents/{number}", behind)[1],
            mine.ask("POST", f"/v1/incidents/{number}", behind, **key)[1], mine.ask("GET", "/v1/incidents/C-2026-9999")[1],
            mine.ask("DELETE", "/v1/incidents")[1]]
    stage.claim("every refusal says what to do, and names no command of ours", all(
        problem["hint"] and "`ess " not in problem["detail"] + problem["hint"] and "noun" not in problem["hint"]
        for problem in said), said)
    stage.claim("another content type: 415", mine.ask(
        "POST", "/v1/incidents", "stage=x", Content_Type="application/x-www-form-urlencoded")[0].status == 415)
    stage.claim("another method: 405", mine.ask("DELETE", "/v1/incidents")[0].status == 405)
    stage.claim("no such incident: 404", mine.ask("GET", "/v1/incidents/C-2026-9999")[0].status == 404)
    stage.claim("no token: 401", Door(stage, "ess_no").ask("POST", "/v1/incidents", WARNING)[0].status == 401)


def survives(stage, mine):
    answer, before = mine.ask("POST", "/v1/incidents", {**WARNING, "title": "Before the cut"})
    stage.service.kill()
    stage.service.wait()
    stage.begin()
    answer, after = mine.ask("POST", "/v1/incidents", {**WARNING, "title": "Before the cut"})
    stage.claim("after a kill the incident is there, once", answer.status == 200
                and after["number"] == before["number"] and after["receipt"]["payload"] == before["receipt"]["payload"],
                (answer.status, after))


def main():
    stage = Stage("incident")
    stage.begin()
    stage.must("entity", "import", stage.folder / "config/constituency.example.yaml", user="admin")
    entities = [row["id"] for row in stage.must("entity", "list", "--format", "json").json()]
    tokens = [stage.must("entity", "token", entity, "--format", "json", user="admin").json()["token"]
              for entity in ("city-hospital", next(e for e in entities if e != "city-hospital"))]
    mine, other = (Door(stage, token) for token in tokens)
    number = told(stage, mine, other)
    shown(stage, number)
    owed(stage, mine)
    refused(stage, mine, number)
    survives(stage, mine)
    stage.finish()


if __name__ == "__main__":
    main()
