import Vocabulary

/// The requests for one CSAF document: itself, its hashes, its signature, and what they say together.
struct CSAFDocumentRound: Sendable {
    /// What follows from an answer.
    enum Turn: Sendable {
        case step(SourceStep)
        /// The document could not be had this time.
        case failed(FetchFailure)
    }

    private enum Place: Sendable { case document, hash, signature, verdict }

    let listing: CSAFListing
    /// What is durable of it, where that is to be asked for again.
    private let known: CSAFMark?
    private let now: Instant
    private let keys: CSAFKeys
    private let requiresSignature: Bool
    private var place = Place.document
    private var hashes: [WebLink]
    private var body = SourceBody(bytes: [])
    private var compared: Set<String> = []
    private var isWrong = false

    /// A hash or a signature file; both are short.
    private static let fileBytesMax = 64 << 10

    init(_ listing: CSAFListing, known: CSAFMark?, at now: Instant, keys: CSAFKeys, requiresSignature: Bool) {
        self.listing = listing
        self.known = known
        self.now = now
        self.requiresSignature = requiresSignature
        self.keys = keys
        hashes = listing.hashes.filter { CSAFDocumentRound.algorithm($0) != nil }
    }

    /// The first request: nothing of this document is under way before it.
    var opening: SourceStep {
        var request = SourceRequest(listing.link, isHeld: true, rests: true)
        // Where a list tells a newer time, whatever the server says of its validators would keep us from it.
        if listing.updated == nil { (request.etag, request.lastModified) = (known?.etag, known?.lastModified) }
        return .ask(request)
    }

    mutating func turn(_ input: SourceInput) -> Turn {
        switch input {
        case .begin, .stored: return .step(opening)
        case .checked(let verdict): return .step(stored(keys.judged(verdict)))
        case .answered(.failed(let failure)):
            // What is not there is not there; anything else may come right, and the document waits for it.
            guard place != .document, failure.isAbsence else { return .failed(failure) }
        case .answered(.body(let answer)): take(answer)
        case .answered(.unchanged):
            guard place == .document else { return .failed(.status(304)) }
            var mark = reached
            (mark.etag, mark.lastModified) = (known?.etag, known?.lastModified)
            return .step(.mark(SourceMarks(reached: [listing.link.text: mark.text])))
        }
        if place == .signature, let signature = heldSignature {
            place = .verdict
            return .step(.check(keys.question(signature)))
        }
        return .step(next())
    }

    private var heldSignature: [UInt8]? { body.bytes.isEmpty ? nil : body.bytes }

    private mutating func take(_ answer: SourceBody) {
        switch place {
        case .document:
            body = answer
            body.bytes = []
        case .hash:
            let text = answer.bytes.prefix { (0x21...0x7E).contains($0) }
            guard let link = hashes.first, let name = CSAFDocumentRound.algorithm(link) else { return }
            let own = name == "sha256" ? body.sha256 : body.sha512
            // Some servers answer a name they do not have with a page: that is no hash, and so none.
            guard text.count == own.utf8.count, Hex.decode(String(decoding: text, as: UTF8.self)) != nil else { return }
            compared.insert(name)
            if String(decoding: text, as: UTF8.self).lowercased() != own { isWrong = true }
        case .signature, .verdict: body.bytes = answer.bytes
        }
    }

    /// After the document and after each hash: the next hash, then the signature, then the end.
    private mutating func next() -> SourceStep {
        switch place {
        case .document: place = .hash
        case .hash: hashes = Array(hashes.dropFirst())
        case .signature, .verdict: return stored(SignatureVerdict(.unsigned))
        }
        if let hash = hashes.first {
            return .ask(SourceRequest(hash, reads: CSAFDocumentRound.fileBytesMax))
        }
        place = .signature
        guard let signature = listing.signature, !isWrong else { return stored(unasked) }
        return .ask(SourceRequest(signature, reads: CSAFDocumentRound.fileBytesMax))
    }

    /// Bytes that are not the publisher's need no further question.
    private var unasked: SignatureVerdict {
        isWrong ? SignatureVerdict(.unchecked, detail: "the hash is wrong already") : SignatureVerdict(.unsigned)
    }

    private func stored(_ verdict: SignatureVerdict) -> SourceStep {
        let hashes: DocumentCheck.Hashes = isWrong ? .wrong : compared.isEmpty ? .missing : .match
        let check = DocumentCheck(
            hashes: hashes, compared: compared.sorted(), signature: verdict, requiresSignature: requiresSignature)
        // A hash that is wrong, a signature that is missing may be late: the document is asked for again.
        let marks =
            check.refusal != nil
            ? SourceMarks(failed: [listing.link.text: listing.mark])
            : SourceMarks(reached: [listing.link.text: reached.text])
        return .store(SourceDocument(name: listing.link.text, marks: marks, check: check))
    }

    /// What is remembered when this answer is durable; the time that a list once told stays.
    private var reached: CSAFMark {
        guard listing.updated == nil else { return CSAFMark(updated: listing.updated) }
        var mark = CSAFMark(updated: known?.updated)
        (mark.looked, mark.etag, mark.lastModified) = (now, body.etag, body.lastModified)
        return mark
    }

    private static func algorithm(_ link: WebLink) -> String? {
        link.path.hasSuffix(".sha256") ? "sha256" : link.path.hasSuffix(".sha512") ? "sha512" : nil
    }
}

/// The keys by which a provider's signatures are judged.
struct CSAFKeys: Sendable {
    var files: [[UInt8]] = []
    /// Primary keys that count; empty: any of the files.
    var accepted: Set<String> = []
    /// A key file that could not be had now: then nothing is called unknown.
    var isIncomplete = false

    func question(_ signature: [UInt8]) -> SignatureQuestion {
        SignatureQuestion(signature: signature, keys: files, accepted: accepted)
    }

    func judged(_ verdict: SignatureVerdict) -> SignatureVerdict {
        guard isIncomplete, verdict.state == .keyUnknown else { return verdict }
        return SignatureVerdict(.unchecked, key: verdict.key, detail: "a key of the provider could not be fetched")
    }
}

extension FetchFailure {
    /// Whether only this one thing cannot be had (absent, forbidden, too large): no sign that the source fails.
    var isAbsence: Bool {
        switch self {
        case .status(let status): [403, 404, 410].contains(status)
        case .overLimit: true
        case .badURL, .forbiddenAddress, .tooManyRedirects, .deadline, .empty, .badAnswer, .tls, .network, .busy,
            .local, .content, .elsewhere, .unending:
            false
        }
    }

    /// Whether the next request to the same source would fail as well.
    var isOfTheSource: Bool {
        switch self {
        case .status(let status): status == 401 || status == 429 || status == 503
        case .local, .busy: true
        case .badURL, .forbiddenAddress, .tooManyRedirects, .overLimit, .deadline, .empty, .badAnswer, .tls, .network,
            .content, .elsewhere, .unending:
            false
        }
    }
}
