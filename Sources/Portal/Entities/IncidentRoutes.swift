import Advise
import Coordinate
import Foundation
import HTTPTypes
import Hummingbird
import Ingest
import Pipeline
import Vocabulary

/// `/v1/incidents`: an entity tells of an incident at itself, stage by stage, and reads what it has told.
struct IncidentRoutes {
    let door: EntityDoor
    static let bodyMax = 256 << 10

    /// A page of incidents.
    struct Incidents: Encodable {
        let incidents: [EntityIncident]
    }

    /// `number` goes on with an incident; nil opens one.
    func tell(_ request: Request, of number: SpokenNumber?) async throws -> Response {
        // A form of another site cannot send this type without asking first (CORS), which we never allow.
        guard request.headers[.contentType]?.lowercased().hasPrefix("application/json") ?? false else {
            throw Problem(.unsupportedMediaType, .usage, "an incident is sent as application/json")
        }
        let bytes = Array(buffer: try await request.body.collect(upTo: IncidentRoutes.bodyMax))
        let checked: CheckedJSON
        do throws(JSONFailure) { checked = try CheckedJSON(bytes) } catch {
            throw Problem(.badRequest, .usage, "the body is no JSON: \(error.message)")
        }
        let words: IncidentWords
        do { words = try JSONDecoder().decode(IncidentWords.self, from: Data(bytes)) } catch {
            throw IncidentRoutes.refusal(of: error)
        }
        let report = try words.report(isFirst: number == nil)
        let key = try IncidentRoutes.key(request, number, checked.digest)
        let (incident, isNew) = try await door.tell(
            report, of: number, tlp: words.tlp ?? .amberStrict, key: key, content: checked.digest)
        var response = try EntityInterface.json(incident)
        response.status = isNew ? .created : .ok
        response.headers[.location] = "/v1/incidents/\(incident.number)"
        return response
    }

    /// The sender's `Idempotency-Key`; without one the content is its own key, so sending it again is the same thing.
    private static func key(
        _ request: Request, _ number: SpokenNumber?, _ content: Digest
    ) throws -> String {
        guard let given = request.headers[.idempotencyKey] else {
            return "content:\(number?.description ?? "new"):\(content)"
        }
        guard (1...200).contains(given.utf8.count) else {
            throw Problem(.badRequest, .usage, "an Idempotency-Key has 1 to 200 bytes")
        }
        return "key:" + given
    }

    private static func refusal(of error: any Error) -> Problem {
        Problem(.unprocessableContent, .badData, DecodingWords.of(error), hint: "see /v1/openapi.json")
    }
}

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

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case stage, title, text, type, addresses, domains, detected, tlp
    }

    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let known = Set(CodingKeys.allCases.map(\.rawValue))
        let all = try decoder.container(keyedBy: AnyKey.self)
        if let stray = all.allKeys.map(\.stringValue).sorted().first(where: { !known.contains($0) }) {
            let path = [AnyKey(stringValue: String(stray.prefix(60)))]
            throw DecodingError.dataCorrupted(.init(codingPath: path, debugDescription: "no member of an incident"))
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
        let title = CleanText.line(stated, bytesMax: 512)
        func require(_ holds: Bool, _ what: String) throws {
            guard holds else { throw Problem(.unprocessableContent, .badData, what, hint: "see /v1/openapi.json") }
        }
        try require(!isFirst || !title.isEmpty, "`title` is missing: one line that says what it is")
        try require(stated.utf8.count <= 512, "`title` is longer than 512 bytes")
        try require((text ?? "").utf8.count <= 16 << 10, "`text` is longer than 16,384 bytes")
        try require((addresses ?? []).count <= 100, "`addresses` has more than 100")
        try require((domains ?? []).count <= 100, "`domains` has more than 100")
        let long = (domains ?? []).first { !(1...253).contains($0.utf8.count) || $0.utf8.contains { $0 <= 0x20 } }
        try require(long == nil, "`domains` holds what is no domain name")
        return IncidentReport(
            stage: stage, title: title, text: CleanText.body(text ?? "", bytesMax: 16 << 10), type: type,
            addresses: addresses ?? [], domains: (domains ?? []).map { $0.lowercased() }, detected: detected)
    }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!  // proof: letters and a hyphen
}
