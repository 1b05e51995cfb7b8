package import Constituency
package import Vocabulary

/// What one inventory file states: assets, and the places that could not be read.
///
/// Items keep the order of the file; a fact that stands twice is told once. Rejects name the place in the file's own
/// terms (`components[17]`, `line 4`). Both may be empty. At most ``itemsMax`` items; the rest is one reject.
package struct InventoryReading: Sendable {
    /// One stated asset.
    package struct Item: Sendable, Hashable {
        package var fact: Asset.Fact
        package var exposed: Bool
        package var place: String
    }

    package let format: InventoryFormat
    package private(set) var items: [Item] = []
    package private(set) var rejects: [Reject] = []
    /// What names no asset by its nature, counted by what it is: `component of type file`. Not wrong.
    package private(set) var passedOver: [String: Int] = [:]
    private var seen: Set<Asset.Fact> = []

    /// Assets that one file may state.
    package static let itemsMax = 200_000
    /// Rejects that are told one by one; a person reads no more.
    static let rejectsMax = 1_000

    private let suffixes: PublicSuffixes

    init(_ format: InventoryFormat, suffixes: PublicSuffixes = .builtIn) {
        self.format = format
        self.suffixes = suffixes
    }

    /// Reads a whole file. A text that is not of the form gives a reject with the place where reading ended.
    /// - Parameter suffixes: what no entity can own.
    package static func read(
        _ bytes: [UInt8], as format: InventoryFormat, suffixes: PublicSuffixes = .builtIn
    ) -> InventoryReading {
        var reading = InventoryReading(format, suffixes: suffixes)
        switch format {
        case .csv: InventoryTable.read(bytes, into: &reading)
        case .cycloneDXJSON: CycloneDXDocument.read(bytes, into: &reading)
        case .cycloneDXXML: CycloneDXMarkup.read(bytes, into: &reading)
        case .spdxJSON: SPDXDocument.read(bytes, into: &reading)
        case .spdxTagValue: SPDXTagValue.read(bytes, into: &reading)
        case .cpeList, .networkList: InventoryLines.read(bytes, into: &reading)
        }
        return reading
    }

    mutating func take(_ fact: Asset.Fact, exposed: Bool = false, at place: String) {
        guard items.count < InventoryReading.itemsMax else {
            if passedOver["beyond the limit"] == nil {
                let message = "one file may state \(InventoryReading.itemsMax) assets; what follows was not read"
                rejects.append(Reject(.overLimit, place: place, message: message))
            }
            return passOver("beyond the limit")
        }
        if case .domain(let name) = fact,
            let refusal = DomainName.refusal(of: name, isRegistry: false, suffixes)
        {
            return reject(.badValue, at: place, refusal)
        }
        if case .network(let network) = fact, !network.isOwnable {
            return reject(.badValue, at: place, "\(network) is nobody's: \(IPNetwork.ownedNoun) is accepted")
        }
        if seen.insert(fact).inserted { items.append(Item(fact: fact, exposed: exposed, place: place)) }
    }

    mutating func passOver(_ what: String) { passedOver[what, default: 0] += 1 }

    mutating func reject(_ reason: Reject.Reason, at place: String, offset: Int? = nil, _ message: String) {
        guard rejects.count < InventoryReading.rejectsMax else { return passOver("unreadable beyond the first 1,000") }
        rejects.append(Reject(reason, place: place, offset: offset, message: message))
    }

    mutating func reject(_ failure: JSONFailure, in bytes: [UInt8]) {
        let place = JSONPlace.path(to: failure.offset, in: bytes)
        reject(failure.code, at: place.isEmpty ? "document" : place, offset: failure.offset, failure.message)
    }
}

/// A piece of software as bills of materials state it, before it is an asset.
struct StatedComponent {
    var name = ""
    var version = ""
    var vendor = ""
    var cpe = ""
    var purl = ""
    var type = ""

    /// Types that are no software somebody runs (CycloneDX 1.6, `component.type`).
    private static let lifeless: Set<String> = ["file", "data", "cryptographic-asset", "machine-learning-model"]

    /// Puts the asset, or why there is none, into the reading.
    ///
    /// A name that breaks its grammar is told, and the component is taken by what is left of it: a wrong package URL is
    /// no reason to overlook the software.
    func put(into reading: inout InventoryReading, at place: String, exposed: Bool = false) {
        if StatedComponent.lifeless.contains(type), cpe.isEmpty, purl.isEmpty {
            return reading.passOver("component of type \(type)")
        }
        let product = SourceText.line(name, limit: 256)
        var name: CPEName?
        if !cpe.isEmpty {
            name = CPEName(cpe)
            if name == nil {
                reading.reject(.badValue, at: place, "`\(cpe.prefix(120))` is no CPE name; " + left(product, purl))
            }
        }
        var package: PackageURL?
        if !purl.isEmpty {
            package = purl.utf8.count <= 512 ? PackageURL(reading: purl) : nil
            if package == nil {
                reading.reject(.badValue, at: place, "`\(purl.prefix(120))` is no package URL; " + left(product, cpe))
            }
        }
        guard name != nil || package != nil || !product.isEmpty else {
            return reading.reject(.missingField, at: place, "no name, package URL or CPE: nothing to match by")
        }
        let version = SourceText.line(version, limit: 128)
        let software = Software(
            vendor: SourceText.line(vendor, limit: 256), product: product.isEmpty ? package?.name ?? "" : product,
            version: version.isEmpty ? package?.orderedVersion : version, cpe: name,
            purl: package == nil ? nil : purl)
        reading.take(.software(software), exposed: exposed, at: place)
    }

    private func left(_ names: String...) -> String {
        names.contains { !$0.isEmpty } ? "taken by its other names" : "nothing else names it"
    }
}
