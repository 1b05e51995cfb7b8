import Advise
import Coordinate
import Foundation
import HTTPTypes
import Pipeline
import Vocabulary

/// The body of a `POST` of one stage. A member that is none of these is refused: a misspelt one would be lost.
struct IncidentWords: Decodable {
    let stage: IncidentReport.Stage
    let title: String?
    let text: String?
    let type: RSIT?
    let addresses: [IPAddress]?
    let domains: [String]?
    let detected: Instant?
    let tlp: TLP?

    enum CodingKeys: String, CodingKey, CaseIterable {
        case stage, title, text, type, addresses, domains, detected, tlp
    }

    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private static let titleBytesMax = 512
    private static let textBytesMax = 16 << 10
    private static let placesMax = 100

    init(from decoder: any Decoder) throws {
        let known = Set(CodingKeys.allCases.map(\.rawValue))
        let all = try decoder.container(keyedBy: AnyKey.self)
        if let stray = all.allKeys.map(\.stringValue).sorted().first(where: { !known.contains($0) }) {
            throw IncidentWords.stray(stray)
        }
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        stage = try fields.decode(IncidentReport.Stage.self, forKey: .stage)
        title = try fields.decodeIfPresent(String.self, forKey: .title)
        text = try fields.decodeIfPresent(String.self, forKey: .text)
        type = try fields.decodeIfPresent(RSIT.self, forKey: .type)
        addresses = try fields.decodeIfPresent([IPAddress].self, forKey: .addresses)
        domains = try fields.decodeIfPresent([String].self, forKey: .domains)
        detected = try fields.decodeIfPresent(Instant.self, forKey: .detected)
        tlp = try fields.decodeIfPresent(TLP.self, forKey: .tlp)
    }

    /// - Throws: 422 with the first thing over its limit.
    func report(isFirst: Bool) throws -> IncidentReport {
        let stated = title ?? ""
        let title = CleanText.line(stated, bytesMax: IncidentWords.titleBytesMax)
        func require(_ holds: Bool, _ field: CodingKeys, _ what: String) throws {
            guard holds else { throw IncidentWords.refusal(field, what) }
        }
        try require(!isFirst || !title.isEmpty, .title, "is missing; a first stage needs one")
        try require(stated.utf8.count <= IncidentWords.titleBytesMax, .title, "is too long")
        try require((text ?? "").utf8.count <= IncidentWords.textBytesMax, .text, "is too long")
        try require((addresses ?? []).count <= IncidentWords.placesMax, .addresses, "has too many")
        try require((domains ?? []).count <= IncidentWords.placesMax, .domains, "has too many")
        let wrong = (domains ?? []).firstIndex {
            !(1...253).contains($0.utf8.count) || $0.utf8.contains { $0 <= 0x20 }
        }
        try require(wrong == nil, .domains, "holds what is no domain name, number \((wrong ?? 0) + 1)")
        return IncidentReport(
            stage: stage, title: title, text: CleanText.body(text ?? "", bytesMax: IncidentWords.textBytesMax),
            type: type, addresses: addresses ?? [], domains: (domains ?? []).map { $0.lowercased() },
            detected: detected, tlp: tlp)
    }
}

extension IncidentWords {
    /// What a decoder or this type refuses, in words for the entity's programmer: the member, what is wrong with it,
    /// and what it takes.
    static func refusal(of error: any Error) -> Problem {
        if let problem = error as? Problem { return problem }
        let path: [any CodingKey] =
            switch error {
            case DecodingError.keyNotFound(let key, let context): context.codingPath + [key]
            case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
                DecodingError.dataCorrupted(let context):
                context.codingPath
            default: []
            }
        guard let field = path.first.flatMap({ CodingKeys(stringValue: $0.stringValue) }) else {
            return Problem(
                .unprocessableContent, .badData, "the body is no object of members",
                hint: "send an object with \(members); only `stage` and, in the first stage, `title` are needed")
        }
        if case DecodingError.keyNotFound = error { return refusal(field, "is missing") }
        let place = path.dropFirst().first?.intValue.map { ", number \($0 + 1)" } ?? ""
        return refusal(field, "is not accepted\(place)")
    }

    private static func refusal(_ field: CodingKeys, _ what: String) -> Problem {
        Problem(
            .unprocessableContent, .badData, "`\(field.rawValue)` \(what)",
            hint: "`\(field.rawValue)` is \(accepted(field)); nothing was taken down; see /v1/openapi.json")
    }

    private static func stray(_ name: String) -> Problem {
        let shown = CleanText.line(name, bytesMax: 60)
        return Problem(
            .unprocessableContent, .badData, "`\(shown)` is no member of an incident",
            hint: "its members are \(members); nothing was taken down")
    }

    private static var members: String { CodingKeys.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ") }

    private static func accepted(_ field: CodingKeys) -> String {
        switch field {
        case .stage: "one of " + IncidentReport.Stage.allCases.map(\.rawValue).joined(separator: ", ")
        case .title: "one line of text, at most \(titleBytesMax) bytes"
        case .text: "text, at most \(textBytesMax) bytes"
        case .type: "a type of the Reference Security Incident Taxonomy, such as malicious-code/infected-system"
        case .addresses: "a list of at most \(placesMax) IPv4 or IPv6 addresses"
        case .domains: "a list of at most \(placesMax) domain names, each of at most 253 bytes and without blanks"
        case .detected: "a time as RFC 3339 writes it, such as 2026-11-20T10:00:00Z"
        case .tlp: "one of " + TLP.allCases.map(\.rawValue).joined(separator: ", ")
        }
    }
}
