package import Constituency
import Crypto
import Foundation
import Ingest
import Storage
package import Vocabulary

/// `ess entity list` and `ess entity show`.
package struct EntityList: Act {
    package static let name = "entity list"
    package static let roles = Role.anyone
    package static let readsOnly = true

    /// Only this one, or the only one whose id begins so.
    package var id: String?
    package init(id: String? = nil) { self.id = id }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [Entity] {
        let all = try await engine.register().index.entities
        guard let id else { return all }
        if let exact = all.first(where: { $0.id.text == id }) { return [exact] }
        let found = all.filter { $0.id.text.hasPrefix(id) }
        guard !found.isEmpty else {
            throw ActFailure(.notFound, "no entity is called `\(id)`", hint: "see `ess entity list`")
        }
        guard found.count == 1 else {
            let names = found.prefix(5).map(\.id.text).joined(separator: ", ")
            throw ActFailure(.usage, "`\(id)` stands for several entities: \(names)", hint: "type more of it")
        }
        return found
    }
}

/// `ess entity import FILE`: a register file, YAML or CSV; the difference is shown, then applied.
package struct EntityImport: Act {
    package static let name = "entity import"
    package static let roles: Set<Role> = [.admin]

    /// For messages and to tell the format: `.yaml`, `.yml` or `.csv`.
    package var file: String
    package var content: String
    /// The file is the whole register: what was imported before and is not in it is removed.
    package var whole: Bool?

    package init(file: String, content: String, whole: Bool = false) {
        self.file = file
        self.content = content
        self.whole = whole
    }

    package struct Answer: Codable, Sendable {
        package var entities: Int
        package var added: Int
        package var changed: Int
        package var assets: Int
        /// The first 200 changes in words.
        package var changes: [String]
        package var moreChanges: Int
        /// The first 50 networks, AS numbers and domains that it adds or changes and that are another entity's too, or
        /// lie in what is, or the other way round.
        package var overlaps: [String]
        package var moreOverlaps: Int
        /// Documents that are scanned again because the register changed.
        package var scannedAgain: Int

        private enum CodingKeys: String, CodingKey {
            case entities, added, changed, assets, changes, moreChanges = "more_changes", overlaps
            case moreOverlaps = "more_overlaps", scannedAgain = "scanned_again"
        }
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> Answer {
        // Step by step, so that each lets go what it needed: what the file says is as large as the register, and stands
        // beside neither the store's transaction nor the register as it is built anew (I12).
        var (answer, isSaved) = try await apply(engine, call)
        if isSaved { answer.scannedAgain = try await engine.registerChanged() }
        return answer
    }

    private func apply(_ engine: Engine, _ call: ActCall) async throws -> (answer: Answer, isSaved: Bool) {
        // What the reading of documents left with the allocator stands in the way too.
        FreeMemory.giveBack()
        let (answer, saved) = try weigh(try await engine.register().index.entities, call, engine.policies.suffixes)
        if call.dryRun || saved.isEmpty { return (answer, false) }
        FreeMemory.giveBack()
        let entries = saved.map { call.entry(.entity, $0.id.text, "imported", ["assets": .int($0.assets.count)]) }
        try await engine.store.saveEntities(saved, at: call.now, entries: entries)
        return (answer, true)
    }

    /// What the import would change, and the entities that change.
    private func weigh(
        _ current: [Entity], _ call: ActCall, _ suffixes: PublicSuffixes
    ) throws -> (Answer, saved: [Entity]) {
        let (imported, stated) = try read(call, suffixes)
        guard !imported.isEmpty else {
            throw ActFailure(.badData, "\(file) names no entity", hint: "its form is in Config/README.md")
        }
        let diff = RegisterDiff(current: current, importing: imported, stated: stated, removesMissing: whole ?? false)
        let changed = Set(diff.items.map(\.entity))
        let shown = diff.items.prefix(RegisterDiff.wordedMax).map {
            "\($0.entity) \($0.change.rawValue): " + $0.details.joined(separator: ", ")
        }
        let answer = Answer(
            entities: imported.count, added: diff.items.filter { $0.change == .added }.count,
            changed: diff.items.filter { $0.change == .changed }.count,
            assets: imported.reduce(0) { $0 + $1.assets.count }, changes: shown,
            moreChanges: diff.items.count - shown.count,
            overlaps: diff.overlaps.listed.prefix(50).map(\.sentence),
            moreOverlaps: max(0, diff.overlaps.listed.count - 50) + diff.overlaps.more, scannedAgain: 0)
        return (answer, diff.result.filter { changed.contains($0.id) })
    }

    /// In a table all assets count as verified, by the admin who imports; in YAML each says who verified it.
    private func read(_ call: ActCall, _ suffixes: PublicSuffixes) throws
        -> (entities: [Entity], stated: [EntityID: Set<EntityFact>])
    {
        let verification = Verification(by: call.actor.description, how: "import of \(file)", at: call.now)
        if file.hasSuffix(".csv") {
            let table = RegisterTable(
                csv: content.utf8, file: file, verification: verification, suffixes: suffixes)
            guard table.problems.isEmpty else { throw SettingsFailure(table.problems) }
            return (table.entities, table.stated)
        }
        let node = try SettingsFile.parse(Data(content.utf8), file: file)
        var problems: [SettingsProblem] = []
        let document = RegisterDocument(settings: node, problems: &problems, suffixes: suffixes)
        guard problems.isEmpty, let document else { throw SettingsFailure(problems) }
        return (document.entities, document.stated)
    }
}

extension Engine {
    /// After the register changed: everything that was judged by it is judged again. Returns documents scanned again.
    func registerChanged() async throws -> Int {
        FreeMemory.giveBack()
        // Built again here and now, so that the next document does not wait for it.
        _ = try await register()
        FreeMemory.giveBack()
        return try await scanAgain()
    }

    /// Makes the documents of observations due again, because other rows of them may concern somebody.
    func scanAgain() async throws -> Int {
        let scans = feeds.values.filter { $0.format.isObservations }.map(\.id).sorted()
        let count = try await store.scanAgain(feeds: scans)
        signals.documents.raise()
        signals.entries.raise()
        return count
    }
}

/// `ess entity token ENTITY`: makes a bearer token; it is shown once. `--revoke` ends all of the entity's tokens.
package struct EntityToken: Act {
    package static let name = "entity token"
    package static let roles: Set<Role> = [.admin]

    package var entity: EntityID
    package var label: String
    package var revoke: Bool

    package init(entity: EntityID, label: String, revoke: Bool) {
        self.entity = entity
        self.label = label
        self.revoke = revoke
    }

    package struct Answer: Codable, Sendable {
        package var entity: String
        /// 256 random bits in base64url; nil when tokens were revoked or in a dry run.
        package var token: String?
        package var revoked: Int
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> Answer {
        guard try await engine.register().index.position(of: entity) != nil else {
            throw ActFailure(.notFound, "no entity is called `\(entity)`", hint: "see `ess entity list`")
        }
        if call.dryRun {
            let count = revoke ? try await engine.store.liveTokens(of: entity) : 0
            return Answer(entity: entity.text, token: nil, revoked: count)
        }
        if revoke {
            let entry = call.entry(.key, entity.text, "tokens-revoked")
            let count = try await engine.store.revokeTokens(of: entity, at: call.now, entries: [entry])
            engine.signals.entries.raise()
            return Answer(entity: entity.text, token: nil, revoked: count)
        }
        let token = Token.make()
        let entry = call.entry(.key, entity.text, "token-made", ["label": .string(label)])
        try await engine.store.saveToken(
            hash: Token.hash(token), entity: entity, label: label, at: call.now, entries: [entry])
        engine.signals.entries.raise()
        return Answer(entity: entity.text, token: token, revoked: 0)
    }
}

/// Bearer tokens: 256 random bits, stored as SHA-256 (I9). A hash without salt suffices for what nobody can guess.
enum Token {
    static func make() -> String {
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        return "ess_" + Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    static func hash(_ token: String) -> Vocabulary.Digest {
        guard let digest = Vocabulary.Digest(bytes: SHA256.hash(data: Array(token.utf8))) else {
            preconditionFailure("SHA-256 gives 32 bytes")
        }
        return digest
    }
}

extension Engine {
    /// The entity a presented token speaks for; nil when it is unknown or revoked. Nothing of it is logged.
    package func entity(bearing token: String) async throws -> EntityID? {
        guard token.utf8.count <= 256 else { return nil }
        return try await store.entity(ofTokenHash: Token.hash(token))
    }
}
