import Vocabulary

/// The receipt for a report by mail, in words. It repeats nothing of what was sent: the sender may be somebody else.
struct ReceiptText {
    let subject: String
    let text: String

    /// In `language`, and behind it in English.
    init(_ content: NoticeContent, language: Language) {
        let phrases = ReceiptPhrases.of(language)
        let number = SafeText.line(content.about, limit: 60)
        subject = "[\(number)] \(phrases.subject)"
        var lines = [SafeText.line(content.authority, limit: 200), ""]
        lines += ReceiptText.paragraphs(phrases, number, content)
        if language != .en { lines += ["--", ""] + ReceiptText.paragraphs(.of(.en), number, content) }
        text = lines.joined(separator: "\n")
    }

    private static func paragraphs(_ phrases: ReceiptPhrases, _ number: String, _ content: NoticeContent) -> [String] {
        let caseNumber = content.caseNumber?.description ?? ""
        var lines = [
            phrases.taken.replacing("{report}", with: number).replacing("{case}", with: caseNumber),
            phrases.keep.replacing("{report}", with: number), phrases.program,
        ]
        if !content.what.isEmpty {
            lines.append(phrases.digest + " " + SafeText.line(content.what[0], limit: 80))
        }
        if !content.phone.isEmpty { lines.append("\(phrases.phone): \(SafeText.line(content.phone))") }
        return lines.flatMap { [$0, ""] }
    }
}

/// The fixed words of receipts. The Azerbaijani and Russian ones are `unreviewed`.
struct ReceiptPhrases: Sendable {
    let subject: String
    /// With `{report}` and `{case}`.
    let taken: String
    /// With `{report}`.
    let keep: String
    let program: String
    let digest: String
    let phone: String

    static func of(_ language: Language) -> ReceiptPhrases {
        switch language {
        case .az: azerbaijani
        case .en: english
        case .ru: russian
        }
    }

    private static let azerbaijani = ReceiptPhrases(
        subject: "Məktubunuz qəbul edildi",
        taken: "Məktubunuz {report} nömrəsi ilə qeydə alındı; işin nömrəsi {case}.",
        keep: "Bu nömrəni saxlayın. Əlavə məlumat göndərərkən mövzuda {report} yazın: o, həmin işə əlavə olunacaq.",
        program: "Bu cavabı proqram yazıb; məktubunuzu hələ heç kim oxumayıb. Onu növbətçi oxuyacaq.",
        digest: "Məktubunuzun SHA-256 qiyməti:", phone: "Telefon")

    private static let english = ReceiptPhrases(
        subject: "Your message was received",
        taken: "Your message was taken down as {report}; its case is {case}.",
        keep: "Keep this number. Write {report} into the subject when you send more: it is added to the same case.",
        program: "A program wrote this; nobody has read your message yet. The duty officer will.",
        digest: "SHA-256 of your message as it came:", phone: "Telephone")

    private static let russian = ReceiptPhrases(
        subject: "Ваше письмо получено",
        taken: "Ваше письмо зарегистрировано под номером {report}; номер дела {case}.",
        keep: "Сохраните этот номер. Отправляя дополнения, укажите {report} в теме письма: они попадут в то же дело.",
        program: "Этот ответ написала программа; ваше письмо ещё никто не читал. Его прочтёт дежурный.",
        digest: "SHA-256 вашего письма:", phone: "Телефон")
}
