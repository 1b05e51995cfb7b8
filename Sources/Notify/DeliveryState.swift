/// Where a delivery stands: due → sealed → accepted → delivered | bounced | expired | cancelled.
package enum DeliveryState: String, Sendable, Hashable, Codable, CaseIterable {
    case due, sealed, accepted, delivered, bounced, expired, cancelled

    /// Whether the notifier has work with it.
    package var isPending: Bool { self == .due || self == .sealed }

    /// The state after `event`, or nil when it cannot happen here; the caller then records nothing.
    ///
    /// A bounce may follow *accepted*; a delivery that left can no longer be cancelled.
    package func after(_ event: DeliveryEvent) -> DeliveryState? {
        switch (self, event) {
        case (.due, .seal), (.sealed, .seal): .sealed
        case (.sealed, .outcome(.accepted)): .accepted
        case (.sealed, .outcome(.delivered)): .delivered
        case (.sealed, .outcome(.refused)): .bounced
        case (.sealed, .outcome(.deferred)): .sealed
        case (.accepted, .confirmed): .delivered
        case (.accepted, .bounce): .bounced
        case (.due, .giveUp), (.sealed, .giveUp): .expired
        case (.due, .cancel), (.sealed, .cancel): .cancelled
        case (.bounced, .requeue), (.expired, .requeue): .sealed
        case (.due, _), (.sealed, _), (.accepted, _), (.delivered, _), (.bounced, _), (.expired, _), (.cancelled, _):
            nil
        }
    }
}

/// What can happen to a delivery.
package enum DeliveryEvent: Sendable, Hashable {
    /// Rendered, bytes stored.
    case seal
    case outcome(SendOutcome)
    /// A delivery status notification said it arrived (RFC 3464 `delivered`).
    case confirmed
    /// A delivery status notification said it failed.
    case bounce
    /// The retry schedule is used up.
    case giveUp
    case cancel
    /// An operator asks for another try of what bounced or expired: the same bytes (invariant I3).
    case requeue
}
