/// Judges the head of a final HTTP answer before a byte of its body is taken.
enum AnswerHead {
    /// What the body is coded in, or why it is not to be read.
    enum Verdict: Sendable, Equatable {
        case plain
        case coded(ContentDecoder.Coding)
        case refused(ExchangeResult.Stop)
    }

    static func judge(_ result: ExchangeResult, bytesMax: Int) -> Verdict {
        let lengths = Set(result.headers("content-length"))
        let transfer = result.headers("transfer-encoding").map { $0.lowercased() }
        // RFC 9112 § 6.3: who cannot say where his answer ends may be read in two ways.
        if lengths.count > 1 { return .refused(.malformed("two lengths that differ")) }
        if !lengths.isEmpty, !transfer.isEmpty { return .refused(.malformed("a length beside a transfer coding")) }
        // libcurl would undo further transfer codings without asking anybody about memory.
        if !transfer.isEmpty, transfer != ["chunked"], transfer != ["identity"] {
            return .refused(.malformed("transfer coding " + shown(transfer)))
        }
        let codings = result.headers("content-encoding").flatMap { $0.split(separator: ",") }
            .map { $0.lowercased().filter { $0 != " " && $0 != "\t" } }.filter { !$0.isEmpty && $0 != "identity" }
        // One coding at most: each further one multiplies what a small body may come to.
        guard codings.count <= 1 else { return .refused(.malformed("content coding " + shown(codings))) }
        if let length = lengths.first.flatMap({ Int($0) }), length > bytesMax {
            return .refused(.overLimit(bytes: bytesMax))
        }
        guard let name = codings.first else { return .plain }
        guard let coding = ContentDecoder.Coding(named: name) else {
            return .refused(.malformed("content coding " + shown([name])))
        }
        return .coded(coding)
    }

    /// At most 40 printable bytes.
    private static func shown(_ words: [String]) -> String {
        let bytes = words.joined(separator: ", ").utf8.prefix(40).map { (0x20...0x7E).contains($0) ? $0 : 0x2E }
        return String(decoding: bytes, as: UTF8.self) + " is not accepted"
    }
}
