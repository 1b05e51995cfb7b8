import GRDB
import GRDBSQLite

/// A cached statement that is bound and stepped through SQLite's own calls, for the rows of a batch.
///
/// GRDB makes an array of boxed values for each execution and a dictionary for each row; with a hundred thousand rows
/// that costs more than SQLite itself. The statement stays GRDB's: it prepares, caches and finalises it. Used only
/// inside the `write` closure that made it.
struct HotStatement {
    private let statement: Statement
    private let handle: OpaquePointer

    init(_ db: Database, _ sql: String) throws {
        statement = try db.cachedStatement(sql: sql)
        handle = statement.sqliteStatement
    }

    /// Steps once and resets; for statements that return no rows.
    func run() throws {
        let code = sqlite3_step(handle)
        sqlite3_reset(handle)
        guard code == SQLITE_DONE || code == SQLITE_ROW else { throw failure(code) }
    }

    /// Steps to the next row; false, and reset, when there is none. After a row that is the last wanted: ``reset()``.
    func next() throws -> Bool {
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        sqlite3_reset(handle)
        guard code == SQLITE_DONE else { throw failure(code) }
        return false
    }

    func reset() { sqlite3_reset(handle) }

    func bind(_ value: Int64, _ place: Int32) { sqlite3_bind_int64(handle, place, value) }

    func bind(_ value: Int, _ place: Int32) { sqlite3_bind_int64(handle, place, Int64(value)) }

    func bind(_ value: Int64?, _ place: Int32) {
        if let value { bind(value, place) } else { sqlite3_bind_null(handle, place) }
    }

    func bind(_ text: String?, _ place: Int32) {
        guard var text else {
            sqlite3_bind_null(handle, place)
            return
        }
        _ = text.withUTF8 { utf8 in
            // An empty text may have no address, which SQLite would take for NULL.
            guard let first = utf8.baseAddress else {
                return sqlite3_bind_text(handle, place, "", 0, HotStatement.copied)
            }
            // Proof: CChar and UInt8 are both one byte, and SQLite copies the bytes before the call returns.
            let bytes = UnsafeRawPointer(first).assumingMemoryBound(to: CChar.self)
            return sqlite3_bind_text(handle, place, bytes, Int32(utf8.count), HotStatement.copied)
        }
    }

    /// UTF-8 bytes as text.
    func bind(text: [UInt8], _ place: Int32) {
        _ = text.withUnsafeBytes { bytes in
            guard let first = bytes.baseAddress else {
                return sqlite3_bind_text(handle, place, "", 0, HotStatement.copied)
            }
            // Proof: CChar and UInt8 are both one byte, and SQLite copies the bytes before the call returns.
            let characters = first.assumingMemoryBound(to: CChar.self)
            return sqlite3_bind_text(handle, place, characters, Int32(bytes.count), HotStatement.copied)
        }
    }

    func bind(_ blob: [UInt8], _ place: Int32) {
        _ = blob.withUnsafeBytes { bytes in
            guard let first = bytes.baseAddress, !bytes.isEmpty else { return sqlite3_bind_zeroblob(handle, place, 0) }
            return sqlite3_bind_blob(handle, place, first, Int32(bytes.count), HotStatement.copied)
        }
    }

    func bind(_ blob: [UInt8]?, _ place: Int32) {
        if let blob { bind(blob, place) } else { sqlite3_bind_null(handle, place) }
    }

    func int(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    func text(_ column: Int32) -> String? {
        guard let bytes = sqlite3_column_text(handle, column) else { return nil }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    /// Whether the column holds exactly these bytes, whatever its type.
    func holds(_ expected: UnsafeBufferPointer<UInt8>, _ column: Int32) -> Bool {
        guard let bytes = sqlite3_column_blob(handle, column) else { return expected.isEmpty }
        let found = UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(handle, column)))
        return found.elementsEqual(expected)
    }

    func holds(_ text: String, _ column: Int32) -> Bool {
        var text = text
        return text.withUTF8 { holds($0, column) }
    }

    /// Whether the column holds these bytes somewhere.
    func contains(_ wanted: [UInt8], _ column: Int32) -> Bool {
        guard let first = wanted.first else { return true }
        return withBytes(column) { bytes in
            var at = 0
            while at + wanted.count <= bytes.count {
                if bytes[at] == first, bytes[at..<(at + wanted.count)].elementsEqual(wanted) { return true }
                at += 1
            }
            return false
        }
    }

    /// The bytes of a text or blob where SQLite has them; empty for NULL. Valid inside `body` alone.
    func withBytes<Result>(
        _ column: Int32, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result {
        let start = sqlite3_column_blob(handle, column)
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
        return try bytes.withMemoryRebound(to: UInt8.self, body)
    }

    func blob(_ column: Int32) -> [UInt8] {
        guard let bytes = sqlite3_column_blob(handle, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(handle, column))))
    }

    /// Appends every column of the present row, each with its kind and length, so that no two rows give the same bytes.
    func write(to bytes: inout [UInt8]) {
        for column in 0..<sqlite3_column_count(handle) {
            switch sqlite3_column_type(handle, column) {
            case SQLITE_NULL: bytes.append(UInt8(ascii: "N"))
            case SQLITE_INTEGER:
                bytes.append(UInt8(ascii: "I"))
                withUnsafeBytes(of: int(column).bigEndian) { bytes += $0 }
            default:
                // Text is taken as its bytes; no table of ours has fractions.
                let start = sqlite3_column_blob(handle, column)
                let count = Int(sqlite3_column_bytes(handle, column))
                bytes.append(UInt8(ascii: "B"))
                withUnsafeBytes(of: Int64(count).bigEndian) { bytes += $0 }
                bytes += UnsafeRawBufferPointer(start: start, count: count)
            }
        }
    }

    private func failure(_ code: Int32) -> DatabaseError {
        let message = sqlite3_db_handle(handle).flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) }
        return DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: statement.sql)
    }

    /// SQLITE_TRANSIENT, which C writes as a cast of -1: SQLite copies the bytes before the call returns.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}
