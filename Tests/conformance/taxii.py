#!/usr/bin/env python3
"""The TAXII 2.1 client against medallion, OASIS' own server: pages, what is new, what may not be read, credentials."""
# needs: medallion==3.0.0

import base64
import json
import logging
import os
import threading

from flask import request
from medallion import application_instance, register_blueprints, set_config
from medallion.common import get_timestamp
from werkzeug.serving import make_server

from demo import IS_ROOT
from stage import SERVICE, Stage

READABLE, SECRET = "91a7b528-80eb-42ed-a74d-c6fbd5a26116", "52892447-4d7e-4f70-b94d-d7f22742ff63"
PAGE, FIRST = 3, 10
asked = []


def malware(number):
    """The smallest object that is a report; ours alone."""
    return {"type": "malware", "spec_version": "2.1", "id": f"malware--00000000-0000-4000-8000-{number:012}",
            "created": f"2026-11-01T00:00:{number:02}.000Z", "modified": f"2026-11-01T00:00:{number:02}.000Z",
            "name": f"Example {number}", "is_family": True}


def collection(identifier, title, readable):
    return {"id": identifier, "title": title, "can_read": readable, "can_write": False, "media_types":
            ["application/stix+json;version=2.1"], "manifest": [], "objects": []}


def serve(folder):
    """medallion in this process, so that what it is asked can be seen. Gives its port."""
    server = make_server("127.0.0.1", 0, application_instance, threaded=True)
    site = f"http://127.0.0.1:{server.server_port}"
    data = {"/discovery": {"title": "Example", "default": f"{site}/root/", "api_roots": [f"{site}/root/"]},
            "root": {"information": {"title": "Root", "versions": ["application/taxii+json;version=2.1"],
                                     "max_content_length": 1000000},
                     "status": [], "collections": [collection(READABLE, "Open", True),
                                                   collection(SECRET, "Closed", False)]}}
    file = folder / "medallion.json"
    file.write_text(json.dumps(data))
    settings = {"users": {"ess": "example"}, "taxii": {"max_page_size": PAGE}, "backend": {
        "module": "medallion.backends.memory_backend", "module_class": "MemoryBackend", "filename": str(file)}}
    for name in settings:
        set_config(application_instance, name, settings)
    register_blueprints(application_instance)
    application_instance.before_request(lambda: asked.append(request.full_path.rstrip("?")))
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


def add(*numbers):
    application_instance.medallion_backend.add_objects(
        "root", READABLE, {"objects": [malware(number) for number in numbers]}, get_timestamp())


def fetch(stage):
    """One poll; gives what was asked of the collections, and the outcome."""
    asked.clear()
    answer = stage.ess("feed", "fetch", "objects", user="admin")
    pages = [path for path in asked if "/objects/" in path]
    return pages, answer


def names(stage):
    return {row["id"][-2:] for row in stage.must("report", "list", "--feed", "objects", "--format", "jsonl").lines()}


def expect(stage, claim, numbers):
    wanted = {f"{number:02}" for number in numbers}
    stage.wait(lambda: names(stage) == wanted, 20)
    stage.claim(claim, names(stage) == wanted, names(stage))


def configure(stage, port):
    for path in (stage.folder / "feeds").glob("*.yaml"):
        path.unlink()
    stage.write("feeds/objects.yaml", f"publisher: Example\nkind: research\ncountry: INT\nurl: "
                f"http://127.0.0.1:{port}/taxii2/\nprotocol: taxii\nformat: stix\ninterval: 1h\nlicence: our own\n"
                "tlp: CLEAR\nreliability: B\n")
    secret = stage.write("credential", "Basic " + base64.b64encode(b"ess:example").decode() + "\n")
    secret.chmod(0o600)
    if IS_ROOT:
        os.chown(secret, SERVICE, SERVICE)
    return (f"egress_allow: ['127.0.0.1:{port}']\nfetch:\n  credentials:\n"
            f"    - origin: http://127.0.0.1:{port}\n      file: {secret}\n")


def main():
    stage = Stage("conformance-taxii")
    port = serve(stage.folder)
    credentials = configure(stage, port)
    plain = stage.settings.read_text().replace("polling: no\n", "polling: yes\n")
    stage.write("ess.yaml", plain + f"egress_allow: ['127.0.0.1:{port}']\n")
    stage.begin()
    pages, answer = fetch(stage)
    stage.claim("without credentials the poll fails and says why", answer.code != 0 and not pages
                and "401" in answer.out + answer.err, answer)
    stage.stop()
    stage.write("ess.yaml", plain + credentials)
    add(*range(1, FIRST + 1))
    # The service may poll by itself when it starts; then the command's poll finds nothing new.
    asked.clear()
    stage.begin()
    answer = stage.ess("feed", "fetch", "objects", user="admin")
    stage.claim("with them it ends well", answer.code == 0, answer)
    pages = [path for path in asked if "/objects/" in path and "added_after=" not in path]
    stage.claim(f"{FIRST} objects come in pages of {PAGE}", len(pages) == -(-FIRST // PAGE), pages)
    stage.claim("a collection that may not be read is not asked for", not any(SECRET in path for path in pages), pages)
    expect(stage, "each object is a report", range(1, FIRST + 1))
    pages, answer = fetch(stage)
    stage.claim("then there is nothing new, in one page asked for by date", answer.code == 0 and len(pages) == 1
                and "added_after=" in pages[0], (pages, answer))
    add(FIRST + 1, FIRST + 2)
    pages, answer = fetch(stage)
    stage.claim("what was added since comes alone", answer.code == 0 and len(pages) == 1, (pages, answer))
    expect(stage, "and is two more reports", range(1, FIRST + 3))
    rows = stage.must("report", "list", "--feed", "objects", "--format", "jsonl").lines()
    stage.claim("none of them twice", all(row["revisions"] == 1 for row in rows), rows)
    stage.claim("SIGTERM ends the service well", stage.stop(), stage.tail())
    stage.finish()


if __name__ == "__main__":
    main()
