import Analyze
import Testing

@Suite struct CVSSTests {
    /// Base scores of the examples in FIRST's v3.1 and v3.0 example documents and NVD.
    @Test(arguments: [
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 98),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 100),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 61),
        ("CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 64),
        ("CVSS:3.0/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 31),
        ("CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", 78),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 75),
        ("CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N", 74),
        ("CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 68),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0),
        ("CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:C/C:H/I:N/A:H", 93),
        ("AV:N/AC:L/Au:N/C:N/I:N/A:C", 78),
        ("(AV:N/AC:L/Au:N/C:C/I:C/A:C)", 100),
        ("AV:L/AC:H/Au:N/C:C/I:C/A:C", 62),
        ("AV:N/AC:M/Au:N/C:N/I:P/A:N", 43),
    ]) func `the base score is the published one`(vector: String, tenths: Int) throws {
        #expect(try CVSSVector(vector).score.baseTenths == tenths)
    }

    /// Guide to CVSS v2.0 § 3.3.1: CVE-2002-0392.
    @Test func `v2 temporal and environmental scores are those of the guide`() throws {
        let text = "AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:H"
        let score = try CVSSVector(text).score
        #expect(score.temporalTenths == 64)
        #expect(score.environmentalTenths == 92)
    }

    /// FIRST's examples of v4.0 (documents "Examples" and "User Guide"), and § 8.2's own: no impact is 0.
    @Test(arguments: [
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 100),
        ("CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 73),
        ("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 77),
        ("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N", 83),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N", 87),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N", 51),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:A", 93),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N/MSI:S", 89),
    ]) func `a v4 vector has the score of FIRST's example`(vector: String, tenths: Int) throws {
        let score = try CVSSVector(vector).score
        #expect(score == CVSSScore(baseTenths: tenths))
    }

    /// § 8: each MacroVector scores at least what its lower neighbour scores, so less of one impact never scores more.
    @Test func `a v4 score falls when one metric becomes less severe`() throws {
        let metrics = [
            ("AV", "NALP"), ("AC", "LH"), ("AT", "NP"), ("PR", "NLH"), ("UI", "NPA"), ("VC", "HLN"), ("VI", "HLN"),
            ("VA", "HLN"), ("SC", "HLN"), ("SI", "HLN"), ("SA", "HLN"), ("E", "APU"),
        ].map { (name: $0.0, values: Array($0.1)) }
        let text = { (chosen: [Int]) in
            "CVSS:4.0/" + zip(metrics, chosen).map { "\($0.name):\($0.values[$1])" }.joined(separator: "/")
        }
        // Steps of a prime walk through all 314,928 combinations without an order.
        for step in 0..<400 {
            var rest = step * 7_368_787 % 314_928
            var chosen = metrics.map { metric in
                defer { rest /= metric.values.count }
                return rest % metric.values.count
            }
            let before = text(chosen)
            let high = try CVSSVector(before).score.baseTenths
            for place in metrics.indices where chosen[place] + 1 < metrics[place].values.count {
                chosen[place] += 1
                let low = try CVSSVector(text(chosen)).score.baseTenths
                #expect(high >= low, "\(before) \(metrics[place].name)")
                chosen[place] -= 1
            }
        }
    }

    /// § 3.2.3 by hand: adjusted base (0.6 × 1.431 + 0.4 × 1.244 − 1.5) × 1.176 = −0.2, so temporal −0.2 and
    /// (−0.2 + 10.2 × 0.3) × 0.75 = 2.1.
    @Test func `a negative step of the v2 environmental score is carried on, not cut off`() throws {
        let text = "AV:L/AC:H/Au:M/C:N/I:N/A:P/E:H/RL:OF/RC:UC/CDP:LM/TD:M/CR:ND/IR:L/AR:L"
        #expect(try CVSSVector(text).score.environmentalTenths == 21)
    }

    @Test func `severity rates the base score; v3 has all scores, v2 only what is stated`() throws {
        let three = try CVSSVector("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/MAV:P").score
        #expect(three == CVSSScore(baseTenths: 98, temporalTenths: 98, environmentalTenths: 68))
        #expect(three.severity(.v31) == "CRITICAL")
        let two = try CVSSVector("AV:N/AC:L/Au:N/C:N/I:N/A:C/E:ND/TD:ND").score
        #expect(two == CVSSScore(baseTenths: 78))
        #expect(two.severity(.v2) == "HIGH")
    }

    @Test(arguments: [
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H", CVSSFailure.Code.missingMetric),
        ("CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", .repeatedMetric),
        ("CVSS:3.1/AV:Z/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", .unknownValue),
        ("CVSS:3.7/AV:N", .unknownVersion), ("hello", .unknownMetric), ("", .unknownMetric),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/", .unknownMetric), ("CVSS:3.1", .unknownMetric),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H junk", .unknownValue), ("()", .unknownMetric),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N", .missingMetric),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:S/SA:N", .unknownValue),
        ("CVSS:2.0/AV:N/AC:L/Au:N/C:N/I:N/A:C", .unknownVersion),
        ("CVSS:4.0/AC:L/AV:N/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", .wrongOrder),
    ]) func `a broken vector says what is wrong`(text: String, code: CVSSFailure.Code) {
        #expect { try CVSSVector(text) } throws: { ($0 as? CVSSFailure)?.code == code }
    }
}
