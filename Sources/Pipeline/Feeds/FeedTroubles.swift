import Ingest
import Storage
import Vocabulary

extension FeedHealthView {
    /// Of a feed without a file: what is known of it, and the one trouble that it has.
    init(gone state: FeedState, _ kept: KeptFeed, _ history: FeedHistory, folder: String) {
        self.init(state, history, of: state.feed.text)
        let file = state.described.map { ", last found at the start of \($0)" } ?? ""
        troubles = [
            Trouble(
                kind: .gone,
                text: "no file in \(folder) describes it any more\(file); nothing of it comes, and what its "
                    + "\(Status.counted(kept.documents, "document")) told stays as it is",
                remedy: "put \(state.feed).yaml back and restart the service; if it is meant: "
                    + "`ess feed pause \(state.feed)`")
        ]
    }

    /// A paused feed has no troubles: somebody knows.
    static func troubles(_ view: FeedView, _ history: FeedHistory) -> [Trouble] {
        guard !view.paused else { return [] }
        var found: [Trouble] = []
        if view.silent {
            let since = view.lastSuccess.map { "since \($0)" } ?? "and has never brought anything"
            found.append(
                Trouble(
                    kind: .silent, text: "silent \(since); last outcome: \(view.lastOutcome ?? "none")",
                    remedy: "`ess feed fetch \(view.id)` asks now and says why; or hand its document in: "
                        + "`ess ingest \(view.id) FILE`"))
        }
        if view.failures >= failuresMin {
            found.append(
                Trouble(
                    kind: .failing, text: "\(view.failures) failed polls in a row: \(plain(view.lastOutcome))",
                    remedy: "`ess feed fetch \(view.id)` tries now and says what to do"))
        }
        if let list = history.doubted.last {
            found.append(
                Trouble(
                    kind: .doubted, text: "the list of \(list.stated) \(list.reason): it closes no finding",
                    remedy: "look at document \(list.document); if it is right: "
                        + "`ess feed confirm \(view.id) \(list.document)`"))
        }
        if let newest = history.documents.last, newest.summary.rejects > 0, newest.summary.items == 0 {
            found.append(unreadable(newest, of: view.id))
        } else if let drifting = drifting(history, of: view.id) {
            found.append(drifting)
        }
        return found
    }

    private static func unreadable(_ newest: FeedDocument, of feed: String) -> Trouble {
        let how = newest.isPolled ? "that a poll brought" : "handed in by a person"
        let rejects = newest.summary.rejects == 1 ? "1 reject" : "\(newest.summary.rejects) rejects"
        let see = "`ess reject list --each --document \(newest.id)`"
        let right = newest.isPolled ? "when the source mends it, the next poll ends this" : "hand the right one in"
        return Trouble(
            kind: .unreadable,
            text: "nothing in document \(newest.id) (\(CleanName.text(newest.name)), \(how)) could be read: "
                + "\(rejects), \(see)",
            remedy: "\(see) says why; \(right); if it is no document of this feed: "
                + "`ess reject dismiss \(newest.id) --reason \"…\"`")
    }

    private static func drifting(_ history: FeedHistory, of feed: String) -> Trouble? {
        let figures = history.documents.map(\.summary).map {
            DocumentFigures(items: $0.items, rejects: $0.rejects, fields: $0.fields ?? [:], columns: $0.columns)
        }
        let drifts = FeedDrift.judge(figures)
        guard !drifts.isEmpty, let newest = history.documents.last else { return nil }
        return Trouble(
            kind: .drifting, text: drifts.map(\.text).joined(separator: "; "),
            remedy: "compare document \(newest.id) (`ess reject list --document \(newest.id)`) with what the source "
                + "shows; a change that is meant is the new usual after five documents")
    }

    /// The outcome without the word that the sentence has said already.
    private static func plain(_ outcome: String?) -> String {
        let text = outcome ?? "no outcome is known"
        return text.hasPrefix("failed: ") ? String(text.dropFirst(8)) : text
    }
}

/// The name of a document in a sentence: a file name may hold anything, also line breaks.
private enum CleanName {
    static func text(_ name: String) -> String {
        String(String.UnicodeScalarView(name.unicodeScalars.prefix(120).map { scalar in
            scalar.value < 0x20 || scalar.value == 0x7F || scalar == "`" ? "?" : scalar
        }))
    }
}
