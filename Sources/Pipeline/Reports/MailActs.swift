import Foundation
package import Storage
package import Vocabulary

/// `ess report mails`: what became of each mail of the mailboxes for people, newest first.
package struct ReportMails: Act {
    package static let name = "report mails"
    package static let roles = Role.anyone
    package static let readsOnly = true
    package var query: MailQuery
    package init(query: MailQuery) { self.query = query }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> [MailRow] {
        let found = try await engine.store.mails(query)
        if found.isEmpty { try engine.mustKnow(feed: query.feed) }
        return found
    }
}

/// `ess report original`: a document's bytes as they came, piece by piece. For what a person must open by hand.
package struct ReportOriginal: Act {
    package static let name = "report original"
    package static let roles: Set<Role> = [.analyst, .admin]
    package static let readsOnly = true
    /// Either a document, or a feed and the report's id there.
    package var document: Int64?
    package var feed: FeedID?
    package var id: String?
    /// Bytes to leave out first.
    package var offset: Int

    package init(document: Int64?, feed: FeedID?, id: String?, offset: Int) {
        self.document = document
        self.feed = feed
        self.id = id
        self.offset = offset
    }

    /// Bytes of one answer.
    private static let pieceMax = 8 << 20

    /// One piece; the last one when `next` is nil.
    package struct Answer: Codable, Sendable {
        package var document: Int64
        package var digest: Digest
        /// Of the whole document.
        package var bytes: Int
        /// Base 64.
        package var content: String
        /// Where the next piece begins.
        package var next: Int?
    }

    package func run(_ engine: Engine, _ call: ActCall) async throws -> Answer {
        let record = try await record(engine)
        let raw = try engine.store.readRaw(record.digest)
        var place = 0
        var out = Data()
        while out.count < ReportOriginal.pieceMax, try raw.next({ piece in
            let skipped = min(piece.count, max(0, offset - place))
            out.append(contentsOf: piece[skipped...].prefix(ReportOriginal.pieceMax - out.count))
            place += piece.count
        }) {}
        let end = max(0, offset) + out.count
        return Answer(
            document: record.id, digest: record.digest, bytes: record.bytes, content: out.base64EncodedString(),
            next: out.isEmpty || end >= record.bytes ? nil : end)
    }

    private func record(_ engine: Engine) async throws -> DocumentRecord {
        var number = document
        if let feed, let id {
            number = try await engine.store.document(ofReport: id, feed: feed)
            if number == nil {
                try engine.mustKnow(feed: feed)
                throw ActFailure(
                    .notFound, "\(feed) has no report `\(id)`", hint: "see `ess report list --feed \(feed)`")
            }
        }
        guard let number, let record = try await engine.store.document(number) else {
            throw ActFailure(.notFound, "there is no such document", hint: "see `ess report mails`")
        }
        return record
    }
}
