import Vocabulary

/// Unwraps gzip, also of several members one after another (RFC 1952 § 2.2).
final class GzipLayer: Layer {
    private static let pieceSize = 64 << 10

    private let name: String
    private let inner: OpeningLayer
    private let inflater = Inflater(.gzip)
    private var piece = [UInt8](repeating: 0, count: GzipLayer.pieceSize)
    /// Bytes waiting in `piece`; passed on only when it is full, so that pieces do not depend on how input was cut.
    private var filled = 0
    private var made = 0
    private var used = 0
    private var state = State.inMember

    private enum State { case inMember, betweenMembers, padding, stopped }

    init(_ unpacking: Unpacking, name: String, level: Int, isMember: Bool) {
        let isNamed = name.lowercased().hasSuffix(".gz")
        self.name = name
        inner = OpeningLayer(
            unpacking, name: isNamed ? String(name.dropLast(3)) : name, level: level, isMember: isMember,
            isUnwrapped: true)
    }

    func push(_ bytes: UnsafeRawBufferPointer, into batch: inout ReadBatch) {
        var rest = bytes
        while !rest.isEmpty {
            switch state {
            case .inMember:
                rest = UnsafeRawBufferPointer(rebasing: rest[inflate(rest, into: &batch)...])
            case .betweenMembers:
                // RFC 1952 knows only members; tapes and some servers pad with zeros.
                if rest[0] == 0x1F {
                    inflater.restart()
                    state = .inMember
                } else if rest[0] == 0 {
                    state = .padding
                } else {
                    stop(.brokenOff, "bytes that are no gzip member follow the last one", into: &batch)
                }
            case .padding:
                if rest.contains(where: { $0 != 0 }) {
                    stop(.brokenOff, "bytes that are no gzip member follow the last one", into: &batch)
                }
                return
            case .stopped:
                return
            }
        }
    }

    func finish(into batch: inout ReadBatch) {
        if state == .inMember { stop(.truncated, "the gzip data end before their end mark", into: &batch) }
        flush(into: &batch)
        inner.finish(into: &batch)
    }

    /// Returns the bytes used; 0 only together with a change of state.
    private func inflate(_ input: UnsafeRawBufferPointer, into batch: inout ReadBatch) -> Int {
        let filled = filled
        let result = piece.withUnsafeMutableBytes { buffer in
            inflater.step(input, into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
        }
        self.filled += result.made
        made += result.made
        used += result.used
        let isFull = self.filled == GzipLayer.pieceSize
        if isFull { flush(into: &batch) }
        if ReadingBudget.isBomb(made: made, from: used) {
            let message = "unpacks to more than \(ReadingBudget.ratioMax) times its size; the rest was not read"
            stop(.unsafeArchive, message, into: &batch)
            return result.used
        }
        switch result.step {
        case .ended: state = .betweenMembers
        case .corrupt: stop(.brokenOff, "the gzip data are damaged; what came before was read", into: &batch)
        case .more:
            // All input may be inside zlib while its output waits for room.
            if isFull {
                let left = UnsafeRawBufferPointer(rebasing: input[result.used...])
                return result.used + inflate(left, into: &batch)
            }
            if result.used == 0, result.made == 0, !input.isEmpty {
                stop(.brokenOff, "the gzip data cannot be continued", into: &batch)
            }
        }
        return result.used
    }

    private func flush(into batch: inout ReadBatch) {
        guard filled > 0 else { return }
        let count = filled
        filled = 0
        piece.withUnsafeBytes { inner.push(UnsafeRawBufferPointer(rebasing: $0[..<count]), into: &batch) }
    }

    private func stop(_ reason: Reject.Reason, _ message: String, into batch: inout ReadBatch) {
        flush(into: &batch)
        batch.rejects.append(Reject(reason, place: name, message: message))
        state = .stopped
    }
}
