package import Vocabulary

extension DeadlinePolicy {
    /// One line of the model for incidents: whose they are, and the dates it gives; empty sets fit everything.
    ///
    /// Hours count from when the entity noticed the incident, as it says, else from when it first told of it; ours from
    /// the first telling. Source of the usual numbers: Directive (EU) 2022/2555, Article 23(4) and (5).
    package struct IncidentRow: Sendable, Hashable {
        /// Unique in the model: `I1`.
        package var id: String
        package var entities: Set<EntityID>
        package var sectors: Set<Sector>
        /// The least; nil fits everything.
        package var criticality: Criticality?
        package var earlyWarningHours: Int64?
        package var notificationHours: Int64?
        package var finalReportMonths: Int?
        package var feedbackHours: Int64?

        func fits(_ entity: EntityID, _ sector: Sector, _ level: Criticality) -> Bool {
            (entities.isEmpty || entities.contains(entity)) && (sectors.isEmpty || sectors.contains(sector))
                && (criticality.map { level >= $0 } ?? true)
        }
    }

    /// The clocks of an incident; nil when no row fits. `detected` is the entity's word, and never later than `told`.
    package func incidentClocks(
        of entity: EntityID, sector: Sector, criticality: Criticality, detected: Instant?, told: Instant
    ) -> IncidentClocks? {
        guard let row = incidents.first(where: { $0.fits(entity, sector, criticality) }) else { return nil }
        let aware = min(detected ?? told, told)
        let after = { (hours: Int64?) in hours.map { aware.adding(seconds: $0 * 3600) } }
        let from = detected == nil ? "it was told" : "the entity noticed it"
        return IncidentClocks(
            earlyWarningBy: after(row.earlyWarningHours), notificationBy: after(row.notificationHours),
            finalReportMonths: row.finalReportMonths, offsetMinutes: offsetMinutes,
            feedbackBy: row.feedbackHours.map { told.adding(seconds: $0 * 3600) }, row: "\(name):\(row.id)",
            reason: "row \(row.id) of \(name): \(sector.rawValue), criticality \(criticality.rawValue); hours count "
                + "from when \(from)")
    }
}

extension DeadlinePolicy.IncidentRow {
    init?(settings map: inout SettingsMap) {
        let id = map.required("id", accepts: "a short name") { $0.isEmpty ? nil : $0 }
        let entities = map.list("entities", accepts: "ids of entities") { EntityID($0) }
        let names = Sector.allCases.map(\.rawValue).joined(separator: ", ")
        let sectors = map.list("sectors", accepts: names) { Sector(rawValue: $0) }
        let levels = Criticality.allCases.map(\.rawValue).joined(separator: ", ")
        let criticality = map.optional("criticality", accepts: levels) { Criticality(rawValue: $0) }
        let hours = { (text: String) -> Int64? in Int64(text).flatMap { (1...8760).contains($0) ? $0 : nil } }
        let warning = map.optional("early_warning_hours", accepts: "1 to 8760", hours)
        let notification = map.optional("notification_hours", accepts: "1 to 8760", hours)
        let months = map.optional("final_report_months", accepts: "1 to 24") { text in
            Int(text).flatMap { (1...24).contains($0) ? $0 : nil }
        }
        let feedback = map.optional("feedback_hours", accepts: "1 to 8760", hours)
        if let warning, let notification, notification < warning {
            map.fail("notification_hours", "the notification follows the early warning")
        }
        guard map.problems.isEmpty, let id else { return nil }
        self.init(
            id: id, entities: Set(entities), sectors: Set(sectors), criticality: criticality,
            earlyWarningHours: warning, notificationHours: notification, finalReportMonths: months,
            feedbackHours: feedback)
    }
}
