package import Advise
import Constituency
import struct Crypto.SHA256
import Storage
package import Vocabulary

/// What the acts on advisories share: finding a version, digesting what is seen, deciding a step and writing it.
extension Engine {
    /// The version of `name` that `step` would work on: the newest one in a state for it, else the newest.
    func advisoryVersion(_ name: String, for step: AdvisoryStep) async throws -> AdvisoryRecord {
        let states = AdvisoryStanding.states(for: step)
        return try await advisoryVersion(name) { states.contains($0.version.state) }
    }

    /// The newest version that `prefer` selects, else the newest.
    func advisoryVersion(
        _ name: String, prefer: (AdvisoryRecord) -> Bool = { _ in true }
    ) async throws -> AdvisoryRecord {
        let versions = try await store.advisory(name)
        guard let record = versions.last(where: prefer) ?? versions.last else {
            throw ActFailure(.notFound, "there is no advisory \(name)", hint: "see `ess advisory list`")
        }
        return record
    }

    /// Digests of a version's content, of its recipients at this moment with the ways to them, and of both together;
    /// and the recipients' entities as the register has them (`seen`).
    func advisoryDigests(
        _ record: AdvisoryRecord
    ) async throws -> (digests: PreviewDigests, recipients: [AdvisoryRecipient], seen: [Entity]) {
        let version = record.version
        var recipients = try await store.advisoryRecipients(
            version.content.threats, sectors: version.content.sectors)
        // Read first: whatever changes from here on is another register than the one an issue names.
        let seen = try await registered(recipients.map(\.entity))
        let ways = try await ways(of: version, to: recipients.map(\.entity))
        for index in recipients.indices { recipients[index].ways = ways[recipients[index].entity] ?? [] }
        let content = digest(version.content.canonicalBytes)
        guard content == record.digest else {
            throw ActFailure(
                .ourFault, "the stored digest of \(version.number) is not that of its content",
                hint: "stop the service and run `ess ledger verify`")
        }
        let named = digest(AdvisoryContent.recipientBytes(ways))
        let preview = digest(
            AdvisoryContent.previewBytes(
                number: version.number, version: version.version, content: content, edited: version.edited,
                recipients: named))
        return (PreviewDigests(content: content, recipients: named, preview: preview), recipients, seen)
    }

    /// Decides `step` and, unless it is a dry run, writes it. `fill` adds what the step brings along.
    func advance(
        _ name: String, _ step: AdvisoryStep, _ call: ActCall,
        fill: (inout AdvisoryChange, AdvisoryRecord, [AdvisoryRecipient]) async throws -> Void = { _, _, _ in }
    ) async throws -> AdvisoryStepAnswer {
        let record = try await advisoryVersion(name, for: step)
        let (digests, recipients, seen) = try await advisoryDigests(record)
        let officer = Officer(uid: call.actor.uid, loginUID: call.actor.loginUID, name: call.actor.name)
        let standing = record.version.standing(
            digests: digests, loginRule: settings.requireLoginUID ? .compared : .relaxedForDemonstration)
        let decision: AdvisoryDecision
        do throws(AdviseFailure) {
            decision = try standing.apply(step, by: officer, at: call.now)
        } catch {
            throw ActFailure(error, about: record.version.number)
        }
        var change = AdvisoryChange(
            of: record, decision: decision, at: call.now, actor: call.actor.description, note: call.reason)
        change.detail = [
            "content": .string(digests.content.description), "recipients": .string(digests.recipients.description),
            "recipients_count": .int(recipients.count),
        ]
        if let reason = call.reason { change.detail["reason"] = .string(reason) }
        change.seen = seen
        try await fill(&change, record, recipients)
        let outcome = call.dryRun ? nil : try await store.saveAdvisory(change)
        if !call.dryRun {
            signals.entries.raise()
            if change.notices != nil {
                signals.deliveries.raise()
                signals.publishing.raise()
                signals.clocks.raise()
            }
        }
        return AdvisoryStepAnswer(
            number: record.version.number, version: record.version.version, state: decision.state,
            rule: decision.reason, recipients: recipients.count, digest: digests.preview.short,
            notices: outcome?.notices.count ?? change.notices?.notices.count ?? 0,
            withheld: outcome?.withheld ?? change.notices?.withheld.count ?? 0, caseNumber: outcome?.caseNumber,
            dryRun: call.dryRun)
    }

    func digest(_ bytes: [UInt8]) -> Digest {
        guard let digest = Digest(bytes: SHA256.hash(data: bytes)) else {
            preconditionFailure("SHA-256 gives 32 bytes (FIPS 180-4)")
        }
        return digest
    }
}

/// Answer of every step on an advisory.
package struct AdvisoryStepAnswer: Codable, Sendable {
    package var number: SpokenNumber
    package var version: Int
    /// Where it stands now; with a dry run, where it would stand.
    package var state: AdvisoryState
    /// Name of the rule that allowed it.
    package var rule: AdvisoryDecision.Reason
    /// Entities that it concerns at this moment.
    package var recipients: Int
    /// First eight digits of what preview shows.
    package var digest: String
    /// Notices that the step made due, and causes withheld with a reason.
    package var notices: Int
    package var withheld: Int
    /// Where the recipients' answers come together, once issued.
    package var caseNumber: SpokenNumber?
    package var dryRun: Bool
    /// Languages whose text is older than the newest change; said by `edit` and `submit`.
    package var staleLanguages: [Language] = []

    private enum CodingKeys: String, CodingKey {
        case number, version, state, rule, recipients, digest, notices, withheld, staleLanguages = "stale_languages"
        case caseNumber = "case", dryRun = "dry_run"
    }
}

extension ActFailure {
    /// `number`: the advisory it is about, named in the sentence and in the command to type.
    init(_ failure: AdviseFailure, about number: SpokenNumber? = nil) {
        let code: Code =
            switch failure.code {
            case .stepForbidden, .digestDiffers, .approvalVoid: .conflict
            case .ownWork, .sameLogin: .notPermitted
            case .digestTooShort, .reasonMissing, .timePast: .usage
            case .incomplete, .unreadableForm: .badData
            }
        guard let number else {
            self.init(code, failure.description)
            return
        }
        let text = failure.description.split(separator: " ", omittingEmptySubsequences: false)
            .map { $0 == "ID" ? "\(number)" : $0 == "ID," ? "\(number)," : String($0) }.joined(separator: " ")
        self.init(code, "\(number): \(text)")
    }
}
