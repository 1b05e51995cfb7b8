import CZstd
import Crypto
import Durability
package import Vocabulary

/// The bytes of one document on their way into `raw/`: hashed and compressed as they come.
///
/// Step 1 of "What is durable when": written aside, fsynced, renamed to its digest, folder fsynced. *A crash leaves
/// an aside file or an orphan; both are swept at start.* Used from one task; dropping it without ``commit()`` leaves
/// nothing.
package final class RawDraft {
    private let draft: DurableDraft
    private let compressor: OpaquePointer
    private var hash = SHA256()
    private var output: [UInt8]
    /// Bytes taken so far, before compression.
    package private(set) var byteCount = 0
    private let bytesMax: Int

    /// - Throws: ``DurabilityFailure`` when the folder cannot be written.
    init(folder: String, bytesMax: Int) throws {
        draft = try DurableFile.begin(in: folder)
        guard let context = ZSTD_createCStream() else {
            throw StorageFailure(.full, doing: "starting a compressor", cause: "out of memory")
        }
        compressor = context
        ZSTD_CCtx_setParameter(compressor, ZSTD_c_compressionLevel, 1)
        ZSTD_CCtx_setParameter(compressor, ZSTD_c_checksumFlag, 1)
        output = [UInt8](repeating: 0, count: ZSTD_CStreamOutSize())
        self.bytesMax = bytesMax
    }

    deinit { ZSTD_freeCStream(compressor) }

    /// Takes the next bytes.
    /// - Throws: `.conflict` when the document grows over its limit; ``DurabilityFailure`` when the disk says no.
    package func append(_ bytes: UnsafeRawBufferPointer) throws {
        byteCount += bytes.count
        guard byteCount <= bytesMax else {
            throw StorageFailure(
                .conflict, doing: "taking in a document",
                cause: "it is larger than \(bytesMax >> 20) MiB, the feed's limit `document_bytes`")
        }
        hash.update(bufferPointer: bytes)
        var input = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
        while input.pos < input.size { _ = try step(&input, ZSTD_e_continue) }
    }

    /// Makes the document durable under its digest.
    package func commit() throws -> Vocabulary.Digest {
        var input = ZSTD_inBuffer(src: nil, size: 0, pos: 0)
        while try step(&input, ZSTD_e_end) != 0 {}
        guard let digest = Vocabulary.Digest(bytes: hash.finalize()) else {
            throw StorageFailure(.unknown, doing: "hashing a document")
        }
        try draft.commit(as: digest.description)
        return digest
    }

    /// Removes the aside file; what came so far is gone.
    package func abandon() { draft.abort() }

    private func step(_ input: inout ZSTD_inBuffer, _ directive: ZSTD_EndDirective) throws -> Int {
        var written = 0
        let left = output.withUnsafeMutableBytes { buffer in
            var out = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
            let left = ZSTD_compressStream2(compressor, &out, &input, directive)
            written = out.pos
            return left
        }
        guard ZSTD_isError(left) == 0 else { throw StorageFailure(.unknown, doing: "compressing a document") }
        try draft.append(Array(output[..<written]))
        return left
    }
}
