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
    /// Metric to value, as stated; Not Defined metrics may be absent.
    package let metrics: [String: String]

    /// Reads `CVSS:3.1/AV:N/…`, `CVSS:4.0/…`, or a v2 vector with or without parentheses.
    /// - Throws: what is wrong, and where; the vector is unusable then.
    package init(_ text: String) throws(CVSSFailure) {
        guard text.utf8.count <= 512 else { throw CVSSFailure(code: .tooLong, context: "") }
        var body = text[...]
        let version: Version
        if body.hasPrefix("CVSS:") {
            let head = body.prefix { $0 != "/" }
            guard let known = Version(rawValue: String(head.dropFirst(5))), known != .v2 else {
                throw CVSSFailure(code: .unknownVersion, context: String(head))
            }
            version = known
            body = body.dropFirst(head.count + 1)
        } else {
            version = .v2
            if body.hasPrefix("("), body.hasSuffix(")") { body = body.dropFirst().dropLast() }
        }
        let table = CVSSMetrics.of(version)
        var metrics: [String: String] = [:]
        var lastPlace = -1
        for part in body.split(separator: "/", omittingEmptySubsequences: false) {
            let pair = part.split(separator: ":", omittingEmptySubsequences: false)
            guard pair.count == 2, let place = table.firstIndex(where: { $0.name == pair[0] }) else {
                throw CVSSFailure(code: .unknownMetric, context: String(part))
            }
            guard table[place].values.contains(String(pair[1])) else {
                throw CVSSFailure(code: .unknownValue, context: String(part))
            }
            guard metrics.updateValue(String(pair[1]), forKey: String(pair[0])) == nil else {
                throw CVSSFailure(code: .repeatedMetric, context: String(pair[0]))
            }
            // v4.0 § 7 fixes the order; v3 § 6 allows any; v2 vectors are written in order but read in any.
            guard version != .v40 || place > lastPlace else {
                throw CVSSFailure(code: .wrongOrder, context: String(pair[0]))
            }
            lastPlace = place
        }
        for metric in table where metric.mandatory && metrics[metric.name] == nil {
            throw CVSSFailure(code: .missingMetric, context: metric.name)
        }
        self.version = version
        self.metrics = metrics
    }

    /// Value of a metric, `X` (v2: `ND`) when it is not stated.
    package func value(_ metric: String) -> String { metrics[metric] ?? (version == .v2 ? "ND" : "X") }
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

/// The metrics of each version in the order of the specification.
enum CVSSMetrics {
    struct Metric: Sendable {
        let name: String
        let values: [String]
        let mandatory: Bool
    }

    static func of(_ version: CVSSVector.Version) -> [Metric] {
        switch version {
        case .v2: two
        case .v30, .v31: three
        case .v40: four
        }
    }

    private static func read(_ text: String, mandatory: Bool) -> [Metric] {
        text.split(separator: " ").map { word in
            let pair = word.split(separator: "=")
            let values = pair[1].split(separator: ",").map(String.init)
            return Metric(name: String(pair[0]), values: values, mandatory: mandatory)
        }
    }

    private static let two = read("AV=L,A,N AC=H,M,L Au=M,S,N C=N,P,C I=N,P,C A=N,P,C", mandatory: true)
        + read(
            """
            E=U,POC,F,H,ND RL=OF,TF,W,U,ND RC=UC,UR,C,ND CDP=N,L,LM,MH,H,ND TD=N,L,M,H,ND CR=L,M,H,ND IR=L,M,H,ND \
            AR=L,M,H,ND
            """, mandatory: false)

    private static let three = read("AV=N,A,L,P AC=L,H PR=N,L,H UI=N,R S=U,C C=H,L,N I=H,L,N A=H,L,N", mandatory: true)
        + read(
            """
            E=X,H,F,P,U RL=X,U,W,T,O RC=X,C,R,U CR=X,H,M,L IR=X,H,M,L AR=X,H,M,L MAV=X,N,A,L,P MAC=X,L,H MPR=X,N,L,H \
            MUI=X,N,R MS=X,U,C MC=X,N,L,H MI=X,N,L,H MA=X,N,L,H
            """, mandatory: false)

    private static let four = read(
        "AV=N,A,L,P AC=L,H AT=N,P PR=N,L,H UI=N,P,A VC=H,L,N VI=H,L,N VA=H,L,N SC=H,L,N SI=H,L,N SA=H,L,N",
        mandatory: true)
        + read(
            """
            E=X,A,P,U CR=X,H,M,L IR=X,H,M,L AR=X,H,M,L MAV=X,N,A,L,P MAC=X,L,H MAT=X,N,P MPR=X,N,L,H MUI=X,N,P,A \
            MVC=X,H,L,N MVI=X,H,L,N MVA=X,H,L,N MSC=X,H,L,N MSI=X,S,H,L,N MSA=X,S,H,L,N S=X,N,P AU=X,N,Y R=X,A,U,I \
            V=X,D,C RE=X,L,M,H U=X,Clear,Green,Amber,Red
            """, mandatory: false)
}
