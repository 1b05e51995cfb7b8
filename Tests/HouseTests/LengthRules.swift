/// How long files, functions and lines may be, and what files may be called.
enum LengthRules {
    static let fileLinesMax = 400
    static let functionLinesMax = 70
    static let lineLengthMax = 120
    static let homelessNames: Set<String> = [
        "Utils", "Helpers", "Common", "Core", "Misc", "Manager", "Base", "Extensions", "Util", "Helper",
    ]

    static func breaches(in file: SourceText) -> [Breach] {
        nameBreaches(in: file) + (file.isDataTable ? [] : lengthBreaches(in: file))
    }

    static func nameBreaches(in file: SourceText) -> [Breach] {
        let stem = String(file.fileName.split(separator: ".").first ?? "")
        let parts = stem.split(separator: "+").map(String.init) + [String(file.folder ?? "")]
        guard let bad = parts.first(where: { part in homelessNames.contains { part == $0 || part.hasSuffix($0) } })
        else { return [] }
        return [Breach(path: file.path, line: 1, message: "`\(bad)` names no concept; name the file by the act in it")]
    }

    private static func lengthBreaches(in file: SourceText) -> [Breach] {
        var found: [Breach] = []
        let count = file.lines.last?.text.isEmpty == true ? file.lines.count - 1 : file.lines.count
        if count > fileLinesMax {
            let message = "\(count) lines; cut the file by act (at most \(fileLinesMax), 200 is the aim), "
                + "or begin it with `// Data table` if it is one"
            found.append(Breach(path: file.path, line: 1, message: message))
        }
        for line in file.lines where line.text.utf8.count > lineLengthMax && line.text.count > lineLengthMax {
            let message = "\(line.text.count) characters; break the line (at most \(lineLengthMax))"
            found.append(Breach(path: file.path, line: line.number, message: message))
        }
        for function in FunctionScanner.functions(in: file) where function.lineCount > functionLinesMax {
            let message = "`\(function.name)` has \(function.lineCount) lines; "
                + "move the loops and leaves out (at most \(functionLinesMax))"
            found.append(Breach(path: file.path, line: function.first, message: message))
        }
        return found
    }
}
