@testable import Ingest

/// A provider's list read whole, for tests that look at all of it.
struct ListedDocuments {
    var listings: [CSAFListing] = []
    var unusable = 0

    static func changes(_ bytes: [UInt8], in folder: WebLink) -> ListedDocuments {
        var list = ListedDocuments()
        list.unusable = CSAFDirectory.changes(bytes, in: folder) { list.listings.append($0) }.unusable
        return list
    }

    static func index(_ bytes: [UInt8], in folder: WebLink) -> ListedDocuments {
        var list = ListedDocuments()
        list.unusable = CSAFDirectory.index(bytes, in: folder) { list.listings.append($0) }.unusable
        return list
    }

    static func rolie(_ bytes: [UInt8], at base: WebLink) throws(JSONFailure) -> ListedDocuments {
        var list = ListedDocuments()
        list.unusable = try ROLIEFeed.read(bytes, at: base) { list.listings.append($0) }.unusable
        return list
    }
}
