import Foundation

/// Bytes of one encoding brought into UTF-8 by the system's iconv, as they come.
///
/// What is no character is U+FFFD. A character that a piece ends in waits for the next one.
final class MarkupConversion {
    private let handle: iconv_t
    /// Bytes to pass over where no character begins.
    private let unit: Int
    private var held: [UInt8] = []

    init(from name: String, unit: Int) throws(MarkupEncoding.Refusal) {
        guard let handle = iconv_open("UTF-8", name), handle != iconv_t(bitPattern: -1) else {
            throw MarkupEncoding.Refusal(message: "this system cannot read the encoding \(name); send UTF-8")
        }
        self.handle = handle
        self.unit = unit
    }

    deinit { iconv_close(handle) }

    /// Takes the next bytes; appends the characters that they complete.
    func push(_ bytes: some Sequence<UInt8>, into out: inout [UInt8]) {
        held += bytes
        convert(isLast: false, into: &out)
    }

    /// Ends the text: the beginning of a character is none.
    func finish(into out: inout [UInt8]) { convert(isLast: true, into: &out) }

    private func convert(isLast: Bool, into out: inout [UInt8]) {
        var piece = [CChar](repeating: 0, count: 64 << 10)
        let left = held.withUnsafeMutableBytes { input in
            var next = input.bindMemory(to: CChar.self).baseAddress
            var left = input.count
            while left > 0 {
                var (room, result, problem) = (piece.count, 0, Int32(0))
                piece.withUnsafeMutableBufferPointer { piece in
                    var target = piece.baseAddress
                    result = iconv(handle, &next, &left, &target, &room)
                    problem = errno
                }
                out.append(contentsOf: piece[..<(piece.count - room)].lazy.map { UInt8(bitPattern: $0) })
                if result != -1 { break }
                // The piece is full: go on.
                if problem == E2BIG { continue }
                // No character has more than four bytes in the encodings that are read.
                if problem == EINVAL, !isLast, left < 8 { break }
                out += UTF8.encodedReplacementCharacter
                let skipped = min(unit, left)
                next = next?.advanced(by: skipped)
                left -= skipped
            }
            return left
        }
        held.removeFirst(held.count - left)
    }
}
