import Vocabulary

/// What became of an item of a feed; items are numbered from 0.
enum SyndicationOutcome {
    case item(SyndicationItem)
    /// It is not believed.
    case broken(Int, SyndicationFlaw)
    /// It is read, and may hold others that are not.
    case doubtful(Int)
}

/// Why an item of a feed is not believed.
enum SyndicationFlaw {
    /// Its elements do not nest, or a `<` in it begins nothing.
    case illFormed
    /// It has more bytes than an item may have.
    case tooLong(Int)
    case tooDeep(Int)
    case overlongTag(String)
    case doctype
    /// What begins in it does not end.
    case unended(MarkupSpan.Ending)

    var reason: Reject.Reason {
        switch self {
        case .illFormed, .overlongTag, .doctype, .unended(.missing), .unended(.place): .malformed
        case .tooLong, .tooDeep, .unended(.tooFar): .overLimit
        }
    }

    var message: String {
        switch self {
        case .illFormed, .unended(.place): "not well-formed XML; the items around it were read"
        case .tooLong(let bytes): "an item of more than \(bytes) bytes"
        case .tooDeep(let depth): "an item with elements more than \(depth) deep"
        case .overlongTag(let what): what + " in an item; the items around it were read"
        case .doctype: "a document type declaration in an item; the items around it were read"
        case .unended(.missing(let kind)): kind.name + " in the item does not end; the items around it were read"
        case .unended(.tooFar(let kind)):
            "\(kind.name) in the item does not end within \(MarkupSpan.bytesMax) bytes or those that an item may have"
        }
    }
}
