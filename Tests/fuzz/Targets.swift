import Foundation

@testable import Analyze
@testable import Constituency
@testable import Ingest
@testable import Notify
@testable import Transport
@testable import Vocabulary

/// One entry for libFuzzer, eight targets by syntax; `$ESS_FUZZ` names the one that runs. Beyond not trapping, each
/// claims something of what it read; a claim that does not hold is a trap here.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    guard let data, count > 0 else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    switch target {
    case "json":
        if bytes[0] & 0x80 != 0 { Doors.json(bytes) } else { Reading.alike(bytes, of: Reading.objects) }
    case "xml":
        if bytes[0] & 0x80 != 0 { Doors.xml(bytes) } else { Reading.alike(bytes, of: [.syndication]) }
    case "tables":
        if bytes[0] & 0x80 != 0 { Doors.tables(bytes) } else { Reading.alike(bytes, of: Reading.tables) }
    case "mail":
        switch bytes[0] & 12 {
        case 4: Reading.alike(bytes, of: [.arf, .mail])
        case 8: Responses.alike(bytes)
        default: Mail.stays(bytes)
        }
    case "settings": SettingsTarget.read(bytes)
    case "containers":
        Reading.alike(bytes, of: [.ipsum, .kev])
        Codings.alike(bytes)
    case "http": Heads.judge(bytes)
    case "identifiers":
        if bytes[0] & 0x80 != 0 { NamedTexts.hold(bytes) } else { Identifiers.hold(bytes) }
    default: preconditionFailure("ESS_FUZZ names no target")
    }
    return 0
}

private let target = ProcessInfo.processInfo.environment["ESS_FUZZ"] ?? ""

/// Documents: the same bytes in other pieces give the same items.
enum Reading {
    static let objects: [DocumentFormat] = [
        .kev, .cve, .csaf, .osv, .nvd, .jsonFeed, .stix, .misp, .threatfox, .feodo, .xarf, .intelmq, .euvdKEV,
        .cyclonedx, .personal, .json,
    ]
    static let tables: [DocumentFormat] = [
        .scanCSV, .kevCSV, .epss, .indicatorList, .ipsum, .spamhausDrop, .jpcertPhishing, .urlhaus, .rpz, .csv,
    ]
    private static let received = Instant(seconds: 1_780_000_000)

    /// The first byte chooses the format, the second where the rest is cut.
    static func alike(_ bytes: [UInt8], of formats: [DocumentFormat]) {
        guard bytes.count > 2 else { return }
        var feed = FeedDescription(
            id: FeedID(unchecked: "fuzz"), publisher: "Fuzz", sourceKind: .foreignCERT, country: "INT", url: nil,
            format: formats[Int(bytes[0]) % formats.count], interval: 3600, licence: "none", defaultTLP: .clear,
            reliability: .fairlyReliable)
        feed.limits.documentBytesMax = 1 << 20
        feed.limits.itemBytesMax = 64 << 10
        feed.limits.itemsMax = 10_000
        feed.limits.membersMax = 100
        if let type = RSIT("vulnerable/vulnerable-system") { feed.condition = Condition(type: type, name: "fuzz") }
        if feed.format == .csv || feed.format == .json {
            var mapping = RowMapping()
            mapping.hasHeader = feed.format == .csv
            (mapping.places, mapping.times, mapping.type) = ([.indicator: "where"], ["when"], "what")
            feed.mapping = mapping
        }
        let body = Array(bytes[2...])
        let whole = read(body, feed, cut: body.count)
        let pieces = read(body, feed, cut: Int(bytes[1]) % body.count)
        precondition(whole.reports == pieces.reports, "reports depend on how the bytes were cut")
        precondition(whole.rejects == pieces.rejects, "rejects depend on how the bytes were cut")
        precondition(whole.mails == pieces.mails, "mails depend on how the bytes were cut")
        precondition(whole.scores == pieces.scores, "scores depend on how the bytes were cut")
        precondition(
            whole.observations.rows.map(\.rowHash) == pieces.observations.rows.map(\.rowHash),
            "rows depend on how the bytes were cut")
        precondition(
            whole.observations.listings.map(\.rowHash) == pieces.observations.listings.map(\.rowHash),
            "listings depend on how the bytes were cut")
        for report in whole.reports { check(report) }
        for mail in whole.mails { check(mail) }
        for reject in whole.rejects { clean(reject.place, 4096) }
    }

    /// Nothing a report prints may move a cursor or end a line (I11).
    private static func check(_ report: Report) {
        clean(report.sourceID, 1024)
        clean(report.title, 4096)
        precondition(!report.title.isEmpty, "a report without a title")
        for link in report.links { clean(link, 4096) }
        for statement in report.vulnerabilities { clean(statement.id, 1024) }
    }

    /// What goes into headers, envelopes and tables of ours.
    private static func check(_ mail: MailStatement) {
        for text in [mail.messageID, mail.from, mail.answerTo, mail.returned?.messageID, mail.report.contact] {
            clean(text ?? "", 512)
        }
        for id in mail.refersTo { clean(id, 250) }
        for file in mail.report.attachments ?? [] { clean(file.name + file.type, 512) }
        check(mail.report.report)
    }

    private static func clean(_ text: String, _ bytesMax: Int) {
        precondition(text.utf8.count <= bytesMax, "a name or title is long: \(text.utf8.count) bytes")
        precondition(text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "a control byte in a name or title")
    }

    private static func read(_ bytes: [UInt8], _ feed: FeedDescription, cut: Int) -> ReadBatch {
        let reading = DocumentReading(context: DocumentContext(feed: feed, name: "document", received: received))
        var batch = ReadBatch()
        for piece in [bytes[..<cut], bytes[cut...]] {
            piece.withUnsafeBytes { reading.push($0, into: &batch) }
        }
        reading.finish(into: &batch)
        return batch
    }
}

/// What an IMAP server says: the same pieces in all cuts, and literals of the length that was announced.
enum Responses {
    static func alike(_ bytes: [UInt8]) {
        guard bytes.count > 2 else { return }
        let body = Array(bytes[2...])
        let (whole, pieces) = (read(body, cut: body.count), read(body, cut: Int(bytes[1]) % body.count))
        precondition(whole == pieces, "what a server said depends on how the bytes were cut")
        for line in whole ?? [] {
            _ = IMAPAttributes(line)
            _ = IMAPLine.status(line, tag: "E1")
            _ = IMAPLine.code("UIDVALIDITY", in: line)
        }
        _ = MailboxLink(String(decoding: body, as: UTF8.self))
    }

    /// Lines, and each literal as one; nil when the rest cannot be understood.
    private static func read(_ bytes: [UInt8], cut: Int) -> [[UInt8]]? {
        var responses = IMAPResponses()
        var out: [[UInt8]] = []
        var isOpen = false
        do throws(IMAPResponses.Fault) {
            for half in [bytes[..<cut], bytes[cut...]] {
                try responses.push(half, fault: { $0 }) { piece throws(IMAPResponses.Fault) in
                    switch piece {
                    case .text(let line, let literal):
                        out.append(line)
                        isOpen = false
                        if literal == 0 { out.append([]) }
                    case .literal(let part):
                        if isOpen { out[out.count - 1] += part } else { out.append(Array(part)) }
                        isOpen = true
                    }
                }
            }
        } catch { return nil }
        return out
    }
}

/// Content codings: whole or refused, and the same in all cuts.
enum Codings {
    static func alike(_ bytes: [UInt8]) {
        guard bytes.count > 2 else { return }
        let all = ContentDecoder.Coding.allCases
        let body = Array(bytes[2...])
        let coding = all[Int(bytes[0]) % all.count]
        let (whole, fault) = decode(body, coding, cut: body.count)
        let (pieces, second) = decode(body, coding, cut: Int(bytes[1]) % body.count)
        precondition((fault == nil) == (second == nil), "whether a body is whole depends on how it was cut")
        if fault == nil { precondition(whole == pieces, "a body depends on how it was cut") }
    }

    private static func decode(
        _ bytes: [UInt8], _ coding: ContentDecoder.Coding, cut: Int
    ) -> ([UInt8], ExchangeResult.Stop?) {
        let decoder = ContentDecoder(coding)
        var out: [UInt8] = []
        for piece in [bytes[..<cut], bytes[cut...]] where !piece.isEmpty {
            let stop = piece.withUnsafeBytes { bytes in
                decoder.decode(bytes) { made in
                    out += made
                    return out.count > 1 << 20 ? .overLimit(bytes: 1 << 20) : nil
                }
            }
            if let stop { return ([], stop) }
        }
        return (out, decoder.finish())
    }
}
