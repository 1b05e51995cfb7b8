package import Vocabulary

/// The one place that says which machine follows which protocol.
package enum SourceProtocols {
    /// Nil for a feed that is asked plainly, or has no address.
    package static func machine(
        of feed: FeedDescription, memory: [String: SourceMemory], now: Instant
    ) -> (any SourceProtocol)? {
        if feed.source.kind == .imap {
            guard let link = feed.url.flatMap({ MailboxLink($0) }) else { return nil }
            return MailboxSource(link: link, feed: feed, memory: memory)
        }
        guard let start = feed.url.flatMap({ WebLink($0) }) else { return nil }
        switch feed.source.kind {
        case .plain, .imap: return nil
        case .csafProvider: return CSAFProviderSource(start: start, options: feed.source, memory: memory, now: now)
        case .taxii: return TAXIISource(start: start, feed: feed, memory: memory)
        case .mispFeed: return MISPFeedSource(start: start, options: feed.source, memory: memory, now: now)
        case .nvdPages: return NVDPagesSource(start: start, feed: feed, memory: memory, now: now)
        }
    }
}
