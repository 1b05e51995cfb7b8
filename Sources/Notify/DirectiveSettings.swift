import Constituency
package import Vocabulary

/// The directives of one settings file, in file order; ids are unique.
package struct DirectiveBook: Sendable, Hashable {
    package var directives: [Directive]

    package init(_ directives: [Directive]) { self.directives = directives }

    /// Reads `directives: [...]`; nil when there is any problem, all of which are appended.
    package init?(settings: SettingsNode, problems: inout [SettingsProblem]) {
        var map = SettingsMap(settings)
        let read = map.maps("directives") { Directive(settings: &$0) }
        var seen = Set<DirectiveID>()
        for directive in read where !seen.insert(directive.id).inserted {
            map.fail("directives", "the id `\(directive.id)` is used twice; each directive needs its own")
        }
        map.finish()
        problems += map.problems
        if !map.problems.isEmpty { return nil }
        directives = read
    }
}

extension Directive {
    init?(settings map: inout SettingsMap) {
        let id = map.required("id", accepts: "a name of a-z 0-9 . _ -") { DirectiveID($0) }
        let known = NoticeKind.directed.map(\.rawValue).joined(separator: ", ")
        let kinds = map.list("kinds", accepts: known) { text in NoticeKind.directed.first { $0.rawValue == text } }
        let roles = map.list("roles", accepts: names(Contact.Role.self)) { Contact.Role(rawValue: $0)?.rawValue }
        let channel = map.required("channel", accepts: names(ChannelKind.self)) { ChannelKind(rawValue: $0) }
        if kinds.isEmpty { map.fail("kinds", "at least one is needed; accepted: \(known)") }
        if roles.isEmpty { map.fail("roles", "at least one contact role is needed, as `technical`") }
        var directive = Directive(
            id: id ?? DirectiveID(unchecked: "?"), kinds: Set(kinds), roles: roles, channel: channel ?? .portal)
        directive.readSelectors(&map)
        directive.readForm(&map)
        if directive.tlpMax == .red, directive.channel == .smtp {
            map.fail("tlp_max", "RED never leaves by plain mail; accepted with smtp: up to AMBER+STRICT")
        }
        if !map.problems.isEmpty { return nil }
        self = directive
    }

    private mutating func readSelectors(_ map: inout SettingsMap) {
        entities = Set(map.list("entities", accepts: "ids of entities") { EntityID($0) })
        sectors = Set(map.list("sectors", accepts: names(Sector.self)) { Sector(rawValue: $0) })
        criticality = map.optional("criticality", accepts: names(Criticality.self)) { Criticality(rawValue: $0) }
        rsit = Set(map.list("rsit", accepts: "RSIT types as class/type") { RSIT($0) })
        threatKinds = Set(map.list("threat_kinds", accepts: names(ThreatKind.self)) { ThreatKind(rawValue: $0) })
    }

    private mutating func readForm(_ map: inout SettingsMap) {
        format = map.optional("format", accepts: names(NoticeFormat.self)) { NoticeFormat(rawValue: $0) } ?? format
        language = map.optional("language", accepts: names(Language.self)) { Language(rawValue: $0) }
        template = map.optional("template", accepts: "default") { $0 == "default" ? $0 : nil } ?? template
        group = map.optional("group", accepts: names(GroupKey.self)) { GroupKey(rawValue: $0) } ?? group
        intervalSeconds = map.optional("interval_h", accepts: "whole hours, 0 to 8760") { text in
            Int64(text).flatMap { (0...8760).contains($0) ? $0 * 3600 : nil }
        } ?? intervalSeconds
        tlpMax = map.optional("tlp_max", accepts: names(TLP.self)) { TLP(label: $0) } ?? tlpMax
        standingOrder = map.optional("standing_order", accepts: "true, false") { Bool($0) } ?? standingOrder
        // A directive for findings that is no standing order would look in force and send nothing, for ever.
        if kinds.contains(.findings) && !standingOrder {
            map.fail("standing_order", "findings leave only under a standing order; write `standing_order: true`")
        }
    }
}

/// The raw values of an enum, for messages.
private func names<Name: RawRepresentable<String> & CaseIterable>(_ type: Name.Type) -> String {
    type.allCases.map(\.rawValue).joined(separator: ", ")
}
