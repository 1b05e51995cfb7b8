import CCurl
import Glibc
import Synchronization

/// Says from outside that a running program is no longer wanted.
final class StopMark: Sendable {
    private let mark = Atomic(false)
    var isSet: Bool { mark.load(ordering: .acquiring) }
    func set() { mark.store(true, ordering: .releasing) }
}

/// One run of a program, on the thread that watches it.
final class ProcessWork: Sendable {
    private let command: ProcessRunner.Command
    private let stop: StopMark
    private let continuation: CheckedContinuation<ProcessResult, Never>

    /// How often the end of the child and cancellation are looked at while its pipes are quiet.
    private static let tick = 50

    init(
        command: ProcessRunner.Command, stop: StopMark, continuation: CheckedContinuation<ProcessResult, Never>
    ) {
        self.command = command
        self.stop = stop
        self.continuation = continuation
    }

    /// The error number when no thread could be made; then the continuation is the caller's still.
    func startThread() -> Int32? {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        let error = pthread_create(&thread, nil, { context in
            guard let context else { return nil }
            let work = Unmanaged<ProcessWork>.fromOpaque(context).takeRetainedValue()
            work.continuation.resume(returning: work.watch())
            return nil
        }, context)
        if error != 0 {
            Unmanaged<ProcessWork>.fromOpaque(context).release()
            return error
        }
        pthread_detach(thread)
        return nil
    }

    private func watch() -> ProcessResult {
        // A socket, so that a child which does not read its input cannot raise SIGPIPE here.
        guard let input = DescriptorPair.socket(), let output = DescriptorPair.pipe(),
            let errors = DescriptorPair.pipe()
        else { return failure(.local, SystemError.text(errno)) }
        let child: pid_t
        switch ProcessStart.spawn(command, input: input.far, output: output.far, errors: errors.far) {
        case .success(let pid): child = pid
        case .failure(let fault): return failure(.local, SystemError.text(fault.number))
        }
        input.closeFar()
        output.closeFar()
        errors.closeFar()
        var streams = ProcessStreams(input: input.near, output: output.near, errors: errors.near, bytes: command.input)
        let end = ContinuousClock.now.advanced(by: .seconds(command.deadlineSeconds))
        var status: Int32 = 0
        var hasEnded = false
        while !hasEnded {
            let left = ContinuousClock.now.duration(to: end).milliseconds
            let fault: ProcessResult? =
                stop.isSet ? failure(.local, "cancelled")
                : left <= 0 ? failure(.deadline, "\(command.deadlineSeconds) s")
                : streams.outputBytes.count > command.outputBytesMax
                ? failure(.overLimit, "\(command.outputBytesMax) bytes") : nil
            if let fault {
                kill(-child, SIGKILL)
                reap(child, &status)
                return fault
            }
            streams.move(milliseconds: min(left, ProcessWork.tick), keep: command.outputBytesMax + 1)
            hasEnded = isEnded(child)
        }
        // What a grandchild still holds open is not waited for; what stands in the pipes is taken. The group is ended
        // before the child is reaped: after that its number may be another's.
        kill(-child, SIGKILL)
        reap(child, &status)
        streams.drain(keep: command.outputBytesMax + 1)
        guard streams.outputBytes.count <= command.outputBytesMax else {
            return failure(.overLimit, "\(command.outputBytesMax) bytes")
        }
        let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
        return .success(.init(status: code, output: streams.outputBytes, errors: streams.errorBytes))
    }

    /// Whether the child has ended, leaving it to be reaped.
    private func isEnded(_ child: pid_t) -> Bool {
        var information = siginfo_t()
        let flags = WEXITED | WNOHANG | Int32(WNOWAIT)
        let answer = waitid(P_PID, id_t(child), &information, flags)
        return answer == 0 ? information.si_signo == SIGCHLD : errno != EINTR
    }

    private func reap(_ child: pid_t, _ status: inout Int32) {
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
    }

    private func failure(_ code: TransportFailure.Code, _ detail: String) -> ProcessResult {
        .failure(TransportFailure(code, subject: command.program, detail: detail))
    }
}

/// Two ends of a channel to a child; both are closed when the value goes.
final class DescriptorPair {
    let near: Int32
    private(set) var far: Int32

    private init(near: Int32, far: Int32) {
        self.near = near
        self.far = far
    }

    deinit {
        close(near)
        closeFar()
    }

    static func socket() -> DescriptorPair? {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
        return DescriptorPair(near: ends[0], far: ends[1])
    }

    /// The near end is the reading one.
    static func pipe() -> DescriptorPair? {
        var ends: [Int32] = [-1, -1]
        let isMade = ProcessStart.lock.withLock { _ in
            Glibc.pipe(&ends) == 0 && ends.allSatisfy { fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }
        }
        guard isMade else { return nil }
        return DescriptorPair(near: ends[0], far: ends[1])
    }

    func closeFar() {
        if far >= 0 { close(far) }
        far = -1
    }
}
