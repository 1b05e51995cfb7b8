import Foundation
import Testing
import Vocabulary

@testable import Pipeline

@Suite struct SettingsFileTests {
    /// Ten levels of nine references each: a few hundred bytes that stand for 3,486,784,401 scalars.
    @Test func `aliases of aliases are refused before they are written out`() {
        var text = "a: &a [" + Array(repeating: "x", count: 9).joined(separator: ",") + "]\n"
        var name = "a"
        for level in 0..<9 {
            text += "b\(level): &b\(level) [" + Array(repeating: "*\(name)", count: 9).joined(separator: ",") + "]\n"
            name = "b\(level)"
        }
        text += "entities: *\(name)\n"
        let failure = #expect(throws: SettingsFailure.self) {
            try SettingsFile.parse(Data(text.utf8), file: "register.yaml")
        }
        #expect(failure?.problems.first?.message.contains("aliases are not accepted") == true)
    }

    @Test func `text as dense as text can be is read`() throws {
        let node = try SettingsFile.parse(Data("{a: [1,2,3],b: {c: }}".utf8), file: "x.yaml")
        guard case .map(let members) = node.content else { Issue.record("a map is expected"); return }
        #expect(members.map { $0.key.scalar } == ["a", "b"])
    }
}
