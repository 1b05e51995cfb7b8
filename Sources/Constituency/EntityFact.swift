import Vocabulary

/// What a register says of an entity itself, beside its assets, contacts and other names.
package enum EntityFact: String, Sendable, Hashable, CaseIterable {
    case name, sector, criticality, languages, members
}

extension Entity {
    /// Takes what an import states otherwise; what it leaves out stays as it is.
    mutating func mergeFacts(of after: Entity, _ stated: Set<EntityFact>, _ details: inout [String]) {
        for fact in EntityFact.allCases where stated.contains(fact) && shown(fact) != after.shown(fact) {
            details.append("\(fact.rawValue) changed: \(shown(fact)) to \(after.shown(fact))")
            switch fact {
            case .name: name = after.name
            case .sector: sector = after.sector
            case .criticality: criticality = after.criticality
            case .languages: languages = after.languages
            case .members: members = after.members
            }
        }
    }

    private func shown(_ fact: EntityFact) -> String {
        switch fact {
        case .name:
            Language.allCases.compactMap { language in name.texts[language].map { "\(language.rawValue) `\($0)`" } }
                .joined(separator: ", ")
        case .sector: sector.rawValue
        case .criticality: criticality.rawValue
        case .languages: languages.isEmpty ? "none" : languages.map(\.rawValue).joined(separator: ", ")
        case .members: members.isEmpty ? "none" : members.joined(separator: ", ")
        }
    }
}
