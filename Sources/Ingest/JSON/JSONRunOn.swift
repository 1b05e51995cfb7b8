/// A string that runs over the end of its line, which none may (RFC 8259 § 7): its quotation mark was forgotten, or the
/// line end is not escaped.
///
/// What follows can then be text or structure. Where the next item of the list begins is sure again at a line that
/// begins with `{` where items begin in this document, behind a line that ends with a comma. While no item has begun a
/// line, nobody knows where; then the line must stand within the item itself, not within an object or list in it.
struct JSONRunOn {
    /// Blanks before an item that begins a line; nil while none has.
    private let column: Int?
    private(set) var isOpen = false
    /// Blanks since the line's beginning; nil behind its first other byte.
    private var blanks: Int?
    /// The last byte that is no white space.
    private var visible: UInt8 = 0

    init(column: Int?) { self.column = column }

    /// Says that the byte to come is a line end within a string; `visible` stands before it.
    mutating func begin(behind visible: UInt8) {
        isOpen = true
        self.visible = visible
    }

    /// Follows the text from there on; true when the next item begins with this byte.
    ///
    /// - Parameter isNested: whether an object or list within the item is open.
    mutating func meets(_ byte: UInt8, isNested: Bool) -> Bool {
        switch byte {
        case 0x0A: blanks = 0
        case 0x0D: break
        case 0x20, 0x09: blanks = blanks.map { $0 + 1 }
        default:
            let isAtItem = byte == UInt8(ascii: "{") && visible == UInt8(ascii: ",")
            if isAtItem, let blanks, column.map({ $0 == blanks }) ?? (blanks <= 1 && !isNested) { return true }
            blanks = nil
            visible = byte
        }
        return false
    }
}

extension EightBytes {
    /// Marks that end at the first `"`, `\` or line end: 0 when there is none (``plainBytes(before:)``).
    static func stringBreaks(_ word: UInt64) -> UInt64 {
        let (ones, highs) = (0x0101_0101_0101_0101 as UInt64, 0x8080_8080_8080_8080 as UInt64)
        let lineEnd = word ^ 0x0A0A_0A0A_0A0A_0A0A
        return quotesAndBackslashes(word) | (((lineEnd &- ones) & ~lineEnd) & highs)
    }
}
