import Durability
import Storage
import Vocabulary

extension Engine {
    /// The one gate of every operator's verb: role, reason, dry run, and the translation of failures.
    ///
    /// - Throws: ``ActFailure`` always; a failure of our own state is `.ourFault` and stops the service.
    package func perform<A: Act>(
        _ act: A, as actor: Actor, reason: String? = nil, dryRun: Bool = false
    ) async throws -> A.Answer {
        guard !actor.roles.isDisjoint(with: A.roles) else {
            let wanted = A.roles.map(\.rawValue).sorted().joined(separator: " or ")
            let has = actor.roles.isEmpty ? "no role" : actor.roles.map(\.rawValue).sorted().joined(separator: ", ")
            throw ActFailure(
                .notPermitted,
                "`ess \(act.spoken)` needs the role \(wanted); \(actor.name) (uid \(actor.uid)) has \(has)",
                hint: "an administrator adds users under `roles:` in the settings")
        }
        let given = reason.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") } ?? ""
        if A.reasonRequired && given.isEmpty {
            throw ActFailure(.usage, "`ess \(act.spoken)` needs a reason", hint: "add --reason \"…\"")
        }
        guard given.utf8.count <= 2000 else {
            throw ActFailure(.usage, "the reason is longer than 2,000 bytes", hint: "say it shorter")
        }
        let call = ActCall(actor: actor, now: now(), reason: given.isEmpty ? nil : given, dryRun: dryRun)
        do {
            return try await act.run(self, call)
        } catch let failure as ActFailure {
            throw failure
        } catch let failure as StorageFailure {
            throw ActFailure(failure)
        } catch let failure as DurabilityFailure where failure.code == .diskFull {
            throw ActFailure(explaining: failure)
        } catch let failure as SettingsFailure {
            throw ActFailure(.badData, failure.description)
        } catch let cancelled as CancellationError {
            throw cancelled
        } catch {
            throw ActFailure(.ourFault, "`ess \(act.spoken)` failed: \(error)", hint: "see the service's journal")
        }
    }
}

extension ActFailure {
    init(_ failure: StorageFailure) {
        let code: Code =
            switch failure.code {
            case .full: .tryLater
            case .unusable, .unknown: .ourFault
            case .notFound: .notFound
            case .conflict: .conflict
            }
        self.init(code, failure.description)
    }
}
