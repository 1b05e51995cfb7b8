/// Brings an XML document into the encoding in which its markup is looked for, as its bytes come.
///
/// What is UTF-8, or may be, passes unchanged: markup is ASCII, and texts are decoded where they are taken out
/// (``MarkupEncoding/text(_:isDeclared:)``).
struct MarkupDecoding {
    private enum Way {
        case undecided
        case unchanged
        case converting(MarkupConversion)
    }

    private var way = Way.undecided
    /// The bytes on which the choice waits.
    private var head: [UInt8] = []
    /// Whether anything has come out of a conversion, so that a mark can no longer stand there.
    private var isBegun = false
    /// Whether the document says that it is UTF-8, or was converted into it.
    private(set) var isDeclared = true
    /// Whether the bytes that come out are others than those that came in.
    var isConverting: Bool {
        if case .converting = way { true } else { false }
    }
    /// Bytes of a mark that were left out at the start.
    private(set) var markBytes = 0

    /// Takes the next bytes; appends what they give.
    mutating func push(_ bytes: UnsafeRawBufferPointer, into out: inout [UInt8]) throws(MarkupEncoding.Refusal) {
        switch way {
        case .undecided:
            head += bytes
            if head.count >= MarkupEncoding.headMax { try decide(into: &out) }
        case .unchanged: out.append(contentsOf: bytes)
        case .converting(let conversion): convert(bytes, by: conversion, into: &out)
        }
    }

    /// Ends the document; appends what was still held.
    mutating func finish(into out: inout [UInt8]) throws(MarkupEncoding.Refusal) {
        if case .undecided = way { try decide(into: &out) }
        if case .converting(let conversion) = way { conversion.finish(into: &out) }
    }

    private mutating func decide(into out: inout [UInt8]) throws(MarkupEncoding.Refusal) {
        let bytes = head
        head = []
        switch try MarkupEncoding.choice(bytes) {
        case .utf8(let mark, let declared):
            (markBytes, isDeclared, way) = (mark, declared, .unchanged)
            out += bytes.dropFirst(mark)
        case .other(let name, let unit):
            let conversion = try MarkupConversion(from: name, unit: unit)
            way = .converting(conversion)
            convert(bytes, by: conversion, into: &out)
        }
    }

    private mutating func convert(
        _ bytes: some Sequence<UInt8>, by conversion: MarkupConversion, into out: inout [UInt8]
    ) {
        let start = out.count
        conversion.push(bytes, into: &out)
        guard !isBegun, out.count > start else { return }
        isBegun = true
        if out[start...].starts(with: [0xEF, 0xBB, 0xBF]) { out.removeSubrange(start..<start + 3) }
    }
}
