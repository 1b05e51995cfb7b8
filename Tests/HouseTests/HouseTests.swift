import Testing

/// The rules of the house (STYLE) held against the whole source tree. A breach is named by file, line and remedy.
@Suite struct House {
    @Test func `the source tree is found`() {
        #expect(SourceTree.sources.count > 20, "no sources found")
        #expect(SourceTree.manifest.contains("let package = Package("))
    }

    @Test func `imports go downwards only`() {
        hold(SourceTree.files.flatMap(ImportRules.breaches(in:)))
    }

    @Test func `declared dependencies go downwards only`() {
        hold(ImportRules.breaches(inManifest: SourceTree.manifest))
    }

    @Test func `files, functions and lines are short, and files are named by their act`() {
        hold(SourceTree.files.flatMap(LengthRules.breaches(in:)))
    }

    @Test func `banned words are absent or proven`() {
        hold(SourceTree.files.flatMap(WordRules.breaches(in:)))
    }

    @Test func `every door is documented`() {
        let requirements = DoorRules.requirements(in: SourceTree.sources)
        hold(SourceTree.sources.flatMap { DoorRules.undocumented(in: $0, requirements: requirements) })
    }

    @Test func `no room declares a type of its own name`() {
        hold(SourceTree.sources.flatMap(DoorRules.namesakes(in:)))
    }

    @Test func `every room has a row and every room of a row above zero has tests`() {
        let rooms = Set(SourceTree.sources.compactMap(\.folder))
        for room in rooms.sorted() { #expect(Rooms.rows[room] != nil, "Sources/\(room) has no row in Rooms.swift") }
        let tested = Set(SourceTree.files.filter(\.isTest).compactMap(\.folder))
        for room in rooms.sorted() where !["ess", "ess-bench"].contains(room) {
            #expect(tested.contains(room + "Tests"), "Sources/\(room) has no Tests/\(room)Tests")
        }
    }

    private func hold(_ breaches: [Breach], sourceLocation: SourceLocation = #_sourceLocation) {
        for breach in breaches { Issue.record("\(breach)", sourceLocation: sourceLocation) }
    }
}
