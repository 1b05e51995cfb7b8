import Advise
import Storage
import Vocabulary

/// Builds the public generation anew whenever what it shows has changed, and switches to it (step 10 of "What is
/// durable when").
struct Publishing {
    let engine: Engine
    let publish: @Sendable ([String: [UInt8]]) async throws -> Void

    func run() async throws {
        var last: [String: [UInt8]] = [:]
        var grid = PublicationGrid(published: try engine.publicNote(), at: engine.now())
        while !Task.isCancelled {
            let now = engine.now()
            engine.stages.moved(.publisher, at: now)
            _ = try await engine.issueScheduled()
            var pages = try await engine.publicFiles()
            let note = grid.note(newest: try await engine.store.ledgerHead()?.note, at: engine.now())
            pages[PublishedLedger.noteFile] = note.map { Array($0.utf8) }
            if pages != last {
                engine.stages.moved(.publisher, at: engine.now())
                try await publish(pages)
                last = pages
            }
            engine.stages.idle(.publisher)
            await engine.signals.publishing.wait(seconds: 60)
        }
    }
}

extension Engine {
    /// Every public file by path: pages and feeds of the CLEAR advisories, in each language, and the stylesheet.
    ///
    /// The same advisories give the same bytes. What is not CLEAR cannot get in: ``PublicAdvisory`` holds nothing else.
    package func publicFiles() async throws -> [String: [UInt8]] {
        let advisories = PublicAdvisory.newestFirst(try await store.publicAdvisories())
        let began = advisories.map(\.issued).min() ?? Instant(seconds: 0)
        var files: [String: [UInt8]] = ["style.css": Array(Stylesheet.css.utf8)]
        for language in Language.allCases {
            let authority = settings.authority
            let name = authority.name.best(for: [language])?.text ?? ""
            let pages = PublicPages(language: language, name: name, phone: authority.phone, mail: authority.mail)
            let feed = AtomFeed(site: authority.publicURL, domain: authority.domain, name: name, language: language)
            files["index.\(language.rawValue).html"] = Array(pages.index(advisories).utf8)
            files["feed.\(language.rawValue).atom"] = Array(feed.write(advisories, began: began).utf8)
            files["feed.\(language.rawValue).json"] = JSONFeed(feed).write(advisories)
            for advisory in advisories {
                let name = "advisories/\(advisory.number).\(language.rawValue).html"
                files[name] = Array(pages.advisory(advisory).utf8)
            }
        }
        // Azerbaijani is the language of the country; a visitor may choose another.
        files["index.html"] = files["index.az.html"]
        files["feed.atom"] = files["feed.az.atom"]
        files["feed.json"] = files["feed.az.json"]
        for advisory in advisories {
            files["advisories/\(advisory.number).html"] = files["advisories/\(advisory.number).az.html"]
        }
        return files
    }
}
