import Testing
import Vocabulary

@Suite struct FairShareTests {
    @Test func `the first is always given while anything is left, and nothing beyond the limit`() {
        #expect(FairShare.admits(own: 0, all: 299, limit: 300) && !FairShare.admits(own: 0, all: 300, limit: 300))
        #expect(!FairShare.admits(own: 1, all: 300, limit: 300) && !FairShare.admits(own: 0, all: 301, limit: 300))
    }

    @Test func `one alone gets a fifth, and of what it leaves the next one gets a fifth`() {
        func taken(behind all: Int) -> Int {
            var own = 0
            while FairShare.admits(own: own, all: all + own, limit: 1000) { own += 1 }
            return own
        }
        #expect(taken(behind: 0) == 200 && taken(behind: 200) == 160 && taken(behind: 999) == 1)
    }
}
