/// Says in words where in a JSON text a byte stands: `vulnerabilities[17].dateAdded`.
///
/// Computed after a failure only, by walking the text from its start; the text need not be well-formed.
package enum JSONPlace {
    /// The path of the value at `offset`; empty for the outermost value.
    /// - Complexity: O(offset).
    package static func path(to offset: Int, in bytes: [UInt8]) -> String { paths(to: [offset], in: bytes)[0] }

    /// The paths of the values at each of the offsets, in their order, by one walk: a document of many faults costs no
    /// more of them than one of few.
    package static func paths(to offsets: [Int], in bytes: [UInt8]) -> [String] {
        var paths = [String](repeating: "", count: offsets.count)
        var steps: [Step] = []
        var index = 0
        for (offset, place) in zip(offsets, offsets.indices).sorted(by: { $0.0 < $1.0 }) {
            let end = min(offset, bytes.count)
            while index < end {
                switch bytes[index] {
                case 0x22:
                    let close = endOfString(bytes, from: index + 1)
                    noteName(bytes[index + 1..<max(index + 1, close)], in: &steps)
                    index = close
                case UInt8(ascii: "{") where steps.count < 128: steps.append(.object(name: nil, reading: true))
                case UInt8(ascii: "[") where steps.count < 128: steps.append(.list(index: 0))
                case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = steps.popLast()
                case UInt8(ascii: ","): advance(&steps)
                default: break
                }
                index += 1
            }
            paths[place] = text(of: steps)
        }
        return paths
    }

    private enum Step {
        case object(name: ArraySlice<UInt8>?, reading: Bool)
        case list(index: Int)
    }

    private static func endOfString(_ bytes: [UInt8], from start: Int) -> Int {
        var index = start
        while index < bytes.count, bytes[index] != 0x22 { index += bytes[index] == 0x5C ? 2 : 1 }
        return min(index, bytes.count)
    }

    /// The first string after `{` or `,` is a name; the next one is its value.
    private static func noteName(_ name: ArraySlice<UInt8>, in steps: inout [Step]) {
        guard case .object(_, reading: true) = steps.last else { return }
        steps[steps.count - 1] = .object(name: name, reading: false)
    }

    private static func advance(_ steps: inout [Step]) {
        switch steps.last {
        case .object(let name, _): steps[steps.count - 1] = .object(name: name, reading: true)
        case .list(let index): steps[steps.count - 1] = .list(index: index + 1)
        case nil: break
        }
    }

    private static func text(of steps: [Step]) -> String {
        var out = ""
        for step in steps {
            switch step {
            case .object(nil, _): break
            case .object(let name?, _):
                if !out.isEmpty { out += "." }
                out += SourceText.line(Array(name.prefix(64)), limit: 64)
            case .list(let index): out += "[\(index)]"
            }
        }
        return String(out.prefix(512))
    }
}
