package import Advise
import Storage
package import Vocabulary

/// `ess advisory draft THREAT`: a new advisory from what is known; `--update ID`: the next version of one;
/// `--file FORM`: with a text of one's own instead.
package struct AdvisoryDraft: Act {
    package static let name = "advisory draft"
    package static let roles: Set<Role> = [.analyst]

    /// Id, alias or unique beginning of a threat.
    package var threat: String?
    /// The advisory that gets a new version; its newest content is the beginning, unless a threat or form is given.
    package var update: String?
    /// The text form.
    package var form: String?

    /// Sectors all of whose registered entities it is for too.
    package var sectors: [Sector]?

    package init(threat: String? = nil, update: String? = nil, form: String? = nil, sectors: [Sector]? = nil) {
        self.sectors = sectors
        self.threat = threat
        self.update = update
        self.form = form
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> AdvisoryDraftAnswer {
        let older = try await update.asyncMap { try await engine.advisoryVersion($0) }
        var content: AdvisoryContent
        if let form {
            content = try readForm(form)
        } else if let threat {
            let facts = try await engine.threatFacts(threat)
            content = AdvisoryDrafting.draft(from: facts, guidance: engine.policies.guidance)
        } else if let older {
            content = older.version.content
        } else {
            throw ActFailure(.usage, "name a threat, an advisory to update, or give a form", hint: "ess threat list")
        }
        if let sectors { content.sectors = Set(content.sectors + sectors).sorted { $0.rawValue < $1.rawValue } }
        let officer = Officer(uid: call.actor.uid, loginUID: call.actor.loginUID, name: call.actor.name)
        let new = NewAdvisoryVersion(
            of: older?.version.number, content: content, digest: engine.digest(content.canonicalBytes),
            author: officer, at: call.now, actor: call.actor.description, note: call.reason)
        let others = older == nil ? try await AdvisoryDraft.others(content.threats, engine) : []
        let made = call.dryRun ? nil : try await engine.store.addAdvisory(new)
        return AdvisoryDraftAnswer(
            number: made?.number ?? older?.version.number, version: made?.version,
            title: content.title.best(for: [.en])?.text ?? "", tlp: content.tlp, isPublic: content.isPublic,
            guidance: content.guidance.map(\.text), gaps: content.gaps, form: AdvisoryText.render(content),
            dryRun: call.dryRun, others: others)
    }

    /// Advisories of the same threats that stand already: two officers draft at one hour, and one should know.
    private static func others(_ threats: [ThreatID], _ engine: Engine) async throws -> [AdvisoryDraftAnswer.Other] {
        var found: [SpokenNumber: AdvisoryDraftAnswer.Other] = [:]
        for threat in threats.prefix(20) {
            var query = AdvisoryQuery()
            query.threat = threat
            for record in try await engine.store.advisories(query) where record.version.state != .withdrawn {
                let version = record.version
                found[version.number] = found[version.number] ?? .init(number: version.number, state: version.state)
            }
        }
        return found.values.sorted { $0.number < $1.number }
    }
}

/// Answer of `ess advisory draft`.
package struct AdvisoryDraftAnswer: Codable, Sendable {
    /// Nil with a dry run, which makes no number.
    package var number: SpokenNumber?
    package var version: Int?
    package var title: String
    package var tlp: TLP
    package var isPublic: Bool
    package var guidance: [String]
    /// What is missing before it can be submitted.
    package var gaps: [String]
    package var form: String
    package var dryRun: Bool
    /// Other advisories about the same threats, drafts too; empty for a new version of one.
    package var others: [Other]

    /// An advisory that tells of the same.
    package struct Other: Codable, Sendable {
        package var number: SpokenNumber
        package var state: AdvisoryState
    }

    private enum CodingKeys: String, CodingKey {
        case number, version, title, tlp, isPublic = "public", guidance, gaps, form, dryRun = "dry_run", others
    }
}

func readForm(_ form: String) throws -> AdvisoryContent {
    do throws(AdviseFailure) {
        return try AdvisoryText.parse(form)
    } catch {
        throw ActFailure(error)
    }
}

extension Optional {
    fileprivate func asyncMap<Value>(_ change: (Wrapped) async throws -> Value) async rethrows -> Value? {
        if let self { try await change(self) } else { nil }
    }
}
