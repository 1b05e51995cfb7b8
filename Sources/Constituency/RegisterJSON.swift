import Vocabulary

// How the register's choices are written: always `{"kind":"…"}`, with what belongs to the kind beside it.

/// `{"kind":"software","vendor":…}`, `{"kind":"network","network":…}`, `{"asn":…}`, `{"domain":…}`.
extension Asset.Fact: Codable {
    private enum Kind: String, Codable {
        case software, network, asn, domain
    }

    private enum CodingKeys: String, CodingKey {
        case kind, vendor, product, version, cpe, purl, network, asn, domain
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(Kind.self, forKey: .kind) {
        case .software: self = .software(try Software(from: decoder))
        case .network: self = .network(try container.decode(IPNetwork.self, forKey: .network))
        case .asn: self = .asn(try container.decode(UInt32.self, forKey: .asn))
        case .domain: self = .domain(try container.decode(String.self, forKey: .domain))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .software(let software):
            try container.encode(Kind.software, forKey: .kind)
            try container.encode(software.vendor, forKey: .vendor)
            try container.encode(software.product, forKey: .product)
            try container.encodeIfPresent(software.version, forKey: .version)
            try container.encodeIfPresent(software.cpe, forKey: .cpe)
            try container.encodeIfPresent(software.purl, forKey: .purl)
        case .network(let network):
            try container.encode(Kind.network, forKey: .kind)
            try container.encode(network, forKey: .network)
        case .asn(let number):
            try container.encode(Kind.asn, forKey: .kind)
            try container.encode(number, forKey: .asn)
        case .domain(let name):
            try container.encode(Kind.domain, forKey: .kind)
            try container.encode(name, forKey: .domain)
        }
    }
}

/// `{"kind":"verified","by":…,"how":…,"at":…}`, `{"kind":"disputed","reason":…}`, `{"kind":"stale","owner":…,"since":…,
/// "reason":…,"cause":…,"verified":{…}}` or, where nobody is named, the kind alone.
extension AssetState: Codable {
    private enum Kind: String, Codable {
        case claimed, verified, disputed, stale
    }

    private enum CodingKeys: String, CodingKey { case kind, by, how, at, reason, owner, since, cause, verified }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(Kind.self, forKey: .kind) {
        case .claimed: self = .claimed
        case .verified: self = .verified(try Verification(from: decoder))
        case .disputed: self = .disputed(try container.decode(String.self, forKey: .reason))
        case .stale: self = .stale(container.contains(.owner) ? try Staleness(from: decoder) : nil)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .claimed: try container.encode(Kind.claimed, forKey: .kind)
        case .verified(let verification):
            try container.encode(Kind.verified, forKey: .kind)
            try container.encode(verification.by, forKey: .by)
            try container.encode(verification.how, forKey: .how)
            try container.encode(verification.at, forKey: .at)
        case .disputed(let reason):
            try container.encode(Kind.disputed, forKey: .kind)
            try container.encode(reason, forKey: .reason)
        case .stale(let staleness):
            try container.encode(Kind.stale, forKey: .kind)
            try container.encodeIfPresent(staleness?.owner, forKey: .owner)
            try container.encodeIfPresent(staleness?.since, forKey: .since)
            try container.encodeIfPresent(staleness?.reason, forKey: .reason)
            try container.encodeIfPresent(staleness?.cause, forKey: .cause)
            try container.encodeIfPresent(staleness?.verified, forKey: .verified)
        }
    }
}

/// `{"kind":"mail","address":…}`; a telephone's number and a drop's name are addresses too.
extension Contact.Channel: Codable {
    private enum Kind: String, Codable {
        case mail, phone, maildrop
    }

    private enum CodingKeys: String, CodingKey { case kind, address }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let address = try container.decode(String.self, forKey: .address)
        switch try container.decode(Kind.self, forKey: .kind) {
        case .mail: self = .mail(address)
        case .phone: self = .phone(address)
        case .maildrop: self = .maildrop(address)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .mail(let address):
            try container.encode(Kind.mail, forKey: .kind)
            try container.encode(address, forKey: .address)
        case .phone(let number):
            try container.encode(Kind.phone, forKey: .kind)
            try container.encode(number, forKey: .address)
        case .maildrop(let name):
            try container.encode(Kind.maildrop, forKey: .kind)
            try container.encode(name, forKey: .address)
        }
    }
}
