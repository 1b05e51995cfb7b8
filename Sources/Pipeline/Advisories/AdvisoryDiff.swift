import Advise
import Storage
package import Vocabulary

/// `ess advisory diff ID`: what changed in the form since the revision before, since the version before, or since what
/// was approved last.
package struct AdvisoryDiff: Act {
    package static let name = "advisory diff"
    package static let roles = Role.anyone
    package static let readsOnly = true

    package var id: String
    /// Revision to compare the newest with; nil: the one before it, or the last version in force.
    package var from: Int?

    package init(id: String, from: Int? = nil) {
        self.id = id
        self.from = from
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> AdvisoryDiffAnswer {
        let record = try await engine.advisoryVersion(id)
        let version = record.version
        let revisions = try await engine.store.advisoryRevisions(version.number, version: version.version)
        let wanted = from ?? revisions.count - 1
        var older = revisions.first { $0.revision == wanted }?.content
        if from != nil, older == nil {
            throw ActFailure(.notFound, "\(version.number)/\(version.version) has no revision \(wanted)")
        }
        if older == nil {
            let all = try await engine.store.advisory(version.number.description)
            older = all.last { $0.version.version < version.version }?.version.content
        }
        let before = older.map { lines($0) } ?? []
        return AdvisoryDiffAnswer(
            number: version.number, version: version.version, revisions: revisions.count,
            lines: Self.compare(before, lines(version.content)))
    }

    private func lines(_ content: AdvisoryContent) -> [String] {
        AdvisoryText.render(content).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// `- ` for lines that went, `+ ` for lines that came, in reading order.
    static func compare(_ before: [String], _ after: [String]) -> [String] {
        let changes = after.difference(from: before)
        var removed: [Int: String] = [:]
        var inserted: [Int: String] = [:]
        for change in changes {
            switch change {
            case .remove(let offset, let line, _): removed[offset] = line
            case .insert(let offset, let line, _): inserted[offset] = line
            }
        }
        var out: [String] = []
        var (left, right) = (0, 0)
        while left < before.count || right < after.count {
            if let line = removed[left], left < before.count {
                out.append("- " + line)
                left += 1
            } else if let line = inserted[right], right < after.count {
                out.append("+ " + line)
                right += 1
            } else {
                left += 1
                right += 1
            }
        }
        return out
    }
}

/// Answer of `ess advisory diff`.
package struct AdvisoryDiffAnswer: Codable, Sendable {
    package var number: SpokenNumber
    package var version: Int
    /// How many contents this version had.
    package var revisions: Int
    /// `- ` gone, `+ ` come; unchanged lines are left out.
    package var lines: [String]
}
