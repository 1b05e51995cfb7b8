import Crypto
import Foundation
import GRDB
import Vocabulary

extension LedgerReader {
    /// Reads every kept document again and compares it with the digest it is kept under.
    ///
    /// Returns how many were read, and a sentence for each that is gone or damaged, in order of intake.
    /// - Throws: ``StorageFailure`` when the store cannot be read; a damaged document is never thrown.
    /// - Complexity: reads and decompresses all of `raw/`.
    package func damagedDocuments() throws(StorageFailure) -> (read: Int, damaged: [String]) {
        let documents = try read("listing documents") { db in
            try Row.fetchAll(db, sql: "SELECT id, digest FROM document ORDER BY id").map { row in
                (id: row[0] as Int64, digest: row[1] as Data)
            }
        }
        var damaged: [String] = []
        for document in documents {
            let name = Hex.encode(document.digest)
            var hash = SHA256()
            do {
                let reader = try RawReader(path: directory + "/raw/" + name)
                while try reader.next({ hash.update(bufferPointer: $0) }) {}
                if Array(hash.finalize()) == Array(document.digest) { continue }
                damaged.append("document \(document.id): raw/\(name) holds other bytes than its name says")
            } catch {
                damaged.append("document \(document.id): raw/\(name) cannot be read: \(error)")
            }
        }
        return (documents.count, damaged)
    }
}
