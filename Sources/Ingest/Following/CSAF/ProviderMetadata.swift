import Vocabulary

/// What a CSAF provider's metadata says of where its documents lie and who signs them.
///
/// Source: CSAF 2.0 § 7.1.7, § 7.1.20 and the provider metadata's JSON schema.
struct ProviderMetadata: Sendable {
    /// Addresses as written; relative ones are resolved by the caller.
    var rolieFeeds: [String] = []
    var directories: [String] = []
    var keys: [(fingerprint: String?, url: String)] = []

    static let bytesMax = 1 << 20
    /// Lists of one provider; more are left out.
    static let listsMax = 64
    static let keysMax = 16

    /// - Throws: what is no provider metadata, with the place.
    init(_ bytes: [UInt8]) throws(JSONFailure) {
        let text = try CheckedJSON(bytes)
        self = try text.read { cursor throws(JSONFailure) in try ProviderMetadata(&cursor) }
    }

    private init(_ cursor: inout JSONCursor) throws(JSONFailure) {
        var isMetadata = false
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "canonical_url", "metadata_version":
                isMetadata = true
                try cursor.skipValue()
            case "distributions":
                try cursor.eachElement { cursor throws(JSONFailure) in try readDistribution(&cursor) }
            case "public_openpgp_keys":
                try cursor.eachElement { cursor throws(JSONFailure) in try readKey(&cursor) }
            default: try cursor.skipValue()
            }
        }
        guard isMetadata else { throw JSONFailure(.notThisFormat, at: 0, "this is no CSAF provider metadata") }
    }

    private mutating func readDistribution(_ cursor: inout JSONCursor) throws(JSONFailure) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "directory_url": if let url = try cursor.optionalString() { directories.append(url) }
            case "rolie": try readROLIE(&cursor)
            default: try cursor.skipValue()
            }
        }
    }

    private mutating func readROLIE(_ cursor: inout JSONCursor) throws(JSONFailure) {
        if try cursor.takeNull() { return }
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "feeds":
                try cursor.eachElement { cursor throws(JSONFailure) in
                    try cursor.beginObject()
                    while let key = try cursor.nextKey() {
                        switch key {
                        case "url": rolieFeeds.append(try cursor.readString())
                        default: try cursor.skipValue()
                        }
                    }
                }
            default: try cursor.skipValue()
            }
        }
    }

    private mutating func readKey(_ cursor: inout JSONCursor) throws(JSONFailure) {
        var fingerprint: String?
        var url: String?
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "fingerprint": fingerprint = try cursor.optionalString().flatMap(SourceOptions.fingerprint)
            case "url": url = try cursor.optionalString()
            default: try cursor.skipValue()
            }
        }
        if let url, keys.count < ProviderMetadata.keysMax { keys.append((fingerprint, url)) }
    }
}
