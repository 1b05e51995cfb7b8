package import Vocabulary

/// Why a JSON text, or a value in it, could not be read, and at which byte.
package struct JSONFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The reason under which the reject will be stored and counted.
    package var code: Reject.Reason
    /// Byte at which reading stopped, counted from the first byte of the text.
    package var offset: Int
    /// One sentence: what stands there and what was expected.
    package var message: String

    package init(_ code: Reject.Reason, at offset: Int, _ message: String) {
        self.code = code
        self.offset = offset
        self.message = message
    }

    package var description: String { "\(code.rawValue) at byte \(offset): \(message)" }

    /// The same failure in a text that begins `bytes` earlier.
    func shifted(by bytes: Int) -> JSONFailure {
        JSONFailure(code, at: offset + bytes, message)
    }
}

/// Limits of every JSON text we read (I12).
enum JSONLimits {
    /// Containers within containers.
    static let depthMax = 64
    /// Members of the objects that are open at one time; bounds the memory of the duplicate check to 16 MB.
    static let openMembersMax = 1_000_000
    /// Bytes of one text; offsets are kept in 32 bits.
    static let textBytesMax = 1 << 30
}
