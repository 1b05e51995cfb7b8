import Foundation
import HTTPTypes
import Hummingbird
import Pipeline
import Synchronization
import Vocabulary

/// Who presented a good token, and how.
struct Caller {
    let entity: EntityID
    /// Basic credentials are sent by browsers on their own, also when another site asks; Bearer never is.
    let isBrowserLike: Bool
}

/// Lets in who presents a token of ours: `Authorization: Bearer ess_…`, or Basic with the token as the password.
///
/// Tokens are looked up by their hash and are never logged. All refusals read the same.
struct EntityGate {
    let engine: Engine
    private let tries = FailedTries()

    init(engine: Engine) { self.engine = engine }

    func admit(_ request: Request, client: IPAddress?) async throws -> Caller {
        let now = engine.now()
        if let presented = EntityGate.token(request.headers[.authorization]),
            let entity = try await engine.entity(bearing: presented.token)
        {
            return Caller(entity: entity, isBrowserLike: presented.isBasic)
        }
        // Only who has no good token is told to wait: entities behind one address must not lock each other out, and
        // 256 bits need no help against guessing.
        if tries.isOver(client, at: now) {
            var problem = Problem(
                .tooManyRequests, .tryLater, "too many failed tries from this address",
                hint: "wait a minute, then send the entity's token as Bearer, or as the password of Basic")
            problem.fields[.retryAfter] = String(FailedTries.windowSeconds)
            throw problem
        }
        // Asking without credentials is how a browser begins; it is no failed try.
        if request.headers[.authorization] != nil { tries.record(client, at: now) }
        throw request.headers[.authorization] == nil ? EntityGate.asking : unknown
    }

    private static var asking: Problem {
        challenge(
            Problem(
                .unauthorized, .notPermitted, "a token is needed",
                hint: "send the entity's token as Bearer, or as the password of Basic"))
    }

    /// One text for what never was a token and what is none any more: nobody learns which.
    private var unknown: Problem {
        let phone = engine.settings.authority.phone
        let whom = phone.isEmpty ? "the authority" : phone
        return EntityGate.challenge(
            Problem(
                .unauthorized, .notPermitted, "this token is unknown or was ended; ask \(whom) for a new one",
                hint: "send the entity's token as Bearer, or as the password of Basic"))
    }

    private static func challenge(_ refusal: Problem) -> Problem {
        var problem = refusal
        problem.fields.append(
            HTTPField(name: .wwwAuthenticate, value: "Basic realm=\"ess\", charset=\"UTF-8\""))
        problem.fields.append(HTTPField(name: .wwwAuthenticate, value: "Bearer realm=\"ess\""))
        return problem
    }

    /// RFC 6750 § 2.1, RFC 7617 § 2; nil for anything that cannot be a token of ours.
    private static func token(_ header: String?) -> (token: String, isBasic: Bool)? {
        guard let header, header.utf8.count <= 1024, let space = header.firstIndex(of: " ") else { return nil }
        let rest = header[header.index(after: space)...].drop { $0 == " " }
        switch header[..<space].lowercased() {
        case "bearer": return rest.hasPrefix("ess_") ? (String(rest), false) : nil
        case "basic":
            guard let data = Data(base64Encoded: String(rest)), let colon = data.firstIndex(of: UInt8(ascii: ":")),
                let password = String(data: data[data.index(after: colon)...], encoding: .utf8),
                password.hasPrefix("ess_")
            else { return nil }
            return (password, true)
        default: return nil
        }
    }
}

/// Counts failed tries by client address, so that guessing is slow and seen. Bounded; forgets by the minute.
final class FailedTries: Sendable {
    static let windowSeconds: Int64 = 60
    static let triesMax = 20
    private static let addressesMax = 10_000
    private let windows = Mutex<[IPAddress: (since: Instant, count: Int)]>([:])

    func isOver(_ client: IPAddress?, at now: Instant) -> Bool {
        guard let key = FailedTries.key(client) else { return false }
        return windows.withLock { windows in
            guard let window = windows[key], now.seconds(since: window.since) < FailedTries.windowSeconds else {
                return false
            }
            return window.count >= FailedTries.triesMax
        }
    }

    func record(_ client: IPAddress?, at now: Instant) {
        guard let key = FailedTries.key(client) else { return }
        windows.withLock { windows in
            if windows.count >= FailedTries.addressesMax, windows[key] == nil {
                windows = windows.filter { now.seconds(since: $0.value.since) < FailedTries.windowSeconds }
                // So many at once is no guesser but a flood; the tokens' 256 bits stand without the count.
                if windows.count >= FailedTries.addressesMax { windows.removeAll() }
            }
            let window = windows[key]
            let isFresh = window.map { now.seconds(since: $0.since) >= FailedTries.windowSeconds } ?? true
            windows[key] = isFresh ? (now, 1) : (window?.since ?? now, (window?.count ?? 0) + 1)
        }
    }

    /// One site of IPv6 is a /64.
    private static func key(_ client: IPAddress?) -> IPAddress? {
        guard let client, !client.isIPv4 else { return client }
        return IPAddress(v6: (client.bits >> 64) << 64)
    }
}
