/// Prefixes that the root of a feed binds to a namespace of feeds themselves, so that `rss:title` is a title.
struct FeedPrefixes {
    private var own: Set<String> = []

    /// Takes the attributes of the root.
    mutating func note(_ attributes: [String: String]) {
        for (name, value) in attributes where name.hasPrefix("xmlns:") && SyndicationRoles.ownSpaces.contains(value) {
            own.insert(String(name.dropFirst("xmlns:".utf8.count)))
        }
    }

    /// The prefix, empty for feeds' own, and the local name in lower case.
    func split(_ name: UnsafeBufferPointer<UInt8>) -> (prefix: String, name: String) {
        let colon = name.firstIndex(of: UInt8(ascii: ":"))
        let local = String(decoding: name[(colon.map { $0 + 1 } ?? 0)...], as: UTF8.self).lowercased()
        guard let colon else { return ("", local) }
        let prefix = String(decoding: name[..<colon], as: UTF8.self)
        return (own.contains(prefix) ? "" : prefix, local)
    }
}
