/// The other side's words as they may stand in a log and a table.
enum ReplyText {
    /// At most 200 bytes, everything but printable ASCII as `.`.
    static func printable(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.prefix(200).map { (0x20...0x7E).contains($0) ? $0 : 0x2E }, as: UTF8.self)
    }
}
