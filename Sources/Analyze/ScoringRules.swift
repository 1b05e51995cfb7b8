package import Vocabulary

/// The weights of the score, versioned data: `Config/scoring.yaml`. The defaults here are the same numbers.
package struct ScoringRules: Sendable, Hashable, Codable {
    /// Points at CVSS 10.0; less in proportion.
    package var cvss = 30
    /// Points for being listed as exploited, or stated as actively exploited.
    package var kev = 30
    /// Points at EPSS probability 1; less in proportion.
    package var epss = 15
    /// Points for a rise of the EPSS probability by 0.5 or more in 30 days; less in proportion.
    package var trend = 5
    /// Points for known use by ransomware.
    package var ransomware = 8
    /// At most so many points for independent sources: feeds of one origin are one.
    package var sources = 7
    /// At most so many points for independent sources that tell of one campaign, ten for each after the first.
    package var told = 30
    /// Points taken away from what is not known to be exploited, in proportion to its age.
    package var age = 10
    /// Days after which the full ``age`` is taken away from what is not exploited.
    package var ageDays = 365
    /// Days after which a condition that was seen on one day, and is seen no more, counts nothing.
    package var decayDays = 30
    /// At most so many points for national reach.
    package var reach = 20
    /// At most so many points for sectors of the country that its reports speak of.
    package var sector = 6

    /// Points taken away from a condition all of whose open findings stand at places that warning lists name.
    package var listed = 5

    /// Whose statements a feed repeats, by feed; from the feeds' files. A feed that is not here speaks for itself.
    package var origins: [String: String] = [:]

    package init() {}

    /// Reads the file; a missing key keeps its default. Nil when there are problems.
    package init?(settings: SettingsNode, problems: inout [SettingsProblem]) {
        var map = SettingsMap(settings)
        let weight = { (map: inout SettingsMap, key: String, standard: Int) in
            map.optional(key, accepts: "whole points, 0-100") { text -> Int? in
                Int(text).flatMap { (0...100).contains($0) ? $0 : nil }
            } ?? standard
        }
        cvss = weight(&map, "cvss", cvss)
        kev = weight(&map, "kev", kev)
        epss = weight(&map, "epss", epss)
        trend = weight(&map, "trend", trend)
        ransomware = weight(&map, "ransomware", ransomware)
        sources = weight(&map, "sources", sources)
        told = weight(&map, "told", told)
        age = weight(&map, "age", age)
        reach = weight(&map, "reach", reach)
        sector = weight(&map, "sector", sector)
        listed = weight(&map, "listed", listed)
        let days = map.optional("age_days", accepts: "days, 1-36500") { text -> Int? in
            Int(text).flatMap { (1...36_500).contains($0) ? $0 : nil }
        }
        ageDays = days ?? ageDays
        let decay = map.optional("decay_days", accepts: "days, 1-3650") { text -> Int? in
            Int(text).flatMap { (1...3650).contains($0) ? $0 : nil }
        }
        decayDays = decay ?? decayDays
        map.finish()
        problems += map.problems
        if !map.problems.isEmpty { return nil }
    }
}
