#!/usr/bin/env python3
# suite: ESS_PURL_SPEC package-url/purl-spec 16f3d0e39343d47d1ac3d559b7e110f25eac1513
"""`ess match purl` reads, refuses and writes package URLs as package-url/purl-spec says.

Always: cases of our own. With ESS_PURL_SPEC (a checkout of github.com/package-url/purl-spec, which
`deploy/test --conformance` makes at the commit above) also the public suite's parses, validations and builds (a build is
asked by the purl that its parts make). What the suite refuses counts as refused when `ess` says "error".
"""
import glob
import json
import os
import subprocess
import sys
from urllib.parse import quote

OWN = [
    ("pkg:npm/%40angular/animation@12.3.1", {"namespace": "@angular", "name": "animation", "version": "12.3.1"}),
    ("pkg:npm/@angular/core", {"namespace": "@angular", "name": "core", "version": None}),
    ("pkg:deb/debian/curl@7.50.3-1?distro=jessie&arch=i386",
     {"canonical": "pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie"}),
    ("PKG://PyPI/Django_App@1.0RC1", {"type": "pypi", "name": "django-app", "version": "1.0rc1"}),
    ("pkg:golang/google.golang.org/genproto@abc#/googleapis/../api//", {"subpath": "googleapis/api"}),
    ("pkg:rpm/fedora/curl@7-1?epoch=2&note=", {"qualifiers": {"epoch": "2"}}),
    ("pkg:generic/a%2Fb@1%2B2", {"name": "a/b", "version": "1+2", "canonical": "pkg:generic/a%2Fb@1%2B2"}),
    ("pkg:docker/cassandra@sha256:244f", {"version": "sha256:244f", "canonical": "pkg:docker/cassandra@sha256:244f"}),
]
BROKEN = ["", "pkg:", "pkg:npm", "pkg:npm/", "npm/left-pad", "pkg:3d/x", "pkg:n&m/x", "pkg:npm/a?b%20c=1",
          "pkg:npm/a?x=1&x=2", "pkg:npm/%ZZ", "pkg:npm/a@%", "pkg:swift/Alamofire@5", "pkg:cran/a/b", "pkg:maven/@1.3.4", "pkg:generic/%FF"]
# Where suite and standard differ the standard wins; each with its clause.
# Of the two texts with capital keys the suite refuses one test (parse) and reads the other (validate) of the very same
# text, so that nothing can satisfy both.
# Clauses are files of the same commit, and in how-to-parse.md the step.
KEYS = ("docs/specification/how-to-parse.md, splitting the qualifiers on `&`: the key is the left side in lower case; "
        "the suite itself reads `repositorY_url` so")
NAME = "docs/specification/how-to-parse.md, splitting the remainder once from right on `/`: the right side is the name"
EXCEPTIONS = {
    ("pkg:gem/jruby-launcher@1.1.2?Platform=java", "refused"): KEYS,
    ("pkg:Rpm/fedora/curl@7.50.3-1.fc25?Arch=i386&Distro=fedora-25", "refused"): KEYS,
    ("pkg:git/github/Package-url/purl-Spec@244fd47e07d1004f0aed9c", "read"):
        "types/git-definition.json: `case_sensitive` is true of namespace_definition and name_definition",
    **{(f"pkg:git/codeberg.org/forgejo{slash}forgejo@a72d2c07cfca03b55371089de6aa230d8c951fa0{tail}", "read"): NAME
       for slash in ("/", "%2F") for tail in ("", "#options/locale_readme.md")},
}

NAMED = {"semver", "npm", "pypi", "maven", "deb", "rpm", "golang", "nuget", "gem", "composer", "generic"}


def asked(texts):
    run = subprocess.run([os.environ["ESS_BINARY"], "match", "purl"], capture_output=True, text=True, check=True,
                         input="".join(json.dumps({"purl": text}) + "\n" for text in texts))
    return [json.loads(line) for line in run.stdout.splitlines()]


def built(parts):
    """The purl that the parts make, every part percent-encoded; nothing is normalised here."""
    namespace = "".join(quote(part, safe="") + "/" for part in (parts.get("namespace") or "").split("/") if part)
    text = f"pkg:{parts.get('type') or ''}/{namespace}{quote(parts.get('name') or '', safe='')}"
    if parts.get("version"):
        text += "@" + quote(parts["version"], safe="")
    qualifiers = parts.get("qualifiers") or {}
    if qualifiers:
        text += "?" + "&".join(f"{key}={quote(value, safe='')}" for key, value in qualifiers.items())
    if parts.get("subpath"):
        text += "#" + "/".join(quote(part, safe="") for part in parts["subpath"].split("/"))
    return text


def suite(folder):
    """(text, expected parts or None for refused, description)."""
    for path in sorted(glob.glob(folder + "/tests/**/*.json", recursive=True)):
        for test in json.load(open(path))["tests"]:
            given, fails = test["input"], test.get("expected_failure", False)
            if test["test_type"] == "build":
                want = None if fails else {"canonical": test["expected_output"]}
                yield built(given), want, test["description"]
            elif test["test_type"] == "parse":
                want = None if fails else {**test["expected_output"],
                                           "qualifiers": test["expected_output"].get("qualifiers") or {}}
                yield given, want, test["description"]
            else:
                yield given, None if fails else {"canonical": test["expected_output"]}, test["description"]


def key(case):
    return case[0], "refused" if case[1] is None else "read"


def type_of(text):
    return text.partition(":")[2].lstrip("/").partition("/")[0].lower()


def main():
    cases = [(text, want, "") for text, want in OWN] + [(text, None, "") for text in BROKEN]
    folder = os.environ.get("ESS_PURL_SPEC")
    public = list(suite(folder)) if folder else []
    cases += [case for case in public if key(case) not in EXCEPTIONS]
    failures = []
    for (text, want, why), got in zip(cases, asked([case[0] for case in cases]), strict=True):
        if want is None:
            good = "error" in got
        else:
            good = "error" not in got and all(got.get(key) == value for key, value in want.items())
        if not good:
            failures.append((text, want, got, why))
    for failure in failures[:40]:
        print(failure)
    share = f"{len(public)} of the public suite" if folder else "the public suite is absent (ESS_PURL_SPEC)"
    print(f"{len(OWN) + len(BROKEN)} own cases, {share}, {len(EXCEPTIONS)} exceptions; {len(failures)} differ")
    if folder:
        named = [case for case in public if type_of(case[0]) in NAMED]
        apart = [case for case in named if key(case) in EXCEPTIONS]
        both = {case[0] for case in named if case[1] is not None} & {case[0] for case in apart}
        wrong = sum(type_of(failure[0]) in NAMED for failure in failures)
        print(f"of {', '.join(sorted(NAMED))}: {len(named)} cases, {len(apart)} exceptions, of which {len(both)} are "
              f"read by another case of the suite; {wrong} differ")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
