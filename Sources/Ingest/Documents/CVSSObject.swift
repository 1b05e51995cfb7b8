import Vocabulary

/// A CVSS object in the JSON schemas of FIRST, as CVE records and CSAF documents embed it.
enum CVSSObject {
    /// The statement; none when it has neither vector nor score. The source's name is set by the caller.
    ///
    /// - Parameter version: what the member's name says; `version` within the object wins, as it does in CSAF's
    /// `cvss_v3`.
    static func read(_ cursor: inout JSONCursor, version: String) throws(JSONFailure) -> [ScoreStatement] {
        if try cursor.takeNull() { return [] }
        var statement = ScoreStatement(version: version, vector: "", baseTenths: nil, source: "")
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "version":
                let stated = try cursor.optionalString() ?? version
                if ["2.0", "3.0", "3.1", "4.0"].contains(stated) { statement.version = stated }
            case "vectorString": statement.vector = try cursor.optionalLine(limit: 512) ?? ""
            case "baseScore": statement.baseTenths = try cursor.takeNull() ? nil : try cursor.readTenths()
            default: try cursor.skipValue()
            }
        }
        return statement.vector.isEmpty && statement.baseTenths == nil ? [] : [statement]
    }
}
