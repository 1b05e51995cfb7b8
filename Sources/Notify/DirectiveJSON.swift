import Vocabulary

/// The names of the settings; sets as sorted lists, so that the same directive is the same bytes.
extension Directive: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, kinds, entities, sectors, criticality, rsit, threatKinds = "threat_kinds", roles, channel, format
        case language, template, group, intervalSeconds = "interval_s", tlpMax = "tlp_max"
        case standingOrder = "standing_order"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try fields.decode(DirectiveID.self, forKey: .id),
            kinds: Set(try fields.decode([NoticeKind].self, forKey: .kinds)),
            roles: try fields.decode([String].self, forKey: .roles),
            channel: try fields.decode(ChannelKind.self, forKey: .channel))
        entities = Set(try fields.decode([EntityID].self, forKey: .entities))
        sectors = Set(try fields.decode([Sector].self, forKey: .sectors))
        criticality = try fields.decodeIfPresent(Criticality.self, forKey: .criticality)
        rsit = Set(try fields.decode([RSIT].self, forKey: .rsit))
        threatKinds = Set(try fields.decode([ThreatKind].self, forKey: .threatKinds))
        format = try fields.decode(NoticeFormat.self, forKey: .format)
        language = try fields.decodeIfPresent(Language.self, forKey: .language)
        template = try fields.decode(String.self, forKey: .template)
        group = try fields.decode(GroupKey.self, forKey: .group)
        intervalSeconds = try fields.decode(Int64.self, forKey: .intervalSeconds)
        tlpMax = try fields.decode(TLP.self, forKey: .tlpMax)
        standingOrder = try fields.decode(Bool.self, forKey: .standingOrder)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(id, forKey: .id)
        try fields.encode(kinds.sorted { $0.rawValue < $1.rawValue }, forKey: .kinds)
        try fields.encode(entities.sorted { $0.text < $1.text }, forKey: .entities)
        try fields.encode(sectors.sorted { $0.rawValue < $1.rawValue }, forKey: .sectors)
        try fields.encodeIfPresent(criticality, forKey: .criticality)
        try fields.encode(rsit.sorted { $0.description < $1.description }, forKey: .rsit)
        try fields.encode(threatKinds.sorted { $0.rawValue < $1.rawValue }, forKey: .threatKinds)
        try fields.encode(roles, forKey: .roles)
        try fields.encode(channel, forKey: .channel)
        try fields.encode(format, forKey: .format)
        try fields.encodeIfPresent(language, forKey: .language)
        try fields.encode(template, forKey: .template)
        try fields.encode(group, forKey: .group)
        try fields.encode(intervalSeconds, forKey: .intervalSeconds)
        try fields.encode(tlpMax, forKey: .tlpMax)
        try fields.encode(standingOrder, forKey: .standingOrder)
    }
}
