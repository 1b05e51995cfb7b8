import Foundation

/// Looking for bytes.
extension MarkupTokens {
    static func find(_ byte: UInt8, _ bytes: UnsafeBufferPointer<UInt8>, _ from: Int) -> Int? {
        guard from < bytes.count, let base = bytes.baseAddress,
            let found = memchr(base + from, Int32(byte), bytes.count - from)
        else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// The first place of a word that ends with `>` and begins with another byte.
    static func find(_ word: StaticString, _ bytes: UnsafeBufferPointer<UInt8>, _ from: Int) -> Int? {
        let behind = word.utf8CodeUnitCount - 1
        var place = from + behind
        while let close = find(UInt8(ascii: ">"), bytes, place) {
            if common(word, bytes, close - behind) == behind + 1 { return close - behind }
            place = close + 1
        }
        return nil
    }

    /// The first place within a range of a word that stands in it whole and begins with `<`.
    static func find(_ word: StaticString, in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
        let within = UnsafeBufferPointer(rebasing: bytes[..<range.upperBound])
        var place = range.lowerBound
        while let open = find(UInt8(ascii: "<"), within, place) {
            if common(word, within, open) == word.utf8CodeUnitCount { return open }
            place = open + 1
        }
        return nil
    }

    /// How many bytes of a word stand at a place.
    static func common(_ word: StaticString, _ bytes: UnsafeBufferPointer<UInt8>, _ from: Int) -> Int {
        var count = 0
        while count < word.utf8CodeUnitCount, from + count < bytes.count, bytes[from + count] == word.utf8Start[count] {
            count += 1
        }
        return count
    }
}
