/// How a source is asked when one request is not enough: a state machine without input or output of its own.
///
/// It is given how its last step ended and says the next one. What it wants remembered it puts into a document's
/// ``SourceDocument/marks`` or a ``SourceStep/mark(_:)``; the driver makes a document and its marks durable in one
/// transaction, so a machine made again from the marks goes on behind the last durable document, and what was under way
/// is asked for again (I1).
package protocol SourceProtocol: Sendable {
    /// The next step. Called with `.begin` first, then once for each step but `.done`.
    mutating func step(_ input: SourceInput) -> SourceStep

    /// What became of the parts that the source names, so far.
    var tally: SourceTally { get }
}

extension SourceProtocol {
    package var tally: SourceTally { SourceTally() }
}

/// How the last step ended.
package enum SourceInput: Sendable {
    case begin
    /// Of an ``SourceStep/ask(_:)``.
    case answered(SourceAnswer)
    /// Of a ``SourceStep/check(_:)``.
    case checked(SignatureVerdict)
    /// Of a ``SourceStep/store(_:)`` or a ``SourceStep/mark(_:)``: durable.
    case stored
}

/// What is to be done next.
package enum SourceStep: Sendable {
    case ask(SourceRequest)
    /// Compare a signature with the body that is held.
    case check(SignatureQuestion)
    /// Make the body that is held durable as a document.
    case store(SourceDocument)
    /// Remember without a document.
    case mark(SourceMarks)
    case done(SourceEnding)
}

/// One request of a source.
package struct SourceRequest: Sendable, Hashable {
    package var url: String
    /// What is asked of a mailbox; nil for http.
    package var mail: MailboxOrder?
    /// `Accept`; nil where the server need not choose.
    package var accept: String?
    /// Validators of the state that is durable; with one of them the answer may be ``SourceAnswer/unchanged``.
    package var etag: String?
    package var lastModified: String?
    /// Bytes of the body that the machine reads itself; more is a failed answer. 0: only its digests are wanted.
    package var readsMax: Int
    /// The body is what ``SourceStep/check(_:)`` and ``SourceStep/store(_:)`` mean until the next such request.
    package var isHeld: Bool
    /// Nothing is under way: a poll that has used up its limits may stop before this request and go on next time.
    package var isRestPoint: Bool

    package init(_ link: WebLink, reads: Int = 0, accept: String? = nil, isHeld: Bool = false, rests: Bool = false) {
        url = link.text
        self.accept = accept
        readsMax = reads
        self.isHeld = isHeld
        isRestPoint = rests
    }

    package init(_ order: MailboxOrder, reads: Int = 0, isHeld: Bool = false, rests: Bool = false) {
        url = order.link.text
        mail = order
        readsMax = reads
        self.isHeld = isHeld
        isRestPoint = rests
    }
}

/// How a request ended.
package enum SourceAnswer: Sendable {
    case body(SourceBody)
    /// The state that the request's validators name is still the newest.
    case unchanged
    /// Nothing usable; the rest of the source may be well.
    case failed(FetchFailure)
}

/// A body that came whole.
package struct SourceBody: Sendable {
    /// Empty where ``SourceRequest/readsMax`` is 0.
    package var bytes: [UInt8]
    /// All of its bytes, also where none are kept.
    package var count: Int
    /// Lower-case hexadecimal.
    package var sha256: String
    package var sha512: String
    /// `X-TAXII-Date-Added-Last` (TAXII 2.1 § 3.4), as it was written.
    package var dateAddedLast: String?
    /// Validators for the next time, as they were written.
    package var etag: String?
    package var lastModified: String?

    package init(bytes: [UInt8], sha256: String = "", sha512: String = "", dateAddedLast: String? = nil) {
        self.bytes = bytes
        count = bytes.count
        self.sha256 = sha256
        self.sha512 = sha512
        self.dateAddedLast = dateAddedLast
    }
}

/// A document of a source, about to be made durable.
package struct SourceDocument: Sendable {
    /// Its address, for people.
    package var name: String
    package var marks: SourceMarks
    /// What its publisher's hashes and signature say; nil where the protocol has none.
    package var check: DocumentCheck?

    package init(name: String, marks: SourceMarks, check: DocumentCheck? = nil) {
        self.name = name
        self.marks = marks
        self.check = check
    }
}

/// How a poll of many requests ended.
package struct SourceEnding: Sendable, Hashable {
    /// Why the source as a whole could not be read; nil when it could.
    package var failure: FetchFailure?
    /// One sentence each on what was passed over, in order, at most ``notesMax``.
    package var notes: [String] = []
    /// The names of all parts that the source has, where its lists were read whole; nil where that is not known.
    package var listed: Set<String>?

    /// More are counted by the last note.
    package static let notesMax = 20

    package init(failure: FetchFailure? = nil, notes: [String] = [], listed: Set<String>? = nil) {
        self.failure = failure
        self.notes = notes
        self.listed = listed
    }
}

/// The sentences a machine gathers, bounded.
struct SourceNotes: Sendable {
    private var notes: [String] = []
    private var more = 0

    mutating func add(_ note: String) {
        if notes.count < SourceEnding.notesMax { notes.append(note) } else { more += 1 }
    }

    var all: [String] { more == 0 ? notes : notes + ["and \(more) more"] }
}
