import Constituency
import Foundation
import Ingest
import Vocabulary

/// Bodies of entities, read back. A large register has a million assets, and `Decodable` costs ten times as much as
/// code that knows their shape; all else of an entity is small and left to it.
enum EntityReading {
    static func entity(_ body: [UInt8]) throws -> Entity {
        try body.withUnsafeBufferPointer { bytes in
            let (place, assets) = try JSONCursor.read(trusted: bytes) { cursor throws(JSONFailure) in
                try cursor.readAssets()
            }
            var rest = Data(body[..<place.lowerBound])
            rest.append(contentsOf: "[]".utf8)
            rest.append(contentsOf: body[place.upperBound...])
            var entity = try JSONDecoder().decode(Entity.self, from: rest)
            entity.assets = assets
            return entity
        }
    }
}

extension JSONCursor {
    /// The assets of an entity's body, and where they stand in it.
    fileprivate mutating func readAssets() throws(JSONFailure) -> (place: Range<Int>, assets: [Asset]) {
        try beginObject()
        while let key = try nextKey() {
            guard case "assets" = key else {
                try skipValue()
                continue
            }
            let start = try place()
            var assets: [Asset] = []
            try eachElement { cursor throws(JSONFailure) in assets.append(try cursor.asset()) }
            return (start..<at, assets)
        }
        throw JSONFailure(.badValue, at: at, "an entity's body has no assets")
    }

    private mutating func asset() throws(JSONFailure) -> Asset {
        // Every member that ``Asset`` writes is read here: one that is passed over is lost with the next change.
        var out = Asset(.asn(0))
        try beginObject()
        while let key = try nextKey() {
            switch key {
            case "exposed": out.exposed = try readFlag()
            case "fact": out.fact = try fact()
            case "origins":
                var origins: [AssetOrigin] = []
                try eachElement { cursor throws(JSONFailure) in origins.append(try cursor.origin()) }
                out.origins = origins
            case "registry": out.registry = try readFlag()
            case "source": out.source = try word("a source") { Asset.Source(rawValue: $0) }
            case "state": out.state = try state()
            default: try skipValue()
            }
        }
        return out
    }

    private mutating func fact() throws(JSONFailure) -> Asset.Fact {
        var software = Software(vendor: "", product: "")
        var other: Asset.Fact?
        try beginObject()
        while let key = try nextKey() {
            switch key {
            case "asn": other = .asn(try word("an AS number", number: true) { UInt32($0) })
            case "cpe": software.cpe = try word("a CPE name") { CPEName($0) }
            case "domain": other = .domain(try readString())
            case "network": other = .network(try word("a network") { IPNetwork($0) })
            case "product": software.product = try readString()
            case "purl": software.purl = try readString()
            case "vendor": software.vendor = try readString()
            case "version": software.version = try readString()
            default: try skipValue()
            }
        }
        return other ?? .software(software)
    }

    private mutating func state() throws(JSONFailure) -> AssetState {
        var (kind, by, how, owner, reason) = ("", "", "", nil as String?, "")
        var (at, since) = (Instant.distantPast, Instant.distantPast)
        var (cause, verified) = (nil as Staleness.Cause?, nil as Verification?)
        try beginObject()
        while let key = try nextKey() {
            switch key {
            case "at": at = try readInstant()
            case "by": by = try readString()
            case "cause": cause = try word("a cause") { Staleness.Cause(rawValue: $0) }
            case "how": how = try readString()
            case "kind": kind = try readString()
            case "owner": owner = try readString()
            case "reason": reason = try readString()
            case "since": since = try readInstant()
            case "verified": verified = try verification()
            default: try skipValue()
            }
        }
        switch kind {
        case "claimed": return .claimed
        case "verified": return .verified(Verification(by: by, how: how, at: at))
        case "disputed": return .disputed(reason)
        case "stale":
            return .stale(owner.map {
                Staleness(owner: $0, since: since, reason: reason, cause: cause, verified: verified)
            })
        default: throw JSONFailure(.badValue, at: self.at, "`\(kind)` is no state of an asset")  // Proof: text.
        }
    }

    private mutating func verification() throws(JSONFailure) -> Verification {
        var out = Verification(by: "", how: "", at: .distantPast)
        try beginObject()
        while let key = try nextKey() {
            switch key {
            case "at": out.at = try readInstant()
            case "by": out.by = try readString()
            case "how": out.how = try readString()
            default: try skipValue()
            }
        }
        return out
    }

    private mutating func origin() throws(JSONFailure) -> AssetOrigin {
        var out = AssetOrigin(list: "", format: "", owner: "", imported: .distantPast)
        try beginObject()
        while let key = try nextKey() {
            switch key {
            case "confirmed": out.confirmed = try readInstant()
            case "format": out.format = try readString()
            case "imported": out.imported = try readInstant()
            case "list": out.list = try readString()
            case "owner": out.owner = try readString()
            default: try skipValue()
            }
        }
        return out
    }

    private mutating func word<Value>(
        _ wanted: String, number: Bool = false, _ read: (String) -> Value?
    ) throws(JSONFailure) -> Value {
        let start = try place()
        let text = number ? try readNumberText() : try readString()
        guard let value = read(text) else { throw JSONFailure(.badValue, at: start, "\(wanted) is expected") }
        return value
    }
}
