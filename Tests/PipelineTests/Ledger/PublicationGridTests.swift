import Foundation
import Storage
import Testing
import Vocabulary

@testable import Pipeline

/// When the public sees a grown ledger.
@Suite struct PublicationGridTests {
    private func at(_ text: String) throws -> Instant { try #require(Instant("2026-11-23T\(text)Z")) }

    @Test func `the first note is public at once, later ones on the hour, and none of the new hour`() throws {
        var grid = PublicationGrid(published: nil, at: try at("10:00:05"))
        #expect(grid.note(newest: nil, at: try at("10:00:05")) == nil)
        #expect(grid.note(newest: "1", at: try at("10:00:06")) == "1")
        for (time, newest) in [("10:00:07", "2"), ("10:20:00", "9"), ("10:59:59", "9")] {
            #expect(grid.note(newest: newest, at: try at(time)) == "1", "\(time)")
        }
        // A mass warning at 11:00:10 does not show before 12:00.
        #expect(grid.note(newest: "5000", at: try at("11:00:10")) == "9")
        #expect(grid.note(newest: "5000", at: try at("11:59:59")) == "9")
        #expect(grid.note(newest: "5001", at: try at("12:00:00")) == "5000")
    }

    @Test func `a restart keeps what is public until the next hour, and a clock set back changes nothing`() throws {
        var grid = PublicationGrid(published: "1", at: try at("10:30:00"))
        #expect(grid.note(newest: "7", at: try at("10:30:00")) == "1")
        #expect(grid.note(newest: "8", at: try at("10:59:00")) == "1")
        #expect(grid.note(newest: "8", at: try at("11:00:00")) == "8")
        #expect(grid.note(newest: "9", at: try at("10:59:30")) == "8")
        #expect(grid.note(newest: "9", at: try at("11:00:30")) == "8")
        #expect(grid.note(newest: "9", at: try at("12:00:00")) == "9")
    }

    @Test func `what stands public is read again from the generation`() async throws {
        try await AdvisoryBench.run { bench in
            #expect(try bench.engine.publicNote() == nil)
            let generation = bench.engine.settings.dataDirectory + "/public/generations/1"
            try FileManager.default.createDirectory(
                atPath: generation + "/ledger", withIntermediateDirectories: true)
            try Data("note".utf8).write(to: URL(fileURLWithPath: generation + "/ledger/checkpoint"))
            try FileManager.default.createSymbolicLink(
                atPath: bench.engine.settings.dataDirectory + "/public/current",
                withDestinationPath: "generations/1")
            #expect(try bench.engine.publicNote() == "note")
        }
    }
}
