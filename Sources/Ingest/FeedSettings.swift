package import Vocabulary

extension FeedDescription {
    /// Reads one file of `Feeds/`; all problems at once, nil when there are any.
    ///
    /// Keys: `publisher`, `kind`, `country`, `format`, `licence`, `reliability`, `interval` (required); `url`,
    /// `silent_after`, `tlp`, `snapshot`, `expires_after`, `condition {type, name}` (required for scan-csv
    /// without `report`, for indicator-list, and for csv and json without a mapped `type`), `report` (for scan-csv:
    /// ``ScanReport``), `delivery`, `full_on` (``ScanDelivery``), `catalogues` (for euvd-kev), `mapping {…}`
    /// (``RowMapping``; required for csv and json), `origin`, `about`,
    /// `limits {document, item, items, members, fetch, redirects}`; ``SourceOptions`` adds its own.
    /// Units: durations as `15m`, `1h`, `1d`; sizes as `64MiB`.
    package static func read(_ node: SettingsNode, id: FeedID, problems: inout [SettingsProblem]) -> FeedDescription? {
        var map = SettingsMap(node)
        if node.isNull { map.fail("file", "the file is empty") }
        let publisher = map.required("publisher", accepts: "a name of 1–100 characters", line)
        let kinds = SourceKind.allCases.map(\.rawValue).joined(separator: ", ")
        let kind = map.required("kind", accepts: kinds, SourceKind.init(rawValue:))
        let country = map.required("country", accepts: "a code of ISO 3166-1 alpha-2 as AZ, or EU, INT", country)
        let formats = DocumentFormat.allCases.map(\.rawValue).joined(separator: ", ")
        let format = map.required("format", accepts: formats, DocumentFormat.init(rawValue:))
        let url = map.optional("url", accepts: "an http or https address, or a mailbox's", address)
        let interval = map.required("interval", accepts: "5m to 7d, as 15m, 1h, 1d") { duration($0, 300...604_800) }
        let silent = map.optional("silent_after", accepts: "5m to 365d") { duration($0, 300...31_536_000) }
        let licence = map.required(
            "licence", accepts: "the licence in words, at most 300 characters; `not stated` if not known", line)
        let labels = TLP.allCases.map(\.rawValue).joined(separator: ", ")
        let tlp = map.optional("tlp", accepts: labels) { TLP(label: $0) }
        let reliability = map.required(
            "reliability", accepts: "A, B, C, D, E, F (Admiralty)", Reliability.init(rawValue:))
        let report = readReport(&map, format)
        let catalogues = map.list("catalogues", accepts: "names as in `sources` of euvd-kev: eukev_kev", line)
        if !catalogues.isEmpty, format != .euvdKEV { map.fail("catalogues", "only the format euvd-kev has catalogues") }
        let snapshot = map.optional("snapshot", accepts: "true, false", truth)
        if let report, !report.isFullList, snapshot == true {
            map.fail("snapshot", "`\(report.name)` tells the day's events and is no full list; leave it out")
        }
        let delivery = readDelivery(&map, format, report)
        let isFullList = snapshot ?? (report?.isFullList ?? false && delivery != .delta(fullOn: nil))
        if snapshot == true, delivery == .delta(fullOn: nil) {
            map.fail("snapshot", "differences are no full list; leave it out, or name the day of the full one: full_on")
        }
        let expires = map.optional("expires_after", accepts: "1d to 365d") { duration($0, 86_400...31_536_000) }
        if isFullList, expires != nil {
            map.fail("expires_after", "a full list says itself what is gone; leave out this key or `snapshot`")
        }
        let origin = map.optional("origin", accepts: "a feed's id, or lower-case letters, digits, `-`; 1–64 bytes", tag)
        let about = map.optional("about", accepts: "one paragraph, at most 1000 characters") {
            $0.utf8.count <= 1000 ? $0 : nil
        }
        let condition: Condition? = map.map("condition", readCondition) ?? report?.condition
        var source = SourceOptions.read(&map, format: format, url: url)
        let limits: FeedLimits? = map.map("limits") { map in
            source.readLimits(&map)
            return readLimits(&map, isMail: source.kind == .imap)
        }
        let mapping = readMapping(&map, format, hasCondition: condition != nil)
        if let format, format == .scanCSV || format == .indicatorList, condition == nil, map.problems.isEmpty {
            let accepted = "{type: RSIT class/type, name: open-telnet}, or a `report` for scan-csv"
            map.fail("condition", "missing; a \(format.rawValue) feed says what a row means: \(accepted)")
        }
        map.finish()
        problems += map.problems
        guard map.problems.isEmpty, let publisher, let kind, let country, let format, let interval, let licence,
            let reliability
        else { return nil }
        var feed = FeedDescription(
            id: id, publisher: publisher, sourceKind: kind, country: country, url: url, format: format,
            interval: interval, silentAfter: silent, licence: licence, defaultTLP: tlp, reliability: reliability,
            limits: limits ?? FeedLimits(isMail: source.kind == .imap), isSnapshot: isFullList, condition: condition,
            expiresAfter: expires, origin: origin, report: report, mapping: mapping, about: about ?? "")
        feed.source = source
        feed.delivery = delivery
        feed.catalogues = Set(catalogues)
        return feed
    }

    private static func readReport(_ map: inout SettingsMap, _ format: DocumentFormat?) -> ScanReport? {
        let report = map.optional("report", accepts: ScanReport.names.joined(separator: ", "), ScanReport.init)
        if report != nil, format != .scanCSV { map.fail("report", "only the format scan-csv takes a report") }
        return report
    }

    private static func readDelivery(
        _ map: inout SettingsMap, _ format: DocumentFormat?, _ report: ScanReport?
    ) -> ScanDelivery {
        let isDelta = map.optional("delivery", accepts: "full, delta") { ["full": false, "delta": true][$0] }
        let days = ScanDelivery.days
        let day = map.optional("full_on", accepts: days.joined(separator: ", ")) { name in
            days.firstIndex(of: name).map { $0 + 1 }
        }
        if isDelta != nil, format != .scanCSV { map.fail("delivery", "only the format scan-csv has deliveries") }
        if isDelta == true, let report, !report.isFullList {
            map.fail("delivery", "`\(report.name)` tells the day's events, which have no differences; leave it out")
        }
        if day != nil, isDelta != true { map.fail("full_on", "goes with `delivery: delta`") }
        return isDelta == true ? .delta(fullOn: day) : .full
    }

    /// `csv` and `json` need a mapping and no other format takes one; a row must mean something.
    private static func readMapping(
        _ map: inout SettingsMap, _ format: DocumentFormat?, hasCondition: Bool
    ) -> RowMapping? {
        let isMapped = format == .csv || format == .json
        let hasProblems = !map.problems.isEmpty
        let mapping: RowMapping? = map.map("mapping") { RowMapping.read(&$0, isTable: format != .json) }
        guard let format, !hasProblems else { return mapping }
        if !isMapped, mapping != nil { map.fail("mapping", "only the formats csv and json take a mapping") }
        if isMapped, mapping == nil, map.problems.isEmpty {
            map.fail("mapping", "missing; a \(format.rawValue) feed says where things stand: {fields: {address: …}}")
        }
        if let mapping, isMapped, mapping.type == nil, !hasCondition {
            map.fail(
                "condition", "missing; without a `type` among the fields it says what a row means: {type: …, name: …}")
        }
        return mapping
    }

    private static func readCondition(_ map: inout SettingsMap) -> Condition? {
        let type = map.required("type", accepts: "an RSIT type as vulnerable/vulnerable-system") { RSIT($0) }
        let name = map.required("name", accepts: "lower-case letters, digits, `-`; 1–64 bytes", tag)
        guard let type, let name else { return nil }
        return Condition(type: type, name: name)
    }

    private static func readLimits(_ map: inout SettingsMap, isMail: Bool) -> FeedLimits? {
        var limits = FeedLimits(isMail: isMail)
        // A mail is held whole while it is read.
        let most = isMail ? 64 << 20 : 4 << 30
        let document = map.optional("document", accepts: isMail ? "1KiB to 64MiB" : "1KiB to 4GiB") {
            size($0, 1 << 10...most)
        }
        let item = map.optional("item", accepts: "1KiB to 256MiB") { size($0, 1 << 10...256 << 20) }
        let items = map.optional("items", accepts: "1 to 100000000") { count($0, 1...100_000_000) }
        let members = map.optional("members", accepts: "1 to 10000000") { count($0, 1...10_000_000) }
        let fetch = map.optional("fetch", accepts: "5s to 30m") { duration($0, 5...1800) }
        let redirects = map.optional("redirects", accepts: "0 to 10") { count($0, 0...10) }
        limits.documentBytesMax = document ?? limits.documentBytesMax
        limits.itemBytesMax = item ?? limits.itemBytesMax
        limits.itemsMax = items ?? limits.itemsMax
        limits.membersMax = members ?? limits.membersMax
        limits.fetchSeconds = fetch ?? limits.fetchSeconds
        limits.redirectsMax = redirects ?? limits.redirectsMax
        return limits
    }

    private static func line(_ text: String) -> String? {
        let isQuiet = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        return isQuiet && (1...300).contains(text.count) ? text : nil
    }

    private static func truth(_ text: String) -> Bool? { text == "true" ? true : text == "false" ? false : nil }

    private static func tag(_ text: String) -> String? {
        let isTag = text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
        return isTag && (1...64).contains(text.utf8.count) ? text : nil
    }

    private static func country(_ text: String) -> String? {
        CountryCodes.assigned.contains(text[...]) || text == "EU" || text == "INT" ? text : nil
    }

    private static func address(_ text: String) -> String? {
        text.hasPrefix("imap") ? MailboxLink(text).map { _ in text } : webAddress(text)
    }

    private static func webAddress(_ text: String) -> String? {
        let isWeb = text.hasPrefix("https://") || text.hasPrefix("http://")
        let isClean = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        let host = text.drop { $0 != "/" }.dropFirst(2).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return isWeb && isClean && !host.isEmpty && !host.contains("@") && text.utf8.count <= 2048 ? text : nil
    }

    static func count(_ text: String, _ accepted: ClosedRange<Int>) -> Int? {
        Int(text).flatMap { accepted.contains($0) ? $0 : nil }
    }

    /// Digits and one unit: s, m, h, d.
    static func duration(_ text: String, _ accepted: ClosedRange<Int64>) -> Int64? {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let number = Int64(text.dropLast()), number >= 0,
            number <= accepted.upperBound, accepted.contains(number * unit)
        else { return nil }
        return number * unit
    }

    /// Digits and one unit: B, KiB, MiB, GiB.
    static func size(_ text: String, _ accepted: ClosedRange<Int>) -> Int? {
        let units = [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("B", 1)]
        guard let unit = units.first(where: { text.hasSuffix($0.0) }),
            let number = Int(text.dropLast(unit.0.count)), number >= 0, number <= accepted.upperBound / unit.1
        else { return nil }
        return accepted.contains(number * unit.1) ? number * unit.1 : nil
    }
}
