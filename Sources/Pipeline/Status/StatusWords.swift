import Storage

extension Status {
    /// Documents under way, and what could not be read: by kind first, for one broken row may come every day.
    static func reading(_ rows: StatusRows) -> String {
        let due = counted(rows.documentsDue, "document") + " being read"
        guard rows.rejects > 0 else { return "\(due), no rejects stand" }
        let kinds = counted(rows.rejectKinds, "kind")
        return "\(due), \(counted(rows.rejects, "reject")) of \(kinds) (`ess reject list`)"
    }

    static func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
        "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
    }

    /// A pause that nobody remembers is silence (I4), so it stands here until it ends.
    static func paused(_ feeds: [FeedHealthView]) -> [Line] {
        feeds.filter { $0.paused && $0.url != nil }.map { feed in
            let since = feed.pausedAt.map { " since \($0)" } ?? ""
            let by = feed.pausedBy.map { " by \($0)" } ?? ""
            return Line(
                need: .feed, text: "\(feed.id): paused\(since)\(by); nothing of it is fetched",
                command: "ess feed resume \(feed.id)")
        }
    }
}
