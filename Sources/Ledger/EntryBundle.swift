/// The bytes of `tile/entries/<N>`: for each entry its length as big-endian uint16, then the data.
///
/// Our data is always a leaf of 32 bytes, so every entry takes 34. Source: C2SP tlog-tiles, "Log entries".
enum EntryBundle {
    static let stride = 34
    static let byteCountMax = stride * TileAddress.width

    static func append(_ data: [UInt8], to bundle: inout [UInt8]) {
        bundle.append(0)
        bundle.append(32)
        bundle += data
    }
}
