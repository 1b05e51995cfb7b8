import ArgumentParser

/// A noun or verb that is none: what was meant, as the parser says it of options.
enum Misspelling {
    /// One line for people; nil when every noun and verb of the arguments is one.
    static func hint(_ arguments: [String]) -> String? {
        var type: any ParsableCommand.Type = ESSCommand.self
        var typed = ["ess"]
        for word in arguments {
            let commands = type.configuration.subcommands
            guard !commands.isEmpty, !word.hasPrefix("-"), word != "help" else { return nil }
            if let next = commands.first(where: { $0._commandName == word }) {
                type = next
                typed.append(word)
                continue
            }
            let here = typed.joined(separator: " ")
            let near = commands.map { ($0._commandName, distance(word, $0._commandName)) }
                .filter { $0.1 <= max(1, min(2, word.utf8.count / 2)) }
                .min { ($0.1, $0.0) < ($1.1, $1.0) }
            guard let near else { return "there is no `\(here) \(word.prefix(40))`; see `\(here) --help`" }
            return "there is no `\(here) \(word.prefix(40))`; did you mean `\(here) \(near.0)`?"
        }
        return nil
    }

    /// Letters to be put in, left out, changed or swapped with the next (optimal string alignment); of at most 40.
    private static func distance(_ left: String, _ right: String) -> Int {
        let one = Array(left.utf8.prefix(40)), other = Array(right.utf8.prefix(40))
        var rows = [Array(0...other.count)]
        for i in 1...max(1, one.count) where i <= one.count {
            var row = [i]
            for j in 1...max(1, other.count) where j <= other.count {
                var least = min(rows[i - 1][j] + 1, row[j - 1] + 1)
                least = min(least, rows[i - 1][j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1))
                if i > 1, j > 1, one[i - 1] == other[j - 2], one[i - 2] == other[j - 1] {
                    least = min(least, rows[i - 2][j - 2] + 1)
                }
                row.append(least)
            }
            rows.append(row)
        }
        return rows[one.count][other.count]
    }
}
