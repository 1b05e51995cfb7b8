package import Constituency
import Durability
package import Ingest
package import Ledger
package import Logging
package import Storage
import Synchronization
package import Vocabulary

/// What every step and every act stands on: the store, the ledger, the settings, the clock, the signals between stages.
///
/// It owns no loop; the loops are Services in `Service/`. It is the same engine whether the service runs it or a
/// command runs one step with `--data-dir`.
package final class Engine: Sendable {
    package let store: Store
    package let settings: Settings
    /// Feeds and policies as read at start.
    package let policies: Policies
    package let ledger: LedgerLog
    let ledgerKey: LedgerKey
    package let logger: Logger
    package let signals = Signals()
    package let stages = Stages()
    let documentTurns = Turns()
    /// Documents at which reading was seen to stand still in this run.
    let stalledDocuments = Mutex<Set<Int64>>([])
    let sequenceTurn = Turns()
    let judgeTurn = Turns()
    let campaignTurn = Turns()
    let planTurn = Turns()
    /// One poll of a feed at a time, whoever asks for it: they share its aside file.
    let pollTurns = Turns()
    /// The way out for polls; nil until the service or a command plugs one in.
    let fetcher = Mutex<(any Fetcher)?>(nil)
    /// What checks signatures of documents that were fetched.
    let verifier = Mutex<Edges.Verify>(Edges.unverified)
    /// Threats that batches have changed and nobody has judged yet, by number: spares the judge reading them back.
    let folded = Mutex<[Int64: FoldedThreat]>([:])
    /// Reports without identifiers, clustered; nil until the first is due, and after a failure.
    let campaigns = Mutex<CampaignIndex?>(nil)
    /// The UTC day on which findings were last closed by age.
    let expiredDay = Mutex<UTCDay?>(nil)
    /// How far observed findings were looked at since the register changed.
    let placesLooked = Mutex<PlacesLooked?>(nil)
    /// Whether a caller of the judge is looking at them, for which no other need wait.
    let placesTaken = Mutex(false)
    /// The UTC day on which inventories were last looked at for their age.
    let agedDay = Mutex<UTCDay?>(nil)
    /// When reading began, or the planner was last woken in the midst of it.
    let plannedAt = Mutex<Instant?>(nil)
    let registerCache = Mutex<RegisterState?>(nil)
    /// Held until the process ends: nobody else writes this data directory.
    private let lock: DurableLock
    private let clock: @Sendable () -> Instant

    init(
        store: Store, settings: Settings, policies: Policies, ledger: LedgerLog, ledgerKey: LedgerKey,
        lock: DurableLock, logger: Logger, clock: @escaping @Sendable () -> Instant
    ) {
        self.store = store
        self.settings = settings
        self.policies = policies
        self.ledger = ledger
        self.ledgerKey = ledgerKey
        self.lock = lock
        self.logger = logger
        self.clock = clock
    }

    /// The time; asked once per cycle or act, then passed on as a value.
    package func now() -> Instant { clock() }

    /// Plugs in the way out, before the first poll.
    package func use(_ fetcher: any Fetcher, verify: @escaping Edges.Verify = Edges.unverified) {
        self.fetcher.withLock { $0 = fetcher }
        verifier.withLock { $0 = verify }
    }

    package var feeds: [FeedID: FeedDescription] { policies.feeds }
    package var nationalSpace: NationalSpace { policies.nationalSpace }
    /// The public half of the ledger's key, as text.
    package var verifierKey: String { ledgerKey.verifier.description }
}
