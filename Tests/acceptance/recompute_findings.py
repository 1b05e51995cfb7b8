#!/usr/bin/env python3
"""Every match of at least 1,000 findings by software is decided again, asset by asset, from `ess finding explain
--format json` and the products of `ess threat explain`; addresses are the matter of recompute_dates.py."""

import re
from made_country import DIRECTIVES, ENTITIES, explained, settle
from stage import Stage

ORDER, RANK = ["product", "vendor", "lesson", "cpe", "version"], {"possible": 0, "probable": 1, "certain": 2}
def names(thing):
    """Vendor and product in their normal spelling: as stated, and as the CPE has them."""
    coded = [tuple(thing["cpe"].replace("\\", "").split(":")[3:5])] if thing.get("cpe") else []
    said = [(thing["vendor"], thing["product"])] + coded
    clean = lambda text: re.sub(r"[^a-z0-9+#.]+", " ", text.lower()).strip()
    return [(re.sub(r"(?<=.)( (inc\.?|software))+$", "", clean(vendor)), clean(product)) for vendor, product in said]
def naming(said, own):
    """(rule that failed or None, confidence) of the names; versions are not looked at."""
    if said.get("cpe") and own.get("cpe"):
        left, right = (name["cpe"].split(":")[2:] for name in (said, own))
        if left[1:3] == right[1:3]:
            pairs = [pair for place, pair in enumerate(zip(left, right)) if place != 3]
            if any(a != b and "*" not in (a, b) for a, b in pairs):
                return "cpe", None
            return None, "certain" if all(a in (b, "*") for a, b in pairs) else "possible"
    left, right = names(said), names(own)
    if any(pair in right for pair in left if all(pair)):
        return None, "probable"
    pairs = [(a, b) for a in left for b in right if a[1] == b[1] and a[1]]
    short = lambda text: re.sub(r"[^a-z0-9]", "", text)
    kin = lambda a, b: min(len(a), len(b)) >= 4 and (a.startswith(b) or b.startswith(a)) or a == b != ""
    doubtful = pairs and (not left[0][0] or not own["vendor"] or any(kin(short(a[0]), short(b[0])) for a, b in pairs))
    return (None, "possible") if doubtful else ("vendor" if pairs else "product", None)
def verdict(said, own):
    """(kind, confidence or failed rule) of one statement about one piece of software."""
    failed, sure = naming(said, own)
    place = lambda text: ([int(part) for part in text.split(".")] + [0] * 4)[:4]
    if said["versions"] and not failed:
        if own.get("version"):
            mine = place(own["version"])
            within = [one["scheme"] for one in said["versions"]
                      if (one.get("from", "0") == "0" or place(one["from"]) <= mine)
                      and ("after" not in one or place(one["after"]) < mine)
                      and ("before" not in one or mine < place(one["before"]))
                      and ("through" not in one or mine <= place(one["through"]))]
            if not within:
                return "missed", "version"
            sure = "probable" if sure == "certain" and "semver" not in within else sure
        sure = sure if own.get("version") else "possible"
    if failed:
        return "missed", failed
    return ("excluded", sure) if said["status"] in ("not-affected", "fixed") else (
        "matched", sure if said["status"] == "affected" else "possible")
def heard(stated, grades, own):
    """The verdict of all statements together on one piece of software; none here names a platform or one version."""
    said = [(row, *verdict(row["value"], own)) for row in stated]
    all_of = lambda wanted: sorted([(RANK[more], bool(row["value"]["versions"]), row["source"]) for row, kind, more
                                    in said if kind == wanted], key=lambda one: one[:2], reverse=True)
    matches, exclusions = all_of("matched"), [one for one in all_of("excluded") if one[0]]
    outweighs = lambda out, one: out[0] >= one[0] and (
        out[1] > one[1] or out[1] == one[1] and out[2] != one[2] and grades[out[2]][0] <= grades[one[2]][0])
    left = [one for one in matches if not any(outweighs(out, one) for out in exclusions)]
    others = {row["source"] for row, kind, more in said if matches and (kind, more) == ("missed", "version")
              and row["value"]["status"] == "affected" and grades[row["source"]][0] <= "C"
              and RANK[naming(row["value"], own)[1]] >= matches[0][0]} - {one[2] for one in matches}
    if others and not exclusions and not any(one[1] for one in matches):
        listed = all(grades[one[2]][1] == "exploitation" for one in matches)
        return ("missed", "version") if listed else ("matched", "possible")
    if left or exclusions:
        won = left[0] if left else next(out for out in exclusions if not matches or outweighs(out, matches[0]))
        return "matched" if left else "excluded", "possible" if left and exclusions else list(RANK)[won[0]]
    return "missed", ORDER[max((row["value"]["status"] not in ("not-affected", "fixed"), ORDER.index(more))
                               for row, kind, more in said if kind == "missed")[1]]
def decisions(one, threats):
    """(what, as explained, as decided again) of one finding."""
    finding, best = one["finding"], None
    for asset in one["assets"]:
        told = asset["verdict"]
        kind, more = heard(*threats[one["threat"]][:2], asset["software"])
        yield "asset", (told["kind"], told["rule"] if told["kind"] == "missed" else told["confidence"]), (kind, more)
        if kind == "matched" and asset["verified"]:
            best = max(best or "possible", more, key=RANK.get)
    # What somebody was told of stays, closed, when it no longer holds or its record was rejected.
    told = None if finding["state"] == "closed" else finding["confidence"]
    yield "confidence", told, None if threats[one["threat"]][2] else best
def main():
    stage = Stage("recompute-findings", directives=DIRECTIVES)
    stage.begin()
    cves = settle(stage)
    grade = lambda of: {f"{one['feed']}/{one['source_id']}": (one["reliability"], one["kind"]) for one in of["sources"]}
    threats = {one["threat"]["id"]: (of["products"], grade(of), of["closed"])
               for one in explained(stage, "threat", "explain", *cves) for of in [one["assessment"]]}
    told = [one for number in range(ENTITIES)
            for one in explained(stage, "finding", "explain", f"e{number:02}", "inventory", "--limit", 300)]
    found = [(one["entity"], one["threat"], *each) for one in told for each in decisions(one, threats)]
    wrong = [row for row in found if row[3] != row[4]]
    stage.claim(f"{len(told)} findings, {len(found)} matches decided again, {len(wrong)} differences",
                len(told) >= 1000 and not wrong, wrong[:5])
    stage.finish()
main()
