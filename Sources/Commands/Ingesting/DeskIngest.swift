import Foundation
import Pipeline
import Transport
import Vocabulary

extension Desk {
    /// Streams a document to where it is read; memory does not grow with it.
    func ingest(_ source: DocumentSource, feed: FeedID, _ change: ChangeOptions) async throws -> IngestAnswer {
        switch self {
        case .local(let engine, let actor):
            let upload = try await engine.beginUpload(
                feed: feed, name: source.name, as: actor, reason: change.reason, dryRun: change.dryRun)
            do {
                try Desk.copy(source, to: upload)
            } catch {
                upload.abandon()
                throw error
            }
            let answer = try await engine.finish(upload)
            try await engine.sequence()
            return answer
        case .service(let client, let path):
            let target = "/desk/ingest?" + Desk.query(feed, source.name, change)
            do {
                let answer = try await Desk.reaching(path) { () throws(TransportFailure) in
                    try await client.upload(target) { source.read(into: $0) }
                }
                let bytes = try Desk.unwrap(answer)
                return try JSONDecoder().decode(IngestAnswer.self, from: Data(bytes))
            } catch {
                // The file's own trouble says more than that the upload broke off.
                throw source.failure ?? error
            }
        }
    }

    private static func copy(_ source: DocumentSource, to upload: Upload) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = source.read(into: buffer)
            if let failure = source.failure { throw failure }
            if count <= 0 { return }
            try upload.append(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    private static func query(_ feed: FeedID, _ name: String, _ change: ChangeOptions) -> String {
        var parts = ["feed=" + feed.text, "name=" + percent(name)]
        if let reason = change.reason { parts.append("reason=" + percent(reason)) }
        if change.dryRun { parts.append("dry_run=1") }
        return parts.joined(separator: "&")
    }

    /// RFC 3986 § 2.3: everything but the unreserved characters is escaped.
    static func percent(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var out: [UInt8] = []
        for byte in text.utf8 {
            let isLetterOrDigit = (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
            if isLetterOrDigit || "-._~".utf8.contains(byte) {
                out.append(byte)
            } else {
                out += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
