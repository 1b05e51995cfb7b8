import Vocabulary

/// The total order of titles: by time of publication, undated ones last, then by what they are.
struct TitleOrder: Sendable {
    private struct Key: Sendable {
        var published: Int64
        var id: String
        var title: String
        var source: String
    }

    /// By slot.
    private var keys: [Key] = []

    mutating func set(_ slot: Int32, _ report: TitledReport) {
        let key = Key(
            published: report.published?.microseconds ?? .max, id: report.id, title: report.title,
            source: report.source ?? "")
        if Int(slot) == keys.count { keys.append(key) } else { keys[Int(slot)] = key }
    }

    /// Microseconds between the publication of two titles that are dated.
    func apart(_ one: Int32, _ other: Int32) -> Int64 {
        let (a, b) = (keys[Int(one)].published, keys[Int(other)].published)
        return max(a, b) - min(a, b)
    }

    func precedes(_ one: Int32, _ other: Int32) -> Bool {
        let (a, b) = (keys[Int(one)], keys[Int(other)])
        if a.published != b.published { return a.published < b.published }
        return (a.id, a.title, a.source) < (b.id, b.title, b.source)
    }
}
