import Constituency
import Notify
import Storage
package import Vocabulary

/// `ess status`: what needs me now, the most urgent first, each line ending in the command to type.
package struct Status: Act {
    package static let name = "status"
    package static let roles = Role.anyone
    package static let readsOnly = true
    package init() {}

    /// Why a line stands where it stands; the order of the queue.
    package enum Need: String, Codable, Sendable, CaseIterable {
        case clock, `case`, threat, approval, delivery, gap, inventory, feed
    }

    /// One thing that waits for a person, in one sentence.
    package struct Line: Codable, Sendable {
        package var need: Need
        package var text: String
        /// What to type.
        package var command: String
    }

    package struct Answer: Codable, Sendable {
        package var at: Instant
        package var needs: [Line]
        /// Facts for the reader who finds the queue empty.
        package var calm: [String]
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> Answer {
        let rows = try await engine.store.statusRows(
            threshold: Engine.statusThreshold, for: call.actor.name, at: call.now)
        let feeds = try await engine.feedViews(at: call.now)
        let health = try await engine.feedHealth(at: call.now)
        let repairs = try await engine.overdueRepairs(rows.repairs, at: call.now)
        let calls = try await engine.callsOwed(rows.silent, at: call.now)
        let soon = call.now.adding(seconds: Engine.clockWarningHours * 3600)
        let (stages, unwatched) = try await engine.owedStages(before: soon)
        var lines = Status.clocks(rows, repairs, stages, calls, at: call.now) + Status.cases(rows, at: call.now)
        if unwatched > 0 {
            let text = "\(unwatched) more open incidents, whose dates are not watched"
            lines.append(Line(need: .case, text: text, command: "ess case list"))
        }
        lines += Status.threats(rows, at: call.now) + Status.advisories(rows, at: call.now)
        lines += try await engine.lateLines()
        lines += Status.orders(
            try await engine.store.directives(compareLogins: engine.settings.requireLoginUID))
        lines += Status.deliveries(rows)
        if rows.gaps > 0 {
            let text = Status.counted(rows.gaps, "possible match waits", "possible matches wait") + " for a decision"
            lines.append(Line(need: .gap, text: text, command: "ess gap list"))
        }
        lines += Status.inventories(try await engine.register(), at: call.now)
        lines += try await engine.spokenSectors(for: call.actor.name)
        lines += Status.feeds(health)
        let relaxed = engine.settings.requireLoginUID ? [] : [
            "four eyes are relaxed: one person with two accounts can approve his own advisory; the settings say "
                + "`four_eyes: relaxed`"
        ]
        let calm = relaxed + [
            Status.baseline(feeds), Status.untold(rows.untold, hasOrder: try await engine.router().releasesFindings),
            Status.reading(rows),
            "ledger \(rows.sealed) of \(rows.entries) entries sealed",
        ]
        return Answer(at: call.now, needs: lines, calm: calm)
    }

    /// Both clocks of a participation and those of incidents, the earliest date first.
    private static func clocks(
        _ rows: StatusRows, _ repairs: [StatusRows.Clock], _ stages: [OwedStage],
        _ calls: [StatusRows.Clock: String], at now: Instant
    ) -> [Line] {
        let all = rows.silent.map { (clock: $0, what: unheard) }
            + repairs.map { (clock: $0, what: "has not settled the repair of") }
            + stages.map { owed in
                let clock = StatusRows.Clock(
                    number: owed.number.description, entity: owed.entity.text, by: owed.by)
                return (clock: clock, what: owed.what)
            }
        return all.sorted { ($0.clock.by, $0.clock.number) < ($1.clock.by, $1.clock.number) }.map { clock, what in
            let late = now.seconds(since: clock.by)
            let when = late >= 0 ? "\(duration(late)) late" : "due in \(duration(-late))"
            let text = "\(clock.entity) \(what) \(clock.number), \(when)"
            if let call = calls[clock], what == Status.unheard {
                return Line(
                    need: .clock, text: "\(text); \(call)",
                    command: "ess case ack \(clock.number) \(clock.entity) --by-phone NAME")
            }
            return Line(need: .clock, text: text, command: "ess case show \(clock.number)")
        }
    }

    private static let unheard = "has not acknowledged"

    /// An advisory that stands half way tells nobody: one line each, the one nearest to its readers first.
    private static func advisories(_ rows: StatusRows, at now: Instant) -> [Line] {
        rows.advisories.map { number, title, state, since in
            let age = duration(now.seconds(since: since))
            let (what, verb): (String, String) =
                switch state {
                case "approved": ("is approved for \(age) and not issued", "issue")
                case "in-review": ("waits for approval", "preview")
                case "returned": ("was returned to its author \(age) ago", "edit")
                default: ("is a draft, untouched for \(age)", "preview")
                }
            return Line(need: .approval, text: "\(number) \(what): \(title)", command: "ess advisory \(verb) \(number)")
        }
    }

    private static func cases(_ rows: StatusRows, at now: Instant) -> [Line] {
        let mailed = rows.mailedCases.map { number, title, at in
            let age = duration(now.seconds(since: at))
            return Line(
                need: .case, text: "\(number) was written to by mail \(age) ago: \(title)",
                command: "ess case show \(number)")
        }
        var more: [Line] = []
        if rows.openCasesMore > 0 {
            let text = "\(rows.openCasesMore) more cases that nobody has taken"
            more.append(Line(need: .case, text: text, command: "ess case list"))
        }
        if rows.unanswered > 0 {
            let text = "\(rows.unanswered) people wrote by mail within a day and got no receipt: too many wrote"
            more.append(Line(need: .case, text: text, command: "ess report mails --outcome report"))
        }
        return mailed + rows.openCases.map { number, kind, title, opened in
            let age = duration(now.seconds(since: opened))
            return Line(
                need: .case, text: "\(kind) \(number), nobody has taken it for \(age): \(title)",
                command: "ess case assign \(number)")
        } + more
    }

    private static func threats(_ rows: StatusRows, at now: Instant) -> [Line] {
        var lines = rows.threats.map { threat in
            let noun = threat.entities == 1 ? "entity" : "entities"
            let possible = threat.possibleEntities == 0 ? "" : ", \(threat.possibleEntities) possible"
            let whom = (threat.entities == 0 ? "" : ", \(threat.entities) \(noun)") + possible
            let work: String =
                switch threat.work {
                case .watching: ", its watch is over"
                case .triaged: threat.assignee == nil ? ", looked at, nobody was told" : ", yours"
                default: ""
                }
            return Line(
                need: .threat,
                text: "\(threat.id) \(threat.presence.rawValue), score \(threat.score)\(whom)\(work): \(threat.title)",
                command: "ess threat explain \(threat.id)")
        }
        if rows.threatsMore > 0 {
            lines.append(
                Line(
                    need: .threat, text: "\(rows.threatsMore) more threats are new and unassigned",
                    command: "ess threat list --work new"))
        }
        return lines
    }

    /// A standing order that waits keeps findings from those whom they concern, so it is never quiet.
    private static func orders(_ directives: [DirectiveRecord]) -> [Line] {
        directives.filter { $0.directive.standingOrder && !$0.isApproved }.map { record in
            let missing = record.approvals.isEmpty ? "two approvals" : "one more approval"
            let id = record.directive.id
            let what = record.directive.kinds.contains(.findings)
                ? "nobody is told of its findings" : "nobody is told late of advisories"
            return Line(
                need: .approval, text: "directive \(id) needs \(missing); until then \(what)",
                command: "ess directive approve \(id) --digest \(record.digest.description.prefix(8))")
        }
    }

    /// How many feeds there are, and which of them have brought something that nobody is told of.
    private static func baseline(_ feeds: [FeedView]) -> String {
        let waiting = feeds.filter { !$0.released && $0.lastSuccess != nil }.map(\.id)
        let names = waiting.prefix(5).joined(separator: ", ") + (waiting.count > 5 ? ", …" : "")
        let hint = waiting.isEmpty ? "" : " (\(names)): nobody is told of them until `ess feed release ID`"
        return "\(feeds.count) feeds, \(waiting.count) in baseline\(hint)"
    }

    /// Why nobody is told of findings, in one line; `ess finding show ENTITY` says it of each.
    private static func untold(_ untold: UntoldFindings, hasOrder: Bool) -> String {
        var parts = untold.baseline.map { feed, findings in
            // Neither is a feed that could be released; `ess finding show ENTITY` names those it rests on.
            switch FeedID(unchecked: feed) {
            case Engine.inventoryFeed: "\(findings) of registered software known from baselines alone"
            case Engine.reportsFeed: "\(findings) named by reports of baselines alone"
            default: "\(findings) in the baseline of \(feed)"
            }
        }
        parts += untold.withheld.map { "\($0.findings) withheld as \($0.reason)" }
        if !hasOrder, untold.released > 0 { parts.append("\(untold.released) for want of an approved standing order") }
        guard !parts.isEmpty else { return "every open finding was told, or is about to be" }
        return "findings nobody is told of: \(parts.joined(separator: ", ")) (`ess finding list --untold`)"
    }

    private static func deliveries(_ rows: StatusRows) -> [Line] {
        rows.failedDeliveries.map { notice, entity, state in
            Line(need: .delivery, text: "notice \(notice) to \(entity) \(state)", command: "ess notice show \(notice)")
        }
            + rows.withoutContact.map { entity, causes in
                Line(
                    need: .delivery, text: "\(entity) has no usable contact; \(causes) causes withheld",
                    command: "ess entity show \(entity)")
            }
    }

    /// The first 20 inventories that nobody confirmed for too long, each with whom to ask.
    private static func inventories(_ register: RegisterState, at now: Instant) -> [Line] {
        let stale = register.staleLists.sorted { ($0.since, $0.entity, $0.list) < ($1.since, $1.entity, $1.list) }
        var lines = stale.prefix(20).map { list in
            let contact = register.index.position(of: list.entity)
                .flatMap { register.index.entities[$0].asked }.map { ", contact \($0)" } ?? ""
            let noun = list.assets == 1 ? "asset" : "assets"
            return Line(
                need: .inventory,
                text: "inventory \(list.list) of \(list.entity) is stale for "
                    + "\(duration(now.seconds(since: list.since))), \(list.assets) \(noun); "
                    + "owner \(list.owner)\(contact)",
                command: "ess entity confirm \(list.entity) --list \"\(list.list)\"")
        }
        if stale.count > 20 {
            lines.append(
                Line(
                    need: .inventory, text: "\(stale.count - 20) more inventories are stale",
                    command: "ess entity coverage"))
        }
        return lines
    }

    private static func feeds(_ feeds: [FeedHealthView]) -> [Line] {
        feeds.filter { !$0.troubles.isEmpty }.map { feed in
            let what = feed.troubles.map(\.text).joined(separator: "; ")
            return Line(need: .feed, text: "\(feed.id): \(what)", command: "ess feed health \(feed.id)")
        } + paused(feeds)
    }

    private static func duration(_ seconds: Int64) -> String {
        seconds >= 7200 ? "\(seconds / 3600) h" : "\(max(1, seconds / 60)) min"
    }
}

extension Engine {
    /// Hours before a clock's date from which it stands in `ess status`.
    static let clockWarningHours: Int64 = 4

    /// Those of `repairs` that are owed still: an answer may have settled one, which only the case's fold knows.
    func overdueRepairs(_ repairs: [StatusRows.Clock], at now: Instant) async throws -> [StatusRows.Clock] {
        let soon = now.adding(seconds: Engine.clockWarningHours * 3600)
        var owed: [StatusRows.Clock] = []
        for (name, clocks) in Dictionary(grouping: repairs, by: \.number).sorted(by: { $0.key < $1.key }) {
            guard let number = SpokenNumber(name) else { continue }
            let late = try await caseStory(number, at: soon).participations.filter(\.fixOverdue).map(\.entity.text)
            owed += clocks.filter { late.contains($0.entity) }
        }
        return owed
    }

    /// For silent participations whose chain has come to the telephone: whom to call, or that there is no number.
    func callsOwed(_ silent: [StatusRows.Clock], at now: Instant) async throws -> [StatusRows.Clock: String] {
        var calls: [StatusRows.Clock: String] = [:]
        let register = try await register().index
        for (name, clocks) in Dictionary(grouping: silent.filter { $0.by < now }, by: \.number) {
            guard let number = SpokenNumber(name) else { continue }
            let late = try await caseStory(number, at: now).participations.filter { $0.escalated > 0 }
            for clock in clocks {
                guard late.contains(where: { $0.entity.text == clock.entity }),
                    let place = EntityID(clock.entity).flatMap({ register.position(of: $0) })
                else { continue }
                calls[clock] = Engine.number(of: register.entities[place])
            }
        }
        return calls
    }

    /// The number to call: one of the 24h role first, verified before stated.
    private static func number(of entity: Entity) -> String {
        let phones = entity.contacts.filter { !$0.suspended }.compactMap { contact -> (Contact, String)? in
            if case .phone(let number) = contact.channel { (contact, number) } else { nil }
        }
        let order = phones.sorted { left, right in
            let rank = { (contact: Contact) in
                (contact.role == .alwaysOn ? 0 : 1, contact.verified == nil ? 1 : 0, contact.id)
            }
            return rank(left.0) < rank(right.0)
        }
        guard let (contact, number) = order.first else { return "call it: the register has no telephone number" }
        let doubt = contact.verified == nil ? ", not verified" : ""
        return "call \(contact.name ?? contact.id) \(number) (\(contact.role.rawValue)\(doubt))"
    }

    /// Score from which an unassigned threat stands in `ess status` although nobody of ours is known to be concerned.
    static let statusThreshold = 70
}
