/// The types of JSON values, as they are named in messages.
package enum JSONKind: String, Sendable {
    case object = "an object"
    case array = "a list"
    case string = "a string"
    case number = "a number"
    case bool = "true or false"
    case null
}

/// A member's name, compared as bytes: `switch key { case "title": … }` makes no String.
///
/// Plain memory without references, because each `case` would count one up and down. Valid as long as its text is.
package struct JSONKey {
    let base: UnsafePointer<UInt8>
    let count: Int
    /// Whether the name is written with escapes.
    let isEscaped: Bool

    /// Whether the name is this one, after its escapes are resolved.
    package static func ~= (name: StaticString, key: JSONKey) -> Bool {
        let length = name.utf8CodeUnitCount
        if key.isEscaped {
            return key.decoded.elementsEqual(UnsafeBufferPointer(start: name.utf8Start, count: length))
        }
        guard key.count == length else { return false }
        for index in 0..<length where key.base[index] != name.utf8Start[index] { return false }
        return true
    }

    /// The name as a String.
    package var text: String {
        if isEscaped { return String(decoding: decoded, as: UTF8.self) }
        return String(decoding: UnsafeBufferPointer(start: base, count: count), as: UTF8.self)
    }

    private var decoded: [UInt8] { JSONCursor(base, count: count).decode(0..<count) }
}
