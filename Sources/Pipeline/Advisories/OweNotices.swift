import Advise
import Notify
import Storage
import Vocabulary

extension Engine {
    /// Adds to an issue what it owes: notices for exactly the recipients it was approved for. A later version joins the
    /// case of the first, so that one advisory's answers stay together.
    func owe(
        _ version: AdvisoryVersion, to recipients: [AdvisoryRecipient], actor: String, _ change: inout AdvisoryChange
    ) async throws {
        let entities = recipients.map(\.entity)
        change.recipients = entities
        var batch = try await planNotices(of: version, to: entities, at: change.at, actor: actor)
        if let number = try await store.advisoryCase(version.number) { batch.joins = .existing(number) }
        change.notices = batch
    }

    /// The news of a withdrawal for everybody who was told: the same ways, without clocks and without what was said.
    func planWithdrawal(
        of version: AdvisoryVersion, reason: String, at now: Instant, actor: String
    ) async throws -> NoticeBatch {
        let told = try await store.advisoryTold(version.number)
        var batch = try await planNotices(of: version, to: told, at: now, actor: actor)
        batch.joins = try await store.advisoryCase(version.number).map { .existing($0) } ?? .none
        for notice in batch.notices.indices {
            batch.notices[notice].causes = batch.notices[notice].causes.map { $0 + "/withdrawn" }
            batch.notices[notice].clocks = nil
            for delivery in batch.notices[notice].deliveries.indices {
                let language = batch.notices[notice].deliveries[delivery].language
                batch.notices[notice].deliveries[delivery].findings = []
                var content = batch.notices[notice].deliveries[delivery].content
                content.title = "\(InterfaceText.withdrawn.text(language)): \(content.title)"
                content.what = [
                    InterfaceText.withdrawnNote.text(language),
                    "\(InterfaceText.reason.text(language)): \(reason)",
                ]
                content.whatMarkdown = []
                content.systems = []
                content.threats = []
                content.systemsOmitted = 0
                content.actions = []
                content.actionsMarkdown = []
                content.ackBy = nil
                content.fixBy = nil
                content.fixOnNextUpgrade = false
                content.policyRow = nil
                batch.notices[notice].deliveries[delivery].content = content
            }
            // Lists and the entity's own page show this title: there too it must not look like the warning itself.
            if let first = batch.notices[notice].deliveries.first { batch.notices[notice].title = first.content.title }
        }
        batch.withheld = batch.withheld.map { withheld in
            var renamed = withheld
            renamed.cause += "/withdrawn"
            return renamed
        }
        return batch
    }
}
