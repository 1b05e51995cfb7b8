import Advise
import Storage
import Vocabulary

extension Engine {
    /// Languages of an advisory's version whose text is older than its newest change, over all versions up to it.
    func staleLanguages(of record: AdvisoryRecord) async throws -> [Language] {
        var history: [AdvisoryContent] = []
        for version in 1...max(1, record.version.version) {
            history += try await store.advisoryRevisions(record.version.number, version: version).map(\.content)
        }
        return AdvisoryContent.staleLanguages(history)
    }

    /// The language that most of these entities read first; Azerbaijani where nobody is named.
    func commonLanguage(of entities: [EntityID]) async throws -> Language {
        var counts: [Language: Int] = [:]
        for entity in entities { counts[try await languages(of: entity).first ?? .az, default: 0] += 1 }
        let most = counts.values.max() ?? 0
        return Language.allCases.first { counts[$0, default: 0] == most && most > 0 } ?? .az
    }
}
