import Vocabulary

/// One document as a provider's list names it.
struct CSAFListing: Sendable {
    var link: WebLink
    /// When the list says it was last changed; nil where the list tells no times.
    var updated: Instant?
    var files: CSAFFiles

    /// Files with hashes: those that the list names, else those that the standard puts beside the document.
    var hashes: [WebLink] { files.hashes(of: link) }
    var signature: WebLink? { files.signature(of: link) }

    /// The state that a try means: what counts as tried often enough is told by it.
    var mark: String { CSAFMark(updated: updated).text }
}

/// Which files with hashes and signature belong to a document.
///
/// Most lie beside it and are named after it, so they are kept as flags: a list may name a hundred thousand documents.
enum CSAFFiles: Sendable {
    /// CSAF 2.0 § 7.1.18, § 7.1.19: `.sha256`, `.sha512`, `.asc` behind the document's name.
    struct Beside: OptionSet, Sendable {
        let rawValue: UInt8
        static let sha256 = Beside(rawValue: 1)
        static let sha512 = Beside(rawValue: 2)
        static let signature = Beside(rawValue: 4)
        static let all: Beside = [.sha256, .sha512, .signature]
    }

    case beside(Beside)
    indirect case named(hashes: [WebLink], signature: WebLink?)

    /// What a list names for the document at `link`.
    init(hashes: [WebLink], signature: WebLink?, of link: WebLink) {
        var found: Beside = []
        for hash in hashes {
            if hash == link.appending(".sha256") {
                found.insert(.sha256)
            } else if hash == link.appending(".sha512") {
                found.insert(.sha512)
            } else {
                self = .named(hashes: hashes, signature: signature)
                return
            }
        }
        if signature == link.appending(".asc") { found.insert(.signature) }
        self = signature == nil || found.contains(.signature)
            ? .beside(found) : .named(hashes: hashes, signature: signature)
    }

    func hashes(of link: WebLink) -> [WebLink] {
        switch self {
        case .beside(let files):
            (files.contains(.sha256) ? [link.appending(".sha256")] : [])
                + (files.contains(.sha512) ? [link.appending(".sha512")] : [])
        case .named(let hashes, _): hashes
        }
    }

    func signature(of link: WebLink) -> WebLink? {
        switch self {
        case .beside(let files): files.contains(.signature) ? link.appending(".asc") : nil
        case .named(_, let signature): signature
        }
    }
}

/// What is remembered of a document that is durable.
///
/// One line with the time that a list told of it; where none told any, three more: when it was asked for last, and the
/// validators of that answer. An absent value is an empty line.
struct CSAFMark: Sendable, Hashable {
    var updated: Instant?
    var looked: Instant?
    var etag: String?
    var lastModified: String?

    init(updated: Instant?) { self.updated = updated }

    init(text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? nil : String($0) }
        updated = lines[0].flatMap { Instant($0) }
        guard lines.count == 4 else { return }
        (looked, etag, lastModified) = (lines[1].flatMap { Instant($0) }, lines[2], lines[3])
    }

    var text: String {
        let time = updated?.description ?? ""
        guard let looked else { return time }
        return "\(time)\n\(looked)\n\(etag ?? "")\n\(lastModified ?? "")"
    }

    /// Whether the state that lists tell now, `updated`, is newer than what is durable.
    ///
    /// Newer, not other: a provider whose ROLIE feed and `changes.csv` state different times would else be read anew
    /// at each poll.
    static func isNews(_ updated: Instant?, to memory: SourceMemory?) -> Bool {
        guard let memory else { return true }
        if memory.isGivenUp(at: CSAFMark(updated: updated).text) { return false }
        guard let known = memory.mark.map(CSAFMark.init(text:)) else { return true }
        guard let updated else { return false }
        return known.updated.map { $0 < updated } ?? true
    }

    /// Whether a document is to be asked for although nothing says that it is news: no list tells its time, or it was
    /// given up, and a day has passed since. Nil when it is not, else when it was looked at last.
    static func again(_ updated: Instant?, _ memory: SourceMemory, at now: Instant) -> Instant? {
        let known = memory.mark.map(CSAFMark.init(text:))
        let isGivenUp = memory.isGivenUp(at: CSAFMark(updated: updated).text)
        guard isGivenUp || updated == nil && known != nil else { return nil }
        // A try that failed counts as a look: it is no more urgent than the others.
        guard let looked = [known?.looked, memory.triedAt].compactMap(\.self).max() else { return .distantPast }
        return now.seconds(since: looked) >= SourceMemory.againSeconds ? looked : nil
    }
}

/// What a list says besides its documents.
struct CSAFListEnd: Sendable, Hashable {
    /// Entries that name no document, or none that may be fetched.
    var unusable = 0
    /// ROLIE: where the list goes on (RFC 8322 § 6.1.2 by RFC 5005).
    var next: String?
}

/// Reads `changes.csv` and `index.txt` (CSAF 2.0 § 7.1.12, § 7.1.13), line by line.
enum CSAFDirectory {
    static let bytesMax = 16 << 20

    /// Lines `"2026/example.json","2026-11-25T10:00:00Z"`; a header or other line is counted as unusable.
    static func changes(_ bytes: [UInt8], in folder: WebLink, _ take: (CSAFListing) -> Void) -> CSAFListEnd {
        var end = CSAFListEnd()
        eachLine(bytes) { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(unquoted)
            guard fields.count == 2, let link = document(fields[0], in: folder), let time = Instant(fields[1]) else {
                end.unusable += 1
                return
            }
            take(CSAFListing(link: link, updated: time, files: .beside(.all)))
        }
        return end
    }

    /// One file name a line, without times.
    static func index(_ bytes: [UInt8], in folder: WebLink, _ take: (CSAFListing) -> Void) -> CSAFListEnd {
        var end = CSAFListEnd()
        eachLine(bytes) { line in
            if let link = document(line, in: folder) {
                take(CSAFListing(link: link, updated: nil, files: .beside(.all)))
            } else {
                end.unusable += 1
            }
        }
        return end
    }

    /// A document within the directory: a name that climbs out of it is none.
    private static func document(_ name: String, in folder: WebLink) -> WebLink? {
        guard let link = folder.resolve(name), link.origin == folder.origin, link.path.hasPrefix(folder.path),
            link.path.hasSuffix(".json"), link.query.isEmpty
        else { return nil }
        return link
    }

    /// Without empty lines; never holds more than one.
    private static func eachLine(_ bytes: [UInt8], _ take: (String) -> Void) {
        var rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        while !rest.isEmpty {
            let line = rest.prefix { $0 != 0x0A && $0 != 0x0D }
            rest = rest.dropFirst(line.count + 1)
            if !line.isEmpty { take(String(decoding: line, as: UTF8.self)) }
        }
    }

    private static func unquoted(_ field: Substring) -> String {
        let plain = field.drop { $0 == " " }
        return plain.count > 1 && plain.hasPrefix("\"") && plain.hasSuffix("\"")
            ? String(plain.dropFirst().dropLast()) : String(plain)
    }
}
