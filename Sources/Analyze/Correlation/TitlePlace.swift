/// Where a report stands among others by what its title says, and why.
package struct TitlePlace: Sendable, Hashable {
    /// The id of the cluster's first member, by time, then id.
    package var cluster: String
    /// The nearest other report and its likeness in hundredths; nil where nothing came near.
    package var nearest: String?
    package var likeness: Int
    package var reason: TitleLikeness.Reason
    /// Identifiers, else telling words, that it shares with the nearest; sorted.
    package var shared: [String]

    /// A likeness as people read it; a person's word is all or nothing.
    static func hundredths(_ likeness: Int32) -> Int {
        switch likeness {
        case TitleLikeness.together: 100
        case TitleLikeness.apart: -100
        default: Int((Double(likeness) / 10_000).rounded())
        }
    }
}
