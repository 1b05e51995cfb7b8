import Testing
import Vocabulary

@testable import Ingest

@Suite struct `A JSON cursor` {
    private func read<Value>(
        _ text: String, _ body: (inout JSONCursor) throws(JSONFailure) -> Value
    ) throws(JSONFailure) -> Value {
        try CheckedJSON(Array(text.utf8)).read(body)
    }

    @Test func `reads members by name and skips the others`() throws {
        let text = #"{"skip":{"a":[1,"]}",{"b":"\""}]},"t\u0069tle":"A\tB","list":["x","y"],"n":9.8,"none":null}"#
        var title = "", items: [String] = [], tenths = 0, isNull = false
        try read(text) { cursor throws(JSONFailure) in
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                switch key {
                case "title": title = try cursor.readLine()
                case "list":
                    try cursor.beginArray()
                    while try cursor.nextElement() { items.append(try cursor.readString()) }
                case "n": tenths = try cursor.readTenths()
                case "none": isNull = try cursor.takeNull()
                default: try cursor.skipValue()
                }
            }
        }
        #expect(title == "A B")
        #expect(items == ["x", "y"])
        #expect(tenths == 98)
        #expect(isNull)
    }

    @Test func `says which type stands where another was asked for`() {
        #expect(throws: JSONFailure(.wrongType, at: 1, "a string is expected; a number stands here")) {
            try read(" 17") { cursor throws(JSONFailure) in try cursor.readString() }
        }
    }

    @Test func `takes 1e999 as text and not as a score`() throws {
        #expect(try read("1e999") { cursor throws(JSONFailure) in try cursor.readNumberText() } == "1e999")
        for text in ["1e999", "-1", "10.1", "-1e999"] {
            #expect(throws: JSONFailure.self) {
                try read(text) { cursor throws(JSONFailure) in try cursor.readTenths() }
            }
        }
    }

    @Test func `ends in a failure and not in a trap when used out of step`() {
        #expect(throws: JSONFailure.self) {
            try read("{}") { cursor throws(JSONFailure) in
                for _ in 0..<5 { _ = try cursor.nextElement() }
                for _ in 0..<5 { try cursor.skipValue() }
            }
        }
    }
}

@Suite struct `Text at the door` {
    @Test func `loses what steers terminals and readers`() {
        let bytes = Array("a\u{1B}[31mb\u{202E}c\u{2066}d\u{9B}e\u{7F}f\r\ng\th".utf8)
        #expect(SourceText.text(bytes) == "a [31mbcdef\ng\th")
        #expect(SourceText.line(bytes) == "a [31mbcdef g h")
    }

    @Test func `is composed and cut between characters`() {
        #expect(Array(SourceText.line("e\u{301}").utf8) == [0xC3, 0xA9])
        #expect(SourceText.line("aé", limit: 2) == "a")
        #expect(SourceText.line("aaa😀", limit: 6) == "aaa")
        #expect(SourceText.line(" \n ") == "")
    }
}
