import Foundation
import Testing

@testable import Storage

@Suite struct StoredJSONWriterTests {
    private struct Sample: Codable {
        enum Kind: String, Codable { case one, two }
        enum Fact: Codable { case network(String), asn(Int, note: String?) }
        var zebra = "z/\"\\\u{1}\n\té漢🙂"
        var apple: Int? = nil
        var b = -17
        var kinds: [Kind] = [.two, .one]
        var nested: [[Int32]] = [[], [1, 2], [3]]
        var map: [String: String] = ["z": "1", "a": "2", "ab": "3", "": "4"]
        var facts: [Fact] = [.network("10.0.0.0/8"), .asn(64_512, note: nil)]
        var truth = [true, false]
        var empty = ""
        var children: [Sample]? = nil
    }

    private func foundation(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    @Test func `a value is written as Foundation writes it with sorted keys`() throws {
        var sample = Sample()
        sample.children = [Sample(), Sample()]
        #expect(try StoredJSONWriter().text(of: sample) == foundation(sample))
    }

    @Test func `one writer writes many values, each whole`() throws {
        let writer = StoredJSONWriter()
        for value in [["b": 1, "a": 2], [:], ["x": 3]] {
            #expect(try writer.text(of: value) == foundation(value))
        }
        #expect(try writer.text(of: [String]()) == "[]")
        #expect(try writer.text(of: "a\u{7F}\u{8}\u{C}\r") == "\"a\u{7F}\\b\\f\\r\"")
    }

    @Test func `an infinite number is refused`() {
        #expect(throws: EncodingError.self) { try StoredJSONWriter().text(of: [Double.infinity]) }
    }
}

@Suite struct DaySetCodeTests {
    @Test(arguments: [
        ([20_000], [20_000], [20_000]), ([20_000], [20_001], [20_000, 20_001]), ([20_001], [20_000], [20_000, 20_001]),
        ([], [5], [5]), ([5], [], [5]), ([1, 3], [2, 4], [1, 2, 3, 4]), ([0], [-1], [-1, 0]), ([-2], [3], [-2, 3]),
    ] as [([Int32], [Int32], [Int32])])
    func `the union of two sets of days is sorted and has each day once`(
        _ left: [Int32], _ right: [Int32], _ both: [Int32]
    ) {
        let joined = DaySetCode.union(DaySetCode.encode(left), DaySetCode.encode(right))
        #expect(DaySetCode.decode(joined) == both)
    }
}
