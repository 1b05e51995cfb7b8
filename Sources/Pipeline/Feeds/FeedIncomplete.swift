import Ingest
import Storage
import Vocabulary

extension FeedHealthView {
    /// The share of a source's documents, one in so many, from which those that cannot be had are a trouble before any
    /// of them is given up.
    private static let shareOf = 10

    /// What its lists name and we do not have.
    ///
    /// One document that is not there is its publisher's slip and is tried again in silence; one that is given up, and
    /// many at once, somebody has to know.
    static func incomplete(_ id: String, _ tally: SourceTally?, _ missing: MissingParts?, file: String) -> [Trouble] {
        var found: [Trouble] = []
        if let missing, missing.givenUp > 0 {
            found.append(
                Trouble(
                    kind: .incomplete,
                    text: "\(Status.counted(missing.givenUp, "document")) could not be had in "
                        + "\(SourceMemory.triesMax) tries, first \(name(missing.first)); asked for once a day",
                    remedy: "look with `curl -v` and tell the publisher; if it is to stay so: "
                        + "`ess feed dismiss \(id) --reason \"…\"`"))
        } else if let missing, missing.failing > 1, missing.failing * shareOf >= missing.parts {
            found.append(
                Trouble(
                    kind: .incomplete,
                    text: "\(missing.failing) of \(Status.counted(missing.parts, "document")) could not be had, first "
                        + name(missing.first),
                    remedy: "`ess feed fetch \(id)` tries now and says why; tell the publisher"))
        }
        guard let tally else { return found }
        if tally.elsewhere * shareOf >= max(1, tally.named) {
            found.append(
                Trouble(
                    kind: .incomplete,
                    text: "\(tally.elsewhere) of \(tally.named) documents lie where this feed may not go, first "
                        + name(tally.elsewhereOrigin ?? ""),
                    remedy: "if the publisher means it, name that origin under `origins` in \(file)"))
        }
        if tally.beyond > 0 {
            found.append(
                Trouble(
                    kind: .incomplete,
                    text: "its lists name \(tally.named) documents; \(tally.beyond) beyond "
                        + "\(SourceTally.namedMax) are not looked at",
                    remedy: "tell the publisher; or follow a part of its lists: `url` in \(file)"))
        }
        return found
    }

    /// An address or a part's name as a list wrote it, for a sentence.
    private static func name(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(120).map { scalar in
            scalar.value < 0x20 || scalar.value == 0x7F || scalar == "`" ? "?" : scalar
        }))
    }
}
