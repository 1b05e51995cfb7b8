import Testing
import Vocabulary

@testable import Pipeline

@Suite struct StaleTextTests {
    @Test func `edit, submit and preview say which language was left behind, and preview speaks the recipients' own`()
        async throws
    {
        try await AdvisoryBench.run { bench in
            let draft = try await bench.engine.perform(AdvisoryDraft(threat: AdvisoryBench.cve), as: bench.leyla)
            let id = try #require(draft.number).description
            let whole = try await bench.engine.perform(AdvisoryPreview(id: id), as: bench.nigar)
            // The bench's entities name no language, so they read Azerbaijani first.
            #expect(whole.language == .az && whole.staleLanguages == [])
            #expect(whole.text.contains("Nə etməli"))
            let form = draft.form.replacing("title.en: ", with: "title.en: Urgent: ")
            let edited = try await bench.engine.perform(AdvisoryEdit(id: id, form: form), as: bench.leyla)
            #expect(edited.staleLanguages == [.az])
            let submitted = try await bench.engine.perform(AdvisorySubmit(id: id), as: bench.leyla)
            #expect(submitted.staleLanguages == [.az])
            let preview = try await bench.engine.perform(AdvisoryPreview(id: id), as: bench.rashad)
            #expect(preview.staleLanguages == [.az])
        }
    }
}
