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
            throw Problem(
                .unsupportedMediaType, .usage, "an incident is sent as application/json",
                hint: "add the header content-type: application/json")
        }
        let bytes = Array(buffer: try await request.body.collect(upTo: IncidentRoutes.bodyMax))
        let checked: CheckedJSON
        do throws(JSONFailure) { checked = try CheckedJSON(bytes) } catch {
            throw Problem(
                .badRequest, .usage, "the body is no JSON: \(error.message)",
                hint: "nothing was taken down; mend it and send it again")
        }
        let words: IncidentWords
        do { words = try JSONDecoder().decode(IncidentWords.self, from: Data(bytes)) } catch {
            throw IncidentWords.refusal(of: error)
        }
        let report = try words.report(isFirst: number == nil)
        let key = try IncidentRoutes.key(request)
        let (incident, isNew) = try await door.tell(report, of: number, key: key, content: checked.digest)
        var response = try EntityInterface.json(incident)
        response.status = isNew ? .created : .ok
        response.headers[.location] = "/v1/incidents/\(incident.number)"
        return response
    }

    /// The sender's `Idempotency-Key`; nil without one.
    private static func key(_ request: Request) throws -> String? {
        guard let given = request.headers[.idempotencyKey] else { return nil }
        guard (1...200).contains(given.utf8.count) else {
            throw Problem(
                .badRequest, .usage, "the header `Idempotency-Key` has 1 to 200 bytes",
                hint: "send a shorter one, such as a UUID, or none: the same body within a day is the same thing")
        }
        return given
    }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!  // proof: letters and a hyphen
}
