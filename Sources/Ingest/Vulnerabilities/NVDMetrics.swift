import Vocabulary

/// Scores and SSVC decision points of one CVE (`metrics`), each with who stated it.
struct NVDMetrics {
    private(set) var scores: [ScoreStatement] = []
    private(set) var ssvc: [String: String] = [:]

    private static let scoresMax = 100

    init() {}

    init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        if try cursor.takeNull() { return }
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "cvssMetricV2": try readScores(&cursor, version: "2.0")
            case "cvssMetricV30": try readScores(&cursor, version: "3.0")
            case "cvssMetricV31": try readScores(&cursor, version: "3.1")
            case "cvssMetricV40": try readScores(&cursor, version: "4.0")
            case "ssvcV203": try cursor.eachElement { cursor throws(JSONFailure) in try readSSVC(&cursor) }
            default: try cursor.skipValue()
            }
        }
    }

    /// `impact` of the form 1.1: at most one score of each version, by the NVD itself.
    init(legacy cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.eachMember { key, cursor throws(JSONFailure) in
            switch key {
            case "baseMetricV2", "baseMetricV3": try readLegacy(&cursor)
            default: try cursor.skipValue()
            }
        }
    }

    private mutating func readLegacy(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.eachMember { key, cursor throws(JSONFailure) in
            let version: String
            switch key {
            case "cvssV2": version = "2.0"
            case "cvssV3": version = "3.1"
            default: return try cursor.skipValue()
            }
            for var score in try CVSSObject.read(&cursor, version: version) {
                score.source = "nvd@nist.gov"
                scores.append(score)
            }
        }
    }

    private mutating func readScores(_ cursor: inout JSONCursor, version: String) throws(JSONFailure) {
        try cursor.eachElement { cursor throws(JSONFailure) in
            var source = ""
            var found: [ScoreStatement] = []
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                switch key {
                case "source": source = try cursor.optionalLine(limit: 64) ?? ""
                case "cvssData": found = try CVSSObject.read(&cursor, version: version)
                default: try cursor.skipValue()
                }
            }
            for var score in found where scores.count < NVDMetrics.scoresMax {
                score.source = source
                scores.append(score)
            }
        }
    }

    /// `ssvcData.options[]`, one decision point each; named here as CISA names them in CVE records.
    private mutating func readSSVC(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            guard case "ssvcData" = key, try cursor.kind() == .object else {
                try cursor.skipValue()
                continue
            }
            try cursor.beginObject()
            while let member = try cursor.nextKey() {
                guard case "options" = member else {
                    try cursor.skipValue()
                    continue
                }
                try cursor.eachElement { cursor throws(JSONFailure) in try readPoint(&cursor) }
            }
        }
    }

    private mutating func readPoint(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            let name: String? =
                switch key {
                case "exploitation": "Exploitation"
                case "automatable": "Automatable"
                case "technicalImpact": "Technical Impact"
                default: nil
                }
            if let name { ssvc[name] = try cursor.readLine(limit: 64) } else { try cursor.skipValue() }
        }
    }
}
