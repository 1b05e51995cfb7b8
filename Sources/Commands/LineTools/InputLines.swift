import Glibc

/// The lines of an input, each held only as far as anybody looks at it.
///
/// A line ends with a line feed, or with one behind a carriage return; the last one may have none. What is not UTF-8 is
/// repaired with U+FFFD. Memory does not grow with a line that never ends.
struct InputLines {
    static let lineBytesMax = 1 << 20
    private static let pieceBytes = 64 << 10

    enum Line: Equatable {
        case text(String)
        /// It is longer than ``lineBytesMax``; its bytes are not kept.
        case tooLong
    }

    private let descriptor: Int32
    private var piece: [UInt8] = []
    /// Bytes of the piece that are used up.
    private var used = 0
    private var hasEnded = false
    private var line: [UInt8] = []
    private var isTooLong = false

    init(_ descriptor: Int32 = 0) { self.descriptor = descriptor }

    /// The next line; nil at the end.
    /// - Throws: ``InputFailed`` when the input cannot be read.
    mutating func next() throws -> Line? {
        var hasBegun = false
        while true {
            if used == piece.count {
                guard try fill() else { return hasBegun || !line.isEmpty ? take() : nil }
            }
            hasBegun = true
            let end = piece[used...].firstIndex(of: 0x0A)
            keep(piece[used..<(end ?? piece.count)])
            used = end.map { $0 + 1 } ?? piece.count
            if end != nil { return take() }
        }
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        // One byte more, for a carriage return.
        isTooLong = isTooLong || line.count + bytes.count > InputLines.lineBytesMax + 1
        if isTooLong { line = [] } else { line += bytes }
    }

    private mutating func take() -> Line {
        defer { (line, isTooLong) = ([], false) }
        if line.last == 0x0D { line.removeLast() }
        guard !isTooLong, line.count <= InputLines.lineBytesMax else { return .tooLong }
        return .text(String(decoding: line, as: UTF8.self))
    }

    private mutating func fill() throws -> Bool {
        guard !hasEnded else { return false }
        piece = [UInt8](repeating: 0, count: InputLines.pieceBytes)
        used = 0
        var count = -1
        repeat {
            count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        } while count < 0 && errno == EINTR
        guard count >= 0 else { throw InputFailed(reason: String(cString: strerror(errno))) }
        piece.removeLast(piece.count - count)
        hasEnded = count == 0
        return count > 0
    }
}

/// Standard input cannot be read: a folder, or a device that says no.
struct InputFailed: Error, CustomStringConvertible {
    let reason: String
    var description: String { "standard input could not be read: \(reason); look at what it is redirected from" }
}
