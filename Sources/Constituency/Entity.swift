package import Vocabulary

/// A registered subject of the information infrastructure: who is protected, how to reach it, what it runs.
package struct Entity: Sendable, Hashable, Codable {
    package var id: EntityID
    /// Never empty; a name given in one spelling only stands under English.
    package var name: LocalizedText
    package var sector: Sector
    package var criticality: Criticality
    /// In the order in which the entity wants to be written to; empty means az, en.
    package var languages: [Language]
    /// Ids are unique within the entity.
    package var contacts: [Contact]
    /// Names of persons who may receive what is addressed to persons only (TLP:RED), as they are known to us.
    package var members: [String]
    /// Each fact at most once.
    package var assets: [Asset]
    /// Other names under which texts speak of it, in any language: short forms, former names.
    package var aliases: [String] = []
    /// Names that mean nobody else, so that one word of it in a text is enough.
    package var distinctNames: [String] = []

    private enum CodingKeys: String, CodingKey {
        case id, name, sector, criticality, languages, contacts, members, assets, aliases
        case distinctNames = "distinct_names"
    }

    package init(
        id: EntityID, name: LocalizedText, sector: Sector = .other, criticality: Criticality = .medium,
        languages: [Language] = [], contacts: [Contact] = [], members: [String] = [], assets: [Asset] = [],
        aliases: [String] = [], distinctNames: [String] = []
    ) {
        self.aliases = aliases
        self.distinctNames = distinctNames
        self.id = id
        self.name = name
        self.sector = sector
        self.criticality = criticality
        self.languages = languages
        self.contacts = contacts
        self.members = members
        self.assets = assets
    }

    /// A register that an earlier release wrote knows no other names.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(EntityID.self, forKey: .id)
        name = try fields.decode(LocalizedText.self, forKey: .name)
        sector = try fields.decode(Sector.self, forKey: .sector)
        criticality = try fields.decode(Criticality.self, forKey: .criticality)
        languages = try fields.decode([Language].self, forKey: .languages)
        contacts = try fields.decode([Contact].self, forKey: .contacts)
        members = try fields.decode([String].self, forKey: .members)
        assets = try fields.decode([Asset].self, forKey: .assets)
        aliases = try fields.decodeIfPresent([String].self, forKey: .aliases) ?? []
        distinctNames = try fields.decodeIfPresent([String].self, forKey: .distinctNames) ?? []
    }
}

/// One way to reach an entity, in one role.
package struct Contact: Sendable, Hashable, Codable {
    /// What a contact is for; directives choose by it.
    package enum Role: String, Sendable, Hashable, Codable, CaseIterable {
        case technical, management, abuse
        case alwaysOn = "24h"
    }

    /// Where a message goes.
    package enum Channel: Sendable, Hashable {
        /// A mail address, `local@domain`, at most 254 bytes.
        case mail(String)
        /// E.164: `+994…`; for the calling list.
        case phone(String)
        /// Name of a local mail drop (a chosen name), for the demo and air gaps.
        case maildrop(String)
    }

    /// Unique within the entity; a chosen name.
    package var id: String
    package var role: Role
    /// A person's name; nil for a role mailbox, which never receives TLP:RED.
    package var name: String?
    package var channel: Channel
    /// OpenPGP fingerprint: 40 or 64 hexadecimal digits in upper case.
    package var key: String?
    /// Hours in which it answers, in words for a person: `24/7`, `Mon-Fri 09-18`.
    package var hours: String?
    /// Who verified it and how; nil while it is only stated.
    package var verified: Verification?
    /// Nothing is sent to a suspended contact; the notice records that it was withheld.
    package var suspended: Bool

    package init(
        id: String, role: Role, name: String? = nil, channel: Channel, key: String? = nil, hours: String? = nil,
        verified: Verification? = nil, suspended: Bool = false
    ) {
        self.id = id
        self.role = role
        self.name = name
        self.channel = channel
        self.key = key
        self.hours = hours
        self.verified = verified
        self.suspended = suspended
    }
}

/// Who made sure of a fact, how, and when.
package struct Verification: Sendable, Hashable, Codable {
    /// `user:1001:leyla`.
    package var by: String
    /// `callback`, `RIPE database`, `import`.
    package var how: String
    package var at: Instant

    package init(by: String, how: String, at: Instant) {
        self.by = by
        self.how = how
        self.at = at
    }
}
