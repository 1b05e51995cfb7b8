package import Ingest
package import Logging
package import Storage
package import Vocabulary

/// What every step and every act stands on: the store, the settings, the clock, the signals between stages.
///
/// It owns no loop; the loops are Services in `Service/`. It is the same engine whether the service runs it or a command
/// runs one step with `--data-dir`.
package final class Engine: Sendable {
    package let store: Store
    package let settings: Settings
    /// Descriptions of all feeds by id, read once at start.
    package let feeds: [FeedID: FeedDescription]
    package let logger: Logger
    package let signals = Signals()
    private let clock: @Sendable () -> Instant

    package init(
        store: Store, settings: Settings, feeds: [FeedID: FeedDescription], logger: Logger,
        clock: @escaping @Sendable () -> Instant
    ) {
        self.store = store
        self.settings = settings
        self.feeds = feeds
        self.logger = logger
        self.clock = clock
    }

    /// The time; asked once per cycle or act, then passed on as a value.
    package func now() -> Instant { clock() }
}
