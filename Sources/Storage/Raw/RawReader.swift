import CZstd
import Glibc
import Vocabulary

/// Reads a stored document back, decompressed, in pieces of a fixed size so that reading again gives the same pieces.
package final class RawReader {
    /// Bytes of every piece but the last.
    package static let pieceBytes = 64 << 10

    private let file: UnsafeMutablePointer<FILE>
    private let decompressor: OpaquePointer
    private var input: [UInt8]
    private var inputCount = 0
    private var inputAt = 0
    private var piece = [UInt8](repeating: 0, count: RawReader.pieceBytes)
    private let path: String

    /// - Throws: `.notFound` when the bytes are gone (somebody removed them, or a damaged disk).
    init(path: String) throws {
        self.path = path
        // A pipe in a document's place is not waited for, a link not followed.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            let file = fdopen(descriptor, "rb")
        else {
            let cause = descriptor >= 0 ? "no regular file" : String(cString: strerror(errno))
            if descriptor >= 0 { close(descriptor) }
            throw StorageFailure(.notFound, doing: "opening \(path)", cause: cause)
        }
        guard let context = ZSTD_createDStream() else {
            fclose(file)
            throw StorageFailure(.full, doing: "starting a decompressor", cause: "out of memory")
        }
        self.file = file
        decompressor = context
        input = [UInt8](repeating: 0, count: ZSTD_DStreamInSize())
    }

    deinit {
        ZSTD_freeDStream(decompressor)
        fclose(file)
    }

    /// Gives the next piece to `use`; false when the document has ended.
    /// - Throws: `.conflict` when the stored bytes are damaged: this document cannot be read, all others can.
    package func next(_ use: (UnsafeRawBufferPointer) throws -> Void) throws -> Bool {
        var filled = 0
        while filled < RawReader.pieceBytes {
            if inputAt == inputCount {
                inputCount = fread(&input, 1, input.count, file)
                inputAt = 0
                if inputCount == 0 { break }
            }
            let result = input.withUnsafeBytes { source in
                piece.withUnsafeMutableBytes { target in
                    var from = ZSTD_inBuffer(src: source.baseAddress, size: inputCount, pos: inputAt)
                    var into = ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: filled)
                    let result = ZSTD_decompressStream(decompressor, &into, &from)
                    inputAt = from.pos
                    filled = into.pos
                    return result
                }
            }
            guard ZSTD_isError(result) == 0 else {
                throw StorageFailure(.conflict, doing: "reading \(path)", cause: "the stored bytes are damaged")
            }
        }
        guard filled > 0 else { return false }
        try piece.withUnsafeBytes { try use(UnsafeRawBufferPointer(rebasing: $0[..<filled])) }
        return true
    }
}
