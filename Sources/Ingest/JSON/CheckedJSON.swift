import struct Crypto.SHA256
package import Vocabulary

/// One JSON text that obeys RFC 8259 strictly, with the digest of its canonical form.
///
/// Refused: duplicate member names (after unescaping), more than 64 containers within each other, lone surrogates,
/// invalid UTF-8, raw control characters, anything after the value. One byte order mark at the start is tolerated.
///
/// The canonical form has no white space, members sorted by name, strings in their shortest escapes and decimals
/// without trailing zeros: so two spellings of the same content have the same digest. It is *not* RFC 8785: names are
/// ordered by UTF-8 bytes and numbers with an exponent stay as written, because a number of any size must survive.
package struct CheckedJSON: Sendable {
    /// The text as it came, with its byte order mark if it had one.
    package let bytes: [UInt8]
    /// SHA-256 of the canonical form.
    package let digest: Digest

    /// - Throws: `.malformed`, `.truncated`, `.encoding`, `.duplicateKey`, `.overLimit`; the text is a reject.
    /// - Complexity: O(n); where members are out of order, O(n log n).
    package init(_ bytes: [UInt8]) throws(JSONFailure) {
        self.bytes = bytes
        self.digest = try bytes.withUnsafeBufferPointer { input throws(JSONFailure) in
            try CheckedJSON.withCanonical(of: input, CheckedJSON.hash)
        }
    }

    /// The canonical form of a text, for tests and for showing what a digest was taken of.
    package static func canonical(of bytes: [UInt8]) throws(JSONFailure) -> [UInt8] {
        try bytes.withUnsafeBufferPointer { input throws(JSONFailure) in
            try withCanonical(of: input) { Array($0) }
        }
    }

    /// Reads the text with a cursor that stands before its first byte.
    package func read<Result>(
        _ body: (inout JSONCursor) throws(JSONFailure) -> Result
    ) throws(JSONFailure) -> Result {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONFailure) in
            guard let start = buffer.baseAddress else { throw CheckedJSON.isEmpty }
            var cursor = JSONCursor(start, count: buffer.count)
            return try body(&cursor)
        }
    }

    private static func withCanonical<Result>(
        of input: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) throws(JSONFailure) -> Result {
        guard let start = input.baseAddress, !input.isEmpty else {
            throw isEmpty
        }
        guard input.count <= JSONLimits.textBytesMax else {
            throw JSONFailure(.overLimit, at: 0, "\(input.count) bytes; at most \(JSONLimits.textBytesMax) are read")
        }
        let output = UnsafeMutablePointer<UInt8>.allocate(capacity: input.count)
        defer { output.deallocate() }
        var writer = JSONCanonicalizer(input: start, count: input.count, output: output)
        try writer.text()
        return body(UnsafeBufferPointer(start: output, count: writer.written))
    }

    private static var isEmpty: JSONFailure {
        JSONFailure(.truncated, at: 0, "the text is empty; a JSON value is expected")
    }

    /// The digest of a text together with what another part of its document says of it.
    static func digest(of text: Digest, with words: String) -> Digest {
        (text.bytes + Array(words.utf8)).withUnsafeBufferPointer(hash)
    }

    private static func hash(_ canonical: UnsafeBufferPointer<UInt8>) -> Digest {
        guard let digest = Digest(bytes: SHA256.hash(data: UnsafeRawBufferPointer(canonical))) else {
            preconditionFailure("SHA-256 gives 32 bytes (FIPS 180-4)")
        }
        return digest
    }
}
