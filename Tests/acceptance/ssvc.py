#!/usr/bin/env python3
"""`ess threat explain` shows the SSVC decision with what each decision point rests on, and `ess score ssvc` agrees."""

import json
import subprocess

from stage import REPOSITORY, Stage

SAMPLES = REPOSITORY / "Feeds/samples"
CVE = "CVE-2026-99001"


def main():
    stage = Stage("ssvc")
    stage.begin()
    stage.must("ingest", "cve-vulnrichment", SAMPLES / f"{CVE}.json")
    stage.wait(lambda: stage.must("threat", "list", "--format", "jsonl").lines(), 30)
    ssvc = stage.must("threat", "explain", CVE, "--format", "json").json()["ssvc"]
    points = {point["point"]: point for point in ssvc["points"]}
    stage.claim("the ADP container's values stand",
                [points[name]["value"] for name in ("Exploitation", "Automatable", "Technical Impact")]
                == ["active", "yes", "total"] and "ADP" in points["Automatable"]["evidence"], points)
    impact = points["Mission and Well-Being Impact"]
    stage.claim("with nobody concerned the default is named as one", impact["assumed"] and impact["value"] == "medium"
                and impact["evidence"].startswith("default"), impact)
    line = json.dumps({name: point["value"] for name, point in points.items()})
    tool = subprocess.run([stage.binary, "score", "ssvc", ssvc["tree"]], input=line + "\n", capture_output=True,
                          text=True, check=True)
    stage.claim("the line tool decides the same: act", json.loads(tool.stdout)["decision"] == ssvc["decision"] == "act",
                (tool.stdout, ssvc["decision"]))
    text = stage.must("threat", "explain", CVE).out
    stage.claim("people read it too", "SSVC (cisa-coordinator): act" in text, text)
    stage.finish()


if __name__ == "__main__":
    main()
