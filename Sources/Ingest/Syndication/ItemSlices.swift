/// The items of a feed that is not well-formed, cut out without a parser, each to be parsed by itself.
struct ItemSlices {
    /// From the item's tag to the next item's, or to the end; rising.
    private(set) var items: [Range<Int>] = []
    private let bytes: [UInt8]
    /// The root's start tag, which binds the prefixes.
    private let root: ArraySlice<UInt8>

    /// Nil when the document has no root element.
    /// - Complexity: O(bytes).
    init?(_ document: [UInt8]) {
        bytes = document
        var starts: [Int] = []
        var found: ArraySlice<UInt8>?
        var at = 0
        while let open = document[at...].firstIndex(of: UInt8(ascii: "<")) {
            at = open + 1
            if ItemSlices.has("<!--", document, open) {
                at = ItemSlices.end(of: "-->", document, open)
            } else if ItemSlices.has("<![CDATA[", document, open) {
                at = ItemSlices.end(of: "]]>", document, open)
            } else if found == nil, open + 1 < document.count, ItemSlices.isLetter(document[open + 1]) {
                found = ItemSlices.tag(document, open)
            } else if ItemSlices.isItem(document, open + 1) {
                starts.append(open)
            }
        }
        guard let found else { return nil }
        root = found
        for (index, start) in starts.enumerated() {
            items.append(start..<(index + 1 < starts.count ? starts[index + 1] : document.count))
        }
    }

    /// The item as the only one of a feed: root, item up to its last end tag, end of the root.
    func document(of item: Range<Int>) -> [UInt8] {
        let name = root.dropFirst().prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
        return Array(root) + bytes[item.lowerBound..<end(of: item)] + Array("</".utf8) + name + [UInt8(ascii: ">")]
    }

    /// Behind the last `</item>` or `</entry>` of the slice; its end when there is none.
    private func end(of item: Range<Int>) -> Int {
        var end = item.upperBound
        while let open = bytes[item.lowerBound..<end].lastIndex(of: UInt8(ascii: "<")) {
            if open + 1 < bytes.count, bytes[open + 1] == UInt8(ascii: "/"), ItemSlices.isItem(bytes, open + 2),
                let close = bytes[open..<item.upperBound].firstIndex(of: UInt8(ascii: ">"))
            {
                return close + 1
            }
            end = open
        }
        return item.upperBound
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20)
    }

    /// Whether a name of an item begins here, with any prefix.
    private static func isItem(_ document: [UInt8], _ start: Int) -> Bool {
        guard start < document.count else { return false }
        let name = document[start...].prefix(64).prefix { isLetter($0) || $0 == UInt8(ascii: ":") }
        guard name.endIndex < document.count else { return false }
        let local = name.lastIndex(of: UInt8(ascii: ":")).map { name[($0 + 1)...] } ?? name
        let next = document[name.endIndex]
        let isWhole = next <= 0x20 || next == UInt8(ascii: ">") || next == UInt8(ascii: "/")
        return isWhole && (local.elementsEqual("item".utf8) || local.elementsEqual("entry".utf8))
    }

    /// A start tag with its attributes, whose values may hold `>`; never an empty element.
    private static func tag(_ document: [UInt8], _ open: Int) -> ArraySlice<UInt8>? {
        var quote: UInt8?
        for index in open..<document.count {
            let byte = document[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return document[index - 1] == UInt8(ascii: "/") ? nil : document[open...index]
            }
        }
        return nil
    }

    private static func has(_ word: StaticString, _ document: [UInt8], _ place: Int) -> Bool {
        let count = word.utf8CodeUnitCount
        guard document.count - place >= count else { return false }
        return (0..<count).allSatisfy { document[place + $0] == word.utf8Start[$0] }
    }

    /// Behind the next `word`; the document's end when there is none.
    private static func end(of word: StaticString, _ document: [UInt8], _ start: Int) -> Int {
        var at = start
        while at < document.count {
            if has(word, document, at) { return at + word.utf8CodeUnitCount }
            at += 1
        }
        return document.count
    }
}
