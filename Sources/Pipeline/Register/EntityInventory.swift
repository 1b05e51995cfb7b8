import Constituency
import Crypto
import Foundation
package import Ingest
import Storage
package import Vocabulary

/// `ess entity import ENTITY FILE`: what an entity runs and owns, as a bill of materials, a table or a list.
///
/// The difference is shown first; it is applied only when the caller names its digest, so that what is applied is what
/// was seen. What comes in is a claim, unless an admin vouches for it with `verify`.
package struct EntityInventory: Act {
    package static let name = "entity inventory"
    package static let roles: Set<Role> = [.admin, .analyst]

    package var entity: EntityID
    /// The list's name; one entity may have many lists, each of which speaks for itself alone.
    package var list: String
    package var content: String
    /// Nil: as the content shows.
    package var format: InventoryFormat?
    /// How the operator made sure of it; nil leaves claims.
    package var verify: String?
    /// Who answers for the list; nil: who imports.
    package var owner: String?
    /// Assets that the list no longer names become stale instead of being removed.
    package var keepMissing: Bool
    /// Eight hexadecimal digits or more of the digest that a dry run showed.
    package var digest: String?

    private enum CodingKeys: String, CodingKey {
        case entity, list, content, format, verify, owner, keepMissing = "keep_missing", digest
    }

    package init(entity: EntityID, list: String, content: String) {
        self.entity = entity
        self.list = list
        self.content = content
        keepMissing = false
    }

    package var spoken: String { "entity import" }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> InventoryAnswer {
        let (answer, saved) = try await weigh(engine, call)
        if call.dryRun { return answer }
        guard answer.changes > 0 else {
            try await confirm(saved, answer, engine, call)
            return answer
        }
        guard let digest else {
            throw ActFailure(
                .usage, "the difference must be seen before it is applied",
                hint: "run it with --dry-run, then with --digest \(answer.digest.prefix(8))")
        }
        guard digest.utf8.count >= 8, answer.digest.hasPrefix(digest.lowercased()) else {
            throw ActFailure(
                .conflict, "this is not the difference that was seen; its digest is \(answer.digest.prefix(8))",
                hint: "look at it again with --dry-run")
        }
        let entry = call.entry(.entity, saved.id.text, "inventory-imported", [
            "list": .string(list), "format": .string(answer.format), "digest": .string(answer.digest),
            "added": .int(answer.added.count + answer.moreAdded),
            "changed": .int(answer.changed.count + answer.moreChanged),
            "removed": .int(answer.removed.count + answer.moreRemoved), "unreadable": .int(answer.unreadableCount),
            "assets": .int(saved.assets.count),
        ])
        try await engine.store.saveEntities([saved], at: call.now, entries: [entry])
        var done = answer
        done.isApplied = true
        done.scannedAgain = try await engine.registerChanged()
        return done
    }

    /// The same list again says that it still holds; nothing that is judged by it changes.
    private func confirm(_ saved: Entity, _ answer: InventoryAnswer, _ engine: Engine, _ call: ActCall) async throws {
        guard answer.unchanged > answer.manual else { return }
        let entry = call.entry(.entity, saved.id.text, "inventory-confirmed", [
            "lists": .array([
                .object(["list": .string(answer.list), "assets": .int(answer.unchanged - answer.manual)])
            ]), "restored": .int(0),
        ])
        try await engine.store.saveEntities([saved], at: call.now, entries: [entry], rematch: false)
        engine.signals.entries.raise()
    }

    private func weigh(_ engine: Engine, _ call: ActCall) async throws -> (InventoryAnswer, Entity) {
        let index = try await engine.register().index
        guard let position = index.position(of: entity) else {
            throw ActFailure(.notFound, "no entity is called `\(entity)`", hint: "see `ess entity list`")
        }
        let list = SourceText.line(list, limit: 128)
        guard !list.isEmpty else { throw ActFailure(.usage, "a list needs a name", hint: "add --list NAME") }
        let reading = try read(engine.policies.suffixes)
        let current = index.entities[position]
        let origin = AssetOrigin(
            list: list, format: reading.format.rawValue, owner: SourceText.line(owner ?? call.actor.name, limit: 128),
            imported: call.now)
        // An asset that stands where the list could not be read must not vanish for that.
        let missing: InventoryDiff.Missing = !reading.rejects.isEmpty ? .keep : keepMissing ? .stale : .remove
        let diff = InventoryDiff(
            current, stated: reading.items.map { InventoryDiff.Statement($0.fact, exposed: $0.exposed) },
            origin: origin, state: try state(call), missing: missing)
        var after = index.entities
        after[position] = diff.result
        let overlaps = diff.overlaps(among: after)
        let digest = InventoryDigest.of(self, list: list, before: current, after: diff.result, overlaps)
        let answer = InventoryAnswer(
            entity: entity, list: list, reading, diff, missing: missing, overlaps: overlaps, digest: digest)
        return (answer, diff.result)
    }

    private func read(_ suffixes: PublicSuffixes) throws -> InventoryReading {
        let bytes = Array(content.utf8)
        guard !content.allSatisfy(\.isWhitespace) else {
            throw ActFailure(.badData, "\(list) is empty", hint: "an inventory names at least one asset, one a line")
        }
        guard let form = format ?? InventoryFormat.sniffed(bytes) else {
            let forms = InventoryFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw ActFailure(.badData, "\(list) is in no form that is known", hint: "force one with --as: \(forms)")
        }
        let reading = InventoryReading.read(bytes, as: form, suffixes: suffixes)
        guard !reading.items.isEmpty else {
            let first = reading.rejects.first.map { "\($0.place): \($0.message)" } ?? "it names nothing"
            throw ActFailure(.badData, "\(list) states no asset (read as \(form.rawValue)): \(first)", hint: "see --as")
        }
        return reading
    }

    private func state(_ call: ActCall) throws -> AssetState {
        guard let verify else { return .claimed }
        guard call.actor.roles.contains(.admin) else {
            throw ActFailure(
                .notPermitted, "only an admin vouches for an inventory", hint: "import it without --verify as a claim")
        }
        let how = SourceText.line(verify, limit: 256)
        guard !how.isEmpty else { throw ActFailure(.usage, "--verify says how it was verified", hint: "e.g. callback") }
        return .verified(Verification(by: call.actor.description, how: how, at: call.now))
    }
}

/// The digest of a difference: who, which list, what stands before, what would stand afterwards, and what of it is
/// somebody else's; without times, so that showing and applying agree.
enum InventoryDigest {
    static func of(
        _ act: EntityInventory, list: String, before: Entity, after: Entity, _ overlaps: RegisterOverlaps
    ) -> String {
        var hash = SHA256()
        hash.update(data: Data("\(act.entity)\n\(list)\n\(act.verify ?? "")\n\(act.owner ?? "")\n".utf8))
        for entity in [before, after] {
            for asset in entity.assets {
                let lists = (asset.origins ?? []).map(\.list).joined(separator: ",")
                let standing = "\(asset.exposed) \(asset.source.rawValue) \(asset.state.name) \(lists)"
                hash.update(data: Data("\(written(asset.fact)) \(standing)\n".utf8))
            }
            hash.update(data: Data("--\n".utf8))
        }
        for overlap in overlaps.listed { hash.update(data: Data((overlap.sentence + "\n").utf8)) }
        if overlaps.more > 0 { hash.update(data: Data("and \(overlaps.more) more\n".utf8)) }
        return Hex.encode(Array(hash.finalize()))
    }

    private static func written(_ fact: Asset.Fact) -> String {
        guard case .software(let software) = fact else { return fact.shown }
        let parts = [
            software.vendor, software.product, software.version ?? "", software.cpe?.description ?? "",
            software.purl ?? "",
        ]
        return parts.map { "\($0.utf8.count):\($0)" }.joined(separator: " ")
    }
}
