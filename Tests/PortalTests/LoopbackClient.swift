import Foundation
import Glibc

/// A client of bytes: it says exactly what a test wants said, and reads to the end of the connection.
struct LoopbackClient {
    enum Address: Sendable {
        case port(UInt16)
        case socket(String)
    }

    struct Answer: Sendable {
        var status = 0
        var fields: [(name: String, value: String)] = []
        var body = ""

        func field(_ name: String) -> String? { fields.first { $0.name == name.lowercased() }?.value }
    }

    let address: Address

    /// One request on its own connection. `fields` are whole lines.
    func ask(_ method: String, _ target: String, _ fields: [String] = [], body: String = "") async throws -> Answer {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: cert.example", "Connection: close"] + fields
        if !body.isEmpty || method == "POST" { lines.append("Content-Length: \(body.utf8.count)") }
        let text = lines.joined(separator: "\r\n") + "\r\n\r\n" + body
        let descriptor = try await open()
        return try await away {
            defer { close(descriptor) }
            try LoopbackClient.send(descriptor, text)
            return LoopbackClient.parse(try LoopbackClient.readAll(descriptor))
        }
    }

    /// One request whose connection stays open until its answer has been read: the server may answer before the end.
    func askStaying(_ method: String, _ target: String, _ fields: [String], body: String) async throws -> Answer {
        let lines = ["\(method) \(target) HTTP/1.1", "Host: a", "Content-Length: \(body.utf8.count)"] + fields
        let text = lines.joined(separator: "\r\n") + "\r\n\r\n" + body
        let descriptor = try await open()
        return try await away {
            defer { close(descriptor) }
            try LoopbackClient.send(descriptor, text)
            return LoopbackClient.parse(LoopbackClient.readSome(descriptor))
        }
    }

    /// A connection that stays; the caller closes it.
    func open() async throws -> Int32 {
        let address = address
        return try await away { try LoopbackClient.connect(address) }
    }

    /// Blocking calls run on threads of their own: the server needs the test's.
    func away<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try work() }) }
        }
    }

    static func send(_ descriptor: Int32, _ text: String) throws {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw POSIXError(.EPIPE) }
            rest = rest.dropFirst(count)
        }
    }

    static func readSome(_ descriptor: Int32) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer[..<count]) : []
    }

    private static func readAll(_ descriptor: Int32) throws -> [UInt8] {
        var out: [UInt8] = []
        while true {
            let part = readSome(descriptor)
            if part.isEmpty { return out }
            out += part
        }
    }

    private static func connect(_ address: Address) throws -> Int32 {
        let result: Int32
        let descriptor: Int32
        switch address {
        case .port(let port):
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var name = sockaddr_in()
            name.sin_family = sa_family_t(AF_INET)
            name.sin_port = port.bigEndian
            name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            result = withUnsafePointer(to: &name) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        case .socket(let path):
            descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            var name = sockaddr_un()
            name.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
            result = withUnsafePointer(to: &name) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
        }
        guard result == 0 else { throw POSIXError(.ECONNREFUSED) }
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        return descriptor
    }

    static func parse(_ bytes: [UInt8]) -> Answer {
        let text = String(decoding: bytes, as: UTF8.self)
        var answer = Answer()
        guard let end = text.range(of: "\r\n\r\n") else { return answer }
        let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        answer.status = lines.first.flatMap { Int($0.split(separator: " ").dropFirst().first ?? "") } ?? 0
        answer.fields = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (parts[0].lowercased(), parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : "")
        }
        answer.body = String(text[end.upperBound...])
        return answer
    }
}
