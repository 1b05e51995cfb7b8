import GRDB

/// A vendor and product as reports name them.
package struct NamedProduct: Sendable, Hashable {
    package var vendor: String
    package var product: String
}

extension Store {
    /// The products that the next `limit` threats behind `after` name, each once, and where to go on; nil at the end.
    ///
    /// In pages, so that no read holds the log back for long.
    package func namedProducts(
        after: Int64, limit: Int
    ) async throws -> (products: Set<NamedProduct>, next: Int64?) {
        try await read("looking for names of products") { db in
            let last = try Int64.fetchOne(
                db,
                sql: """
                    SELECT MAX(threat) FROM
                        (SELECT threat FROM threat_assessment WHERE threat > ? ORDER BY threat LIMIT ?)
                    """, arguments: [after, limit])
            guard let last else { return ([], nil) }
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT DISTINCT json_extract(p.value, '$.value.vendor') AS vendor,
                        json_extract(p.value, '$.value.product') AS product
                    FROM threat_assessment a, json_each(a.body, '$.products') p
                    WHERE a.threat > ? AND a.threat <= ?
                    """, arguments: [after, last])
            var found: Set<NamedProduct> = []
            while let row = try rows.next() {
                found.insert(NamedProduct(vendor: row["vendor"] ?? "", product: row["product"] ?? ""))
            }
            return (found, last)
        }
    }
}
