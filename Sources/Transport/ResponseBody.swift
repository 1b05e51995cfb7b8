import Glibc

/// Carries a response body to where it belongs, counting decoded bytes as they come.
struct ResponseBody {
    private(set) var byteCount = 0
    private(set) var kept: [UInt8] = []
    private let sink: Exchange.Sink
    private var line: [UInt8] = []

    init(sink: Exchange.Sink) { self.sink = sink }

    /// Takes the next bytes; what it returns ends the transfer.
    mutating func take(_ bytes: UnsafeRawBufferPointer) -> ExchangeResult.Stop? {
        byteCount += bytes.count
        switch sink {
        case .memory(let limit):
            guard byteCount <= limit else { return .overLimit(bytes: limit) }
            keep(bytes)
            return nil
        case .file(let descriptor, let limit):
            guard byteCount <= limit else { return .overLimit(bytes: limit) }
            return write(bytes, to: descriptor)
        case .lines(let limit, let receiver):
            return split(bytes, limit, receiver)
        }
    }

    /// Keeps bytes in memory; the caller bounds them.
    mutating func keep(_ bytes: UnsafeRawBufferPointer) { kept.append(contentsOf: bytes) }

    /// Gives out a last line that had no line feed.
    mutating func finish() -> ExchangeResult.Stop? {
        guard !line.isEmpty, case .lines(_, let receiver) = sink else { return nil }
        defer { line = [] }
        return receiver(line) ? nil : .receiver
    }

    private func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> ExchangeResult.Stop? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return .writing(errno: errno) }
            rest = rest.dropFirst(written)
        }
        return nil
    }

    private mutating func split(
        _ bytes: UnsafeRawBufferPointer, _ limit: Int, _ receiver: ([UInt8]) -> Bool
    ) -> ExchangeResult.Stop? {
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0x0A) {
            guard line.count + (end - rest.startIndex) <= limit else { return .overLimit(bytes: limit) }
            line.append(contentsOf: rest[..<end])
            guard receiver(line) else { return .receiver }
            line.removeAll(keepingCapacity: true)
            rest = rest[(end + 1)...]
        }
        guard line.count + rest.count <= limit else { return .overLimit(bytes: limit) }
        line.append(contentsOf: rest)
        return nil
    }
}
