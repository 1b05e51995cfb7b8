import Vocabulary

/// Joins the rows of a register table to entities.
struct RegisterRows {
    private(set) var entities: [Entity] = []
    private(set) var stated: [EntityID: Set<EntityFact>] = [:]
    private(set) var problems: [SettingsProblem] = []
    private(set) var rows = 0
    /// The header cannot be used: no row can be read.
    private var isHopeless = false
    private let file: String
    private let state: AssetState
    private let verification: Verification?
    private var columns: [Column?] = []
    private var places: [EntityID: Int] = [:]
    private var known = SharedFacts()

    private enum Column: String, CaseIterable {
        case org, name, sector, criticality, languages, email, cidr, asn, domain, cpe, purl, vendor, product, version
        case exposed, registry, aliases, distinct = "distinct_names"
    }

    private let suffixes: PublicSuffixes

    init(file: String, state: AssetState, verification: Verification?, suffixes: PublicSuffixes) {
        self.suffixes = suffixes
        self.file = file
        self.state = state
        self.verification = verification
    }

    mutating func report(_ line: Int, _ key: String, _ message: String) {
        // A file of another kind would fail on each line; a person reads no more than this.
        guard problems.count < 1_000 else { return }
        problems.append(SettingsProblem(file: file, line: line, key: key, message: message))
    }

    mutating func take(_ bytes: UnsafeBufferPointer<UInt8>) {
        var scanner = CSVRowScanner(bytes)
        while !isHopeless, let line = scanner.next() { take(scanner, line: line) }
        if scanner.endedInQuotes { report(scanner.line, "file", "a quoted field does not end") }
        // Only now and one after the other: sets of what all entities have would be as large as the register.
        for place in entities.indices {
            var seen: Set<Asset.Fact> = []
            entities[place].assets.removeAll { !seen.insert($0.fact).inserted }
        }
    }

    private mutating func take(_ scanner: CSVRowScanner, line: Int) {
        if columns.isEmpty { return takeHeader(scanner, line) }
        rows += 1
        guard scanner.fields.count == columns.count else {
            return report(line, "row", "\(scanner.fields.count) fields; the header has \(columns.count)")
        }
        var cells: [Column: String] = [:]
        for (place, column) in columns.enumerated() where !scanner.fields[place].isEmpty {
            if let column { cells[column] = scanner.text(place) }
        }
        takeRow(cells, line)
    }

    private mutating func takeHeader(_ scanner: CSVRowScanner, _ line: Int) {
        for field in scanner.fields.indices {
            let name = scanner.text(field).lowercased()
            guard let column = Column(rawValue: name) else {
                let accepted = Column.allCases.map(\.rawValue).joined(separator: ", ")
                report(line, String(name.prefix(60)), "unknown column; accepted here: \(accepted)")
                columns.append(nil)
                continue
            }
            if columns.contains(column) { report(line, name, "the column stands twice") }
            columns.append(column)
        }
        if !columns.contains(.org) { report(line, "org", "missing; a register names the entity of each row in `org`") }
        isHopeless = !problems.isEmpty
    }

    private mutating func takeRow(_ cells: [Column: String], _ line: Int) {
        let before = problems.count
        guard let org = cells[.org], let id = RegisterRows.identifier(org) else {
            return report(line, "org", "`\((cells[.org] ?? "").prefix(60))` is not accepted; accepted: a name")
        }
        let assets = assets(cells, line)
        let mail = parse(cells, .email, line, "a mail address", ContactText.mail)
        let sector = parse(cells, .sector, line, Sector.allCases.map(\.rawValue).joined(separator: ", ")) {
            Sector(rawValue: $0)
        }
        let criticality = parse(cells, .criticality, line, "low, medium, high, critical") { Criticality(rawValue: $0) }
        let languages = parse(cells, .languages, line, "az, en, ru, separated by ;") { text -> [Language]? in
            let words = text.split { $0 == ";" || $0 == " " || $0 == "," }.map(String.init)
            let read = words.compactMap(Language.init(rawValue:))
            return read.count == words.count ? read : nil
        }
        guard problems.count == before else { return }
        let place = place(of: id, name: cells[.name] ?? org)
        let given = [
            (EntityFact.name, cells[.name] != nil), (.sector, sector != nil), (.criticality, criticality != nil),
            (.languages, languages != nil),
        ]
        stated[id, default: []].formUnion(given.filter(\.1).map(\.0))
        if let name = cells[.name] { entities[place].name = LocalizedText([.en: name]) }
        if let sector { entities[place].sector = sector }
        for name in RegisterRows.names(cells[.aliases]) where !entities[place].aliases.contains(name) {
            entities[place].aliases.append(name)
        }
        for name in RegisterRows.names(cells[.distinct]) where !entities[place].distinctNames.contains(name) {
            entities[place].distinctNames.append(name)
        }
        if let criticality { entities[place].criticality = criticality }
        if let languages { entities[place].languages = languages }
        for var asset in assets {
            asset.fact = known.sharedFact(asset.fact)
            entities[place].assets.append(asset)
        }
        if let mail { add(.mail(mail), to: place) }
    }

    private mutating func place(of id: EntityID, name: String) -> Int {
        if let place = places[id] { return place }
        places[id] = entities.count
        entities.append(Entity(id: id, name: LocalizedText([.en: name])))
        return entities.count - 1
    }

    private mutating func add(_ channel: Contact.Channel, to place: Int) {
        let contacts = entities[place].contacts
        guard !contacts.contains(where: { $0.channel == channel }) else { return }
        let id = contacts.isEmpty ? "abuse" : "abuse-\(contacts.count + 1)"
        entities[place].contacts.append(Contact(id: id, role: .abuse, channel: channel, verified: verification))
    }

    private mutating func assets(_ cells: [Column: String], _ line: Int) -> [Asset] {
        let network = parse(cells, .cidr, line, IPNetwork.ownedNoun) { IPNetwork(owned: $0) }
        let asn = parse(cells, .asn, line, "an AS number such as 64500", ASNumber.read)
        let isRegistry = flag(cells, .registry, line) ?? false
        let domain = parse(cells, .domain, line, "a domain name such as example.az") { text in
            DomainName.registered(text) ?? (isRegistry ? ASCIIName.of(text, labelsMin: 1) : nil)
        }
        if let domain, let refusal = DomainName.refusal(of: domain, isRegistry: isRegistry, suffixes) {
            report(line, "domain", refusal)
        }
        let cpe = parse(cells, .cpe, line, "a CPE 2.3 string or 2.2 URI") { CPEName($0) }
        let purl = parse(cells, .purl, line, "a package URL") { PackageURL(reading: $0) != nil ? $0 : nil }
        let exposed = flag(cells, .exposed, line)
        var found: [Asset.Fact] = []
        if let network { found.append(.network(network)) }
        if let asn { found.append(.asn(asn)) }
        if let domain { found.append(.domain(domain)) }
        if cpe != nil || purl != nil || cells[.product] != nil {
            let version = cells[.version] ?? purl.flatMap(PackageURL.init(reading:))?.orderedVersion
            let software = Software(
                vendor: cells[.vendor] ?? "", product: cells[.product] ?? "", version: version, cpe: cpe, purl: purl)
            found.append(.software(software))
        } else if cells[.vendor] != nil || cells[.version] != nil {
            report(line, "product", "missing; a vendor or version needs its product")
        }
        return found.map { fact in
            let isSuffix = if case .domain = fact { isRegistry } else { false }
            return Asset(
                fact, exposed: exposed ?? false, source: .imported, state: state, registry: isSuffix ? true : nil)
        }
    }

    private mutating func flag(_ cells: [Column: String], _ column: Column, _ line: Int) -> Bool? {
        parse(cells, column, line, "true, false, yes, no, 1, 0") {
            ["true": true, "false": false, "yes": true, "no": false, "1": true, "0": false][$0.lowercased()]
        }
    }

    /// Several in one cell, separated by `;`.
    private static func names(_ cell: String?) -> [String] {
        (cell ?? "").split(separator: ";").map { $0.trimmingPrefix(" ") }.map(String.init)
            .filter { $0.utf8.count <= 200 && !NameWords.words($0).isEmpty }
    }

    private mutating func parse<Value>(
        _ cells: [Column: String], _ column: Column, _ line: Int, _ accepts: String, _ read: (String) -> Value?
    ) -> Value? {
        guard let text = cells[column] else { return nil }
        if let value = read(text) { return value }
        report(line, column.rawValue, "`\(text.prefix(60))` is not accepted; accepted: \(accepts)")
        return nil
    }

    /// A chosen name as it is; else one made of it: lower case, runs of other characters become `-`.
    private static func identifier(_ org: String) -> EntityID? {
        if let id = EntityID(org) { return id == .reporter ? nil : id }
        var out: [UInt8] = []
        for byte in org.lowercased().utf8 {
            let kept = (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2E || byte == 0x5F
            if kept { out.append(byte) } else if out.last != 0x2D, !out.isEmpty { out.append(0x2D) }
        }
        if out.last == 0x2D { out.removeLast() }
        let made = EntityID(String(decoding: out, as: UTF8.self))
        return made == .reporter ? nil : made
    }
}
