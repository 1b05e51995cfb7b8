import Vocabulary

/// Which of a report's revisions is current: the one with the greatest rank.
///
/// First by the source's own time of the item, if that can be; else it counts only among its like, so that a source
/// mends a false date by a true one. Many sources correct an item and leave its time: then by the time that
/// its document states, then by the time of the poll that brought it, because what a source said later it stands by;
/// last by digest. A document that was handed in and states no time has no time of its own: when it was handed in says
/// when somebody typed, and would make the answer follow from the order of arrival (I5).
struct RevisionRank: Comparable {
    /// 0 when the item states no time, or none that is believed: the receipt stands in for it, and counts for nothing.
    var sound: Int64
    /// Microseconds; of the last two, 0 where there is none.
    var revised: Int64
    var stated: Int64
    var polled: Int64
    var digest: [UInt8]

    /// - Parameter received: of the document that brought it.
    init(_ report: Report, received: Int64, polled: Int64) {
        sound = report.revised.microseconds == received ? 0 : 1
        revised = report.revised.microseconds
        stated = max(0, report.stated?.microseconds ?? 0)
        self.polled = polled
        digest = report.digest.bytes
    }

    init(sound: Int64, revised: Int64, stated: Int64, polled: Int64, digest: [UInt8]) {
        self.sound = sound
        self.revised = revised
        self.stated = stated
        self.polled = polled
        self.digest = digest
    }

    static func < (left: RevisionRank, right: RevisionRank) -> Bool {
        let a = (left.sound, left.sound * left.revised, left.stated, left.polled)
        let b = (right.sound, right.sound * right.revised, right.stated, right.polled)
        return a == b ? left.digest.lexicographicallyPrecedes(right.digest) : a < b
    }
}
