import Storage
import Vocabulary

/// Whether a poll may say "only if it changed".
///
/// A server whose validators do not change with its bytes says "not modified" for ever. So the whole document is asked
/// for after so many such answers, and after so long; and always where the validators were found to lie.
enum PollConditions {
    static let unmodifiedMax = 24
    static let secondsMax: Int64 = 86_400

    /// The validators to send; both nil for the whole document.
    static func of(_ state: FeedState?, at now: Instant) -> (etag: String?, lastModified: String?) {
        guard let state, let last = state.lastDocument, !state.validatorsLie, state.unmodified < unmodifiedMax,
            now.seconds(since: last) < secondsMax
        else { return (nil, nil) }
        return (state.etag, state.lastModified)
    }
}
