import Analyze
import Ingest
import Vocabulary

/// Bodies of threats as ``StoredText`` writes them, read by code that knows their shape.
///
/// A re-match reads all of them, and `Decodable` costs ten times as much. Members that are not known are passed over.
extension JSONCursor {
    mutating func readAssessment() throws(JSONFailure) -> ThreatAssessment {
        var out = ThreatAssessment(blank: ThreatID(unchecked: ""))
        try beginObject()
        while let key = try nextKey() {
            switch key {
            case "aliases": out.aliases = try strings()
            case "closed": out.isClosed = try readFlag()
            case "exploited_since": out.exploitedSince = try readDay()
            case "id": out.id = ThreatID(unchecked: try readString())
            case "kind": out.kind = try choice()
            case "links": out.links = try texts()
            case "presence": out.presence = try choice()
            case "presence_reasons": out.presenceReasons = try reasons()
            case "products": out.products = try products()
            case "published": out.published = try readInstant()
            case "ransomware": out.ransomware = try readFlag()
            case "remediations": out.remediations = try texts()
            case "revised": out.revised = try readInstant()
            case "severity": out.severity = try severity()
            case "sources": out.sources = try sources()
            case "ssvc":
                try beginObject()
                while let point = try nextKey()?.text { out.ssvc[point] = try readString() }
            case "summary": out.summary = try text()
            case "title": out.title = try text()
            case "tlp": out.tlp = try choice()
            case "trail": out.trail = try strings()
            case "weaknesses": out.weaknesses = try strings()
            default: try skipValue()
            }
        }
        return out
    }

    /// Only what matching needs; reading ends behind it.
    mutating func readProducts(of threat: inout StandingThreat) throws(JSONFailure) {
        try beginObject()
        while let key = try nextKey() {
            switch key {
            case "aliases": threat.aliases = try strings()
            case "closed": threat.isClosed = try readFlag()
            case "products": threat.products = try products()
            case "sources":
                // Members stand in the order of their names: this is the last one that counts here.
                threat.sources = try sources()
                return
            default: try skipValue()
            }
        }
    }

    private mutating func products() throws(JSONFailure) -> [Sourced<ProductStatement>] {
        try list { cursor throws(JSONFailure) in
            try cursor.sourced(ProductStatement(vendor: "", product: "", status: .unknown)) {
                cursor throws(JSONFailure) in try cursor.product()
            }
        }
    }

    private mutating func product() throws(JSONFailure) -> ProductStatement {
        var out = ProductStatement(vendor: "", product: "", status: .unknown)
        try beginObject()
        while let key = try nextKey() {
            switch key {
            case "cpe": out.cpe = try readString()
            case "platforms": out.platforms = try strings()
            case "product": out.product = try readString()
            case "purl": out.purl = try readString()
            case "status": out.status = try choice()
            case "vendor": out.vendor = try readString()
            case "versions": out.versions = try list { cursor throws(JSONFailure) in try cursor.range() }
            default: try skipValue()
            }
        }
        return out
    }

    private mutating func range() throws(JSONFailure) -> VersionRange {
        var out = VersionRange(from: nil, before: nil, through: nil)
        try beginObject()
        while let key = try nextKey() {
            switch key {
            case "after": out.after = try readString()
            case "before": out.before = try readString()
            case "exact": out.exact = try readString()
            case "from": out.from = try readString()
            case "scheme": out.scheme = try readString()
            case "through": out.through = try readString()
            default: try skipValue()
            }
        }
        return out
    }

    private mutating func severity() throws(JSONFailure) -> SeverityAssessment {
        var out = SeverityAssessment(blank: "")
        try beginObject()
        while let key = try nextKey() {
            switch key {
            case "base_tenths": out.baseTenths = Int(try readNumberText()) ?? 0
            case "disagreements": out.disagreements = try strings()
            case "scorer": out.scorer = try readString()
            case "tlp": out.tlp = try choice()
            case "vector": out.vector = try readString()
            case "version": out.version = try readString()
            default: try skipValue()
            }
        }
        return out
    }

    private mutating func sources() throws(JSONFailure) -> [ThreatSource] {
        try list { cursor throws(JSONFailure) in
            var out = ThreatSource(blank: FeedID(unchecked: ""))
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                switch key {
                case "feed": out.feed = FeedID(unchecked: try cursor.readString())
                case "kind": out.kind = try cursor.choice()
                case "published": out.published = try cursor.readInstant()
                case "reliability": out.reliability = try cursor.choice()
                case "revised": out.revised = try cursor.readInstant()
                case "source": out.source = try cursor.choice()
                case "source_id": out.sourceID = try cursor.readString()
                case "status": out.status = try cursor.choice()
                case "tlp": out.tlp = try cursor.choice()
                default: try cursor.skipValue()
                }
            }
            return out
        }
    }

    private mutating func reasons() throws(JSONFailure) -> [PresenceReason] {
        try list { cursor throws(JSONFailure) in
            var out = PresenceReason(rule: .listed, evidence: "", tlp: .red)
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                switch key {
                case "evidence": out.evidence = try cursor.readString()
                case "rule": out.rule = try cursor.choice()
                case "tlp": out.tlp = try cursor.choice()
                default: try cursor.skipValue()
                }
            }
            return out
        }
    }

    private mutating func texts() throws(JSONFailure) -> [Sourced<String>] {
        try list { cursor throws(JSONFailure) in try cursor.text() }
    }

    private mutating func text() throws(JSONFailure) -> Sourced<String> {
        try sourced("") { cursor throws(JSONFailure) in try cursor.readString() }
    }

    private mutating func sourced<Value>(
        _ empty: Value, _ read: (inout JSONCursor) throws(JSONFailure) -> Value
    ) throws(JSONFailure) -> Sourced<Value> {
        var out = Sourced(empty, tlp: .red, source: "")
        try beginObject()
        while let key = try nextKey() {
            switch key {
            case "also": out.also = try strings()
            case "source": out.source = try readString()
            case "tlp": out.tlp = try choice()
            case "value": out.value = try read(&self)
            default: try skipValue()
            }
        }
        return out
    }

    private mutating func strings() throws(JSONFailure) -> [String] {
        try list { cursor throws(JSONFailure) in try cursor.readString() }
    }

    private mutating func list<Element>(
        _ read: (inout JSONCursor) throws(JSONFailure) -> Element
    ) throws(JSONFailure) -> [Element] {
        var out: [Element] = []
        try eachElement { cursor throws(JSONFailure) in out.append(try read(&cursor)) }
        return out
    }

    private mutating func choice<Choice: RawRepresentable<String>>() throws(JSONFailure) -> Choice {
        let start = try place()
        guard let choice = Choice(rawValue: try readString()) else {
            throw JSONFailure(.badValue, at: start, "this is none of the values that may stand here")
        }
        return choice
    }
}
