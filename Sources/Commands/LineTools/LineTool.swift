import Foundation
import Pipeline
import Vocabulary

/// What all line tools share: lines in, one JSON line out for each, in order.
enum LineTool {
    /// One line out for a line too long to be looked at; the lines around it are answered.
    private static let tooLong = #"{"error":"the line is longer than 1 MiB","valid":false}"#

    /// The members of a line that is a JSON object; nil for any other line.
    static func object(_ line: String) -> [String: JSONValue]? {
        guard case .object(let members)? = try? JSONDecoder().decode(JSONValue.self, from: Data(line.utf8)) else {
            return nil
        }
        return members
    }

    /// Writes values that no input asks for, one line each.
    static func write(_ values: [some Encodable]) throws {
        var out: [UInt8] = []
        for value in values {
            out += try ActJSON.encode(value)
            out.append(0x0A)
        }
        try StandardStreams.write(out, to: StandardStreams.output)
    }

    /// Answers each line of standard input; output is written whenever 64 KiB have gathered, and at the end.
    static func run(_ answer: (String) throws -> some Encodable) throws {
        var out: [UInt8] = []
        var lines = InputLines()
        while let line = try lines.next() {
            switch line {
            case .text(let text): out += try ActJSON.encode(try answer(text))
            case .tooLong: out += tooLong.utf8
            }
            out.append(0x0A)
            if out.count >= 64 << 10 {
                try StandardStreams.write(out, to: StandardStreams.output)
                out.removeAll(keepingCapacity: true)
            }
        }
        try StandardStreams.write(out, to: StandardStreams.output)
    }
}
