import Testing
import Vocabulary

@testable import Transport

/// Bodies made by gzip(1), zlib, libbrotlienc and libzstd.
struct ContentDecoderTests {
    private static let text = "one document of the test server, said again and again and again\n"
    private static let bodies: [(ContentDecoder.Coding, String)] = [
        (.gzip, "1f8b0800000000000203cbcf4b5548c94f2ecd4dcd2b51c84f5328c9485528492d2e51284e2d2a4b2dd251284ecc4c51484c4f"
            + "cccc5348ccc3607101005e350dbd40000000"),
        (.deflate, "789ccbcf4b5548c94f2ecd4dcd2b51c84f5328c9485528492d2e51284e2d2a4b2dd251284ecc4c51484c4fcccc5348ccc3"
            + "60710100f42116ac"),
        (.deflate, "cbcf4b5548c94f2ecd4dcd2b51c84f5328c9485528492d2e51284e2d2a4b2dd251284ecc4c51484c4fcccc5348ccc36071"
            + "0100"),
        (.br, "1b3f00000472719ed09fa756d306cd310edcaf65e16d901f3c64fd210936aa499f584f00484139fa20a7c68ddd65e813850f14"),
        (.zstd, "28b52ffd2040b50100f4026f6e6520646f63756d656e74206f66207468652074657374207365727665722c2073616964206167"
            + "61696e20616e0a0100ee5cca"),
    ]

    /// What comes of a body pushed in two pieces.
    private func decode(
        _ coding: ContentDecoder.Coding, _ body: [UInt8], cut: Int
    ) -> (bytes: [UInt8], stop: ExchangeResult.Stop?) {
        let decoder = ContentDecoder(coding)
        var out: [UInt8] = []
        for piece in [body[..<cut], body[cut...]] where !piece.isEmpty {
            let stop = Array(piece).withUnsafeBytes { bytes in
                decoder.decode(bytes) {
                    out += $0
                    return nil
                }
            }
            if let stop { return (out, stop) }
        }
        return (out, decoder.finish())
    }

    @Test(arguments: bodies) func `a body is decoded, however it is cut`(
        _ coding: ContentDecoder.Coding, _ hex: String
    ) throws {
        let body = try #require(Hex.decode(hex))
        for cut in 0...body.count {
            let (bytes, stop) = decode(coding, body, cut: cut)
            #expect(stop == nil)
            #expect(String(decoding: bytes, as: UTF8.self) == Self.text)
        }
    }

    @Test(arguments: bodies) func `a body that ends early is not whole`(
        _ coding: ContentDecoder.Coding, _ hex: String
    ) throws {
        let body = try #require(Hex.decode(hex))
        for count in 1..<body.count {
            #expect(decode(coding, Array(body[..<count]), cut: 0).stop != nil, "\(count) bytes of \(coding)")
        }
    }

    @Test func `several gzip members, and zstd frames, are one body; anything else behind it is refused`() throws {
        for (coding, hex) in Self.bodies {
            let body = try #require(Hex.decode(hex))
            let twice = decode(coding, body + body, cut: 0)
            if coding == .gzip || coding == .zstd {
                #expect(twice.stop == nil)
                #expect(String(decoding: twice.bytes, as: UTF8.self) == Self.text + Self.text)
            } else {
                #expect(twice.stop != nil)
            }
            #expect(decode(coding, body + Array("more".utf8), cut: 0).stop != nil)
        }
    }

    @Test func `a zstd window over 8 MiB is refused before memory is taken`() throws {
        // RFC 8878 § 3.1.1.1.2: exponent 14 is a window of 2^24 bytes; then a last raw block of two bytes.
        let wide = try #require(Hex.decode("28b52ffd" + "00" + "70" + "110000" + "6f6b"))
        #expect(decode(.zstd, wide, cut: 0).stop != nil)
        // Exponent 13 is 2^23.
        let fine = try #require(Hex.decode("28b52ffd" + "00" + "68" + "110000" + "6f6b"))
        let (bytes, stop) = decode(.zstd, fine, cut: 0)
        #expect(stop == nil)
        #expect(bytes == Array("ok".utf8))
    }
}

struct AnswerHeadTests {
    private func judge(_ lines: String...) -> AnswerHead.Verdict {
        var result = ExchangeResult()
        result.lines = lines.map { Array($0.utf8) }
        return AnswerHead.judge(result, bytesMax: 1000)
    }

    @Test func `one coding at most is undone`() {
        #expect(judge("Content-Length: 5") == .plain)
        #expect(judge("content-encoding: X-GZIP") == .coded(.gzip))
        #expect(judge("Content-Encoding: identity, br") == .coded(.br))
        #expect(judge("Content-Encoding: gzip, gzip") == .refused(
            .malformed("content coding gzip, gzip is not accepted")))
        #expect(judge("Content-Encoding: gzip", "Content-Encoding: br") == .refused(
            .malformed("content coding gzip, br is not accepted")))
        #expect(judge("Content-Encoding: compress") == .refused(.malformed("content coding compress is not accepted")))
    }

    @Test func `an answer whose end can be read in two ways is refused`() {
        #expect(judge("Content-Length: 5", "Content-Length: 5") == .plain)
        #expect(judge("Content-Length: 5", "Content-Length: 6") == .refused(.malformed("two lengths that differ")))
        #expect(judge("Content-Length: 5", "Transfer-Encoding: chunked") == .refused(
            .malformed("a length beside a transfer coding")))
        #expect(judge("Transfer-Encoding: Chunked") == .plain)
        #expect(judge("Transfer-Encoding: gzip, chunked") == .refused(
            .malformed("transfer coding gzip, chunked is not accepted")))
        #expect(judge("Content-Length: 1001") == .refused(.overLimit(bytes: 1000)))
    }
}
