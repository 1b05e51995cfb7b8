import Constituency
package import Vocabulary

/// The public form as somebody filled it in: texts as typed, so that a page can show them again.
package struct ReportForm: Sendable, Hashable {
    package var title = ""
    package var text = ""
    package var type = ""
    package var addresses = ""
    package var domains = ""
    package var contact = ""
    package var tlp = ""
    /// A field that people do not see; programs that fill in everything do.
    package var trap = ""

    package init() {}

    /// Limits in bytes of UTF-8.
    package static let titleMax = 512
    package static let textMax = 16 << 10
    package static let contactMax = 200
    package static let placesMax = 100

    /// What is wrong with a field; `text` is the part of it that is not understood.
    package enum Fault: Sendable, Hashable {
        case titleMissing, titleTooLong, textMissing, textTooLong, contactTooLong, tooManyPlaces, trapped
        case unknownType, unknownLabel
        case notAnAddress(String)
        case notADomain(String)
    }

    /// The report that the form makes, or everything that is wrong with it, in the form's order.
    package func read(at now: Instant) -> Result<PersonalReport, Faults> {
        var faults: [Fault] = []
        let title = title.trimmingBlanks
        if title.isEmpty { faults.append(.titleMissing) }
        if title.utf8.count > ReportForm.titleMax { faults.append(.titleTooLong) }
        if text.trimmingBlanks.isEmpty { faults.append(.textMissing) }
        if text.utf8.count > ReportForm.textMax { faults.append(.textTooLong) }
        let type = RSIT(type)
        if type == nil, !self.type.isEmpty { faults.append(.unknownType) }
        let addresses = ReportForm.parts(addresses).map { (text: $0, read: IPAddress($0)) }
        faults += addresses.filter { $0.read == nil }.prefix(3).map { .notAnAddress(String($0.text.prefix(80))) }
        let domains = ReportForm.parts(domains)
        faults += domains.filter { !ReportForm.isDomain($0) }.prefix(3).map { .notADomain(String($0.prefix(80))) }
        if addresses.count > ReportForm.placesMax || domains.count > ReportForm.placesMax {
            faults.append(.tooManyPlaces)
        }
        if contact.utf8.count > ReportForm.contactMax { faults.append(.contactTooLong) }
        let label = tlp.isEmpty ? TLP.amberStrict : TLP(label: tlp)
        if label == nil { faults.append(.unknownLabel) }
        if !trap.isEmpty { faults.append(.trapped) }
        guard faults.isEmpty, let label else { return .failure(Faults(list: faults)) }
        let reach = contact.trimmingBlanks
        return .success(
            PersonalReport(
                id: "", title: title, text: text, type: type, addresses: addresses.compactMap(\.read),
                domains: domains.map { $0.lowercased() }, tlp: label, contact: reach.isEmpty ? nil : reach, at: now))
    }

    /// Never empty.
    package struct Faults: Error, Sendable, Hashable {
        package var list: [Fault]
    }

    /// Words between blanks, commas and semicolons; what some mark addresses with (`[.]`) is undone.
    private static func parts(_ text: String) -> [String] {
        text.split { $0.isWhitespace || $0 == "," || $0 == ";" }
            .map { String($0).replacing("[.]", with: ".").replacing("[:]", with: ":") }
    }

    /// As the register would take it: labels of letters, digits, hyphens and underscores, in any script.
    package static func isDomain(_ text: String) -> Bool {
        guard let name = ASCIIName.of(text), name.utf8.count <= 253 else { return false }
        return name.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F
        }
    }
}
