import Vocabulary

/// `{"kind":"answered","subject":…}`: the kind in one word, with what belongs to it beside it.
extension CaseEvent.Change: Codable {
    private enum Kind: String, Codable {
        case opened, notified, acknowledged, answered, reported, clocked, note, assigned, escalated, reminded, referred
        case closed, reopened, cancelled
    }

    private enum CodingKeys: String, CodingKey {
        case kind, caseKind = "case_kind", title, advisory, tlp, notice, clocks, by, channel, subject, answer, text, to
        case step, reason, body, report
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        switch try fields.decode(Kind.self, forKey: .kind) {
        case .opened:
            self = .opened(
                kind: try fields.decode(CaseKind.self, forKey: .caseKind),
                title: try fields.decode(String.self, forKey: .title),
                advisory: try fields.decodeIfPresent(SpokenNumber.self, forKey: .advisory),
                tlp: try fields.decode(TLP.self, forKey: .tlp))
        case .notified:
            self = .notified(
                notice: try fields.decode(SpokenNumber.self, forKey: .notice),
                clocks: try fields.decode(Clocks.self, forKey: .clocks))
        case .acknowledged:
            self = .acknowledged(
                by: try fields.decode(String.self, forKey: .by),
                channel: try fields.decode(AnswerChannel.self, forKey: .channel))
        case .answered:
            self = .answered(
                subject: try fields.decode(String.self, forKey: .subject),
                answer: try fields.decode(AnswerKind.self, forKey: .answer),
                by: try fields.decode(String.self, forKey: .by),
                channel: try fields.decode(AnswerChannel.self, forKey: .channel),
                text: try fields.decode(String.self, forKey: .text))
        case .reported: self = .reported(try fields.decode(IncidentReport.self, forKey: .report))
        case .clocked: self = .clocked(try fields.decode(IncidentClocks.self, forKey: .clocks))
        case .note, .assigned, .escalated, .reminded, .referred, .closed, .reopened, .cancelled:
            self = try CaseEvent.Change.officers(fields)
        }
    }

    /// What officers and the clock do, in distinction from what passes between us and a participant.
    private static func officers(_ fields: KeyedDecodingContainer<CodingKeys>) throws -> CaseEvent.Change {
        let reason = try fields.decodeIfPresent(String.self, forKey: .reason) ?? ""
        return switch try fields.decode(Kind.self, forKey: .kind) {
        case .note: .note(text: try fields.decode(String.self, forKey: .text))
        case .assigned: .assigned(to: try fields.decode(String.self, forKey: .to))
        case .escalated:
            .escalated(
                step: try fields.decode(Int.self, forKey: .step), to: try fields.decode(String.self, forKey: .to),
                reason: reason)
        case .reminded:
            .reminded(
                step: try fields.decode(Int.self, forKey: .step),
                notice: try fields.decodeIfPresent(SpokenNumber.self, forKey: .notice))
        case .referred: .referred(body: try fields.decode(String.self, forKey: .body), reason: reason)
        case .closed: .closed(reason: reason)
        case .reopened: .reopened(reason: reason)
        case .cancelled: .cancelled(notice: try fields.decode(SpokenNumber.self, forKey: .notice), reason: reason)
        case .opened, .notified, .acknowledged, .answered, .reported, .clocked:
            throw DecodingError.dataCorruptedError(forKey: .kind, in: fields, debugDescription: "not an officer's act")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .opened(let kind, let title, let advisory, let tlp):
            try fields.encode(Kind.opened, forKey: .kind)
            try fields.encode(kind, forKey: .caseKind)
            try fields.encode(title, forKey: .title)
            try fields.encodeIfPresent(advisory, forKey: .advisory)
            try fields.encode(tlp, forKey: .tlp)
        case .notified(let notice, let clocks):
            try fields.encode(Kind.notified, forKey: .kind)
            try fields.encode(notice, forKey: .notice)
            try fields.encode(clocks, forKey: .clocks)
        case .acknowledged(let by, let channel):
            try fields.encode(Kind.acknowledged, forKey: .kind)
            try fields.encode(by, forKey: .by)
            try fields.encode(channel, forKey: .channel)
        case .answered(let subject, let answer, let by, let channel, let text):
            try fields.encode(Kind.answered, forKey: .kind)
            try fields.encode(subject, forKey: .subject)
            try fields.encode(answer, forKey: .answer)
            try fields.encode(by, forKey: .by)
            try fields.encode(channel, forKey: .channel)
            try fields.encode(text, forKey: .text)
        case .reported(let report):
            try fields.encode(Kind.reported, forKey: .kind)
            try fields.encode(report, forKey: .report)
        case .clocked(let clocks):
            try fields.encode(Kind.clocked, forKey: .kind)
            try fields.encode(clocks, forKey: .clocks)
        case .note, .assigned, .escalated, .reminded, .referred, .closed, .reopened, .cancelled:
            try encodeOfficers(to: &fields)
        }
    }

    private func encodeOfficers(to fields: inout KeyedEncodingContainer<CodingKeys>) throws {
        switch self {
        case .note(let text):
            try fields.encode(Kind.note, forKey: .kind)
            try fields.encode(text, forKey: .text)
        case .assigned(let to):
            try fields.encode(Kind.assigned, forKey: .kind)
            try fields.encode(to, forKey: .to)
        case .escalated(let step, let to, let reason):
            try fields.encode(Kind.escalated, forKey: .kind)
            try fields.encode(step, forKey: .step)
            try fields.encode(to, forKey: .to)
            try fields.encode(reason, forKey: .reason)
        case .reminded(let step, let notice):
            try fields.encode(Kind.reminded, forKey: .kind)
            try fields.encode(step, forKey: .step)
            try fields.encodeIfPresent(notice, forKey: .notice)
        case .referred(let body, let reason):
            try fields.encode(Kind.referred, forKey: .kind)
            try fields.encode(body, forKey: .body)
            try fields.encode(reason, forKey: .reason)
        case .cancelled(let notice, let reason):
            try fields.encode(Kind.cancelled, forKey: .kind)
            try fields.encode(notice, forKey: .notice)
            try fields.encode(reason, forKey: .reason)
        case .closed(let reason):
            try fields.encode(Kind.closed, forKey: .kind)
            try fields.encode(reason, forKey: .reason)
        case .reopened(let reason):
            try fields.encode(Kind.reopened, forKey: .kind)
            try fields.encode(reason, forKey: .reason)
        case .opened, .notified, .acknowledged, .answered, .reported, .clocked:
            preconditionFailure("encode(to:) writes what passes between us and a participant itself")
        }
    }
}

/// `{"kind":"by","by":…}`, `{"kind":"on-next-upgrade"}`, `{"kind":"with-triage","by":…,"scope":…,…}`.
extension Clocks.Fix: Codable {
    private enum Kind: String, Codable {
        case by
        case onNextUpgrade = "on-next-upgrade"
        case withTriage = "with-triage"
        case none
    }

    private enum CodingKeys: String, CodingKey { case kind, by, scope, evidence, decision }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        switch try fields.decode(Kind.self, forKey: .kind) {
        case .by: self = .by(try fields.decode(Instant.self, forKey: .by))
        case .onNextUpgrade: self = .onNextUpgrade
        case .withTriage:
            self = .withTriage(
                by: try fields.decode(Instant.self, forKey: .by),
                scope: try fields.decode(Instant.self, forKey: .scope),
                evidence: try fields.decode(Instant.self, forKey: .evidence),
                decision: try fields.decode(Instant.self, forKey: .decision))
        case .none: self = .none
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .by(let date):
            try fields.encode(Kind.by, forKey: .kind)
            try fields.encode(date, forKey: .by)
        case .onNextUpgrade: try fields.encode(Kind.onNextUpgrade, forKey: .kind)
        case .withTriage(let by, let scope, let evidence, let decision):
            try fields.encode(Kind.withTriage, forKey: .kind)
            try fields.encode(by, forKey: .by)
            try fields.encode(scope, forKey: .scope)
            try fields.encode(evidence, forKey: .evidence)
            try fields.encode(decision, forKey: .decision)
        case .none: try fields.encode(Kind.none, forKey: .kind)
        }
    }
}
