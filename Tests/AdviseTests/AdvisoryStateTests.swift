import Advise
import Testing
import Vocabulary

@Suite struct AdvisoryStateTests {
    static let steps: [AdvisoryStep] = [
        .edit, .submit, .sendBack, .approve(named: "12121212", breakGlass: nil),
        .schedule(Sample.now.adding(seconds: 60)), .issue, .withdraw(reason: "wrong"), .supersede(by: 2), .discard,
    ]
    /// DESIGN § 3 by hand: from state, by verb, to state; what is not here is forbidden.
    static let table: [AdvisoryState: [String: AdvisoryState]] = [
        .draft: ["edit": .draft, "submit": .inReview, "discard": .discarded],
        .inReview: ["edit": .draft, "return": .returned, "approve": .approved, "discard": .discarded],
        .returned: ["edit": .draft, "submit": .inReview, "discard": .discarded],
        .approved: [
            "edit": .draft, "return": .returned, "schedule": .scheduled, "issue": .issued, "discard": .discarded,
        ],
        .scheduled: [
            "edit": .draft, "return": .returned, "schedule": .scheduled, "issue": .issued, "discard": .discarded,
        ],
        .issued: ["withdraw": .withdrawn, "supersede": .superseded],
        .withdrawn: [:], .superseded: [:], .discarded: [:],
    ]

    private func standing(
        _ state: AdvisoryState, author: Officer = Sample.leyla, editor: Officer = Sample.leyla,
        writers: [Officer] = [Sample.leyla],
        approved: Bool = true, now: PreviewDigests = Sample.digests(), gaps: [String] = [],
        rule: LoginRule = .compared
    ) -> AdvisoryStanding {
        let approval = Approval(by: Sample.rashad, at: Sample.now, digests: Sample.digests(), breakGlass: nil)
        return AdvisoryStanding(
            state: state, author: author, lastEditor: editor, writers: writers,
            approval: approved ? approval : nil, digests: now, gaps: gaps, loginRule: rule)
    }

    private func code(
        _ standing: AdvisoryStanding, _ step: AdvisoryStep, _ officer: Officer = Sample.rashad
    ) -> AdviseFailure.Code? {
        do throws(AdviseFailure) {
            _ = try standing.apply(step, by: officer, at: Sample.now)
            return nil
        } catch {
            return error.code
        }
    }

    @Test(arguments: AdvisoryState.allCases)
    func `each step is allowed or names the states it needs`(state: AdvisoryState) throws {
        for step in Self.steps {
            let expected = Self.table[state]?[step.verb]
            do throws(AdviseFailure) {
                let decision = try standing(state).apply(step, by: Sample.rashad, at: Sample.now)
                #expect(decision.state == expected, "\(state) \(step.verb)")
            } catch {
                #expect(expected == nil, "\(state) \(step.verb): \(error)")
                #expect(error.code == .stepForbidden)
                #expect(error.description.contains(state.rawValue))
            }
        }
    }

    @Test func `nobody approves what they wrote or edited last`() {
        let step = AdvisoryStep.approve(named: "12121212", breakGlass: nil)
        #expect(code(standing(.inReview), step, Sample.leyla) == .ownWork)
        #expect(code(standing(.inReview, editor: Sample.nigar), step, Sample.nigar) == .ownWork)
        #expect(code(standing(.inReview, editor: Sample.nigar), step, Sample.rashad) == nil)
    }

    @Test func `nobody approves a version that holds a text of theirs, though others edited it since`() {
        let step = AdvisoryStep.approve(named: "12121212", breakGlass: nil)
        let edited = standing(.inReview, writers: [Sample.leyla, Sample.nigar, Sample.leyla])
        #expect(code(edited, step, Sample.nigar) == .ownWork)
        #expect(code(edited, step, Sample.rashad) == nil)
        let disguised = Officer(uid: 1002, loginUID: Sample.nigar.loginUID, name: "rashad")
        #expect(code(edited, step, disguised) == .sameLogin)
    }

    @Test func `the recipients' digest holds contact, channel, mailbox and language, in any order`() {
        let bank = EntityID(unchecked: "bank")
        let mail = AdvisoryWay(contact: "it", channel: "smtp", mailbox: "it@bank.example", language: .az)
        let page = AdvisoryWay(contact: "ciso", channel: "portal", mailbox: nil, language: .en)
        let text = #"[{"entity":"bank","ways":[{"channel":"portal","contact":"ciso","language":"en","mailbox":""},"#
            + #"{"channel":"smtp","contact":"it","language":"az","mailbox":"it@bank.example"}]},"#
            + #"{"entity":"port","ways":[]}]"#
        for ways in [[mail, page], [page, mail]] {
            let bytes = AdvisoryContent.recipientBytes([EntityID(unchecked: "port"): [], bank: ways])
            #expect(String(decoding: bytes, as: UTF8.self) == text)
        }
    }

    @Test func `sudo -u is no second person unless a demonstration says so`() {
        let step = AdvisoryStep.approve(named: "12121212", breakGlass: nil)
        let disguised = Officer(uid: 1002, loginUID: 1001, name: "rashad")
        let unknown = Officer(uid: 1002, loginUID: nil, name: "rashad")
        #expect(code(standing(.inReview), step, disguised) == .sameLogin)
        #expect(code(standing(.inReview, rule: .relaxedForDemonstration), step, disguised) == nil)
        #expect(code(standing(.inReview), step, unknown) == nil)
    }

    @Test func `a broken glass needs a reason and is loud`() throws {
        let decision = try standing(.inReview).apply(
            .approve(named: "12121212", breakGlass: "night, attack running"), by: Sample.leyla, at: Sample.now)
        #expect(decision.reason == .breakGlass)
        #expect(decision.event == "break-glass-approved")
        #expect(decision.approval?.breakGlass == "night, attack running")
        #expect(
            code(standing(.inReview), .approve(named: "12121212", breakGlass: " \u{200B}"), Sample.leyla)
                == .reasonMissing)
    }

    @Test func `an approval names the preview of this moment by eight digits or more`() {
        func approve(_ named: String) -> AdviseFailure.Code? {
            code(standing(.inReview), .approve(named: named, breakGlass: nil))
        }
        #expect(approve("1212121") == .digestTooShort)
        #expect(approve("1212121x") == .digestTooShort)
        #expect(approve("12121213") == .digestDiffers)
        #expect(approve("1212121212") == nil)
        #expect(approve("") == .digestTooShort)
    }

    @Test func `an approval is void once content or recipients differ`() {
        #expect(code(standing(.approved, now: Sample.digests(content: 9)), .issue) == .approvalVoid)
        #expect(code(standing(.approved, now: Sample.digests(recipients: 9)), .issue) == .approvalVoid)
        #expect(code(standing(.approved, approved: false), .issue) == .approvalVoid)
        #expect(code(standing(.approved), .issue) == nil)
    }

    @Test func `an edit takes the approval away`() throws {
        let decision = try standing(.approved).apply(.edit, by: Sample.leyla, at: Sample.now)
        #expect(decision.approval == nil)
        #expect(decision.reason == .approvalVoided)
    }

    @Test func `reasons, times and completeness are asked for`() {
        #expect(code(standing(.issued), .withdraw(reason: "  ")) == .reasonMissing)
        #expect(code(standing(.approved), .schedule(Sample.now)) == .timePast)
        #expect(code(standing(.draft, gaps: ["It has no title."]), .submit) == .incomplete)
    }
}
