import Vocabulary

/// How much one document may say of products, over all its vulnerabilities: where each of them names all products, a
/// hundred kilobytes would become gigabytes.
struct ProductBudget {
    /// Statements of products, ranges of versions in them, and scores. The largest documents that manufacturers publish
    /// have some ten thousand.
    static let statedMax = 500_000

    private var stated = 0

    /// Counts a vulnerability's products and scores, said of so many vulnerabilities; the offset is its place in the
    /// document.
    mutating func take(
        _ statement: VulnerabilityStatement, times: Int = 1, at offset: Int
    ) throws(JSONFailure) {
        let size = statement.products.reduce(statement.scores.count) { $0 + 1 + $1.versions.count }
        stated += size * times
        guard stated > ProductBudget.statedMax else { return }
        let what = "products, ranges of versions and scores over all vulnerabilities"
        let message = "more than \(ProductBudget.statedMax) \(what)"
        throw JSONFailure(.overLimit, at: offset, message)
    }
}
