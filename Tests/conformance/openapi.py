#!/usr/bin/env python3
"""/v1/openapi.json as schemathesis reads it: every route, fuzzed, answers as the document says, and never with 5xx."""
# needs: schemathesis==4.4.4

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "acceptance"))
from stage import Stage  # noqa: E402


def main():
    stage = Stage("conformance-openapi")
    stage.begin()
    stage.must("entity", "import", stage.folder / "config/constituency.example.yaml", user="admin")
    token = stage.must("entity", "token", "city-hospital", "--format", "json", user="admin").json()["token"]
    command = [str(Path(sys.executable).parent / "schemathesis"), "run", f"http://127.0.0.1:{stage.port}/v1/openapi.json",
               "-H", f"Authorization: Bearer {token}", "--max-examples", "40", "--seed", "1", "--workers", "1",
               "--checks", "not_a_server_error,status_code_conformance,content_type_conformance,"
               "response_schema_conformance"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=900)
    print(done.stdout[-3000:])
    stage.claim("every answer is as the document says", done.returncode == 0, done.returncode)
    stage.finish()


if __name__ == "__main__":
    main()
