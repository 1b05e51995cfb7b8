import CBrotli
import CZstd
import Ingest

/// Undoes one content coding (RFC 9110 § 8.4.1) as the bytes come.
///
/// libcurl could do it, but takes a body that ends in the middle of its coding for a whole one, and half a list would
/// be believed. Here the end must be the coding's own.
final class ContentDecoder {
    /// The codings that are asked for and taken.
    enum Coding: String, Sendable, CaseIterable {
        case gzip, deflate, br, zstd

        /// Nil for one that we do not take.
        init?(named name: String) {
            guard let coding = Coding(rawValue: name == "x-gzip" ? "gzip" : name) else { return nil }
            self = coding
        }

        /// Bytes beyond a fetch's own that decoding may hold: RFC 7932 § 9.1 allows a window of 16 MiB, RFC 9659 § 3
        /// one of 8 MiB; both with what their decoders need besides.
        var memory: Int {
            switch self {
            case .gzip, .deflate: 0
            case .br: 18 << 20
            case .zstd: 9 << 20
            }
        }
    }

    private enum Engine {
        case zlib(Inflater, isGzip: Bool)
        case brotli(OpaquePointer)
        case zstd(OpaquePointer)
    }

    private enum State { case fresh, inside, between, padding }

    private let coding: Coding
    private var engine: Engine?
    private var state = State.fresh
    /// First bytes of `deflate`, until there are the two that tell what it is.
    private var head: [UInt8] = []
    private var room = [UInt8](repeating: 0, count: 64 << 10)

    init(_ coding: Coding) {
        self.coding = coding
        switch coding {
        case .gzip: engine = .zlib(Inflater(.gzip), isGzip: true)
        case .deflate: engine = nil
        case .br: engine = BrotliDecoderCreateInstance(nil, nil, nil).map { .brotli($0) }
        case .zstd:
            engine = ZSTD_createDCtx().map { .zstd($0) }
            // RFC 9659 § 3: a window over 8 MiB is not to be sent.
            if case .zstd(let context) = engine { ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, 23) }
        }
    }

    deinit {
        switch engine {
        case .brotli(let decoder): BrotliDecoderDestroyInstance(decoder)
        case .zstd(let context): ZSTD_freeDCtx(context)
        case .zlib, nil: break
        }
    }

    /// Decodes the next bytes and hands on what they give, piece by piece; what it returns ends the transfer.
    func decode(
        _ bytes: UnsafeRawBufferPointer, _ take: (UnsafeRawBufferPointer) -> ExchangeResult.Stop?
    ) -> ExchangeResult.Stop? {
        guard coding == .deflate, engine == nil else { return run(bytes, take) }
        head += bytes
        guard head.count >= 2 else { return nil }
        // RFC 1950 § 2.2: method 8 and a check that divides by 31. Some servers send bare RFC 1951 data instead.
        let isWrapped = head[0] & 0x0F == 8 && (Int(head[0]) << 8 | Int(head[1])) % 31 == 0
        engine = .zlib(Inflater(isWrapped ? .zlib : .raw), isGzip: false)
        let first = head
        head = []
        return first.withUnsafeBytes { run($0, take) }
    }

    /// Says that no more comes; what it returns is why the body is not whole.
    func finish() -> ExchangeResult.Stop? {
        state == .inside || !head.isEmpty ? .malformed("the body ends in the middle of its \(coding.rawValue)") : nil
    }

    private func run(
        _ bytes: UnsafeRawBufferPointer, _ take: (UnsafeRawBufferPointer) -> ExchangeResult.Stop?
    ) -> ExchangeResult.Stop? {
        var rest = bytes
        var isFull = false
        while !rest.isEmpty || isFull {
            if state == .between, let fault = beginAgain(rest) { return fault }
            if state == .padding { return nil }
            state = .inside
            let (used, made, step) = room.withUnsafeMutableBytes { advance(rest, into: $0) }
            rest = UnsafeRawBufferPointer(rebasing: rest[used...])
            if made > 0, let fault = room.withUnsafeBytes({ take(UnsafeRawBufferPointer(rebasing: $0[..<made])) }) {
                return fault
            }
            isFull = made == room.count
            switch step {
            case .ended:
                state = .between
                isFull = false
            case .corrupt: return .malformed("the body is no whole \(coding.rawValue)")
            case .more:
                // Neither read nor made anything: it would never end.
                if used == 0, made == 0, !rest.isEmpty { return .malformed("the body is no \(coding.rawValue)") }
            }
        }
        return nil
    }

    /// What may follow the end of a coding: gzip members and zeros, zstd frames; nothing else.
    private func beginAgain(_ rest: UnsafeRawBufferPointer) -> ExchangeResult.Stop? {
        switch engine {
        case .zlib(let inflater, isGzip: true) where rest[0] == 0x1F: inflater.restart()
        case .zlib(_, isGzip: true) where rest[0] == 0: state = .padding
        case .zstd: break
        case .zlib, .brotli, nil: return .malformed("bytes follow the end of its \(coding.rawValue)")
        }
        return nil
    }

    private func advance(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) -> (used: Int, made: Int, step: Inflater.Step) {
        switch engine {
        case .zlib(let inflater, _): return inflater.step(input, into: output)
        case .brotli(let decoder): return ContentDecoder.advance(decoder, input, output)
        case .zstd(let context):
            var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
            var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
            let left = ZSTD_decompressStream(context, &target, &source)
            if ZSTD_isError(left) != 0 { return (source.pos, target.pos, .corrupt) }
            return (source.pos, target.pos, left == 0 ? .ended : .more)
        case nil: return (0, 0, .corrupt)
        }
    }

    private static func advance(
        _ decoder: OpaquePointer, _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
    ) -> (used: Int, made: Int, step: Inflater.Step) {
        var left = input.count
        var next = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        var free = output.count
        var target = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        let result = BrotliDecoderDecompressStream(decoder, &left, &next, &free, &target, nil)
        let step: Inflater.Step
        switch result {
        case BROTLI_DECODER_RESULT_SUCCESS: step = .ended
        case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT, BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT: step = .more
        default: step = .corrupt  // Proof: the enum is the library's; all else is its error.
        }
        return (input.count - left, output.count - free, step)
    }
}
