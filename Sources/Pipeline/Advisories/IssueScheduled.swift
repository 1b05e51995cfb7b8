import Advise
import Logging
import Storage
import Vocabulary

extension Engine {
    /// Issues every scheduled advisory whose time has come; one whose content or recipients are no longer what was
    /// approved goes back to its author with that reason. Returns how many were issued.
    ///
    /// *A crash in between: what was not issued is still scheduled and due.*
    package func issueScheduled() async throws -> Int {
        let now = now()
        let service = Actor(uid: 0, name: "service", loginUID: nil, roles: [])
        var issued = 0
        for record in try await store.advisoriesScheduled(until: now) {
            let name = record.version.number.description
            do {
                let call = ActCall(actor: service, now: now, reason: "scheduled time", dryRun: false)
                _ = try await advance(name, .issue, call) { change, record, recipients in
                    change.actor = "service"
                    try await owe(record.version, to: recipients, actor: "service", &change)
                }
                issued += 1
            } catch let failure as ActFailure where failure.code == .conflict {
                logger.warning("a scheduled advisory was not issued", metadata: ["number": "\(name)"])
                let call = ActCall(actor: service, now: now, reason: failure.message, dryRun: false)
                _ = try await advance(name, .sendBack, call) { change, _, _ in change.actor = "service" }
            }
        }
        return issued
    }
}
