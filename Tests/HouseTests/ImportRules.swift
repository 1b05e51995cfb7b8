/// Who imports whom.
enum ImportRules {
    static func breaches(in file: SourceText) -> [Breach] {
        guard let folder = file.folder else { return [] }
        return imports(of: file).compactMap { module, line in
            let judge = file.isTest ? testObjection : Rooms.objection
            let objection = judge(module, folder)
            return objection.map { Breach(path: file.path, line: line, message: $0) }
        }
    }

    /// Modules named by import lines, with the line; `import struct Foundation.Data` names Foundation.
    static func imports(of file: SourceText) -> [(module: String, line: Int)] {
        file.lines.compactMap { line in
            let words = line.code.split(separator: " ").filter { !$0.hasPrefix("@") }
            guard let place = words.firstIndex(of: "import"), place <= 1,
                place == 0 || ["package", "public", "internal", "private", "fileprivate"].contains(words[0])
            else { return nil }
            let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
            let named = words[(place + 1)...].first { !kinds.contains($0) }
            return named.map { (String($0.split(separator: ".").first ?? $0), line.number) }
        }
    }

    /// The declared dependencies of `Package.swift` obey the rows as well: lines of the form `room("X", ["Y", …])`.
    static func breaches(inManifest text: String) -> [Breach] {
        let declarations = text.components(between: "room(\"", and: ")")
        return declarations.flatMap { start, body in
            let names = body.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset.isMultiple(of: 2) }.map { String($0.element) }
            guard let room = names.first, Rooms.rows[room] != nil || names.count > 1 else { return [Breach]() }
            return names.dropFirst().filter { Rooms.rows[$0] != nil || Rooms.owners[$0] != nil }.compactMap { module in
                Rooms.objection(to: module, in: room).map { Breach(path: "Package.swift", line: start, message: $0) }
            }
        }
    }

    /// Tests of a room see their room and what lies below it, and the neighbours they hand values from.
    private static func testObjection(to module: String, in folder: String) -> String? {
        guard folder.hasSuffix("Tests"), let row = Rooms.rows[String(folder.dropLast(5))],
            let other = Rooms.rows[module], other > row
        else { return nil }
        return "\(folder) imports \(module), which stands above its room; move the test up to \(module)Tests"
    }
}

extension String {
    /// The texts after each `opening` up to the next `closing`, with the line (from 1) where each begins.
    fileprivate func components(between opening: String, and closing: Character) -> [(line: Int, text: String)] {
        var found: [(Int, String)] = []
        var rest = self[...]
        var line = 1
        while let place = rest.firstRange(of: opening) {
            line += rest[..<place.lowerBound].count { $0 == "\n" }
            rest = rest[place.upperBound...]
            found.append((line, String(rest.prefix { $0 != closing })))
        }
        return found
    }
}
