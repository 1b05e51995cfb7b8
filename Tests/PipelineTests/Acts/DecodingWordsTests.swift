import Foundation
import Testing

@testable import Pipeline

struct DecodingWordsTests {
    private struct Inner: Decodable { var count: Int }
    private struct Outer: Decodable { var items: [Inner] }

    @Test(arguments: [
        ("{}", "`items` is missing"), ("{\"items\":[{}]}", "`items.0.count` is missing"),
        ("{\"items\":[{\"count\":\"x\"}]}", "`items.0.count` is not accepted"), ("[]", "it is no object"),
        ("{", "it is no JSON"),
    ])
    func `a body is refused by the member that is wrong`(body: String, words: String) {
        do {
            _ = try JSONDecoder().decode(Outer.self, from: Data(body.utf8))
            Issue.record("\(body) was taken")
        } catch {
            #expect(DecodingWords.of(error) == words)
        }
    }
}
