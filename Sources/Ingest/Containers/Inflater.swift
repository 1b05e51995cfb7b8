import CZlib

/// A zlib decoder (RFC 1950–1952) behind a value-in, value-out door.
///
/// The stream is allocated by itself, because zlib keeps a pointer to it and refuses to work once it has moved.
package final class Inflater {
    /// How the bytes are wrapped.
    package enum Wrapping: Sendable {
        /// RFC 1951 without any frame, as inside a zip file.
        case raw
        /// RFC 1950, checksum verified.
        case zlib
        /// RFC 1952, checksum verified.
        case gzip

        /// The window size as zlib encodes the frame in it (`inflateInit2`).
        fileprivate var windowBits: Int32 {
            switch self {
            case .raw: -15
            case .zlib: 15
            case .gzip: 31
            }
        }
    }

    /// What stopped one step.
    package enum Step: Sendable, Equatable {
        /// All input was used, or the output is full.
        case more
        /// The end mark was read; input may be left over.
        case ended
        /// The data are not what the format allows.
        case corrupt
    }

    private let stream: UnsafeMutablePointer<z_stream>
    private var isReady: Bool

    package init(_ wrapping: Wrapping) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        isReady =
            inflateInit2_(stream, wrapping.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    }

    deinit {
        if isReady { inflateEnd(stream) }
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// Decodes from `input` into `output`; returns how many bytes were used and made.
    ///
    /// - Parameter isAll: no input follows; a member that fits into `output` then costs no window.
    package func step(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, isAll: Bool = false
    ) -> (used: Int, made: Int, step: Step) {
        guard isReady, let target = output.baseAddress, !output.isEmpty else { return (0, 0, .corrupt) }
        let offered = min(input.count, Int(UInt32.max))
        let room = min(output.count, Int(UInt32.max))
        // zlib only reads through next_in; the field lacks `const` for reasons of age.
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(offered)
        stream.pointee.next_out = target.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(room)
        let code = inflate(stream, isAll ? Z_FINISH : Z_NO_FLUSH)
        let used = offered - Int(stream.pointee.avail_in)
        let made = room - Int(stream.pointee.avail_out)
        stream.pointee.next_in = nil
        stream.pointee.next_out = nil
        switch code {
        case Z_STREAM_END: return (used, made, .ended)
        // No progress was possible: more input or more room is needed, nothing is wrong.
        case Z_OK, Z_BUF_ERROR: return (used, made, .more)
        default: return (used, made, .corrupt)
        }
    }

    /// Begins the next member of the same wrapping.
    package func restart() {
        if isReady { isReady = inflateReset(stream) == Z_OK }
    }

    /// CRC-32 (RFC 1952 § 8) continued over `bytes`; begins with 0.
    static func checksum(_ sum: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
        guard let base = bytes.baseAddress else { return sum }
        return UInt32(
            truncatingIfNeeded: crc32_z(UInt(sum), base.assumingMemoryBound(to: UInt8.self), bytes.count))
    }
}
