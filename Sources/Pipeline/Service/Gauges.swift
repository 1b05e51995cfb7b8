import Ledger
import Storage
import Vocabulary

/// One measured quantity as Prometheus takes it: a name, what it means, and its samples.
package struct Gauge: Sendable, Hashable {
    /// Whether it goes up and down, or only up.
    package enum Kind: String, Sendable, Hashable { case gauge, counter }

    /// One value, told from the others of its name by labels.
    package struct Sample: Sendable, Hashable {
        /// In the order in which they are written; names are ours, values may be any text.
        package var labels: [String: String]
        package var value: Double

        package init(_ value: Double, _ labels: [String: String] = [:]) {
            self.value = value
            self.labels = labels
        }
    }

    /// `ess_…`, with the unit at its end.
    package var name: String
    package var help: String
    package var kind: Kind
    package var samples: [Sample]

    package init(_ name: String, _ help: String, kind: Kind = .gauge, _ samples: [Sample]) {
        self.name = name
        self.help = help
        self.kind = kind
        self.samples = samples
    }

    package init(_ name: String, _ help: String, kind: Kind = .gauge, _ value: Double) {
        self.init(name, help, kind: kind, [Sample(value)])
    }
}

extension Engine {
    /// What stages, feeds, outbox and ledger look like now (I4). Ages are seconds, 0 when nothing waits.
    package func gauges() async throws -> [Gauge] {
        let now = now()
        let rows = try await store.metricRows()
        func age(_ since: Instant?) -> Double { since.map { max(0, Double(now.seconds(since: $0))) } ?? 0 }
        let deliveries = rows.deliveries.sorted { $0.key < $1.key }.map {
            Gauge.Sample(Double($0.value), ["state": $0.key])
        }
        return [
            Gauge("ess_documents_due", "Documents not yet read to their end.", Double(rows.documentsDue)),
            Gauge("ess_document_oldest_due_seconds", "Age of the oldest unread document.", age(rows.oldestDocument)),
            Gauge("ess_threats_to_match", "Threats waiting to be matched.", Double(rows.threatsToMatch)),
            Gauge("ess_deliveries", "Deliveries by state.", deliveries),
            Gauge(
                "ess_delivery_oldest_waiting_seconds", "Age of the oldest delivery that has not left.",
                age(rows.oldestDelivery)),
            Gauge(
                "ess_delivery_overdue_seconds", "How long the earliest planned delivery is past its time.",
                age(rows.nextDelivery)),
            Gauge(
                "ess_entries_unsequenced", "Entries not yet under a signed head.",
                Double(max(0, rows.entries - rows.ledgerSize))),
            Gauge("ess_ledger_size", "Leaves under the newest signed head.", Double(rows.ledgerSize)),
        ] + (try await feedGauges(now))
    }

    /// Whether acts and pages can be answered: the store reads, and the ledger stands at the head it signed.
    /// - Throws: what the store says when it does not answer.
    package func isReady() async throws -> Bool {
        guard try await store.answers() else { return false }
        let size = await ledger.size
        return try await store.ledgerHead().map { $0.size <= size } ?? true
    }

    private func feedGauges(_ now: Instant) async throws -> [Gauge] {
        let feeds = try await feedViews(at: now)
        return [
            Gauge(
                "ess_feed_last_success_timestamp_seconds", "When the feed last brought what it should; 0 for never.",
                feeds.map { Gauge.Sample(Double(($0.lastSuccess?.microseconds ?? 0) / 1_000_000), ["feed": $0.id]) }),
            Gauge(
                "ess_feed_silent", "1 when the feed has been silent for longer than it may.",
                feeds.map { Gauge.Sample($0.silent ? 1 : 0, ["feed": $0.id]) }),
            Gauge(
                "ess_feed_consecutive_failures", "Polls that failed since the last success.",
                feeds.map { Gauge.Sample(Double($0.failures), ["feed": $0.id]) }),
        ]
    }
}
