import Foundation

@testable import Analyze
@testable import Ingest
@testable import Vocabulary

/// What comes from outside beside the documents of feeds: lists and metadata of providers, answers of servers,
/// inventories, warning lists. The first byte's high bit chooses these in `json`, `xml` and `tables`.
enum Doors {
    private static let base = WebLink("https://provider.example/lists/")

    static func json(_ bytes: [UInt8]) {
        guard bytes.count > 2, let base else { return }
        let body = Array(bytes[2...])
        do throws(JSONFailure) {
            switch bytes[0] % 8 {
            case 0:
                let found = try ProviderMetadata(body)
                precondition(found.keys.count <= ProviderMetadata.keysMax, "more keys than are kept")
            case 1: _ = try ROLIEFeed.read(body, at: base) { hold($0, within: nil) }
            case 2: _ = try TAXIIResource(body)
            case 3: manifest(body)
            case 4: inventory(body, .cycloneDXJSON)
            case 5: inventory(body, .spdxJSON)
            case 6: warnings(body)
            default: if let form = InventoryFormat.sniffed(body) { inventory(body, form) }
            }
        } catch { precondition(!error.message.isEmpty, "a failure without words") }
    }

    static func xml(_ bytes: [UInt8]) {
        if bytes.count > 2 { inventory(Array(bytes[2...]), .cycloneDXXML) }
    }

    static func tables(_ bytes: [UInt8]) {
        guard bytes.count > 2, let base else { return }
        let body = Array(bytes[2...])
        switch bytes[0] % 6 {
        case 0: _ = CSAFDirectory.changes(body, in: base) { hold($0, within: base) }
        case 1: _ = CSAFDirectory.index(body, in: base) { hold($0, within: base) }
        case 2: inventory(body, .csv)
        case 3: inventory(body, .spdxTagValue)
        case 4: inventory(body, .cpeList)
        default: inventory(body, .networkList)
        }
    }

    /// What a list names is a document, and of a directory one that lies in it.
    private static func hold(_ listing: CSAFListing, within folder: WebLink?) {
        precondition(listing.link.path.hasSuffix(".json"), "a list names what is no document")
        guard let folder else { return }
        precondition(listing.link.origin == folder.origin, "a directory leads to another server")
        precondition(listing.link.path.hasPrefix(folder.path), "a name climbs out of its directory")
    }

    /// A manifest leads to events beside it, or nowhere.
    private static func manifest(_ bytes: [UInt8]) {
        guard let start = base else { return }
        var source = MISPFeedSource(start: start, options: SourceOptions(), memory: [:], now: Instant(seconds: 0))
        _ = source.step(.begin)
        let body = SourceBody(bytes: bytes)
        guard case .ask(let request) = source.step(.answered(.body(body))) else { return }
        precondition(request.url.hasPrefix(start.text), "a manifest leads out of its folder")
    }

    private static func inventory(_ bytes: [UInt8], _ form: InventoryFormat) {
        let reading = InventoryReading.read(bytes, as: form)
        precondition(reading.items.count <= InventoryReading.itemsMax, "more assets than one file may state")
        for reject in reading.rejects {
            precondition(!reject.place.isEmpty && !reject.message.isEmpty, "a reject without place or words")
        }
    }

    /// JSON is YAML, and what `list.json` of others becomes is what our own files become.
    private static func warnings(_ bytes: [UInt8]) {
        var problems: [SettingsProblem] = []
        do throws(SettingsFailure) {
            let node = try SettingsFile.parse(Data(bytes), file: "list.json")
            let list = WarningList(settings: node, strict: false, problems: &problems)
            precondition((list == nil) == !problems.isEmpty, "neither a list nor a problem")
            if let list { _ = WarningIndex([list]).marks(of: WarningSubject("192.0.2.1")) }
        } catch { return }
    }
}
