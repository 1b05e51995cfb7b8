import Glibc

/// Moves bytes between us and a child without ever blocking on one stream while another waits.
struct ProcessStreams {
    private(set) var outputBytes: [UInt8] = []
    private(set) var errorBytes: [UInt8] = []
    private let input: Int32
    private let output: Int32
    private let errors: Int32
    private let bytes: [UInt8]
    private var sent = 0
    private var isInputOpen = true
    private var isOutputOpen = true
    private var isErrorsOpen = true
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)

    init(input: Int32, output: Int32, errors: Int32, bytes: [UInt8]) {
        self.input = input
        self.output = output
        self.errors = errors
        self.bytes = bytes
        for descriptor in [input, output, errors] { setNonBlocking(descriptor) }
        if bytes.isEmpty { closeInput() }
    }

    /// Waits at most `milliseconds` for any stream and serves it once; keeps at most `keep` bytes of output.
    mutating func move(milliseconds: Int, keep: Int) {
        // poll() passes over negative descriptors.
        var polled = [
            pollfd(fd: isInputOpen ? input : -1, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: isOutputOpen ? output : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: isErrorsOpen ? errors : -1, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&polled, nfds_t(polled.count), Int32(clamping: milliseconds)) > 0 else { return }
        if polled[0].revents != 0 { feed() }
        if polled[1].revents != 0 { isOutputOpen = take(from: output, into: \.outputBytes, keep: keep) != .ended }
        if polled[2].revents != 0 { isErrorsOpen = take(from: errors, into: \.errorBytes, keep: 64 << 10) != .ended }
    }

    /// Takes what already stands in the pipes.
    mutating func drain(keep: Int) {
        while isOutputOpen, outputBytes.count < keep, take(from: output, into: \.outputBytes, keep: keep) == .some {}
        while isErrorsOpen, errorBytes.count < 64 << 10,
            take(from: errors, into: \.errorBytes, keep: 64 << 10) == .some
        {}
    }

    private enum Taken { case some, none, ended }

    private mutating func take(
        from descriptor: Int32, into bytes: WritableKeyPath<ProcessStreams, [UInt8]>, keep: Int
    ) -> Taken {
        let count = read(descriptor, &buffer, buffer.count)
        if count < 0 { return errno == EAGAIN || errno == EINTR ? .none : .ended }
        if count == 0 { return .ended }
        let room = max(0, keep - self[keyPath: bytes].count)
        self[keyPath: bytes].append(contentsOf: buffer[..<min(room, count)])
        return .some
    }

    private mutating func feed() {
        let count = bytes[sent...].withUnsafeBytes { rest in
            send(input, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
        }
        if count > 0 { sent += count }
        let isBroken = count < 0 && errno != EAGAIN && errno != EINTR
        if sent == bytes.count || isBroken { closeInput() }
    }

    /// The descriptor itself belongs to its pair.
    private mutating func closeInput() {
        shutdown(input, Int32(SHUT_WR))
        isInputOpen = false
    }

    private func setNonBlocking(_ descriptor: Int32) {
        let flags = fcntl(descriptor, F_GETFL)
        _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
    }
}
