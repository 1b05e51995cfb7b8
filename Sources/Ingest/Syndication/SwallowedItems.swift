/// Items that stand in a CDATA section of another one, as when the end of the section was forgotten and the next
/// section's end served for it.
///
/// XML calls them text (XML 1.0 § 2.7), and whoever could make them items by what he writes in a text could write items
/// in the publisher's name; so they stay text, and are named.
enum SwallowedItems {
    /// Whether an item of this name ends in a section and the next one begins behind it.
    static func seem(to name: [UInt8], standIn section: UnsafeBufferPointer<UInt8>) -> Bool {
        var place = 0
        while let open = MarkupTokens.find(UInt8(ascii: "<"), section, place) {
            place = open + 1
            guard place < section.count, section[place] == UInt8(ascii: "/"), stands(name, section, place + 1)
            else { continue }
            place += 1 + name.count
            while place < section.count, section[place] <= 0x20 || section[place] == UInt8(ascii: ">") { place += 1 }
            guard place < section.count, section[place] == UInt8(ascii: "<") else { continue }
            if stands(name, section, place + 1) { return true }
        }
        return false
    }

    private static func stands(_ name: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
        at + name.count < bytes.count && bytes[at..<at + name.count].elementsEqual(name)
    }
}
