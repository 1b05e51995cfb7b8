#!/usr/bin/env python3
# needs: packaging
# suite: ESS_VERS_SPEC package-url/vers-spec 9305f036fae42cd3ad25bdf4f6a0c8ee752ffc8b
"""`ess match vers` orders versions as the ecosystems do and reads specifiers as package-url/vers-spec says.

Always: chains of versions in the order of each ecosystem's own document, PEP 440 against PyPI `packaging` on random
versions, specifiers that are right and wrong. With ESS_VERS_SPEC (a checkout of github.com/package-url/vers-spec, which
`deploy/test --conformance` makes at the commit above) also the public suite's comparisons, equalities, containments,
parses and validations of the types that `ess` knows.
Seed: ESS_SEED, else the one below.
"""
import glob
import itertools
import json
import os
import random
import subprocess
import sys

from packaging.version import Version

SEED = int(os.environ.get("ESS_SEED", "20260102"))

# Sources: semver.org § 11; node's "Semantic versioning"; PEP 440, examples; Debian policy § 5.6.12; rpm's manual;
# Maven's POM reference; Go modules reference, pseudo-versions; NuGet "Package versioning"; RubyGems `Gem::Version`;
# Composer "Versions and constraints"; apk-tools.
CHAINS = {
    "semver": "1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0 1.0.1",
    "npm": "0.9.99 1.2.3-alpha.7 1.2.3 3.4.5-alpha.9 3.4.5 10.0.0",
    "pypi": "1.0.dev456 1.0a1 1.0a2.dev456 1.0a12.dev456 1.0a12 1.0b1.dev456 1.0b2 1.0b2.post345.dev456 1.0b2.post345 "
            "1.0rc1.dev456 1.0rc1 1.0 1.0+abc.5 1.0+abc.7 1.0+5 1.0.post456.dev34 1.0.post456 1.1.dev1 1!0.5",
    "deb": "1.0~beta1~svn1245 1.0~beta1 1.0 1.0-1 1.0-1+deb12u1 1.0-1.1 1.0a 1.0+b 1:0.1",
    "rpm": "1.0~rc1 1.0 1.0^git1 1.0.a 1.0.1 2.0.1 2.0.1a 2.10 1:0.5",
    "maven": "1-alpha 1-beta 1-milestone 1-rc 1-SNAPSHOT 1 1-sp 1-abc 1-1 1.1",
    "golang": "v0.0.0-20191109021931-daa7c04131f5 v1.2.3-pre.0.20191109021931-daa7c04131f5 v1.2.3 "
              "v1.2.4-0.20191109021931-daa7c04131f5 v1.2.4 v2.0.0+incompatible",
    "nuget": "1.0.0-alpha 1.0.0-Alpha.1 1.0.0-beta 1.0.0 1.0.0.1 1.0.1",
    "gem": "1.0.a10 1.0.b1 1.0-1 1.0 1.0.1 1.9.a 1.9 1.10",
    "composer": "1.0.0-dev 1.0.0-alpha1 1.0.0-beta2 1.0.0-RC1 1.0.0 1.0.0-patch1 1.0.1 1.x-dev 2.0",
    "apk": "1.0_alpha 1.0_alpha2 1.0_beta 1.0_pre 1.0_rc1 1.0 1.0-r1 1.0_p1 1.0a 1.0.1 1.1",
    "intdot": "1 1.0.1 1.2 1.10 10.234.5.12",
    "generic": "v7.0 7.3.9 7.4rc1 7.4 7.4.1 7.10 10.0.17763.2114",
}
SAME = {
    "semver": "1.0.0+a 1.0.0+b", "pypi": "1.0rc1 v1.0.0.RC1 1.0-c-1", "maven": "1 1.0.0 1.0-ga", "deb": "0:1.0 1.0-0",
    "nuget": "1.0.0-RC 1.0-rc+x", "gem": "1.0.0 1", "composer": "v1.0 1.0.0.0", "intdot": "1.0 01.0.0-x",
}
RIGHT = [
    ("vers:npm/1.2.3|>=2.0.0|<5.0.0", {"1.2.3": True, "1.2.4": False, "2.0.0": True, "4.9": True, "5.0.0": False}),
    ("vers:gem/>=2.2.0|!=2.2.1|<2.3.0", {"2.2.0": True, "2.2.1": False, "2.2.2": True, "2.3.0": False}),
    ("vers:maven/>=1.0.0-beta1|<=1.7.5|>=7.0.0-M1|<=7.0.7", {"1.0.0-alpha": False, "1.7.5": True, "7.0.0-M1": True}),
    ("vers:pypi/<=1.0|>2.0", {"0.9": True, "1.0": True, "1.5": False, "2.0": False, "2.0.post1": True}),
    ("vers:deb/*", {"1:2": True}), ("vers:all/*", {"x": True}), ("vers:none/*", {"1": False}),
    ("vers:pypi/!=1.0", {"1.0": False, "1.1": True}), ("vers:deb/2.0%2Bdfsg-1", {"2.0+dfsg-1": True}),
]
WRONG = [
    "", "vers", "vers:", "vers:npm", "vers:npm/", "npm/1.0", "VERS:npm/1.0", "vers:NPM/1.0", "vers:9npm/1", "vers:weather/1",
    "vers:npm/>=1.0.0| <2.0.0", "vers:npm/|1.0", "vers:npm/1.0|", "vers:npm/1.0||2.0", "vers:npm/*|1.0", "vers:npm/>=*",
    "vers:npm/>=2.0.0|<1.0.0", "vers:npm/>=1.0|>=2.0", "vers:npm/<1.0|<2.0", "vers:npm/1.0|1.0", "vers:npm/1.0|<2.0",
    "vers:npm/>=", "vers:npm/1.0%2G0", "vers:npm/1.0%2f", "vers:npm/%31", "vers:all/1.0", "vers:pypi/>=cat", "vers:npm/é",
    "vers:npm/>=1.0|!=1.0.0|<2",
]
TYPES = {"npm", "pypi", "maven", "nuget", "apk", "lexicographic", "semver", "gem", "golang", "composer", "deb", "rpm",
         "generic", "intdot"}
# Where suite and standard differ, the standard wins. The clauses are those of the same commit's
# docs/specification/standard/specification.md, "Core specification", section "Normalized, canonical representation and validation".
CLAUSE = "Core specification, Normalized, canonical representation and validation: "
ALTERNATE = CLAUSE + "without `=` and `!=`, `>` and `>=` shall be followed by `<` or `<=`; here `>` is followed by `>=`"
UNIQUE = CLAUSE + "each version shall be unique in a range; here 0.0.1 stands twice"
EXCEPTIONS = {
    "vers:pypi/>0.0.0|>=0.0.1|0.0.2|<0.0.3|0.0.4|<0.0.5|>=0.0.6": ALTERNATE,
    "vers:pypi/>0.0.0|>=0.0.1|>=0.0.1|0.0.2|0.0.3|0.0.4|<0.0.5|<=0.0.6|!=0.7|8.0|>12|<15.3": UNIQUE,
    "vers:pypi/>0.0.0|>=0.0.1|0.0.2|0.0.3|0.0.4|<0.0.5|>=0.0.6|!=0.8": ALTERNATE,
    "vers:npm/1.0%252F0":
        "Core specification, Type: the type defines the version's syntax; `1.0%2F0` is none of Semantic Versioning "
        "2.0.0, section 2, so the specifier is read and has no version to compare with",
}


def coded(version):
    return "".join("%%%02X" % byte if byte > 126 or chr(byte) in "><=!*|% +" else chr(byte)
                   for byte in version.encode())


def asked(pairs):
    lines = "".join(json.dumps({"vers": vers, "version": version}) + "\n" for vers, version in pairs)
    run = subprocess.run([os.environ["ESS_BINARY"], "match", "vers"], input=lines, capture_output=True, text=True,
                         check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


class Questions:
    def __init__(self):
        self.items = []

    def ask(self, vers, version, want, why=""):
        """want: True, False, or None for an error; "any" for no error."""
        self.items.append((vers, version, want, why))

    def order(self, kind, left, right, sign):
        """`left` stands to `right` as `sign` (-1, 0, 1) says, asked by three ranges."""
        for comparator, want in (("<", sign < 0), (">", sign > 0), ("", sign == 0)):
            self.ask(f"vers:{kind}/{comparator}{coded(right)}", left, want)

    def failures(self):
        out = []
        for (vers, version, want, why), got in zip(self.items, asked([item[:2] for item in self.items]), strict=True):
            answer = got.get("contains") if "error" not in got else None
            if not (answer is not None if want == "any" else answer is want):
                out.append((vers, version, want, got.get("contains", got.get("error")), why))
        return out


def own(questions, pick):
    for kind, chain in CHAINS.items():
        words = chain.split()
        for (i, left), (j, right) in itertools.product(enumerate(words), repeat=2):
            questions.order(kind, left, right, (i > j) - (i < j))
    for kind, words in SAME.items():
        for left, right in itertools.permutations(words.split(), 2):
            questions.order(kind, left, right, 0)
    for vers, versions in RIGHT:
        for version, want in versions.items():
            questions.ask(vers, version, want)
    for vers in WRONG:
        questions.ask(vers, "1.0.0", None)
    for _ in range(1500):
        left, right = python_version(pick), python_version(pick)
        a, b = Version(left), Version(right)
        questions.order("pypi", left, right, (a > b) - (a < b))


def python_version(pick):
    text = pick.choice(["", "", "v", "1!"]) + ".".join(str(pick.choice([0, 0, 1, 2, 10])) for _ in range(pick.randint(1, 3)))
    if pick.random() < 0.4:
        text += pick.choice(["a", ".b", "-rc", "_alpha", "c", "preview", "BETA"]) + pick.choice(["", "0", "1", "12"])
    if pick.random() < 0.3:
        text += pick.choice([".post1", "-1", "-r2", ".rev", "post10"])
    if pick.random() < 0.3:
        text += pick.choice([".dev0", "dev3", "-dev"])
    if pick.random() < 0.2:
        text += pick.choice(["+abc.1", "+1", "+1.b", "+abc"])
    return text


def suite(questions, folder):
    for path in sorted(glob.glob(folder + "/tests/*.json")):
        for test in json.load(open(path))["tests"]:
            given = test["input"]
            if test["test_type"] in ("comparison", "equality") and given["input_scheme"] in TYPES:
                left, right = given["versions"]
                if test["test_type"] == "equality":
                    sign = 0 if test["expected_output"] else None
                else:
                    # The suite writes NuGet's versions in lower case in its answers.
                    first = test["expected_output"][0]
                    sign = -1 if first == left or first.lower() == left.lower() != right.lower() else 1
                    if left == right:
                        sign = 0
                if sign is None:
                    questions.ask(f"vers:{given['input_scheme']}/{coded(right)}", left, False)
                else:
                    questions.order(given["input_scheme"], left, right, sign)
            elif test["test_type"] == "containment":
                questions.ask(given["vers"], given["version"], test["expected_output"])
            elif test["test_type"] in ("parse", "validate") and given not in EXCEPTIONS:
                fails = test.get("expected_failure", False)
                version = "1.0.0" if "datetime" not in given else "2024-01-01T00:00:00Z"
                questions.ask(given, version, None if fails else "any", test["description"])


def main():
    questions = Questions()
    own(questions, random.Random(SEED))
    mine = len(questions.items)
    folder = os.environ.get("ESS_VERS_SPEC")
    if folder:
        suite(questions, folder)
    failures = questions.failures()
    for failure in failures[:40]:
        print(failure)
    public = f"{len(questions.items) - mine} of the public suite" if folder else "the public suite is absent (ESS_VERS_SPEC)"
    for text, why in EXCEPTIONS.items() if folder else ():
        print(f"exception {text}: {why}")
    print(f"seed {SEED}: {mine} own questions, {public}, {len(EXCEPTIONS)} exceptions; {len(failures)} differ")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
