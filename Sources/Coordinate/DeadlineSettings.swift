package import Vocabulary

extension DeadlinePolicy {
    /// Reads a model of `Config/deadlines/`; nil when there is any problem, all of which are appended.
    package init?(settings: SettingsNode, problems: inout [SettingsProblem]) {
        var map = SettingsMap(settings)
        let name = map.required("name", accepts: "a short name") { $0.isEmpty || $0.contains(":") ? nil : $0 }
        let rows = map.maps("rows") { Row(settings: &$0) }
        let incidents = map.maps("incidents") { IncidentRow(settings: &$0) }
        let chain = map.maps("escalation") { Escalation(settings: &$0) }
        let calendar = map.optional("days", accepts: "calendar, working") {
            ["calendar": false, "working": true][$0]
        }
        let holidays = map.list("holidays", accepts: "dates as 2026-03-20") { UTCDay($0) }
        let offset = map.optional("utc_offset_minutes", accepts: "-720 to 840") { text in
            Int(text).flatMap { (-720...840).contains($0) ? $0 : nil }
        }
        var seen = Set<String>()
        for id in rows.map(\.id) + incidents.map(\.id) where !seen.insert(id).inserted {
            map.fail("rows", "the id `\(id)` is used twice")
        }
        if map.problems.isEmpty, !(rows.last?.fitsAll ?? false) {
            map.fail("rows", "the last row must have no conditions, so that every case has a row")
        }
        map.finish()
        problems += map.problems
        guard map.problems.isEmpty, let name else { return nil }
        self.init(
            name: name, rows: rows, chain: chain.sorted { ($0.afterHours, $0.to) < ($1.afterHours, $1.to) },
            countsWorkingDays: calendar ?? false, holidays: Set(holidays), offsetMinutes: offset ?? 240)
        self.incidents = incidents
    }
}

extension DeadlinePolicy.Row {
    init?(settings map: inout SettingsMap) {
        let id = map.required("id", accepts: "a short name") { $0.isEmpty ? nil : $0 }
        let yesNo = { (text: String) -> Bool? in ["yes": true, "no": false, "true": true, "false": false][text] }
        let isExploited = map.optional("exploited", accepts: "yes, no", yesNo)
        let isExposed = map.optional("exposed", accepts: "yes, no", yesNo)
        let levels = Criticality.allCases.map(\.rawValue).joined(separator: ", ")
        let criticality = map.optional("criticality", accepts: levels) { Criticality(rawValue: $0) }
        let names = Sector.allCases.map(\.rawValue).joined(separator: ", ")
        let sectors = Set(map.list("sectors", accepts: names) { Sector(rawValue: $0) })
        let number = { (range: ClosedRange<Int>) in
            { (text: String) -> Int? in Int(text).flatMap { range.contains($0) ? $0 : nil } }
        }
        let score = map.optional("score", accepts: "0 to 100", number(0...100)) ?? 0
        let hours = map.required("ack_hours", accepts: "1 to 720", number(1...720))
        let days = map.optional("fix_days", accepts: "1 to 365", number(1...365))
        let upgrade = map.optional("fix", accepts: "next-upgrade, none") { ["next-upgrade": true, "none": false][$0] }
        let triage = map.optional("forensic_triage", accepts: "yes, no", yesNo) ?? false
        if (days == nil) == (upgrade == nil) { map.fail("fix_days", "give either fix_days or fix") }
        if triage, days == nil { map.fail("forensic_triage", "goes with fix_days only") }
        guard map.problems.isEmpty, let id, let hours else { return nil }
        self.init(
            id: id, isExploited: isExploited, isExposed: isExposed, criticality: criticality, sectors: sectors,
            score: score, ackHours: Int64(hours),
            fix: days.map { triage ? .daysWithTriage($0) : .days($0) } ?? (upgrade == true ? .onNextUpgrade : .none))
    }
}

extension DeadlinePolicy.Escalation {
    init?(settings map: inout SettingsMap) {
        let hours = map.required("after_h", accepts: "0 to 2160") { text in
            Int64(text).flatMap { (0...2160).contains($0) ? $0 : nil }
        }
        let all = Means.allCases.map(\.rawValue).joined(separator: ", ")
        let means = map.required("means", accepts: all) { Means(rawValue: $0) }
        let to = map.required("to", accepts: "a contact role or a name") { $0.isEmpty ? nil : $0 }
        guard let hours, let means, let to else { return nil }
        self.init(afterHours: hours, means: means, to: to)
    }
}
