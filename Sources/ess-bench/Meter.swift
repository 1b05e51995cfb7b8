import Foundation
import Glibc

/// What a piece of work cost: time on the wall, seconds of all cores, and the greatest memory meanwhile.
struct Cost {
    var wall: Double
    var cpu: Double
    /// Resident bytes at their highest; 0 where the kernel does not tell.
    var peakBytes: Double
}

enum Meter {
    /// Does the work and says what it cost.
    static func measure<Value>(_ work: () async throws -> Value) async rethrows -> (Value, Cost) {
        forgetPeak()
        let (wall, cpu) = (seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID))
        let value = try await work()
        return (
            value,
            Cost(
                wall: seconds(CLOCK_MONOTONIC) - wall, cpu: seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu, peakBytes: peak())
        )
    }

    /// As ``measure(_:)`` for synchronous work.
    static func measureNow<Value>(_ work: () throws -> Value) rethrows -> (Value, Cost) {
        forgetPeak()
        let (wall, cpu) = (seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID))
        let value = try work()
        let cost = Cost(
            wall: seconds(CLOCK_MONOTONIC) - wall, cpu: seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu, peakBytes: peak())
        return (value, cost)
    }

    /// Resident bytes at this moment; 0 where the kernel does not tell.
    static func resident() -> Double { status("VmRSS:") }

    /// Seconds of one core that synchronous work took: what others do on the machine meanwhile does not count.
    static func time(_ work: () throws -> Void) rethrows -> Double {
        let start = seconds(CLOCK_THREAD_CPUTIME_ID)
        try work()
        return max(seconds(CLOCK_THREAD_CPUTIME_ID) - start, 1e-9)
    }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Linux: writing 5 here resets the high-water mark (proc(5), `/proc/pid/clear_refs`).
    private static func forgetPeak() {
        guard let file = fopen("/proc/self/clear_refs", "w") else { return }
        fputs("5", file)
        fclose(file)
    }

    private static func peak() -> Double { status("VmHWM:") }

    /// A size in `/proc/self/status`, which is in KiB there.
    private static func status(_ name: String) -> Double {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return 0 }
        for line in status.split(separator: "\n") where line.hasPrefix(name) {
            return line.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }.first.map { $0 * 1024 } ?? 0
        }
        return 0
    }
}
