import Vocabulary

/// One document as a provider's list names it.
struct CSAFListing: Sendable {
    var link: WebLink
    /// When the list says it was last changed; nil where the list tells no times.
    var updated: Instant?
    /// Files with hashes: those that the list names, else those that the standard puts beside the document.
    var hashes: [WebLink]
    var signature: WebLink?

    /// What is remembered when this state of the document is durable.
    var mark: String { updated?.description ?? "" }

    /// CSAF 2.0 § 7.1.18, § 7.1.19: `.sha256`, `.sha512`, `.asc` beside the document.
    init(beside link: WebLink, updated: Instant?) {
        self.link = link
        self.updated = updated
        hashes = [link.appending(".sha256"), link.appending(".sha512")]
        signature = link.appending(".asc")
    }

    init(link: WebLink, updated: Instant?, hashes: [WebLink], signature: WebLink?) {
        self.link = link
        self.updated = updated
        self.hashes = hashes
        self.signature = signature
    }

    /// Whether this state is newer than what is durable.
    ///
    /// Newer, not other: a provider whose ROLIE feed and `changes.csv` state different times would else be read anew
    /// at each poll.
    func isNews(to memory: SourceMemory?) -> Bool {
        guard let memory else { return true }
        if memory.isGivenUp(at: mark) { return false }
        guard let known = memory.mark else { return true }
        guard let updated else { return false }
        return Instant(known).map { $0 < updated } ?? true
    }
}

/// What a list says, and what of it could not be understood.
struct CSAFList: Sendable {
    var listings: [CSAFListing] = []
    /// Entries that name no document, or none that may be fetched.
    var unusable = 0
    /// ROLIE: where the list goes on (RFC 8322 § 6.1.2 by RFC 5005).
    var next: String?
}

/// Reads `changes.csv` and `index.txt` (CSAF 2.0 § 7.1.12, § 7.1.13).
enum CSAFDirectory {
    static let bytesMax = 32 << 20

    /// Lines `"2026/example.json","2026-11-25T10:00:00Z"`; a header or other line is counted as unusable.
    static func changes(_ bytes: [UInt8], in folder: WebLink) -> CSAFList {
        var list = CSAFList()
        for line in lines(bytes) {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(unquoted)
            guard fields.count == 2, let link = document(fields[0], in: folder), let time = Instant(fields[1]) else {
                list.unusable += 1
                continue
            }
            list.listings.append(CSAFListing(beside: link, updated: time))
        }
        return list
    }

    /// One file name a line, without times.
    static func index(_ bytes: [UInt8], in folder: WebLink) -> CSAFList {
        var list = CSAFList()
        for line in lines(bytes) {
            if let link = document(String(line), in: folder) {
                list.listings.append(CSAFListing(beside: link, updated: nil))
            } else {
                list.unusable += 1
            }
        }
        return list
    }

    /// A document within the directory: a name that climbs out of it is none.
    private static func document(_ name: String, in folder: WebLink) -> WebLink? {
        guard let link = folder.resolve(name), link.origin == folder.origin, link.path.hasPrefix(folder.path),
            link.path.hasSuffix(".json"), link.query.isEmpty
        else { return nil }
        return link
    }

    private static func lines(_ bytes: [UInt8]) -> [Substring] {
        let text = String(decoding: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...], as: UTF8.self)
        return text.split(whereSeparator: \.isNewline)
    }

    private static func unquoted(_ field: Substring) -> String {
        let plain = field.drop { $0 == " " }
        return plain.count > 1 && plain.hasPrefix("\"") && plain.hasSuffix("\"")
            ? String(plain.dropFirst().dropLast()) : String(plain)
    }
}
