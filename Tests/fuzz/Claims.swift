import Foundation

@testable import Analyze
@testable import Constituency
@testable import Ingest
@testable import Notify
@testable import Transport
@testable import Vocabulary

/// Mail: whatever the texts are, the head has our fields and no other, and lines are lines.
enum Mail {
    static func stays(_ bytes: [UInt8]) {
        let parts = bytes.split(separator: 0, maxSplits: 4, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        func part(_ index: Int) -> String { index < parts.count ? parts[index] : "" }
        guard let box = Mailbox("cert@cert.example") else { preconditionFailure("a mailbox is one") }
        var message = MailMessage(
            id: "a@cert.example", date: Instant(seconds: 1_780_000_000), fromName: part(0), from: box, to: box,
            subject: part(1), text: part(2), html: bytes[0] & 1 == 0 ? nil : part(3), language: .en)
        if bytes[0] & 2 != 0 {
            message.attachments = [MailMessage.Attachment(name: part(4), type: "application/json", bytes: bytes)]
        }
        do throws(NotifyFailure) { check(try message.sealed().bytes) } catch { return }
        _ = MailDate.read(part(1))
        _ = MarkupText.plain(part(2), limit: 4096)
    }

    private static func check(_ bytes: [UInt8]) {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        for (index, byte) in bytes.enumerated() {
            if byte == 0x0D { precondition(bytes[index + 1] == 0x0A, "a bare carriage return") }
            guard byte == 0x0A else { continue }
            precondition(index > 0 && bytes[index - 1] == 0x0D, "a bare line feed")
            lines.append(bytes[start..<(index - 1)])
            start = index + 1
        }
        for line in lines { precondition(line.count <= 998, "a line of \(line.count) bytes (RFC 5322 § 2.1.1)") }
        let known = [
            "Date", "From", "To", "Message-ID", "Subject", "Auto-Submitted", "Content-Language", "MIME-Version",
            "Content-Type", "Content-Transfer-Encoding",
        ]
        for line in lines.prefix(while: { !$0.isEmpty }) where line.first != 0x20 && line.first != 0x09 {
            let name = String(decoding: line.prefix { $0 != 0x3A }, as: UTF8.self)
            precondition(known.contains(name), "an injected header field")
            precondition(line.allSatisfy { $0 < 0x80 }, "a byte beyond ASCII in the head")
        }
    }
}

/// Settings: every file of ours on any bytes; problems are said, never trapped on.
enum SettingsTarget {
    static func read(_ bytes: [UInt8]) {
        let node: SettingsNode
        do throws(SettingsFailure) {
            node = try SettingsFile.parse(Data(bytes.dropFirst()), file: "fuzz.yaml")
        } catch {
            precondition(!error.problems.isEmpty, "a failure without a problem")
            return
        }
        var problems: [SettingsProblem] = []
        switch bytes[0] % 8 {
        case 0:
            let feed = FeedDescription.read(node, id: FeedID(unchecked: "fuzz"), problems: &problems)
            precondition((feed == nil) == !problems.isEmpty, "neither a feed nor a problem")
        case 1: _ = NationalSpace(settings: node, problems: &problems)
        case 2: _ = ScoringRules(settings: node, problems: &problems)
        case 3: _ = DirectiveBook(settings: node, problems: &problems)
        case 4: _ = RegisterDocument(settings: node, problems: &problems)
        case 5: _ = SectorWords(settings: node, problems: &problems)
        case 6: _ = PublicSuffixes(list: Array(bytes.dropFirst()), file: "fuzz.dat", problems: &problems)
        default: _ = RegisterTable(csv: Array(bytes.dropFirst()), file: "fuzz.csv", verification: nil)
        }
    }
}

/// What comes over HTTP: heads of answers, addresses, JSON bodies.
enum Heads {
    static func judge(_ bytes: [UInt8]) {
        let rest = Array(bytes.dropFirst())
        switch bytes[0] % 3 {
        case 0:
            var result = ExchangeResult()
            result.lines = rest.split(separator: 0x0A).map(Array.init)
            if case .refused(.malformed(let text)) = AnswerHead.judge(result, bytesMax: 1000) {
                precondition(text.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "an unprintable reason")
            }
            _ = result.header("etag")
        case 1:
            guard let address = WebAddress(String(decoding: rest, as: UTF8.self)) else { return }
            precondition(!address.host.isEmpty && address.port > 0, "an address that is none")
            // What libcurl connects to is what the text says: read again it is the same.
            let again = WebAddress(address.text)
            precondition(again?.origin == address.origin, "an address that changes when it is read again")
            _ = FetchOutcomes.shortened(address.text)
        default:
            do throws(JSONFailure) {
                let canonical = try CheckedJSON.canonical(of: rest)
                let again = try CheckedJSON.canonical(of: canonical)
                precondition(again == canonical, "canonical JSON is not its own canonical form")
                // Numbers with an exponent stay as written, and may be beyond what others can hold.
                let isLarge = zip(canonical, canonical.dropFirst()).contains { digit, next in
                    (0x30...0x39).contains(digit) && next | 0x20 == 0x65
                }
                if isLarge || canonical.count > 300 { return }
                let value = try? JSONSerialization.jsonObject(with: Data(canonical), options: .fragmentsAllowed)
                precondition(value != nil, "canonical JSON that others cannot read")
            } catch { return }
        }
    }
}

/// Names, numbers and versions: what is read and written is read again alike; orders are orders.
enum Identifiers {
    static func hold(_ bytes: [UInt8]) {
        let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
        let halves = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let (left, right) = (halves[0], halves.count > 1 ? halves[1] : "")
        switch bytes[0] % 8 {
        case 0:
            guard let name = CPEName(text) else { return }
            precondition(CPEName("\(name)") == name, "a CPE name that changes when it is written")
            precondition(CPERelation.of(name, name) == .equal, "a CPE name that is not equal to itself")
        case 1: vector(text)
        case 2:
            guard let url = PackageURL(reading: text) else { return }
            precondition(PackageURL(reading: "\(url)") == url, "a package URL that changes when it is written")
        case 3:
            for scheme in VersionScheme.allCases {
                let order = scheme.order(left, right)
                precondition(order == scheme.order(right, left)?.turned, "\(scheme) has no order of two versions")
                if scheme.order(left, left) != nil {
                    precondition(scheme.order(left, left) == .same, "\(scheme): a version that is not itself")
                }
                _ = scheme.compare(left, right)
            }
        case 4:
            do throws(VersFailure) { _ = try VersRange(left).contains(right) } catch { return }
        case 5:
            if let address = IPAddress(text) { precondition(IPAddress(address.description) == address) }
            if let network = IPNetwork(text) { precondition(IPNetwork(network.description) == network) }
        case 6:
            if let instant = Instant(text) { precondition(Instant(instant.description) == instant) }
            if let number = SpokenNumber(text) { precondition(SpokenNumber(number.description) == number) }
        default:
            for cve in CVEIdentifier.all(in: text) { precondition(CVEIdentifier(cve.text) == cve) }
            _ = RSIT(text)
            _ = TLP(label: text)
        }
    }

    private static func vector(_ text: String) {
        do throws(CVSSFailure) {
            let score = try CVSSVector(text).score
            precondition((0...100).contains(score.baseTenths), "a score beyond 0–10")
        } catch { return }
    }
}

extension VersionOrder {
    /// The order of the same two the other way round.
    fileprivate var turned: VersionOrder {
        switch self {
        case .before: .after
        case .after: .before
        case .same: .same
        }
    }
}

/// Texts of reports: whatever they hold, what is said to stand in them does.
enum NamedTexts {
    private static let register: RegisterIndex = {
        let verified = AssetState.verified(Verification(by: "fuzz", how: "made", at: Instant(seconds: 0)))
        return RegisterIndex([
            Entity(
                id: EntityID(unchecked: "e"), name: LocalizedText([.az: "Azər Bank", .ru: "Азер банк"]),
                assets: [Asset(.domain("a.az"), state: verified)], distinctNames: ["Azər"]),
        ])
    }()

    static func hold(_ bytes: [UInt8]) {
        let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
        let whole = Array(text.utf8)
        for match in TextMatcher(register: register).matches(title: "", text: text) {
            precondition(match.place.offset < whole.count, "a place behind the text")
            let words = Array(match.words.utf8)
            if words.count < 197 {
                precondition(whole[match.place.offset...].starts(with: words), "words that do not stand there")
            }
            if case .domain(let name) = match.locus {
                precondition(name == "a.az" || name.hasSuffix(".a.az"), "a name that is not below the registered one")
            }
        }
        _ = TextMatcher(register: register).nearMisses(title: text, text: text, for: 0)
        if let name = ASCIIName.of(text) {
            precondition(ASCIIName.of(name) == name, "a name that changes when it is read again")
        }
    }
}
