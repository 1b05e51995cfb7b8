"""A mix of reports of all kinds that speak of the same vulnerabilities, products and hosts, made from a seed.

An item is what a source publishes by itself: a record, an advisory, a page, a list of a day. Sources contradict each
other on purpose: revisions, rejections, fixed and unaffected products, copies, aliases, lists that no longer name what
they named. `kinds()` is the table of kinds and their shares; a new kind is one function and one row.
"""

import io
import json
import random
import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

EPOCH = datetime(2026, 10, 1, tzinfo=timezone.utc)
VERIFIED = "verified: {by: registrar, how: inventory, at: 2026-01-15T09:00:00Z}"


@dataclass(frozen=True)
class Item:
    """One publication. `form` says how several go into one document: see `document`."""
    feed: str
    form: str
    name: str
    text: str
    # Reports or rows in it.
    count: int = 1


def stamp(day, seconds=0):
    return (EPOCH + timedelta(days=day, seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Mix:
    def __init__(self, reports, seed):
        self.random = random.Random(seed)
        self.reports = reports
        self.vulnerabilities = [f"CVE-2026-{10000 + n}" for n in range(max(20, reports // 5))]
        self.products = [(f"Vendor {n % 40}", f"Product {n}") for n in range(150)]
        # What a vulnerability is about, whoever tells of it.
        self.about = {cve: self.random.choice(self.products) for cve in self.vulnerabilities}
        # Hosts of entities, and of the national space that nobody registered.
        self.hosts = ([f"192.0.2.{n}" for n in range(1, 200)] + [f"2001:db8::{n:x}" for n in range(1, 60)]
                      + [f"198.51.100.{n}" for n in range(1, 60)])

    def kinds(self):
        """(share of the reports, what makes the items of so many)."""
        return ((0.30, self.records), (0.12, self.packages), (0.06, self.names), (0.15, self.catalogue_pages),
                (0.04, self.advisories), (0.06, self.exploited), (0.12, self.news), (0.08, self.scans),
                (0.07, self.scores))

    def items(self):
        return [item for share, make in self.kinds() for item in make(int(self.reports * share))]

    def cve(self):
        """A vulnerability; the first ones are told of more often."""
        return self.vulnerabilities[int(len(self.vulnerabilities) * self.random.random() ** 2)]

    def version(self):
        return f"{self.random.randint(1, 9)}.{self.random.randint(0, 5)}"

    def vector(self):
        pick = self.random.choice
        return (f"CVSS:3.1/AV:{pick('NAL')}/AC:{pick('LH')}/PR:{pick('NLH')}/UI:{pick('NR')}/S:U/"
                f"C:{pick('HLN')}/I:{pick('HLN')}/A:{pick('HL')}")

    def records(self, count):
        """CVE records of two feeds, up to three revisions of each; some are rejected in the end."""
        made = []
        while len(made) < count:
            cve, feed = self.cve(), self.random.choice(("cvelist", "cvelist", "cve-vulnrichment"))
            vendor, product = self.about[cve]
            for revision in range(self.random.randint(1, 3)):
                at = stamp(self.random.randint(0, 50), self.random.randint(0, 86399))
                state = "REJECTED" if self.random.random() < 0.04 else "PUBLISHED"
                provider = {"orgId": "00000000-0000-4000-8000-000000000001", "shortName": "made", "dateUpdated": at}
                cna = {"providerMetadata": provider}
                if state == "REJECTED":
                    cna["rejectedReasons"] = [{"lang": "en", "value": "Not a vulnerability."}]
                else:
                    affected = {"vendor": vendor, "product": product, "defaultStatus":
                                self.random.choice(("unaffected", "unaffected", "unknown", "affected"))}
                    affected["versions"] = [{"version": "0", "lessThan": self.version(), "versionType":
                                             self.random.choice(("semver", "custom")), "status":
                                             self.random.choice(("affected", "affected", "unaffected"))}]
                    cna.update(affected=[affected], title=f"Flaw {revision} in {product}" if revision else None,
                               descriptions=[{"lang": "en", "value": f"{product} lets strangers in ({at})."}],
                               metrics=[{"format": "CVSS", "cvssV3_1": {
                                   "version": "3.1", "vectorString": self.vector(), "baseScore": 7.5,
                                   "baseSeverity": "HIGH"}}])
                    if not cna["title"]:
                        del cna["title"]
                    if self.random.random() < 0.15:
                        cna["source"] = {"advisory": self.advisory(self.random.randint(0, max(1, count // 12)))}
                record = {"dataType": "CVE_RECORD", "dataVersion": "5.1", "cveMetadata": {
                    "cveId": cve, "assignerOrgId": provider["orgId"], "state": state, "datePublished": stamp(0),
                    "dateUpdated": at}, "containers": {"cna": cna}}
                made.append(Item(feed, "zip", f"{cve}-{len(made)}.json", json.dumps(record)))
        return made

    def packages(self, count):
        """OSV entries: some with a CVE as alias, some that two entries claim, some withdrawn."""
        made = []
        for number in range(count):
            name = f"GHSA-{number % (count * 3 // 4 + 1):04d}-aaaa-bbbb".replace("0", "c").replace("1", "f")
            aliases = [self.cve()] if self.random.random() < 0.7 else []
            at = stamp(self.random.randint(0, 50), self.random.randint(0, 86399))
            entry = {"schema_version": "1.7.0", "id": name, "modified": at, "published": stamp(0), "aliases": aliases,
                     "summary": f"Package {number % 90} accepts anything", "details": "Update.",
                     "severity": [{"type": "CVSS_V3", "score": self.vector()}],
                     "affected": [{"package": {"ecosystem": "npm", "name": f"package-{number % 90}"}, "ranges": [
                         {"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": self.version() + ".0"}]}]}]}
            if self.random.random() < 0.03:
                entry["withdrawn"] = at
            made.append(Item("ghsa", "zip", f"{name}-{number}.json", json.dumps(entry)))
        return made

    def names(self, count):
        """Who gives one vulnerability several names: Python and Go records that join an advisory of GitHub's with a
        CVE, or two CVEs with one name, or take it back; suppliers with names of their own; news that knows one name."""
        made = []
        for number in range(count):
            name = self.advisory(self.random.randint(0, max(1, count // 3)))
            at = stamp(self.random.randint(0, 50), self.random.randint(0, 86399))
            own = self.random.choice(("PYSEC", "GO")) + f"-2026-{self.random.randint(1, max(2, count // 2))}"
            kind = self.random.choice(("alone", "record", "record", "record", "supplier", "news"))
            if kind in ("alone", "record"):
                aliases = [] if kind == "alone" else self.random.choice(
                    ([name, self.cve()], [name], [self.cve()], [name, self.cve(), self.cve()], []))
                entry = {"schema_version": "1.7.0", "id": name if kind == "alone" else own, "modified": at,
                         "published": stamp(0), "aliases": aliases, "summary": f"{own} lets strangers in",
                         "affected": [{"package": {"ecosystem": "npm", "name": f"package-{number % 90}"}, "ranges": [
                             {"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": self.version() + ".0"}]}]}]}
                if self.random.random() < 0.05:
                    entry["withdrawn"] = at
                made.append(Item("ghsa" if kind == "alone" else "osv-go", "zip", f"{own}-{number}.json",
                                 json.dumps(entry)))
            elif kind == "supplier":
                key = f"ACME-V-{self.random.randint(1, max(2, count // 4))}"
                ids = [{"system_name": "made", "text": text} for text in self.random.sample((name, key), 2)]
                document = {"document": {
                    "category": "csaf_security_advisory", "csaf_version": "2.0", "title": f"Names {key}",
                    "distribution": {"tlp": {"label": "WHITE"}},
                    "publisher": {"category": "vendor", "name": "Acme", "namespace": "https://acme.example"},
                    "tracking": {"id": f"NAMES-{number // 2}", "status": "final", "version": "1",
                                 "initial_release_date": stamp(0), "current_release_date": at, "revision_history": [
                                     {"number": "1", "date": at, "summary": "Made"}]}},
                    "vulnerabilities": [{"cve": self.cve(), "ids": ids}, {"ids": [ids[0]]}]}
                made.append(Item("cisa-csaf", "zip", f"names-{number}.json", json.dumps(document)))
            else:
                guid = f"https://news.example/names/{number}"
                when = EPOCH + timedelta(days=self.random.randint(0, 50))
                made.append(Item("cert-eu", "rss", f"names-{number}", (
                    f"<item><title>Patch {name} now</title><link>{guid}</link><guid>{guid}</guid>"
                    f"<pubDate>{when.strftime('%a, %d %b %Y %H:%M:%S +0000')}</pubDate>"
                    f"<description>Of {name} alone.</description></item>")))
        return made

    @staticmethod
    def advisory(number):
        """A name as GitHub gives them, beside those of `packages`."""
        letters = "23456789cfghjmpqrvwx"
        return f"GHSA-{letters[number // 400 % 20]}{letters[number // 20 % 20]}{letters[number % 20]}2-3333-4444"

    def catalogue_pages(self, count):
        """Entries of the NVD; a page is made of some of them."""
        made = []
        for number in range(count):
            cve = self.cve()
            at = (EPOCH + timedelta(days=self.random.randint(0, 50), seconds=self.random.randint(0, 86399)))
            vendor, product = (word.lower().replace(" ", "_") for word in self.about[cve])
            entry = {"cve": {
                "id": cve, "sourceIdentifier": "made@vendor.example", "published": "2026-10-01T00:00:00.000",
                "lastModified": at.strftime("%Y-%m-%dT%H:%M:%S.000"),
                "vulnStatus": "Rejected" if self.random.random() < 0.03 else "Analyzed",
                "descriptions": [{"lang": "en", "value": f"{product} {number} is open."}],
                "metrics": {"cvssMetricV31": [{"source": "nvd@nist.gov", "type": "Primary", "cvssData": {
                    "version": "3.1", "vectorString": self.vector(), "baseScore": 9.8, "baseSeverity": "CRITICAL"}}]},
                "configurations": [{"nodes": [{"operator": "OR", "negate": False, "cpeMatch": [
                    {"vulnerable": True, "criteria": f"cpe:2.3:a:{vendor}:{product}:*:*:*:*:*:*:*:*",
                     "versionEndExcluding": self.version()}]}]}],
                "references": [{"url": f"https://vendor.example/{cve}", "source": "nvd@nist.gov"}]}}
            made.append(Item("nvd-modified", "nvd", f"{cve}-{number}", json.dumps(entry)))
        return made

    def advisories(self, count):
        """CSAF documents about some vulnerabilities each; half of them take back what an earlier version named."""
        made = []
        while len(made) < count:
            number = len(made)
            vendor, product = self.random.choice(self.products)
            for version in range(1, self.random.randint(1, 3) + 1):
                at = stamp(self.random.randint(0, 50), version)
                named = [(f"{status}-{place}", status, self.version()) for place, status in
                         enumerate(self.random.sample(("known_affected", "fixed", "known_not_affected"), 2))]
                branches = [{"category": "product_version_range", "name": f"vers:generic/<{bound}", "product": {
                    "product_id": key, "name": f"{product} before {bound}"}} for key, _, bound in named]
                document = {"document": {
                    "category": "csaf_security_advisory", "csaf_version": "2.0", "title": f"{product} {version}",
                    "distribution": {"tlp": {"label": self.random.choice(("WHITE", "GREEN"))}},
                    "publisher": {"category": "vendor", "name": vendor, "namespace": "https://vendor.example"},
                    "tracking": {"id": f"MADE-{number}", "status": "final", "version": str(version),
                                 "initial_release_date": stamp(0), "current_release_date": at, "revision_history": [
                                     {"number": str(version), "date": at, "summary": "Made"}]}},
                    "product_tree": {"branches": [{"category": "vendor", "name": vendor, "branches": [
                        {"category": "product_name", "name": product, "branches": branches}]}]},
                    "vulnerabilities": [{"cve": cve, "notes": [{"category": "description", "text": f"{cve} made."}],
                                         "product_status": {status: [key] for key, status, _ in named}}
                                        for cve in sorted({self.cve() for _ in range(self.random.randint(1, 4))})]}
                made.append(Item("cisa-csaf", "zip", f"made-{number}-{version}.json", json.dumps(document)))
        return made[:count]

    def exploited(self, count):
        """The catalogue of exploited vulnerabilities of some days; each day's is the whole list."""
        days, entries = 6, {}
        lists = []
        for day in range(days):
            for _ in range(max(1, count // days // 4)):
                cve = self.cve()
                vendor, product = self.about[cve]
                entries.setdefault(cve, {
                    "cveID": cve, "vendorProject": vendor, "product": product, "vulnerabilityName": f"{product} Flaw",
                    "dateAdded": stamp(10 + day)[:10], "shortDescription": "It is exploited.", "dueDate": "2026-12-24",
                    "requiredAction": "Update.", "notes": "", "cwes": ["CWE-22"],
                    "knownRansomwareCampaignUse": self.random.choice(("Known", "Unknown"))})
            if day and self.random.random() < 0.5:
                entries.pop(self.random.choice(sorted(entries)))
            text = json.dumps({"title": "Catalogue", "catalogVersion": stamp(10 + day)[:10],
                               "dateReleased": stamp(10 + day, 54000), "count": len(entries),
                               "vulnerabilities": list(entries.values())})
            lists.append(Item("cisa-kev", "whole", f"kev-{day}.json", text, len(entries)))
        return lists

    def news(self, count):
        """Articles of three outlets: of a vulnerability by its id, of several, and of none at all."""
        made = []
        for number in range(count):
            feed = self.random.choice(("cert-at", "cert-eu", "jpcert"))
            vendor, product = self.random.choice(self.products)
            title = self.random.choice((
                f"{product} under attack: {self.cve()}", f"Round-up: {self.cve()}, {self.cve()} and {self.cve()}",
                f"{vendor} confirms break-in at {product} hosting", f"{product} outage after ransomware at {vendor}"))
            at = (EPOCH + timedelta(days=self.random.randint(0, 50), seconds=self.random.randint(0, 86399)))
            # Some articles are edited: the same guid again, with another title and time.
            guid = f"https://news.example/{feed}/{number - 1 if number and self.random.random() < 0.1 else number}"
            item = (f"<item><title>{title}</title><link>{guid}</link><guid>{guid}</guid>"
                    f"<pubDate>{at.strftime('%a, %d %b %Y %H:%M:%S +0000')}</pubDate>"
                    f"<description>Told on {at.date()} by {feed}.</description></item>")
            made.append(Item(feed, "rss", f"{feed}-{number}", item))
        return made

    def scans(self, count):
        """Two kinds of full lists of hosts, of some days, and events that are no list."""
        made = []
        rows = max(4, count // 15)
        # The columns by which each type is known, and where the host stands in it.
        kinds = (("shadowserver-telnet", 23, "", ("banner",)),
                 ("shadowserver-rdp", 3389, "", ("rdp_protocol", "bluekeep_vulnerable")),
                 ("shadowserver-sinkhole", 0, "src_", ("infection",)))
        for feed, port, prefix, own in kinds:
            head = (f'"timestamp","{prefix}ip","protocol","{prefix}port","hostname","tag","{prefix}asn","geo","region",'
                    f'"city","naics","sic",{",".join(own)}\n')
            for day in range(5):
                # The third list is too short to be believed, unless it comes first.
                share = rows // 5 if day == 2 else rows
                hosts = self.random.sample(self.hosts, max(1, min(share, len(self.hosts) * 3 // 4)))
                lines = [f'"{stamp(30 + day, self.random.randint(0, 80000))[:19].replace("T", " ")}","{host}","tcp",'
                         f'{port or self.random.randint(1024, 60000)},"","made",64500,"AZ","BAKU","BAKU",0,0{","*len(own)}\n'
                         for host in hosts]
                made.append(Item(feed, "whole", f"{feed}-{day}.csv", head + "".join(lines), len(lines)))
        return made

    def scores(self, count):
        """EPSS of four days."""
        made = []
        for day in range(4):
            chosen = self.random.sample(self.vulnerabilities, min(len(self.vulnerabilities), max(1, count // 4)))
            lines = [f"{cve},0.{self.random.randint(0, 99999):05d},0.{self.random.randint(0, 99999):05d}\n"
                     for cve in sorted(chosen)]
            text = f"#model_version:v2026.01.01,score_date:{stamp(40 + day, 46500)}\ncve,epss,percentile\n"
            made.append(Item("epss", "whole", f"epss-{day}.csv", text + "".join(lines), len(lines)))
        return made

    def register(self):
        """Entities that run some of the products, and own the hosts."""
        out = "entities:\n"
        for entity in range(12):
            out += (f"  - id: entity-{entity}\n    name: {{en: Entity {entity}}}\n    sector: other\n"
                    f"    criticality: {self.random.choice(('low', 'medium', 'high', 'critical'))}\n    assets:\n")
            if entity < 4:
                out += f"      - network: 192.0.2.{entity * 64}/26\n        {VERIFIED}\n"
            if entity == 4:
                out += f"      - network: 2001:db8::/64\n        {VERIFIED}\n"
            for vendor, product in self.random.sample(self.products, 25):
                out += f"      - vendor: {vendor}\n        product: {product}\n"
                if self.random.random() < 0.9:
                    out += f"        version: \"{self.version()}\"\n"
                out += f"        {VERIFIED}\n"
            for package in self.random.sample(range(90), 10):
                version = self.version() + ".0"
                out += (f"      - product: package-{package}\n        version: {version}\n"
                        f"        purl: pkg:npm/package-{package}@{version}\n        {VERIFIED}\n")
        return out


def document(items):
    """Items of one feed and form as one document; (its name's ending, its bytes)."""
    form = items[0].form
    if form == "zip":
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for item in items:
                archive.writestr(zipfile.ZipInfo(item.name), item.text)
        return ".zip", out.getvalue()
    if form == "nvd":
        text = ('{"resultsPerPage":%d,"startIndex":0,"totalResults":%d,"format":"NVD_CVE","version":"2.0",'
                '"timestamp":"2026-11-21T06:00:00.000","vulnerabilities":[%s]}')
        return ".json", (text % (len(items), len(items), ",".join(item.text for item in items))).encode()
    if form == "rss":
        return ".xml", ('<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title>'
                        "<link>https://news.example/</link><description>Made</description>"
                        + "".join(item.text for item in items) + "</channel></rss>").encode()
    return "", items[0].text.encode()


def shuffled(items, seed):
    """The items in another order and in other documents: (feed, name, bytes) one after the other."""
    order = random.Random(seed)
    rest = list(items)
    order.shuffle(rest)
    number = 0
    while rest:
        size = order.choice((1, 20, 300, 3000, 3000))
        batch, rest = rest[:size], rest[size:]
        groups = {}
        for item in batch:
            # A list of a day is a document of its own.
            key = (item.feed, item.name if item.form == "whole" else item.form)
            groups.setdefault(key, []).append(item)
        for group in order.sample(sorted(groups.values(), key=lambda group: group[0].name), len(groups)):
            number += 1
            ending, content = document(group)
            name = group[0].name if group[0].form == "whole" else "batch" + ending
            yield group[0].feed, f"{number:05d}-{name}", content
