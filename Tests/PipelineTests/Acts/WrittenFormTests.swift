import Constituency
import Coordinate
import Foundation
import Notify
import Pipeline
import Testing
import Vocabulary

/// Our choices as JSON: `{"kind": …}` with plain fields beside it, and the same value read back.
@Suite struct WrittenForms {
    private func text(_ value: some Encodable) throws -> String {
        String(decoding: try ActJSON.encode(value), as: UTF8.self)
    }

    private func survives<Value: Codable & Equatable>(_ value: Value) throws -> Bool {
        try JSONDecoder().decode(Value.self, from: ActJSON.encode(value)) == value
    }

    @Test func `an asset says of which kind it is and how it stands`() throws {
        let at = try #require(Instant("2026-01-15T09:00:00Z"))
        let network = Asset(
            .network(try #require(IPNetwork("192.0.2.0/25"))), exposed: true,
            state: .verified(Verification(by: "registrar", how: "registry", at: at)))
        #expect(try text(network) == #"{"exposed":true,"fact":{"kind":"network","network":"192.0.2.0/25"},"#
            + #""source":"manual","state":{"at":"2026-01-15T09:00:00Z","by":"registrar","how":"registry","#
            + #""kind":"verified"}}"#)
        let software = Asset.Fact.software(Software(vendor: "Example", product: "Gate", version: "7.2"))
        #expect(try text(software) == #"{"kind":"software","product":"Gate","vendor":"Example","version":"7.2"}"#)
        for fact in [software, .asn(64_500), .domain("hospital.example")] {
            let staleness = Staleness(owner: "leyla", since: at, reason: "the list no longer names it")
            for state in [AssetState.claimed, .disputed("not theirs"), .stale(nil), .stale(staleness)] {
                #expect(try survives(Asset(fact, state: state)))
            }
        }
    }

    @Test(arguments: [
        (Contact.Channel.mail("a@b.example"), #"{"address":"a@b.example","kind":"mail"}"#),
        (.phone("+994125550100"), #"{"address":"+994125550100","kind":"phone"}"#),
        (.maildrop("desk"), #"{"address":"desk","kind":"maildrop"}"#),
    ]) func `a contact's way is an address of a kind`(channel: Contact.Channel, written: String) throws {
        #expect(try text(channel) == written)
        #expect(try survives(channel))
    }

    @Test func `every change of a case is read back as it was written`() throws {
        let at = try #require(Instant("2026-01-15T09:00:00Z"))
        let notice = SpokenNumber(.notice, year: 2026, serial: 1)
        let advisory = SpokenNumber(.advisory, year: 2026, serial: 2)
        let fixes: [Clocks.Fix] = [
            .by(at), .onNextUpgrade, .withTriage(by: at, scope: at, evidence: at, decision: at), .none,
        ]
        var changes: [CaseEvent.Change] = fixes.map {
            .notified(notice: notice, clocks: Clocks(ackBy: at, fix: $0, row: "national:N2", reason: "exposed"))
        }
        changes += [
            .opened(kind: .help, title: "T", advisory: advisory, tlp: .amber),
            .opened(kind: .incident, title: "T", advisory: nil, tlp: .red), .acknowledged(by: "Leyla", channel: .phone),
            .answered(subject: "all", answer: .cannotFix, by: "Leyla", channel: .mail, text: "no"), .note(text: "n"),
            .assigned(to: "leyla"), .escalated(step: 2, to: "chief", reason: "silent"),
            .reminded(step: 1, notice: notice), .reminded(step: 1, notice: nil), .referred(body: "police", reason: "r"),
            .closed(reason: "done"), .reopened(reason: "not done"),
            .cancelled(notice: notice, reason: "wrong text"),
        ]
        for change in changes { #expect(try survives(change)) }
        #expect(try text(CaseEvent.Change.acknowledged(by: "Leyla", channel: .phone))
            == #"{"by":"Leyla","channel":"phone","kind":"acknowledged"}"#)
        #expect(try text(Clocks.Fix.by(at)) == #"{"by":"2026-01-15T09:00:00Z","kind":"by"}"#)
        #expect(try text(Clocks.Fix.onNextUpgrade) == #"{"kind":"on-next-upgrade"}"#)
    }

    @Test func `a directive has the names of the settings and its sets in order`() throws {
        var directive = Directive(
            id: DirectiveID(unchecked: "telnet"), kinds: [.reminder, .findings, .drill, .advisory],
            roles: ["technical"], channel: .maildrop)
        directive.sectors = [.health, .energy, .defence, .government]
        directive.rsit = Set(RSIT.all.prefix(3))
        directive.intervalSeconds = 86_400
        let written = try text(directive)
        #expect(written.contains(#""interval_s":86400,"kinds":["advisory","drill","findings","reminder"]"#))
        #expect(written.contains(#""sectors":["defence","energy","government","health"],"standing_order":false"#))
        #expect(try survives(directive))
    }
}
