/// Which elements of an item say what.
enum SyndicationRoles {
    /// Namespaces of the feeds themselves.
    static let ownSpaces: Set<String> = [
        "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/", "http://www.w3.org/2005/Atom",
        "http://purl.org/atom/ns#", "http://backend.userland.com/rss2",
    ]

    static func role(_ prefix: String, _ name: String) -> SyndicationItem.Role? {
        switch (prefix, name) {
        case ("", "guid"), ("atom", "id"), ("", "id"): .id
        case ("", "title"), ("atom", "title"): .title
        case ("", "description"), ("", "abstract"), ("", "summary"), ("atom", "summary"), ("itunes", "summary"):
            .summary
        case ("content", "encoded"), ("", "content"), ("atom", "content"), ("", "body"), ("xhtml", "body"): .content
        case ("", "pubdate"), ("", "published"), ("", "issued"), ("", "created"): .published
        case ("dc", "date"), ("dcterms", "issued"), ("dcterms", "created"): .published
        case ("", "updated"), ("atom", "updated"), ("", "modified"), ("dcterms", "modified"): .updated
        case ("dc", "language"): .language
        default: nil
        }
    }
}
