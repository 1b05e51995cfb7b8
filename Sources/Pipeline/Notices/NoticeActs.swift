import Notify
package import Storage
package import Vocabulary

/// `ess notice list`: newest first.
package struct NoticeList: Act {
    package static let name = "notice list"
    package static let roles = Role.anyone
    package static let readsOnly = true
    package var entity: EntityID?
    /// An advisory's or case's number, or a threat.
    package var about: String?
    package var limit: Int

    package init(entity: EntityID? = nil, about: String? = nil, limit: Int = 100) {
        self.entity = entity
        self.about = about
        self.limit = limit
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [NoticeRecord] {
        try await engine.mustKnow(entity: entity)
        return try await engine.store.notices(entity: entity, about: about, limit: min(max(limit, 1), 10_000))
    }
}

/// `ess notice show`: causes, deliveries, tries, and what it says.
package struct NoticeShow: Act {
    package static let name = "notice show"
    package static let roles = Role.anyone
    package static let readsOnly = true
    package var number: SpokenNumber

    package init(number: SpokenNumber) { self.number = number }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> NoticeStory {
        try await engine.noticeStory(number)
    }
}

/// `ess notice explain`: why it went to whom by which way and when, and who was left out and why.
package struct NoticeExplain: Act {
    package static let name = "notice explain"
    package static let roles = Role.anyone
    package static let readsOnly = true
    package var number: SpokenNumber

    /// Sentences, and what was withheld of the same causes.
    package struct Answer: Codable, Sendable {
        package var number: SpokenNumber
        package var sentences: [String]
        package var withheld: [WithheldRecord]
    }

    package init(number: SpokenNumber) { self.number = number }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> Answer {
        let story = try await engine.noticeStory(number)
        var withheld: [WithheldRecord] = []
        for cause in story.causes.prefix(100) {
            withheld += try await engine.store.withheld(cause: cause, entity: nil, limit: 1000)
        }
        let clock = story.content?.policyRow.map { ["dates come from row \($0)"] } ?? []
        let sentences = story.deliveries.map { delivery in
            "\(delivery.id) to contact \(delivery.contact): \(delivery.reason); timed by \(delivery.pacing); "
                + "now \(delivery.state.rawValue) after \(delivery.attempts) tries"
        }
        return Answer(number: number, sentences: clock + sentences, withheld: withheld)
    }
}

/// `ess notice cancel`: what has not left does not leave any more.
package struct NoticeCancel: Act {
    package static let name = "notice cancel"
    package static let roles: Set<Role> = [.approver]
    package static let reasonRequired = true
    package var number: SpokenNumber

    /// Deliveries that were cancelled, and those that could not be any more.
    package struct Answer: Codable, Sendable {
        package var cancelled: [String]
        package var left: [String]
    }

    package init(number: SpokenNumber) { self.number = number }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> Answer {
        let story = try await engine.noticeStory(number)
        var answer = Answer(cancelled: [], left: [])
        for delivery in story.deliveries {
            guard delivery.state.after(.cancel) != nil else {
                answer.left.append(delivery.id)
                continue
            }
            if !call.dryRun {
                do {
                    let entry = call.entry(
                        .delivery, delivery.id, "cancelled", ["notice": .string(number.description)])
                    try await engine.store.cancel(delivery: delivery.id, reason: call.reason ?? "", entry: entry)
                } catch let failure as StorageFailure where failure.code == .conflict {
                    // A try began meanwhile; only its outcome decides.
                    answer.left.append(delivery.id)
                    continue
                }
            }
            answer.cancelled.append(delivery.id)
        }
        engine.signals.entries.raise()
        return answer
    }
}

extension Engine {
    func noticeStory(_ number: SpokenNumber) async throws -> NoticeStory {
        guard let story = try await store.notice(number) else {
            throw ActFailure(.notFound, "there is no notice \(number)", hint: "see `ess notice list`")
        }
        return story
    }
}
