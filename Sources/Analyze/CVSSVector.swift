/// A CVSS vector string of any published version, read strictly.
///
/// Source: FIRST CVSS v2.0 guide, v3.0 and v3.1 specification § 6, v4.0 specification § 7.
package struct CVSSVector: Sendable, Hashable {
    /// The published versions, by their number.
    package enum Version: String, Sendable, Hashable, Codable, CaseIterable {
        case v2 = "2.0"
        case v30 = "3.0"
        case v31 = "3.1"
        case v40 = "4.0"
    }

    package let version: Version
    /// One lane for each metric in the order of ``CVSSMetrics``: 0 for not stated, else the place of its value from 1.
    private var codes = SIMD32<UInt8>()

    /// Reads `CVSS:3.1/AV:N/…`, `CVSS:4.0/…`, or a v2 vector with or without parentheses.
    /// - Throws: what is wrong, and where; the vector is unusable then.
    package init(_ text: String) throws(CVSSFailure) {
        let bytes = Array(text.utf8)
        guard bytes.count <= 512 else { throw CVSSFailure(code: .tooLong, context: "") }
        var place = 0
        (version, place) = try CVSSVector.head(bytes)
        var end = bytes.count
        if version == .v2, bytes.first == UInt8(ascii: "("), bytes.last == UInt8(ascii: ")") {
            place = 1
            end = max(1, end - 1)
        }
        let table = CVSSMetrics.of(version)
        var lane = -1
        while true {
            let part = place..<(bytes[place..<end].firstIndex(of: UInt8(ascii: "/")) ?? end)
            let found = try CVSSVector.metric(bytes[part], table, after: lane)
            guard codes[found.lane] == 0 else {
                throw CVSSFailure(code: .repeatedMetric, context: table[found.lane].name)
            }
            // v4.0 § 7 fixes the order; v3 § 6 allows any; v2 vectors are written in order but read in any.
            guard version != .v40 || found.lane > lane else {
                throw CVSSFailure(code: .wrongOrder, context: table[found.lane].name)
            }
            lane = found.lane
            codes[lane] = found.code
            if part.upperBound == end { break }
            place = part.upperBound + 1
        }
        for (lane, metric) in table.enumerated() where metric.mandatory && codes[lane] == 0 {
            throw CVSSFailure(code: .missingMetric, context: metric.name)
        }
    }

    /// Place of a metric's value in its list, from 1; 0 when the vector does not state it.
    subscript(_ lane: Int) -> Int { Int(codes[lane]) }

    /// The version, and where the metrics begin.
    private static func head(_ bytes: [UInt8]) throws(CVSSFailure) -> (Version, Int) {
        guard bytes.starts(with: "CVSS:".utf8) else { return (.v2, 0) }
        let end = bytes.firstIndex(of: UInt8(ascii: "/")) ?? bytes.count
        let version: Version? = switch bytes[5..<end] {
        case let stated where stated.elementsEqual("3.1".utf8): .v31
        case let stated where stated.elementsEqual("3.0".utf8): .v30
        case let stated where stated.elementsEqual("4.0".utf8): .v40
        default: nil
        }
        guard let version else {
            throw CVSSFailure(code: .unknownVersion, context: String(decoding: bytes[..<end], as: UTF8.self))
        }
        return (version, min(end + 1, bytes.count))
    }

    /// `AV:N` as lane and code; looked for from the lane after the last one, since vectors are written in order.
    private static func metric(
        _ part: ArraySlice<UInt8>, _ table: [CVSSMetrics.Metric], after last: Int
    ) throws(CVSSFailure) -> (lane: Int, code: UInt8) {
        let failure = { (code: CVSSFailure.Code) in
            CVSSFailure(code: code, context: String(decoding: part, as: UTF8.self))
        }
        guard let colon = part.firstIndex(of: UInt8(ascii: ":")) else { throw failure(.unknownMetric) }
        let name = CVSSMetrics.packed(part[..<colon])
        var lane = last
        for _ in table.indices {
            lane = lane + 1 < table.count ? lane + 1 : 0
            guard table[lane].key == name else { continue }
            let value = CVSSMetrics.packed(part[(colon + 1)...])
            guard let code = table[lane].keys.firstIndex(of: value) else { throw failure(.unknownValue) }
            return (lane, UInt8(code + 1))
        }
        throw failure(.unknownMetric)
    }
}

/// Why a vector cannot be used.
package struct CVSSFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// One name for each thing that can be wrong.
    package enum Code: String, Sendable, Hashable, Codable {
        case tooLong, unknownVersion, unknownMetric, unknownValue, repeatedMetric, missingMetric, wrongOrder
    }

    package let code: Code
    package let context: String

    package var description: String {
        switch code {
        case .tooLong: "the vector is longer than 512 bytes"
        case .unknownVersion:
            "`\(context)` is no CVSS version; known: 2.0 (without prefix), CVSS:3.0, CVSS:3.1, CVSS:4.0"
        case .unknownMetric: "`\(context)` is no metric of this version"
        case .unknownValue: "`\(context)` has a value this metric does not know"
        case .repeatedMetric: "metric \(context) stands twice"
        case .missingMetric: "mandatory metric \(context) is missing"
        case .wrongOrder: "metric \(context) stands out of order (v4.0 § 7)"
        }
    }
}
