import Testing
import Vocabulary

@testable import Ingest

@Suite struct `A checked JSON text` {
    private func failure(_ text: String) -> JSONFailure? { failure(Array(text.utf8)) }

    private func failure(_ bytes: [UInt8]) -> JSONFailure? {
        do throws(JSONFailure) {
            _ = try CheckedJSON(bytes)
            return nil
        } catch {
            return error
        }
    }

    private func canonical(_ text: String) throws -> String {
        String(decoding: try CheckedJSON.canonical(of: Array(text.utf8)), as: UTF8.self)
    }

    @Test(arguments: ["{}", "[]", "0", "-0", "1e999", "\"\"", " [1 , 2 ]\n", "true", "null", #"{"a":{"a":1}}"#])
    func `is accepted when it obeys RFC 8259`(text: String) {
        #expect(failure(text) == nil)
    }

    @Test(arguments: [
        ("", Reject.Reason.truncated, 0), ("[1,", .truncated, 3), (#"{"a""#, .truncated, 4), (#""ab"#, .truncated, 3),
        (#"{"a":1}x"#, .malformed, 7), ("[1] [2]", .malformed, 4), ("[1,]", .malformed, 3), ("{,}", .malformed, 1),
        ("01", .malformed, 1), ("-x", .malformed, 1), ("1.x", .malformed, 2), ("+1", .malformed, 0),
        ("tru1", .malformed, 0), ("NaN", .malformed, 0), ("'a'", .malformed, 0), ("\"a\nb\"", .malformed, 2),
        ("\"a\u{0}\"", .malformed, 2), (#""\x""#, .malformed, 1), (#""\u12G4""#, .malformed, 5),
        (#""\ud800""#, .encoding, 1), (#""\udc00\ud800""#, .encoding, 1), (#""\ud800\u0041""#, .encoding, 1),
        (#"{"a":1,"b":2,"a":3}"#, .duplicateKey, 13), (#"{"a":1,"\u0061":3}"#, .duplicateKey, 7),
        (#"{"x":{"b":1,"b":1}}"#, .duplicateKey, 12),
    ])
    func `is refused with reason and byte`(text: String, code: Reject.Reason, offset: Int) {
        let found = failure(text)
        #expect(found?.code == code)
        #expect(found?.offset == offset)
    }

    @Test(arguments: [
        [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xF5, 0x80, 0x80, 0x80, 0x22],
        [0x22, 0xE2, 0x82, 0x22], [0x22, 0x80, 0x22], [0x22, 0xE0, 0x9F, 0xBF, 0x22], [0x22, 0xFF, 0x22],
    ] as [[UInt8]])
    func `is refused when its bytes are not UTF-8`(bytes: [UInt8]) {
        #expect(failure(bytes) == JSONFailure(.encoding, at: 1, "these bytes are not UTF-8"))
    }

    @Test func `may begin with one byte order mark and not with two`() {
        #expect(failure([0xEF, 0xBB, 0xBF, 0x31]) == nil)
        #expect(failure([0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, 0x31])?.code == .malformed)
    }

    @Test func `holds 64 containers within each other and not 65`() {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(failure(nested(64)) == nil)
        #expect(failure(nested(65))?.code == .overLimit)
        #expect(failure(nested(65))?.offset == 64)
        #expect(failure(String(repeating: "[", count: 100_000))?.code == .overLimit)
    }

    @Test func `has one canonical form for all its spellings`() throws {
        let plain = #"{"a":"é/’😀","b":[1.5,2,10,1e3],"c":{"d":null,"e":"\n\u0001\""}}"#
        let other = #"""
             { "c" : {"e":"\u000A\u0001\u0022", "d":null}, "b":[1.50, 2.0 ,10,1e3],
               "a" : "\u00e9\/\u2019\ud83d\ude00" }
            """#
        #expect(try canonical(plain) == plain)
        #expect(try canonical(other) == plain)
        #expect(try CheckedJSON(Array(plain.utf8)).digest == CheckedJSON(Array(other.utf8)).digest)
    }

    @Test func `tells what differs apart`() throws {
        let values = ["1", #""1""#, "10", "1.01", "1.1", "[1]", "[[1]]", "null", #""null""#, "{}", "[]", "-1"]
        let texts = values.map { #"{"a":\#($0)}"# } + [#"{"b":1}"#]
        let digests = try Set(texts.map { try CheckedJSON(Array($0.utf8)).digest })
        #expect(digests.count == texts.count)
    }

    @Test func `never traps on a text cut or damaged anywhere`() {
        let text = Array(#"{"k":[1.25,"a\u00e9\ud83d\ude00b",{"z":true,"y":-0.0e+1}],"é":"’"}"#.utf8)
        for end in 0..<text.count { #expect(failure(Array(text[..<end])) != nil) }
        for index in text.indices {
            for byte in [0x00, 0x22, 0x5C, 0x7B, 0x5D, 0x80, 0xFF] as [UInt8] {
                var damaged = text
                damaged[index] = byte
                _ = failure(damaged)
            }
        }
    }
}

@Suite struct `The place of a failure` {
    @Test(arguments: [
        (#"{"a":{"b":[1,{"c":2}]}}"#, 18, "a.b[1].c"), (#"[[1,2],3]"#, 4, "[0][1]"), (#"{"a":1}"#, 0, ""),
        (#"{"x\"y":[],"z":"t"}"#, 15, "z"),
    ])
    func `is a path of names and numbers`(text: String, offset: Int, path: String) {
        #expect(JSONPlace.path(to: offset, in: Array(text.utf8)) == path)
    }
}
