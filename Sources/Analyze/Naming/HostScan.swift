import Constituency
import Vocabulary

/// A domain name, address or network that a text names.
struct NamedHost: Hashable {
    enum Subject: Hashable {
        /// A-labels.
        case domain(String)
        /// Port 0 where none is written.
        case address(IPAddress, port: UInt16)
        case network(IPNetwork)
    }

    var subject: Subject
    /// In the text's UTF-8.
    var source: Range<Int>
}

/// Finds host names and addresses in a text, plain and defanged (`example[.]az`, `hxxps://`, `192.0.2[.]7:443`).
///
/// Of a web address only the host counts: what its path or query says is not where it leads, and a name before `@` in
/// it is bait. One pass; a run of name characters is read once.
struct HostScan {
    let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0
    /// Begin of a host behind `://`; -1 outside.
    private(set) var authority = -1
    private(set) var found: [NamedHost] = []

    static func hosts(in bytes: [UInt8]) -> [NamedHost] {
        bytes.withUnsafeBufferPointer { buffer in
            var scan = HostScan(buffer)
            scan.run()
            return scan.found
        }
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private mutating func run() {
        while at < bytes.count {
            if let width = schemeEnd(at) {
                enterAuthority(at + width)
            } else if bytes[at] == 0x3A, at == 0 || bytes[at - 1] <= 0x20, let host = addressSix(at) {
                take(host)
            } else if nameWidth(at) > 0 {
                takeRun()
            } else {
                at += 1
            }
        }
    }

    /// `://`, `[:]//`, `[://]`, `:[//]`, `\\`: their width.
    private func schemeEnd(_ at: Int) -> Int? {
        switch bytes[at] {
        case 0x3A: has("://", at) ? 3 : has(":[//]", at) ? 5 : nil
        case 0x5B: has("[:]//", at) ? 5 : has("[://]", at) ? 5 : nil
        case 0x5C: has("\\\\", at) ? 2 : nil
        default: nil  // Proof: a byte, not one of our enums.
        }
    }

    /// Steps to the host of a web address, past a user's name.
    private mutating func enterAuthority(_ start: Int) {
        var end = start
        var host = start
        let ends: [UInt8] = [0x2F, 0x3F, 0x23, 0x5C, 0x22, 0x27, 0x3C, 0x3E]
        while end < bytes.count, !isBlank(bytes[end]), !ends.contains(bytes[end]) {
            if bytes[end] == 0x40 { host = has("]", end + 1) ? end + 2 : end + 1 }
            end += 1
        }
        at = max(host, start)
        authority = at
        // `http://[2001:db8::1]/`
        if at < bytes.count, bytes[at] == 0x5B, let six = addressSix(at + 1) { take(six) }
    }

    /// One run of labels and dots from ``at``, which is at a name character.
    private mutating func takeRun() {
        let start = at
        if let six = addressSix(start) { return take(six) }
        var name: [UInt8] = []
        var dots = 0
        while at < bytes.count {
            let width = nameWidth(at)
            if width > 0 {
                for byte in bytes[at..<at + width] { name.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte) }
                at += width
                continue
            }
            let dot = dotWidth(at)
            guard dot > 0, at + dot < bytes.count, nameWidth(at + dot) > 0 else { break }
            name.append(0x2E)
            dots += 1
            at += dot
        }
        let end = at
        guard dots > 0, !isWithinPath(start), !isMailbox(end) else {
            if authority == start { skipPath() }
            return
        }
        if let subject = subject(of: name) {
            let whole = withPort(subject, isAuthority: authority == start)
            found.append(NamedHost(subject: whole, source: start..<end))
        }
        if authority == start || isSlash(at) { skipPath() }
    }

    private mutating func take(_ host: NamedHost) {
        at = host.source.upperBound
        var host = host
        if at < bytes.count, bytes[at] == 0x5D { at += 1 }
        host.subject = withPort(host.subject, isAuthority: false)
        found.append(host)
    }

    /// What stands behind the host belongs to the address, up to the next blank or quote.
    private mutating func skipPath() {
        while at < bytes.count, !isBlank(bytes[at]), bytes[at] != 0x22, bytes[at] != 0x3C, bytes[at] != 0x3E,
            bytes[at] != 0x29
        { at += 1 }
    }

    private func subject(of name: [UInt8]) -> NamedHost.Subject? {
        let text = String(decoding: name, as: UTF8.self)
        if let address = IPAddress(text) { return .address(address, port: 0) }
        var trimmed = text.drop { $0 == "-" }
        // No top-level domain holds a hyphen: what follows it is an ending (`example.az-ın`) or an English compound.
        if let dot = trimmed.lastIndex(of: "."), let hyphen = trimmed[dot...].firstIndex(of: "-"),
            !trimmed[dot...].hasPrefix(".xn--")
        {
            trimmed = trimmed[..<hyphen]
        }
        guard let plain = ASCIIName.of(String(trimmed)), DomainName.isWellFormed(plain),
            plain.utf8.last.map({ !(0x30...0x39).contains($0) || plain.contains("xn--") }) ?? false
        else { return nil }
        return .domain(plain)
    }

    /// A port or the length of a network behind an address.
    private mutating func withPort(_ subject: NamedHost.Subject, isAuthority: Bool) -> NamedHost.Subject {
        guard case .address(let address, _) = subject else { return subject }
        if !isAuthority, has("/", at), let (length, end) = number(at + 1), nameWidth(end) == 0,
            let network = IPNetwork(address, prefixLength: length)
        {
            at = end
            return network.prefixLength == address.width ? subject : .network(network)
        }
        let colon = has(":", at) ? 1 : has("[:]", at) ? 3 : 0
        if colon > 0, let (port, end) = number(at + colon), (1...65_535).contains(port), nameWidth(end) == 0 {
            at = end
            return .address(address, port: UInt16(port))
        }
        return subject
    }

    /// An IPv6 address that begins here, the longest.
    private func addressSix(_ start: Int) -> NamedHost? {
        var end = start
        var colons = 0
        while end < bytes.count, end - start < 45, isHex(bytes[end]) || bytes[end] == 0x3A || bytes[end] == 0x2E {
            if bytes[end] == 0x3A { colons += 1 }
            // The first colon of an address stands behind four digits at most.
            if colons == 0, end - start > 4 { return nil }
            end += 1
        }
        guard colons >= 2, end == bytes.count || nameWidth(end) == 0 else { return nil }
        while end > start, bytes[end - 1] == 0x2E || bytes[end - 1] == 0x3A && !has("::", end - 2) { end -= 1 }
        guard end - start > 2, let address = IPAddress(utf8: UnsafeBufferPointer(rebasing: bytes[start..<end])) else {
            return nil
        }
        return NamedHost(subject: .address(address, port: 0), source: start..<end)
    }
}
