import Foundation
package import Vocabulary

/// A person's report as one small JSON document of our own: written on `ess report submit`, read like any other feed.
package struct PersonalReport: Sendable, Hashable, Codable {
    /// `R-2026-0017`; the identity of the report, so that submitting the same document twice is one report.
    package var id: String
    /// One line, at most 512 bytes.
    package var title: String
    /// Plain text, at most 16 KiB.
    package var text: String
    /// What kind of incident it is, where the person knows: RSIT `class/type`.
    package var type: RSIT?
    package var entity: EntityID?
    package var addresses: [IPAddress]
    package var domains: [String]
    /// Nil means RED unless the feed's file says otherwise.
    package var tlp: TLP?
    /// How to reach who reports, in their own words, at most 200 bytes; nil when they left nothing.
    package var contact: String?
    /// When it was submitted.
    package var at: Instant
    /// Of a report by mail: what hung on it, by what it is encrypted, the digest of the mail.
    package var attachments: [ReportAttachment]?
    package var encryption: ReportEncryption?
    package var original: Digest?

    private enum CodingKeys: String, CodingKey {
        case id, title, text, type = "class", entity, addresses, domains, tlp, contact, at, attachments, encryption
        case original
    }

    package init(
        id: String, title: String, text: String, type: RSIT? = nil, entity: EntityID? = nil,
        addresses: [IPAddress] = [], domains: [String] = [], tlp: TLP? = nil,
        contact: String? = nil, at: Instant
    ) {
        self.id = id
        self.title = title
        self.text = text
        self.type = type
        self.entity = entity
        self.addresses = addresses
        self.domains = domains
        self.tlp = tlp
        self.contact = contact
        self.at = at
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        title = try container.decode(String.self, forKey: .title)
        text = try container.decodeIfPresent(String.self, forKey: .text) ?? ""
        type = try container.decodeIfPresent(RSIT.self, forKey: .type)
        entity = try container.decodeIfPresent(EntityID.self, forKey: .entity)
        addresses = try container.decodeIfPresent([IPAddress].self, forKey: .addresses) ?? []
        domains = try container.decodeIfPresent([String].self, forKey: .domains) ?? []
        tlp = try container.decodeIfPresent(TLP.self, forKey: .tlp)
        contact = try container.decodeIfPresent(String.self, forKey: .contact)
        at = try container.decode(Instant.self, forKey: .at)
        attachments = try container.decodeIfPresent([ReportAttachment].self, forKey: .attachments)
        encryption = try container.decodeIfPresent(ReportEncryption.self, forKey: .encryption)
        original = try container.decodeIfPresent(Digest.self, forKey: .original)
    }

    /// The report as any other, known by ``id``. Texts are cut to their limits; the title must not be empty.
    package var report: Report { PersonalReportReader.make(self) }

    /// The document: sorted keys, times in RFC 3339; the same value gives the same bytes.
    package func document() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }
}
