/// Where a delivery stands: due → sealed → accepted → delivered | bounced | expired | cancelled.
package enum DeliveryState: String, Sendable, Hashable, Codable, CaseIterable {
    case due, sealed, accepted, delivered, bounced, expired, cancelled

    /// Nothing more happens by itself. A bounce may still follow ``accepted``, and ``delivered`` by a late DSN.
    package var isFinal: Bool {
        switch self {
        case .due, .sealed, .accepted: false
        case .delivered, .bounced, .expired, .cancelled: true
        }
    }

    /// Whether the notifier has work with it.
    package var isPending: Bool { self == .due || self == .sealed }
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
}
