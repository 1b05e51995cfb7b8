/// One Swift file, cut into what is code and what is comment, so that a rule about code never trips over a string.
///
/// Both halves have the length of the source and its line ends; what belongs to the other half is blank. Contents of
/// string literals and of `` `raw names` `` are blank in both; code inside `\( … )` stays code.
/// It knows nothing of regex literals, which this house does not use.
struct SourceText {
    /// From the package root, `/` between folders.
    let path: String
    let lines: [Line]
    /// The whole code half.
    let code: [UInt8]
    /// Identifiers and keywords of the code half, in order.
    let words: [(text: String, range: Range<Int>)]
    /// Offset at which each line begins.
    private let starts: [Int]

    struct Line {
        /// From 1.
        let number: Int
        let text: String
        let code: String
        let comment: String

        var isBlankCode: Bool { code.allSatisfy(\.isWhitespace) }
    }

    init(path: String, text: String) {
        var lexer = Lexer(Array(text.utf8))
        lexer.run()
        self.path = path
        code = lexer.code
        words = FunctionScanner.words(of: lexer.code)
        starts = [0] + lexer.code.indices.filter { lexer.code[$0] == 0x0A }.map { $0 + 1 }
        let whole = SourceText.split(Array(text.utf8))
        let codes = SourceText.split(lexer.code)
        let comments = SourceText.split(lexer.comments)
        lines = whole.indices.map {
            Line(number: $0 + 1, text: whole[$0], code: codes[$0], comment: comments[$0])
        }
    }

    /// `Sources/Ingest/Fetcher.swift` → `Ingest`; nil outside Sources and Tests.
    var folder: String? {
        let parts = path.split(separator: "/")
        return parts.count >= 3 && ["Sources", "Tests"].contains(parts[0]) ? String(parts[1]) : nil
    }

    var isTest: Bool { path.hasPrefix("Tests/") }
    var fileName: String { String(path.split(separator: "/").last ?? "") }
    /// Tables of a standard are exempt from lengths when their first line says so.
    var isDataTable: Bool { lines.first?.text.hasPrefix("// Data table") ?? false }

    /// Whether the line, or the comment block that ends right above it, gives the proof that a rule asks for.
    func carriesProof(_ number: Int) -> Bool {
        if SourceText.isProof(lines[number - 1].comment) { return true }
        var above = number - 2
        while above >= 0, lines[above].isBlankCode, lines[above].comment.contains("//") {
            if SourceText.isProof(lines[above].comment) { return true }
            above -= 1
        }
        return false
    }

    /// Line (from 1) in which the byte at `offset` stands.
    func line(of offset: Int) -> Int {
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }

    private static func isProof(_ comment: String) -> Bool { comment.lowercased().contains("proof:") }

    private static func split(_ bytes: [UInt8]) -> [String] {
        bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    }
}

/// Separates code from comments and literals, byte by byte.
private struct Lexer {
    private let source: [UInt8]
    private(set) var code: [UInt8]
    private(set) var comments: [UInt8]
    private var at = 0

    init(_ source: [UInt8]) {
        self.source = source
        code = source.map { $0 == 0x0A ? 0x0A : 0x20 }
        comments = code
    }

    mutating func run() {
        while at < source.count { lexCode(untilParenthesis: false) }
    }

    private func byte(_ ahead: Int = 0) -> UInt8 { at + ahead < source.count ? source[at + ahead] : 0 }

    private mutating func lexCode(untilParenthesis: Bool) {
        var depth = 0
        while at < source.count {
            switch byte() {
            case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"): lexLineComment()
            case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"): lexBlockComment()
            case UInt8(ascii: "\""): lexString(hashes: 0)
            case UInt8(ascii: "#") where hashesBeforeQuote > 0: lexString(hashes: hashesBeforeQuote)
            case UInt8(ascii: "`"): lexRawName()
            case UInt8(ascii: ")") where untilParenthesis && depth == 0:
                at += 1
                return
            default:
                if byte() == UInt8(ascii: "(") { depth += 1 }
                if byte() == UInt8(ascii: ")") { depth -= 1 }
                code[at] = source[at]
                at += 1
            }
        }
    }

    private var hashesBeforeQuote: Int {
        var count = 0
        while byte(count) == UInt8(ascii: "#") { count += 1 }
        return byte(count) == UInt8(ascii: "\"") ? count : 0
    }

    private mutating func lexLineComment() {
        while at < source.count, byte() != 0x0A {
            comments[at] = source[at]
            at += 1
        }
    }

    private mutating func lexBlockComment() {
        var depth = 0
        repeat {
            let pair = (byte(), byte(1))
            let step = pair == (0x2F, 0x2A) || pair == (0x2A, 0x2F) ? 2 : 1
            if step == 2 { depth += pair.0 == 0x2F ? 1 : -1 }
            for _ in 0..<step where at < source.count {
                comments[at] = source[at]
                at += 1
            }
        } while depth > 0 && at < source.count
    }

    private mutating func lexRawName() {
        at += 1
        while at < source.count, byte() != UInt8(ascii: "`"), byte() != 0x0A { at += 1 }
        if byte() == UInt8(ascii: "`") { at += 1 }
    }

    private mutating func lexString(hashes: Int) {
        at += hashes
        let quotes = byte(1) == 0x22 && byte(2) == 0x22 ? 3 : 1
        at += quotes
        while at < source.count {
            if quotes == 1, byte() == 0x0A { return }
            if (0..<quotes).allSatisfy({ byte($0) == 0x22 }),
                (0..<hashes).allSatisfy({ byte(quotes + $0) == UInt8(ascii: "#") })
            {
                at += quotes + hashes
                return
            }
            guard byte() == UInt8(ascii: "\\"), (0..<hashes).allSatisfy({ byte(1 + $0) == UInt8(ascii: "#") }) else {
                at += 1
                continue
            }
            at += 1 + hashes
            let escaped = byte()
            if escaped != 0x0A { at += 1 }
            if escaped == UInt8(ascii: "(") { lexCode(untilParenthesis: true) }
        }
    }
}
