import Foundation
import Vocabulary

/// Joins what one document says of one vulnerability in several entries, so that no entry replaces another.
///
/// VEX documents have an entry for each product, and nothing in CSAF 2.0 § 3.2.3 or CycloneDX keeps an id from coming
/// twice. Lists become unions in the order of the document; of single values the first that is stated counts; texts
/// stand one behind the other. A product that is said to be affected and not affected keeps both: that is a
/// contradiction for the judge, not for the reader.
enum StatementMerging {
    /// One statement for each id, in the place of its first.
    static func merge(_ report: inout Report) {
        let stated = report.vulnerabilities
        guard stated.count > 1, Set(stated.map(\.id)).count < stated.count else { return }
        var places: [String: Int] = [:]
        var merged: [Joined] = []
        for statement in stated {
            if let place = places[statement.id] {
                merged[place].add(statement)
            } else {
                places[statement.id] = merged.count
                merged.append(Joined(statement))
            }
        }
        report.vulnerabilities = merged.map(\.statement)
    }

    /// A statement with what must be asked of it often.
    private struct Joined {
        private(set) var statement: VulnerabilityStatement
        /// Where a product stands that is the same but for its versions.
        private var products: [ProductStatement: Int] = [:]
        private var ranges: [Int: Set<VersionRange>] = [:]
        private var scores: Set<ScoreStatement>
        private var remediations: Set<String>

        init(_ first: VulnerabilityStatement) {
            statement = first
            statement.products = []
            scores = Set(first.scores)
            remediations = Set(first.remediations)
            for product in first.products { add(product) }
        }

        mutating func add(_ other: VulnerabilityStatement) {
            statement.aliases = Set(statement.aliases + other.aliases).sorted()
            statement.weaknesses = Set(statement.weaknesses + other.weaknesses).sorted()
            statement.title = statement.title ?? other.title
            statement.description = Joined.joined(statement.description, other.description)
            for score in other.scores where scores.insert(score).inserted { statement.scores.append(score) }
            for text in other.remediations where remediations.insert(text).inserted {
                statement.remediations.append(text)
            }
            for product in other.products { add(product) }
            statement.ssvc.merge(other.ssvc) { first, _ in first }
            if let more = other.exploitation { statement.exploitation = Joined.joined(statement.exploitation, more) }
        }

        private mutating func add(_ product: ProductStatement) {
            var key = product
            key.versions = []
            guard let place = products[key] else {
                products[key] = statement.products.count
                ranges[statement.products.count] = Set(product.versions)
                return statement.products.append(product)
            }
            // Without versions it means all of them, and no version says more.
            guard !statement.products[place].versions.isEmpty else { return }
            if product.versions.isEmpty { statement.products[place].versions = [] }
            for range in product.versions where ranges[place, default: []].insert(range).inserted {
                statement.products[place].versions.append(range)
            }
        }

        private static func joined(_ first: String?, _ second: String?) -> String? {
            guard let first, let second else { return first ?? second }
            let isKnown = first == second || first.components(separatedBy: "\n\n").contains(second)
            guard !isKnown, first.utf8.count + second.utf8.count + 2 <= SourceText.summaryMax else { return first }
            return first + "\n\n" + second
        }

        private static func joined(
            _ first: ExploitationStatement?, _ second: ExploitationStatement
        ) -> ExploitationStatement {
            guard let first else { return second }
            return ExploitationStatement(
                listed: [first.listed, second.listed].compactMap { $0 }.min(),
                due: [first.due, second.due].compactMap { $0 }.min(),
                ransomware: first.ransomware || second.ransomware,
                requiredAction: first.requiredAction ?? second.requiredAction)
        }
    }
}
