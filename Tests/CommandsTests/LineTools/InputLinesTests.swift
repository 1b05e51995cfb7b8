import Foundation
import Testing

@testable import Commands

@Suite struct InputLinesTests {
    private func lines(_ bytes: [UInt8]) throws -> [InputLines.Line] {
        let path = NSTemporaryDirectory() + "ess-lines-\(UUID().uuidString)"
        try Data(bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let file = try FileHandle(forReadingFrom: URL(filePath: path))
        defer { try? file.close() }
        var input = InputLines(file.fileDescriptor)
        var found: [InputLines.Line] = []
        while let line = try input.next() { found.append(line) }
        return found
    }

    @Test func `a line ends with a line feed, the last one also with the input`() throws {
        #expect(try lines([]) == [])
        #expect(try lines(Array("a\n\r\n\nb\r\nc".utf8)) == ["a", "", "", "b", "c"].map { .text($0) })
        #expect(try lines(Array("a\n".utf8)) == [.text("a")])
        #expect(try lines([0, 0x0A, 0xFF, 0x0A]) == [.text("\0"), .text("\u{FFFD}")])
    }

    @Test func `a line that is too long is one, and its neighbours are whole`() throws {
        let most = [UInt8](repeating: 0x41, count: InputLines.lineBytesMax)
        let found = try lines(most + [0x0A] + most + [0x41, 0x0A, 0x62, 0x0A] + most + most + most)
        #expect(found == [.text(String(decoding: most, as: UTF8.self)), .tooLong, .text("b"), .tooLong])
    }
}
