/// A text cut into folded words, as names are looked for in it.
///
/// Words are runs of letters and digits. One pass over the bytes; no byte is looked at twice.
package struct FoldedText: Sendable {
    /// One word.
    package struct Word: Sendable {
        /// In ``FoldedText/letters``.
        package var letters: Range<Int>
        /// ``WordKey/of(_:)``.
        package var key: UInt64
        /// In the text's UTF-8.
        package var source: Range<Int>
        /// Begins with a capital letter or a digit.
        package var isCapital: Bool
        /// Nothing stands between it and the word before that a name does not hold: no end of a sentence, comma,
        /// bracket, dash.
        package var continues: Bool
        /// Number of the sentence, from 0.
        package var sentence: Int32
    }

    package private(set) var letters: [UInt32] = []
    package private(set) var words: [Word] = []

    package init(_ text: String) { self.init(Array(text.utf8)) }

    /// Bytes that are no UTF-8 stand between words.
    package init(_ bytes: [UInt8]) {
        letters.reserveCapacity(bytes.count)
        words.reserveCapacity(bytes.count / 6)
        var gap = Gap()
        bytes.withUnsafeBufferPointer { bytes in
            var at = 0
            while at < bytes.count {
                let (scalar, width) = FoldedText.scalar(bytes, at)
                let letter = LetterFold.fold(scalar)
                if letter > LetterFold.dropped {
                    at = takeWord(bytes, from: at, &gap)
                } else {
                    if letter == LetterFold.separator { gap.take(scalar) }
                    at += width
                }
            }
        }
    }

    private mutating func takeWord(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ gap: inout Gap) -> Int {
        let first = letters.count
        let isCapital = LetterFold.isCapital(FoldedText.scalar(bytes, start).0)
        var at = start
        while at < bytes.count {
            let (scalar, width) = FoldedText.scalar(bytes, at)
            let letter = LetterFold.fold(scalar)
            if letter == LetterFold.separator { break }
            if letter != LetterFold.dropped { letters.append(letter) }
            at += width
        }
        let isShort = words.last.map { $0.letters.count <= 2 } ?? true
        let ends = gap.endsSentence(after: isShort)
        words.append(Word(
            letters: first..<letters.count, key: WordKey.of(letters[first...]), source: start..<at,
            isCapital: isCapital, continues: !gap.breaks && !ends,
            sentence: (words.last?.sentence ?? 0) + (ends && !words.isEmpty ? 1 : 0)))
        gap = Gap()
        return at
    }

    /// The code point at a byte, and how many bytes it takes; 0 for what is no UTF-8.
    package static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> (UInt32, Int) {
        let lead = bytes[at]
        if lead < 0x80 { return (UInt32(lead), 1) }
        let width = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1
        guard width > 1, at + width <= bytes.count else { return (0, 1) }
        var value = UInt32(lead) & (0x7F >> UInt32(width))
        for next in at + 1..<at + width { value = value << 6 | UInt32(bytes[next] & 0x3F) }
        return (value, width)
    }
}

/// What stands between two words.
private struct Gap {
    var breaks = false
    private var dot = false
    private var ends = false
    private var blankAfterDot = false
    private var newlines = 0

    mutating func take(_ scalar: UInt32) {
        switch scalar {
        case 0x20, 0x09, 0x0D, 0xA0: blankAfterDot = blankAfterDot || dot
        case 0x0A:
            newlines += 1
            blankAfterDot = blankAfterDot || dot
        case 0x2E: dot = true
        case 0x21, 0x3F, 0x2026: ends = true
        // , ; : ( ) [ ] { } | • – — ·
        case 0x2C, 0x3B, 0x3A, 0x28, 0x29, 0x5B, 0x5D, 0x7B, 0x7D, 0x7C, 0x2022, 0x2013, 0x2014, 0xB7: breaks = true
        default: break  // Proof: code points are no enum of ours; the others join.
        }
    }

    /// `No. 1` and `St. Mary` go on; so does a single new line, which is only the width of a page.
    func endsSentence(after isShort: Bool) -> Bool { ends || newlines > 1 || blankAfterDot && !isShort }
}

/// Where a word stands in the index of names: the same for a word and its inflected forms.
///
/// A word of four letters and more stands under its first four; a shorter one, and one with a digit, under the whole.
package enum WordKey {
    /// Letters under which an inflected word is found; shorter words are not inflected.
    package static let stemMin = 4

    /// - Parameter letters: folded; the key of an empty word is no word's.
    package static func of(_ letters: ArraySlice<UInt32>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var stem: UInt64 = 0
        var hasDigit = false
        for (place, letter) in letters.enumerated() {
            // FNV-1a; equal keys of different words are told apart by their letters.
            hash = (hash ^ UInt64(letter)) &* 0x0000_0100_0000_01B3
            hasDigit = hasDigit || (0x30...0x39).contains(letter)
            if place == stemMin - 1 { stem = hash }
        }
        return letters.count < stemMin || hasDigit ? hash : ~stem
    }
}
