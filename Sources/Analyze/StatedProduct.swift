import Constituency
import Vocabulary

/// A product statement read once: its names in their normal spelling, and the versions it means by each kind of name.
struct StatedProduct {
    let statement: ProductStatement
    /// As the source names it.
    let shown: String
    let said: StatedNames
    /// Type and name of its package URL; nil where it has none that can be read.
    let package: String?
    /// The statement's ranges; when it has none, what its CPE says of the version.
    let versions: [VersionRange]
    /// Where the statement has no ranges and its CPE means versions by a pattern that is no line of versions: `7.3?`.
    let versionPattern: CPEName.Value?
    /// The same for a package: what its URL says of the version, in the order of its ecosystem.
    let packageVersions: [VersionRange]

    init(_ statement: ProductStatement) { self.init(statement, StatedNames(statement)) }

    init(_ statement: ProductStatement, _ said: StatedNames) {
        self.statement = statement
        self.said = said
        shown = [statement.vendor, statement.product].filter { !$0.isEmpty }.joined(separator: " ")
        let pattern = statement.versions.isEmpty ? said.cpe.flatMap(StatedProduct.pattern) : nil
        let exact = pattern != nil ? [] : said.cpe?.version.plain.map { [VersionRange(exact: $0)] } ?? []
        let stated = statement.versions.map { VersionReading.range($0, of: said.names) }
        versionPattern = pattern
        versions = statement.versions.isEmpty ? exact : stated
        guard let purl = said.purl else {
            (package, packageVersions) = (nil, [])
            return
        }
        package = purl.package
        let ranges = statement.versions.isEmpty
            ? purl.orderedVersion.map { [VersionRange(exact: $0)] } ?? [] : stated
        packageVersions = ranges.map { StatedProduct.ordered($0, as: purl.type) }
    }

    var name: ProductName { said.name }
    var names: [ProductName] { said.names }
    var cpe: CPEName? { said.cpe }

    private static func pattern(_ cpe: CPEName) -> CPEName.Value? {
        guard cpe.version.isPattern, cpe.version.plain.flatMap(VersionLine.init) == nil else { return nil }
        return cpe.version
    }

    /// A range that names no order takes the one of its package's ecosystem, where we know that.
    private static func ordered(_ range: VersionRange, as type: String) -> VersionRange {
        guard range.scheme.isEmpty, VersionScheme(named: type) != nil else { return range }
        var out = range
        out.scheme = type
        return out
    }
}
