/// A word that may not stand in code, except in some rooms or with a proof.
struct BannedWord {
    let word: String
    /// Rooms in which it is at home.
    var except: Set<String> = []
    /// Rooms to which alone the rule applies; all of Sources when empty.
    var only: Set<String> = []
    /// Whether a `// Proof:` at the line permits it.
    var provable = true
    let remedy: String

    func applies(to room: String) -> Bool { only.isEmpty ? !except.contains(room) : only.contains(room) }
}

/// Words that STYLE keeps out of the house.
enum WordRules {
    private static let judging: Set<String> = ["Ingest", "Analyze", "Advise", "Notify", "Prevent", "Coordinate"]
    private static let pure: Set<String> = judging.union(["Vocabulary", "Constituency"])
    private static let clocks: Set<String> = ["Pipeline", "Commands", "ess-bench"]

    static let table: [BannedWord] = [
        BannedWord(word: "try!", remedy: "handle the error, or prove at the line that there is none: `// Proof: …`"),
        BannedWord(word: "as!", remedy: "cast with `as?`, or prove the type at the line: `// Proof: …`"),
        BannedWord(word: "@unchecked Sendable", remedy: "use a value, a Mutex or an actor, or prove it"),
        BannedWord(word: "nonisolated(unsafe)", remedy: "use a Mutex or an actor, or prove it"),
        BannedWord(word: "fatalError(", provable: false, remedy: "throw, or use a `precondition` with a sentence"),
        BannedWord(word: "Task.detached", remedy: "use a task group or a Service"),
        BannedWord(word: "Task {", remedy: "use a task group or a Service"),
        BannedWord(word: "Task(", remedy: "use a task group or a Service"),
        BannedWord(word: "public", provable: false, remedy: "`package` is our door"),
        BannedWord(word: "print(", except: ["Commands", "ess-bench"], remedy: "only Commands prints"),
        BannedWord(word: "debugPrint(", except: ["Commands", "ess-bench"], remedy: "only Commands prints"),
        BannedWord(word: "Date()", except: clocks, remedy: "take `now: Instant`; only Pipeline asks the time"),
        BannedWord(word: "Date.now", except: clocks, remedy: "take `now: Instant`; only Pipeline asks the time"),
        BannedWord(word: "clock_gettime", except: clocks, remedy: "take `now: Instant`; only Pipeline asks the time"),
        BannedWord(word: "gettimeofday", except: clocks, remedy: "take `now: Instant`; only Pipeline asks the time"),
        BannedWord(word: "ContinuousClock", only: pure, remedy: "judging rooms have no clock; take `now: Instant`"),
        BannedWord(word: "SystemRandomNumberGenerator", only: pure, remedy: "no randomness here; take the value"),
        BannedWord(word: "UUID()", only: pure, remedy: "no randomness here; take the id"),
        BannedWord(word: ".random(", only: pure, remedy: "no randomness here; take the value"),
        BannedWord(word: "URLSession", remedy: "libcurl in Transport is the only client"),
        BannedWord(word: "Process()", except: ["Transport"], remedy: "only Transport starts processes"),
        BannedWord(word: "FileManager", only: pure, remedy: "judging rooms see bytes, not files"),
        BannedWord(word: "FileHandle", only: pure, remedy: "judging rooms see bytes, not files"),
        BannedWord(word: "socket(", except: ["Transport", "Portal", "Commands", "Pipeline"],
                   remedy: "only Transport and Portal touch sockets"),
        BannedWord(word: "fsync(", except: ["Durability"], remedy: "go through Durability"),
        BannedWord(word: "fdatasync(", except: ["Durability"], remedy: "go through Durability"),
        BannedWord(word: "rename(", except: ["Durability"], remedy: "go through Durability"),
        BannedWord(word: "Regex", only: pure, remedy: "it backtracks on hostile text; scan the UTF-8 bytes"),
        BannedWord(word: "NSRegularExpression", only: pure, remedy: "it backtracks; scan the UTF-8 bytes"),
    ]

    /// In tests as well, and in comments.
    static let unfinished = ["TODO", "FIXME", "XXX"]
    /// Tests do not sleep (STYLE, Tests), unless the line proves why it cannot wait for an event.
    static let sleeping = ["Task.sleep", "usleep(", "Thread.sleep", "nanosleep("]

    static func breaches(in file: SourceText) -> [Breach] {
        guard let room = file.folder else { return [] }
        var found = unfinishedBreaches(in: file)
        if file.isTest {
            found += sleepingBreaches(in: file)
        } else {
            let words = Set(file.words.map(\.text))
            for rule in table where rule.applies(to: room) {
                // Cheap first: a file without the rule's words cannot break it.
                let needed = FunctionScanner.words(of: Array(rule.word.utf8)).map(\.text)
                if words.isSuperset(of: needed) { found += breaches(of: rule, in: file) }
            }
            found += unwrapBreaches(in: file)
        }
        return found
    }

    /// Whether `word` stands in code as a word: not the tail of a longer name, no member unless it begins with a dot.
    static func stands(_ word: String, in code: String) -> Bool {
        let (code, word) = (Array(code.utf8), Array(word.utf8))
        guard code.count >= word.count, code.contains(word[0]) else { return false }
        let (opensWord, closesWord) = (FunctionScanner.isWord(word[0]), FunctionScanner.isWord(word[word.count - 1]))
        return (0...code.count - word.count).contains { at in
            guard code[at..<at + word.count].elementsEqual(word) else { return false }
            if opensWord, at > 0, FunctionScanner.isWord(code[at - 1]) || code[at - 1] == UInt8(ascii: ".") {
                return false
            }
            return !closesWord || at + word.count == code.count || !FunctionScanner.isWord(code[at + word.count])
        }
    }

    private static func breaches(of rule: BannedWord, in file: SourceText) -> [Breach] {
        file.lines.filter { stands(rule.word, in: $0.code) }.compactMap { line in
            // A declaration of that name, such as `func rename(`, is no call.
            if stands("func " + rule.word, in: line.code) { return nil }
            if rule.provable, file.carriesProof(line.number) { return nil }
            return Breach(path: file.path, line: line.number, message: "`\(rule.word)`: \(rule.remedy)")
        }
    }

    /// A force unwrap: `!` right after a name or a closing bracket, and no `!=`.
    private static func unwrapBreaches(in file: SourceText) -> [Breach] {
        file.lines.filter { unwraps($0.code) && !file.carriesProof($0.number) }.map {
            Breach(path: file.path, line: $0.number, message: "`!`: bind it, or prove it at the line: `// Proof: …`")
        }
    }

    static func unwraps(_ code: String) -> Bool {
        let bytes = Array(code.utf8)
        guard bytes.contains(UInt8(ascii: "!")) else { return false }
        return bytes.indices.contains { at in
            guard bytes[at] == UInt8(ascii: "!"), at > 0 else { return false }
            let (before, after) = (bytes[at - 1], at + 1 < bytes.count ? bytes[at + 1] : 0x20)
            let word = String(decoding: bytes[..<at].reversed().prefix(while: FunctionScanner.isWord), as: UTF8.self)
            if ["yrt", "sa"].contains(word) || after == UInt8(ascii: "=") { return false }
            return FunctionScanner.isWord(before) || before == UInt8(ascii: ")") || before == UInt8(ascii: "]")
        }
    }

    private static func unfinishedBreaches(in file: SourceText) -> [Breach] {
        file.lines.filter { $0.comment.utf8.contains(UInt8(ascii: "/")) }.compactMap { line in
            guard let word = unfinished.first(where: { stands($0, in: line.comment) })
            else { return nil }
            let message = "`\(word)`: unfinished work is an issue, not a comment"
            return Breach(path: file.path, line: line.number, message: message)
        }
    }

    private static func sleepingBreaches(in file: SourceText) -> [Breach] {
        file.lines.compactMap { line in
            guard let word = sleeping.first(where: { stands($0, in: line.code) }), !file.carriesProof(line.number)
            else { return nil }
            let message = "`\(word)`: tests do not sleep; wait for the event, or prove why not: `// Proof: …`"
            return Breach(path: file.path, line: line.number, message: message)
        }
    }
}
