import Testing

@testable import Ingest

struct FeedDriftTests {
    private func documents(_ items: Int..., scores: Int = 100) -> [DocumentFigures] {
        items.map { DocumentFigures(items: $0, rejects: 0, fields: ["scores": $0 * scores / 100], columns: 7) }
    }

    @Test func `there is no usual range before five documents`() {
        #expect(FeedDrift.judge(documents(100, 100, 100, 100, 0)).isEmpty)
        #expect(FeedDrift.judge(documents(100, 100, 100, 100, 100, 0)).map(\.text) == ["0 items; before 100"])
    }

    @Test func `half of the least and twice the most are still usual`() {
        let usual = documents(90, 100, 110, 95, 105)
        #expect(FeedDrift.judge(usual + documents(45)).isEmpty)
        #expect(FeedDrift.judge(usual + documents(220)).isEmpty)
        #expect(FeedDrift.judge(usual + documents(44)).map(\.text) == ["44 items; before 90 to 110"])
        #expect(FeedDrift.judge(usual + documents(221)).map(\.figure) == ["items"])
        // A source that brings two or three at a time may bring a dozen.
        #expect(FeedDrift.judge(documents(1, 2, 3, 2, 1, 13)).isEmpty)
    }

    @Test func `a feed that stays broken stays told of, until five in a row are the new usual`() {
        var all = documents(100, 100, 100, 100, 100)
        for _ in 1...4 {
            all += documents(3)
            #expect(FeedDrift.judge(all).map(\.text) == ["3 items; before 100"])
        }
        all += documents(3)
        #expect(FeedDrift.judge(all).isEmpty)
        #expect(FeedDrift.judge(all + documents(100)).map(\.text) == ["100 items; before 3"])
    }

    @Test func `a field that was filled and is not any more, and columns that changed, are named`() {
        let usual = documents(100, 100, 100, 100, 100, scores: 90)
        let now = DocumentFigures(items: 100, rejects: 0, fields: ["scores": 44], columns: 8)
        #expect(FeedDrift.judge(usual + [now]).map(\.text) == [
            "8 columns; before 7", "44 % of the items state scores; before 90 %",
        ])
        let rare = documents(100, 100, 100, 100, 100, scores: 19)
        #expect(FeedDrift.judge(rare + documents(100, scores: 0)).isEmpty)
    }

    @Test func `a tenth of rejects is told, unless it was always so`() {
        let usual = documents(90, 90, 90, 90, 90)
        let now = DocumentFigures(items: 80, rejects: 10, fields: ["scores": 80], columns: 7)
        #expect(FeedDrift.judge(usual + [now]).map(\.text) == ["11 % rejected; before at most 0 %"])
        let shabby = (1...5).map { _ in DocumentFigures(items: 90, rejects: 10) }
        #expect(FeedDrift.judge(shabby + [DocumentFigures(items: 85, rejects: 15)]).isEmpty)
    }
}
