import Foundation
import GRDB
import Vocabulary

// A server that sends other bytes under the ETag or time of the ones before would make us blind: asked with them, it
// could say "not modified" for ever. Such validators are not used again until they have changed with the bytes.

extension Store {
    /// ETag and Last-Modified of the document before.
    static func validators(of feed: FeedID, in db: Database) throws -> (etag: String?, lastModified: String?) {
        let row = try Row.fetchOne(
            db, sql: "SELECT etag, last_modified FROM feed_state WHERE feed = ?", arguments: [feed.text])
        return (row?["etag"], row?["last_modified"])
    }

    /// Whether the bytes are new under the same validators is decided before the document is known.
    static func judgeValidators(
        _ poll: PollResult, before: (etag: String?, lastModified: String?), digest: Vocabulary.Digest, in db: Database
    ) throws {
        let isKnown =
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS(SELECT 1 FROM document WHERE feed = ? AND digest = ?)",
                arguments: [poll.feed.text, Data(digest.bytes)]) ?? false
        guard !isKnown, before.etag != nil || before.lastModified != nil else { return }
        // RFC 9110 § 13.2.2: where there is an ETag, it decides.
        let isSame =
            before.etag != nil || poll.etag != nil
            ? before.etag == poll.etag : before.lastModified == poll.lastModified
        try db.execute(
            sql: "UPDATE feed_state SET validators_lie = ? WHERE feed = ?", arguments: [isSame, poll.feed.text])
    }
}
