import Notify
import Storage
import Vocabulary

extension Engine {
    /// Refuses an answer about something that no notice of the case told this entity of.
    ///
    /// Accepted: `all`, and the threats and systems of its notices of the case; of a list that was cut, any system it
    /// was told of. A case without notices, an entity's own incident, knows no subjects yet and takes any.
    /// - Throws: `.badData` with the accepted ones, as far as they are labelled no stricter than `limit`.
    func requireSubject(
        _ subject: String, of number: SpokenNumber, _ entity: EntityID, telling limit: TLP
    ) async throws {
        if subject == "all" { return }
        let notices = try await store.notices(entity: entity, about: number.description, limit: 1000)
        var accepted: Set<String> = []
        var isCut = false
        for notice in notices {
            for told in try await store.told(by: notice.number) where told.content.tlp <= limit {
                accepted.formUnion(told.content.subjects)
                isCut = isCut || told.content.systemsOmitted > 0
            }
        }
        if notices.isEmpty || accepted.contains(subject) { return }
        if isCut, try await isTold(subject, to: entity) { return }
        let shown = accepted.sorted().prefix(20).joined(separator: ", ")
        let more = accepted.count > 20 ? ", and \(accepted.count - 20) more" : ""
        throw ActFailure(
            .badData, "no notice of \(number) is about the subject given",
            hint: "the subject is one of: all" + (shown.isEmpty ? "" : ", ") + shown + more)
    }

    private func isTold(_ locus: String, to entity: EntityID) async throws -> Bool {
        var after: String?
        repeat {
            let page = try await toldFindings(of: entity, state: nil, after: after, limit: 5000)
            if page.findings.contains(where: { $0.locus == locus }) { return true }
            after = page.next
        } while after != nil
        return false
    }
}
