/// The fields of one row of a table as text for people and for parsing.
enum CSVFields {
    /// Quotes removed, doubled ones single; nil when the row's quotes are not closed where a field ends.
    static func texts(_ row: UnsafeRawBufferPointer, limit: Int = SourceText.summaryMax) -> [[UInt8]]? {
        var fields: [ScanField] = []
        guard ScanField.split(row, into: &fields) else { return nil }
        return fields.map { field in
            let bytes = UnsafeRawBufferPointer(rebasing: row[field.range])
            let isQuoted = field.start > 0 && row[Int(field.start) - 1] == 0x22
            guard isQuoted, bytes.contains(0x22) else { return Array(bytes) }
            var out: [UInt8] = []
            var isDoubled = false
            for byte in bytes {
                isDoubled = byte == 0x22 && !isDoubled
                if byte != 0x22 || isDoubled { out.append(byte) }
            }
            return out
        }
    }
}
