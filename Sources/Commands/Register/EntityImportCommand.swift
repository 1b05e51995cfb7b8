import ArgumentParser
import Constituency
import Foundation
import Glibc
import Ingest
import Pipeline
import Vocabulary

extension InventoryFormat: ExpressibleByArgument {}

/// `ess entity import`.
struct EntityImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Takes a register file, or one entity's inventory, into the register.",
        usage: "ess entity import FILE [--dry-run]\n       ess entity import ENTITY FILE [--dry-run | --digest D8]",
        discussion: """
            With one operand: a register file (YAML or CSV). The importing admin thereby verifies what a CSV holds; in \
            YAML each asset says who verified it. A contact is known by its id: stated otherwise, it is replaced. \
            Entities that the file does not name stay as they are; assets and contacts too, unless --whole says that \
            the file is the whole list.

            With two: what ENTITY runs and owns, as CycloneDX (JSON, XML), SPDX 2 (JSON, tag-value), a table, or a \
            list of CPE names or of networks, AS numbers and domains; the content shows which. The difference is shown \
            before it is applied: --dry-run shows it with its digest, --digest applies exactly that; without either, \
            a terminal is asked. New assets are claims, which carry nothing outward, unless an admin vouches with \
            --verify HOW. What a person registered is never changed. What the list no longer names is removed, or \
            with --keep-missing marked stale with the list's owner; while part of a list is unreadable nothing is \
            removed. Columns and keys: Config/README.md.
            """)
    @Argument(help: ArgumentHelp("Register file; or an entity's id and its inventory file (- for standard input).",
        valueName: "operands"))
    var operands: [String]
    @Option(name: .customLong("as"), help: "Inventory: read it in this form.") var form: InventoryFormat?
    @Option(help: "Inventory: the list's name; else the file's.") var list: String?
    @Option(help: "Inventory: who answers for the list; else you.") var owner: String?
    @Option(help: ArgumentHelp("Inventory: you verified what it states; say how.", valueName: "how"))
    var verify: String?
    @Flag(help: "Inventory: what the list no longer names becomes stale.") var keepMissing = false
    @Option(help: ArgumentHelp("Inventory: apply the difference that --dry-run showed.", valueName: "D8"))
    var digest: String?
    @Flag(help: "Register file: it is the whole list; imported assets and contacts it does not name are removed.")
    var whole = false
    @OptionGroup var change: ChangeOptions
    @OptionGroup var desk: DeskOptions

    func validate() throws {
        guard (1...2).contains(operands.count) else {
            throw ValidationError("give a register file, or an entity and its inventory file")
        }
        let isInventory = form != nil || list != nil || owner != nil || verify != nil || digest != nil || keepMissing
        if operands.count == 1, isInventory {
            throw ValidationError("an inventory needs its entity: ess entity import ENTITY FILE")
        }
        if operands.count == 2, EntityID(operands[0]) == nil {
            throw ValidationError("`\(operands[0])` is no entity's id; see `ess entity list`")
        }
    }

    func run() async throws {
        let path = operands[operands.count - 1]
        let content = try TextSource.read(path, bytesMax: SettingsFile.bytesMax)
        let name = path == "-" ? "standard input" : path.split(separator: "/").last.map(String.init) ?? path
        guard operands.count == 2, let entity = EntityID(operands[0]) else {
            return try await register(name, content)
        }
        var act = EntityInventory(entity: entity, list: list ?? name, content: content)
        act.format = form
        act.owner = owner
        act.verify = verify
        act.keepMissing = keepMissing
        act.digest = digest
        try await inventory(act)
    }

    private func inventory(_ act: EntityInventory) async throws {
        let desk = try await Desk.open(desk)
        var act = act
        var change = change
        let isTerminal = isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1
        if act.digest == nil, !change.dryRun, isTerminal {
            change.dryRun = true
            let seen = try await desk.perform(act, change)
            for line in InventoryText.lines(seen) { Output.note(line) }
            guard seen.changes > 0 else { return }
            Output.note("apply it? type yes")
            guard readLine() == "yes" else { return Output.note("nothing was changed") }
            act.digest = seen.digest
            change.dryRun = false
        }
        try Output.outcome(
            try await desk.perform(act, change), of: change, as: self.desk.format, InventoryText.lines)
    }

    private func register(_ name: String, _ content: String) async throws {
        let answer = try await Desk.open(desk).perform(EntityImport(file: name, content: content, whole: whole), change)
        try Output.outcome(answer, of: change, as: desk.format) { answer in
            var lines = answer.changes
            if answer.moreChanges > 0 { lines.append("and \(answer.moreChanges) more changes") }
            lines += answer.overlaps.map { "overlap: " + $0 }
            if answer.moreOverlaps > 0 { lines.append("and \(answer.moreOverlaps) more overlaps") }
            lines.append(
                "imported "
                    + "\(Counted.text(answer.entities, "entity", "entities")) with "
                    + "\(Counted.text(answer.assets, "asset")): \(answer.added) added, \(answer.changed) changed; "
                    + "\(Counted.text(answer.scannedAgain, "document")) to be scanned again")
            return lines
        }
    }
}

/// The difference an inventory makes, for people.
enum InventoryText {
    static func lines(_ answer: InventoryAnswer) -> [String] {
        var lines: [String] = []
        show("added", answer.added, answer.moreAdded, &lines)
        show("changed", answer.changed, answer.moreChanged, &lines)
        show("removed", answer.removed, answer.moreRemoved, &lines)
        show("kept", answer.kept, answer.moreKept, &lines)
        lines += answer.overlaps.map { "overlap: " + $0 }
        if answer.moreOverlaps > 0 { lines.append("and \(answer.moreOverlaps) more overlaps") }
        lines += answer.unreadable.map { "unreadable \($0.place): \($0.message)" }
        let more = answer.unreadableCount - answer.unreadable.count
        if more > 0 { lines.append("and \(more) more unreadable") }
        lines += answer.passedOver.map { "passed over: \($0.what), \($0.count) times" }
        lines.append(
            "\(answer.list) (\(answer.format)) of \(answer.entity): \(answer.added.count + answer.moreAdded) added as "
                + "\(answer.state), \(answer.changed.count + answer.moreChanged) changed, "
                + "\(answer.removed.count + answer.moreRemoved) removed, \(answer.unchanged) unchanged "
                + "(\(answer.manual) registered by hand), \(answer.unreadableCount) unreadable")
        if answer.isApplied {
            lines.append("applied; \(Counted.text(answer.scannedAgain, "document")) to be scanned again")
        } else if answer.changes > 0 {
            lines.append("not applied; to apply it: --digest \(answer.digest.prefix(8))")
        } else {
            lines.append("nothing to change")
        }
        return lines
    }

    private static func show(_ what: String, _ items: [InventoryAnswer.Line], _ more: Int, _ lines: inout [String]) {
        lines += items.map { line in
            "\(what) \(line.asset)" + (line.why.map { ": " + $0 } ?? "") + (line.place.map { " (\($0))" } ?? "")
        }
        if more > 0 { lines.append("and \(more) more \(what)") }
    }
}
