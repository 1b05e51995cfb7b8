package import Advise
package import Vocabulary

/// `ess guidance list`: every piece in every language.
package struct GuidanceList: Act {
    package static let name = "guidance list"
    package static let roles = Role.anyone
    package static let readsOnly = true

    package init() {}

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [GuidanceRow] {
        engine.policies.guidance.pieces.map(GuidanceRow.init)
    }
}

/// `ess guidance show ID`: its text in one language, or in all.
package struct GuidanceShow: Act {
    package static let name = "guidance show"
    package static let roles = Role.anyone
    package static let readsOnly = true

    package var id: String
    package var language: Language?

    package init(id: String, language: Language? = nil) {
        self.id = id
        self.language = language
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [Guidance] {
        let pieces = GuidanceID(id).map { engine.policies.guidance.languages(of: $0) } ?? []
        let wanted = pieces.filter { language == nil || $0.language == language }
        guard !wanted.isEmpty else {
            let tail = language.map { " in \($0.rawValue)" } ?? ""
            throw ActFailure(.notFound, "there is no guidance \(id)\(tail)", hint: "see `ess guidance list`")
        }
        return wanted
    }
}

/// `ess guidance search WORD…`: pieces in which all words occur.
package struct GuidanceSearch: Act {
    package static let name = "guidance search"
    package static let roles = Role.anyone
    package static let readsOnly = true

    package var words: [String]
    package init(words: [String]) { self.words = words }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [GuidanceRow] {
        guard !words.isEmpty, words.count <= 20 else { throw ActFailure(.usage, "give 1 to 20 words to look for") }
        return engine.policies.guidance.search(words).map(GuidanceRow.init)
    }
}

/// A piece as lists show it.
package struct GuidanceRow: Codable, Sendable {
    package var id: GuidanceID
    package var language: Language
    package var title: String
    package var status: Guidance.Status
    package var urgency: Urgency
    package var keys: GuidanceKeys

    init(_ piece: Guidance) {
        id = piece.id
        language = piece.language
        title = piece.title
        status = piece.status
        urgency = piece.urgency
        keys = piece.keys
    }
}
