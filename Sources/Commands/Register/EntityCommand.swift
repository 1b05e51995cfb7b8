import ArgumentParser
import Constituency
import Pipeline
import Vocabulary

/// `ess entity`.
struct EntityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "entity", abstract: "The register: whom we protect.",
        subcommands: [
            List.self, Show.self, EntityImportCommand.self, EntityCoverageCommand.self,
            EntityConfirmCommand.self, Token.self,
        ])

    /// `ess entity list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "All registered entities.")
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let columns: [Column<Entity>] = [
                Column("ID") { $0.id.text }, Column("SECTOR") { $0.sector.rawValue },
                Column("CRITICALITY") { $0.criticality.rawValue }, Column("ASSETS") { "\($0.assets.count)" },
                Column("CONTACTS") { "\($0.contacts.count)" },
                Column("LANGUAGES") { $0.languages.map(\.rawValue).joined(separator: " ") },
                Column("NAME") { $0.name.best(for: [.en])?.text ?? "" },
            ]
            try Output.list(try await Desk.open(desk).perform(EntityList()), columns, as: desk.format)
        }
    }

    /// `ess entity show`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One entity with its assets and contacts.")
        @Argument(help: "Its id, or a unique beginning.") var entity: String
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            for found in try await Desk.open(desk).perform(EntityList(id: entity)) {
                try Output.one(found, as: desk.format, describe)
            }
        }

        private func describe(_ entity: Entity) -> [String] {
            var lines = ["\(entity.id)  \(entity.name.best(for: [.en])?.text ?? "")"]
            lines.append("\(entity.sector.rawValue), criticality \(entity.criticality.rawValue)")
            lines += entity.contacts.map(contact)
            return lines + entity.assets.map { asset in
                "asset \(EntityCommand.words(asset.fact)): \(asset.state.name)" + (asset.exposed ? ", exposed" : "")
                    + (asset.origins ?? []).map { ", from \($0.list)" }.joined() + owner(asset.state)
            }
        }

        private func owner(_ state: AssetState) -> String {
            guard case .stale(let staleness?) = state else { return "" }
            return ", \(staleness.owner) has to look: \(staleness.reason)"
        }

        /// Whom to call and where: who asks for an entity at night wants to reach it.
        private func contact(_ contact: Contact) -> String {
            let way =
                switch contact.channel {
                case .mail(let address): address
                case .phone(let number): number
                case .maildrop(let name): "mail drop \(name)"
                }
            let parts = [contact.name, way, contact.hours].compactMap { $0 }
            return "contact \(contact.id): \(contact.role.rawValue), \(parts.joined(separator: ", "))"
                + (contact.suspended ? ", suspended" : "") + (contact.verified == nil ? ", not verified" : "")
        }
    }

    /// `ess entity token`.
    struct Token: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a bearer token by which an entity reads and answers; it is shown this once.")
        @Argument(help: "The entity's id, as `ess entity list` shows it.") var entity: EntityID
        @Option(help: "What the token is for; shown in the record.") var label = "portal"
        @Flag(help: "End all tokens of the entity instead.") var revoke = false
        @OptionGroup var change: ChangeOptions
        @OptionGroup var desk: DeskOptions

        func run() async throws {
            let act = EntityToken(entity: entity, label: label, revoke: revoke)
            let answer = try await Desk.open(desk).perform(act, change)
            try Output.outcome(answer, of: change, as: desk.format) { answer in
                if !revoke { return [answer.token ?? "a token of \(answer.entity), shown once"] }
                return ["\(answer.revoked) tokens of \(answer.entity) revoked"]
            }
        }
    }

    static func words(_ fact: Asset.Fact) -> String {
        switch fact {
        case .software(let software): "software " + software.shown
        case .network(let network): "network \(network)"
        case .asn(let number): "AS\(number)"
        case .domain(let name): "domain " + name
        }
    }
}
