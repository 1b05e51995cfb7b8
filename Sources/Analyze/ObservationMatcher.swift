package import Constituency
package import Vocabulary

/// Decides for each row of a batch whose it is: an entity's, an orphan of the national space, or nobody's of ours.
///
/// A value over immutable tables; workers share it. No text is built per row.
package struct ObservationMatcher: Sendable {
    package let register: RegisterIndex
    package let space: NationalSpace

    package init(register: RegisterIndex, space: NationalSpace) {
        self.register = register
        self.space = space
    }

    /// One outcome for each row, in order.
    /// - Complexity: a few dozen nanoseconds per row.
    package func outcomes(_ rows: [Observation]) -> [RowOutcome] {
        rows.map(outcome)
    }

    /// Who owns the row's address: the most specific registered network, else the autonomous system the source states.
    package func outcome(_ row: Observation) -> RowOutcome { outcome(row.address, asn: row.asn) }

    /// - Parameter asn: as the source states it; 0 when it does not.
    func outcome(_ address: IPAddress, asn: UInt32) -> RowOutcome {
        let slot = register.prefixes.slot(of: address)
        if slot >= 0 { return .network(slot) }
        let system = register.asnSlot(of: asn)
        if system >= 0 { return .asn(system) }
        return space.contains(address) || space.contains(asn: asn) ? .orphan : .outside
    }

    /// Positions of the entities an outcome names; empty for orphan and outside.
    package func owners(_ outcome: RowOutcome) -> ArraySlice<Int32> {
        switch outcome {
        case .network(let slot): register.owners(ofNetwork: slot)
        case .asn(let slot): register.owners(ofASN: slot)
        case .orphan, .outside: []
        }
    }
}

/// Whose a row is.
package enum RowOutcome: Sendable, Hashable {
    /// Slot in ``RegisterIndex/prefixes``; two entities may have registered it.
    case network(Int32)
    /// Slot of ``RegisterIndex/asnSlot(of:)``.
    case asn(Int32)
    /// In the national space, matches no entity.
    case orphan
    case outside
}

/// Orphans of a batch, counted by operator and condition.
package struct OrphanCount: Sendable, Hashable {
    /// 0 when the source states none.
    package var asn: UInt32
    /// Index into ``ObservationBatch/conditions``.
    package var condition: Int
    package var rows: Int

    package init(asn: UInt32, condition: Int, rows: Int) {
        self.asn = asn
        self.condition = condition
        self.rows = rows
    }
}
