#!/usr/bin/env python3
"""/metrics under `promtool check metrics`, of a fresh service and of a demo country."""
# needs: nothing

import os
import shutil
import subprocess

from demo import country, issue

from stage import skip


def checked(stage, tool, when):
    status, text = stage.get("/metrics")
    stage.claim(f"{when}: /metrics answers", status == 200, status)
    done = subprocess.run([tool, "check", "metrics"], input=text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True)
    stage.claim(f"{when}: promtool finds nothing to say", done.returncode == 0 and not done.stdout.strip(), done.stdout)
    families = sum(line.startswith("# TYPE ") for line in text.splitlines())
    samples = sum(not line.startswith("#") for line in text.splitlines())
    print(f"{when}: {families} families, {samples} samples")


def main():
    tool = os.environ.get("ESS_PROMTOOL") or shutil.which("promtool")
    if not tool:
        skip("no promtool; it is in Debian's package prometheus")
    stage = country("conformance-metrics")
    checked(stage, tool, "samples read")
    issue(stage)
    stage.wait(lambda: stage.must("notice", "list", "--format", "json").json())
    checked(stage, tool, "an advisory issued")
    stage.finish()


if __name__ == "__main__":
    main()
