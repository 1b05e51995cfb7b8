import Testing

/// The scanners themselves: a test of the house that cannot fail is no test.
@Suite struct Scanners {
    private func file(_ text: String, path: String = "Sources/Ingest/Example.swift") -> SourceText {
        SourceText(path: path, text: text)
    }

    private func messages(_ text: String, path: String = "Sources/Ingest/Example.swift") -> [String] {
        WordRules.breaches(in: file(text, path: path)).map(\.description)
    }

    @Test func `strings and comments are not code`() {
        let text = file(#"""
            let a = "try! { // no" // try! here
            let b = #"raw " quote {"# /* a { /* b } */ c */ + 1
            let c = "\(d + "in { \(e)" + f) }"
            """#)
        #expect(text.lines[0].code.filter { $0 != " " } == "leta=")
        #expect(text.lines[0].comment.contains("// try! here"))
        #expect(text.lines[1].code.filter { $0 != " " } == "letb=+1")
        #expect(text.lines[2].code.filter { $0 != " " } == "letc=d+e+f")
    }

    @Test func `a multi-line string holds no code and keeps the lines`() {
        let text = file("let a = \"\"\"\n    \"quoted\" fatalError( {\n    \\(b)\n    \"\"\"\nlet c = 1")
        #expect(text.lines.count == 5)
        #expect(text.lines[1].isBlankCode)
        #expect(text.lines[2].code.contains("b"))
        #expect(text.lines[4].code == "let c = 1")
    }

    @Test func `a raw name holds no code`() {
        #expect(file("@Test func `a { Task { leaks`() {}").lines[0].code.filter { $0 == "{" }.count == 1)
    }

    @Test func `functions are found with their lines, requirements are not`() {
        let found = FunctionScanner.functions(in: file("""
            protocol P {
                func asked(_ a: Int)
                var size: Int { get }
            }
            struct S {
                var stored = 1
                var computed: Int {
                    2
                }
                init(a: Int, b: () -> Int = { 3 }) {
                    self.init(a)
                }
                func f(
                    _ g: (Int) -> Int
                ) -> Int where Int: P {
                    [1].map { g($0) }.count
                }
            }
            """))
        #expect(found.map(\.name) == ["size", "computed", "init", "f"])
        #expect(found.map(\.lineCount) == [1, 3, 3, 5])
        #expect(found.last?.first == 13)
    }

    @Test func `a function of 70 lines passes and one of 71 does not`() {
        for (lines, breaches) in [(70, 0), (71, 1)] {
            let body = String(repeating: "    work()\n", count: lines - 2)
            #expect(LengthRules.breaches(in: file("func f() {\n\(body)}\n")).count == breaches)
        }
    }

    @Test func `a file of 400 lines passes, one of 401 does not, a data table does`() {
        let line = "let a = 1\n"
        #expect(LengthRules.breaches(in: file(String(repeating: line, count: 400))).isEmpty)
        #expect(LengthRules.breaches(in: file(String(repeating: line, count: 401))).count == 1)
        #expect(LengthRules.breaches(in: file("// Data table\n" + String(repeating: line, count: 500))).isEmpty)
    }

    @Test func `a line of 121 characters is too long, whatever its bytes`() {
        #expect(LengthRules.breaches(in: file(String(repeating: "ə", count: 120))).isEmpty)
        #expect(LengthRules.breaches(in: file(String(repeating: "a", count: 121))).count == 1)
    }

    @Test(arguments: ["Utils", "StringExtensions", "Array+Helpers", "FeedManager"])
    func `a file that names no concept is refused`(name: String) {
        #expect(LengthRules.nameBreaches(in: file("", path: "Sources/Ingest/\(name).swift")).count == 1)
    }

    @Test(arguments: ["Fetcher", "Database", "Commonality"])
    func `a file that names its act passes`(name: String) {
        #expect(LengthRules.nameBreaches(in: file("", path: "Sources/Ingest/\(name).swift")).isEmpty)
    }

    @Test(arguments: [
        "let a = try! f()", "fatalError(\"x\")", "final class C: @unchecked Sendable {}",
        "nonisolated(unsafe) var a = 1", "Task.detached {}", "Task { work() }", "print(a)", "let d = Date()",
        "clock_gettime(CLOCK_REALTIME, &t)", "let r: Regex<Substring>", "public struct A {}", "let a = b!.c",
        "let a = b[0]!", "// TODO later", "// FIXME", "let a = b as! C", "fsync(1)", "let i = Int.random(in: 0..<2)",
    ])
    func `a banned word is named with file and line`(code: String) {
        let found = messages("let first = 1\n" + code)
        #expect(found.count == 1, "\(found)")
        #expect(found.first?.hasPrefix("Sources/Ingest/Example.swift:2: ") ?? false)
    }

    @Test(arguments: [
        "let publicKey = 1", "let a = !b", "a != b", "let t = \"Task {\"", "MyTask {}", "log.print(a)",
        "func rename() {}",
        "let s = Process.arguments", "// a public word", "let regexes = 1", "if !a.b(!c) {}",
        "switch x { case .public: 1 }",
    ])
    func `a word that only looks alike passes`(code: String) {
        #expect(messages(code).isEmpty)
    }

    @Test func `a proof at the line or right above permits what STYLE permits, and nothing else`() {
        #expect(messages("let a = b! // Proof: set in init").isEmpty)
        #expect(messages("// Proof: the table is a literal,\n// and tested.\nlet a = try! f()").isEmpty)
        #expect(messages("// Proof: far away\nlet x = 1\nlet a = try! f()").count == 1)
        #expect(messages("fatalError() // Proof: never").count == 1)
        #expect(messages("public var a = 1 // Proof: none").count == 1)
    }

    @Test func `each word is at home in its own rooms`() {
        #expect(messages("print(a)", path: "Sources/Commands/A.swift").isEmpty)
        #expect(messages("fsync(fd)", path: "Sources/Durability/A.swift").isEmpty)
        #expect(messages("let d = Date()", path: "Sources/Pipeline/A.swift").isEmpty)
        #expect(messages("let d = Date()", path: "Sources/Storage/A.swift").count == 1)
        #expect(messages("Task { a() }", path: "Tests/IngestTests/A.swift").isEmpty)
        #expect(messages("try await Task.sleep(for: .seconds(1))", path: "Tests/IngestTests/A.swift").count == 1)
    }

    @Test(arguments: [
        ("Ingest", "Analyze"), ("Vocabulary", "Ingest"), ("Pipeline", "Transport"), ("Storage", "Ledger"),
        ("Analyze", "GRDB"), ("Storage", "CCurl"), ("Ingest", "Glibc"), ("Notify", "Logging"), ("ess", "Pipeline"),
        ("Ingest", "Unheard"), ("Nowhere", "Vocabulary"), ("Durability", "Vocabulary"), ("Portal", "Commands"),
    ])
    func `an import upwards, sideways or of another room's library is refused`(room: String, module: String) {
        let breaches = ImportRules.breaches(in: file("import \(module)", path: "Sources/\(room)/A.swift"))
        #expect(breaches.count == 1 && breaches.first?.line == 1)
    }

    @Test(arguments: [
        ("Constituency", "Vocabulary"), ("Ingest", "Vocabulary"), ("Ingest", "FoundationXML"), ("Storage", "GRDB"),
        ("Commands", "Portal"), ("Commands", "Transport"), ("Pipeline", "Storage"), ("ess", "Commands"),
    ])
    func `an import downwards passes`(room: String, module: String) {
        #expect(ImportRules.breaches(in: file("package import \(module)", path: "Sources/\(room)/A.swift")).isEmpty)
    }

    @Test func `imports are read with attributes, access and kinds`() {
        let text = "@preconcurrency import Glibc\npackage import struct Foundation.Data\n// import GRDB\nlet imp = 2"
        #expect(ImportRules.imports(of: file(text)).map(\.module) == ["Glibc", "Foundation"])
    }

    @Test func `a test may not import a room above its own`() {
        #expect(ImportRules.breaches(in: file("import Storage", path: "Tests/IngestTests/A.swift")).count == 1)
        #expect(ImportRules.breaches(in: file("import Ingest", path: "Tests/StorageTests/A.swift")).isEmpty)
    }

    @Test func `a declared dependency sideways is refused with its line`() {
        let manifest = "//\nroom(\"Ingest\", [\"Vocabulary\",\n    \"Analyze\"]),\nroom(\"Analyze\", [\"Vocabulary\"])"
        let breaches = ImportRules.breaches(inManifest: manifest)
        #expect(breaches.count == 1 && breaches.first?.line == 2)
    }

    @Test(arguments: [
        "package func f() {}", "package struct S {}", "package static func make() -> Int { 1 }",
        "package init?(_ text: String) {}", "package init(a: Int) throws {}", "package var total: Int {\n    1\n}",
        "@discardableResult package mutating func f() -> Int { 1 }", "// plain\npackage enum E {}",
        "/// Far.\n\npackage actor A {}", "package final class C {}", "package subscript(_ a: Int) -> Int { a }",
    ])
    func `an undocumented door is refused`(code: String) {
        #expect(DoorRules.undocumented(in: file(code), requirements: []).count == 1)
    }

    @Test(arguments: [
        "/// What it is.\npackage func f() {}", "/// What.\n@inlinable\npackage func f() {}", "package let a = 1",
        "package var isBig: Bool { size > 9 }", "package var name: String",
        "package private(set) var names: [String] = []", "package init(a: Int) {}",
        "package init(from decoder: any Decoder) throws {}", "package var description: String { text }",
        "package static func < (a: Int, b: Int) -> Bool { true }", "package func hash(into h: inout Hasher) {}",
        "package func encode(to encoder: any Encoder) throws {}", "package import Vocabulary", "func inner() {}",
        "package func push(_ a: Int) {}",
    ])
    func `a documented door, a plain property and a requirement pass`(code: String) {
        #expect(DoorRules.undocumented(in: file(code), requirements: ["push"]).map(\.description) == [])
    }

    @Test func `requirements are the members of our protocols`() {
        let code = "package protocol P {\n    mutating func push(_ a: Int)\n    var size: Int { get }\n}\nfunc no() {}"
        let text = file(code)
        #expect(DoorRules.requirements(in: [text]) == ["push", "size"])
    }

    @Test func `a type with its module's name is refused`() {
        #expect(DoorRules.namesakes(in: file("enum Ingest {}")).count == 1)
        #expect(DoorRules.namesakes(in: file("enum Ingester {}")).isEmpty)
    }
}
