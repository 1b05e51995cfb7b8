package import Vocabulary

/// A register as a file states it: entities with their contacts and assets.
package struct RegisterDocument: Sendable, Hashable {
    /// Sorted by id, unique.
    package var entities: [Entity]
    /// What the file says of each entity itself; the rest of it are defaults.
    package private(set) var stated: [EntityID: Set<EntityFact>] = [:]

    package init(entities: [Entity]) { self.entities = entities.sorted { $0.id < $1.id } }

    /// Reads `constituency.yaml`: a mapping with `entities`. All problems at once; nil when there are any.
    package init?(
        settings: SettingsNode, problems: inout [SettingsProblem], suffixes: PublicSuffixes = .builtIn
    ) {
        var map = SettingsMap(settings)
        var stated: [EntityID: Set<EntityFact>] = [:]
        let entities = map.maps("entities") { inner -> Entity? in
            let entity = EntitySettings.entity(&inner, suffixes)
            guard let id = entity?.id else { return entity }
            if stated[id] != nil { inner.fail("id", "`\(id)` stands twice in this file") }
            stated[id] = Set(EntityFact.allCases.filter { inner.value($0.rawValue) != nil })
            return entity
        }
        map.finish()
        problems += map.problems
        guard map.problems.isEmpty else { return nil }
        self.init(entities: entities)
        self.stated = stated
    }
}

/// Reads one entity of a register file.
private enum EntitySettings {
    static func entity(_ map: inout SettingsMap, _ suffixes: PublicSuffixes) -> Entity? {
        let id = map.required("id", accepts: "a name of a-z 0-9 . _ -, at most 64 bytes, not `reporter`") {
            EntityID($0).flatMap { $0 == .reporter ? nil : $0 }
        }
        let name = name(&map)
        let sector = choice(&map, "sector", Sector.self) ?? .other
        let criticality = choice(&map, "criticality", Criticality.self) ?? .medium
        let languages = map.list("languages", accepts: "az, en, ru") { Language(rawValue: $0) }
        let contacts = map.maps("contacts", contact)
        let members = map.list("members", accepts: "a person's name") { $0.isEmpty ? nil : $0 }
        let assets = map.maps("assets") { asset(&$0, suffixes) }
        let aliases = map.list("aliases", accepts: spellings, spelling)
        let distinct = map.list("distinct_names", accepts: spellings, spelling)
        for contact in contacts where contacts.filter({ $0.id == contact.id }).count > 1 {
            map.fail("contacts", "contact id `\(contact.id)` stands twice")
            break
        }
        guard let id else { return nil }
        return Entity(
            id: id, name: name ?? LocalizedText([.en: id.text]), sector: sector, criticality: criticality,
            languages: languages, contacts: contacts, members: members, assets: assets, aliases: aliases,
            distinctNames: distinct)
    }

    private static let spellings = "a name of letters, at most 200 bytes"

    private static func spelling(_ text: String) -> String? {
        text.utf8.count <= 200 && !NameWords.words(text).isEmpty ? text : nil
    }

    /// A single spelling, or a mapping by language; the id stands in when there is none.
    private static func name(_ map: inout SettingsMap) -> LocalizedText? {
        guard let node = map.value("name") else { return nil }
        if let text = node.scalar { return LocalizedText([.en: text]) }
        var inner = SettingsMap(node, path: map.path(of: "name"))
        var texts: [Language: String] = [:]
        for language in Language.allCases {
            texts[language] = inner.optional(language.rawValue, accepts: "a text") { $0.isEmpty ? nil : $0 }
        }
        inner.finish()
        map.adopt(inner.problems)
        if texts.isEmpty, inner.problems.isEmpty { map.fail("name", "empty; accepted: a text, or texts by language") }
        return texts.isEmpty ? nil : LocalizedText(texts)
    }

    private static func contact(_ map: inout SettingsMap) -> Contact? {
        let id = map.required("id", accepts: "a name of a-z 0-9 . _ -") { EntityID($0)?.text }
        let role = map.required("role", accepts: accepted(Contact.Role.self)) { Contact.Role(rawValue: $0) }
        let name = map.optional("name", accepts: "a person's name") { $0 }
        let mail = map.optional("mail", accepts: "a mail address") { ContactText.mail($0) }
        let phone = map.optional("phone", accepts: "a number such as +994123456789") { ContactText.phone($0) }
        let drop = map.optional("maildrop", accepts: "a name of a-z 0-9 . _ -") { EntityID($0)?.text }
        let key = map.optional("key", accepts: "an OpenPGP fingerprint: 40 or 64 hexadecimal digits") {
            ContactText.fingerprint($0)
        }
        let hours = map.optional("hours", accepts: "a text such as 24/7") { $0 }
        let verified = map.map("verified", verification)
        let suspended = flag(&map, "suspended") ?? false
        let channels = [
            mail.map(Contact.Channel.mail), phone.map(Contact.Channel.phone), drop.map(Contact.Channel.maildrop),
        ].compactMap { $0 }
        if channels.count != 1, map.problems.isEmpty {
            map.fail("id", "a contact has exactly one of mail, phone, maildrop")
        }
        guard let id, let role, let channel = channels.first else { return nil }
        return Contact(
            id: id, role: role, name: name, channel: channel, key: key, hours: hours, verified: verified,
            suspended: suspended)
    }

    private static func asset(_ map: inout SettingsMap, _ suffixes: PublicSuffixes) -> Asset? {
        let network = map.optional("network", accepts: IPNetwork.ownedNoun) { IPNetwork(owned: $0) }
        let asn = map.optional("asn", accepts: "an AS number such as 64500", ASNumber.read)
        let registry = flag(&map, "registry") ?? false
        let domain = domain(&map, registry, suffixes)
        let software = software(&map)
        let exposed = flag(&map, "exposed") ?? false
        let source = choice(&map, "source", Asset.Source.self) ?? .manual
        let verified = map.map("verified", verification)
        let disputed = map.optional("disputed", accepts: "the reason, one sentence") { $0 }
        let stale = flag(&map, "stale") ?? false
        let facts = [
            network.map(Asset.Fact.network), asn.map(Asset.Fact.asn), domain.map(Asset.Fact.domain),
            software.map(Asset.Fact.software),
        ].compactMap { $0 }
        if facts.count != 1, map.problems.isEmpty {
            map.fail("network", "an asset is exactly one of network, asn, domain, or software (cpe, purl, product)")
        }
        let state: AssetState = disputed.map(AssetState.disputed) ?? (stale ? .stale(nil) : nil)
            ?? verified.map(AssetState.verified) ?? .claimed
        return facts.first.map {
            Asset($0, exposed: exposed, source: source, state: state, registry: registry ? true : nil)
        }
    }

    private static func domain(_ map: inout SettingsMap, _ isRegistry: Bool, _ suffixes: PublicSuffixes) -> String? {
        let name = map.optional("domain", accepts: "a domain name such as example.az") { text in
            DomainName.registered(text) ?? (isRegistry ? ASCIIName.of(text, labelsMin: 1) : nil)
        }
        guard let name else {
            if isRegistry, map.problems.isEmpty { map.fail("registry", "a registry needs its suffix in `domain`") }
            return nil
        }
        if let refusal = DomainName.refusal(of: name, isRegistry: isRegistry, suffixes) { map.fail("domain", refusal) }
        return name
    }

    private static func software(_ map: inout SettingsMap) -> Software? {
        let cpe = map.optional("cpe", accepts: "a CPE 2.3 string or 2.2 URI") { CPEName($0) }
        let purl = map.optional("purl", accepts: "a package URL such as pkg:npm/name@1.0") {
            PackageURL(reading: $0) != nil && $0.utf8.count <= 512 ? $0 : nil
        }
        let vendor = map.optional("vendor", accepts: "a text") { $0 }
        let product = map.optional("product", accepts: "a text") { $0 }
        let version = map.optional("version", accepts: "a text") { $0 }
        if cpe == nil, purl == nil, product == nil {
            if vendor != nil || version != nil { map.fail("vendor", "software needs one of cpe, purl, product") }
            return nil
        }
        let stated = version ?? purl.flatMap(PackageURL.init(reading:))?.orderedVersion
        return Software(vendor: vendor ?? "", product: product ?? "", version: stated, cpe: cpe, purl: purl)
    }

    private static func verification(_ map: inout SettingsMap) -> Verification? {
        let by = map.required("by", accepts: "who verified it") { $0.isEmpty ? nil : $0 }
        let how = map.required("how", accepts: "how, e.g. callback") { $0.isEmpty ? nil : $0 }
        let at = map.required("at", accepts: "a time such as 2026-01-31T09:00:00Z") { ContactText.time($0) }
        guard let by, let how, let at else { return nil }
        return Verification(by: by, how: how, at: at)
    }

    private static func flag(_ map: inout SettingsMap, _ key: String) -> Bool? {
        map.optional(key, accepts: "true, false") { ["true": true, "false": false][$0] }
    }

    private static func choice<Value: RawRepresentable<String> & CaseIterable>(
        _ map: inout SettingsMap, _ key: String, _ type: Value.Type
    ) -> Value? {
        map.optional(key, accepts: accepted(type)) { Value(rawValue: $0) }
    }

    private static func accepted<Value: RawRepresentable<String> & CaseIterable>(_ type: Value.Type) -> String {
        type.allCases.map(\.rawValue).joined(separator: ", ")
    }
}
