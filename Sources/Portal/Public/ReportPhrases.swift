import Advise
import Ingest
import Vocabulary

/// The fixed words of `/report` in one language; data, so that a native reader finds them in one place.
///
/// The Azerbaijani and Russian columns are `unreviewed` until a named native reader approves them.
struct ReportPhrases: Sendable {
    let heading, opening, title, text, type, unknown, addresses, domains, contact, sharing, trap, send: String
    let mend, busy, thanks, number, time, keep, taken, receipt: String
    /// Sentences about faults; the two about places end where the place is named.
    let titleMissing, titleTooLong, textMissing, textTooLong, contactTooLong, tooManyPlaces, trapped: String
    let unknownType, unknownLabel, notAnAddress, notADomain: String

    /// A sentence, escaped.
    func fault(_ fault: ReportForm.Fault) -> String {
        switch fault {
        case .titleMissing: titleMissing
        case .titleTooLong: titleTooLong
        case .textMissing: textMissing
        case .textTooLong: textTooLong
        case .contactTooLong: contactTooLong
        case .tooManyPlaces: tooManyPlaces
        case .trapped: trapped
        case .unknownType: unknownType
        case .unknownLabel: unknownLabel
        case .notAnAddress(let text): "\(notAnAddress): \(Markup.escape(CleanText.line(text, bytesMax: 200)))"
        case .notADomain(let text): "\(notADomain): \(Markup.escape(CleanText.line(text, bytesMax: 200)))"
        }
    }

    static func of(_ language: Language) -> ReportPhrases {
        switch language {
        case .az: azerbaijani
        case .en: english
        case .ru: russian
        }
    }

    private static let azerbaijani = ReportPhrases(
        heading: "Təhlükə barədə məlumat verin",
        opening: "Hesab tələb olunmur. Məlumatınız nömrə alır və əməkdaşımız onu oxuyur.",
        title: "Bir sətirdə nə baş verib", text: "Ətraflı", type: "Növ", unknown: "bilmirəm",
        addresses: "IP ünvanlar", domains: "Domen adları", contact: "Sizinlə necə əlaqə saxlayaq (istəyə görə)",
        sharing: "Kimlərlə bölüşə bilərik", trap: "Bu sahəni boş saxlayın", send: "Göndər",
        mend: "Məlumat hələ göndərilməyib. Düzəldin:",
        busy: "Hazırda qəbul edə bilmirik. Yazdıqlarınız aşağıdadır; bir neçə dəqiqədən sonra yenidən göndərin.",
        thanks: "Məlumatınız qəbul edildi", number: "Nömrə", time: "Vaxt",
        keep: "Bu səhifəni saxlayın: nömrə və qəbz məlumatınızın qəbul edildiyini sübut edir.",
        taken: "Qeydə alınan", receipt: "Qəbz", titleMissing: "Bir sətirdə nə baş verdiyini yazın.",
        titleTooLong: "Başlıq çox uzundur.", textMissing: "Ətraflı təsvir yazın.", textTooLong: "Mətn çox uzundur.",
        contactTooLong: "Əlaqə məlumatı çox uzundur.", tooManyPlaces: "Ən çox 100 ünvan və 100 domen adı.",
        trapped: "Boş saxlanmalı sahə doldurulub.", unknownType: "Növ tanınmır.", unknownLabel: "İşarə tanınmır.",
        notAnAddress: "IP ünvan deyil", notADomain: "Domen adı deyil")

    private static let english = ReportPhrases(
        heading: "Report a threat",
        opening: "You need no account. Your report gets a number, and an officer reads it.",
        title: "What happened, in one line", text: "In full", type: "Kind", unknown: "I do not know",
        addresses: "IP addresses", domains: "Domain names", contact: "How to reach you (if you wish)",
        sharing: "With whom we may share it", trap: "Leave this field empty", send: "Send",
        mend: "Nothing was sent yet. Please mend:",
        busy: "We cannot take it just now. What you typed stands below; send it again in a few minutes.",
        thanks: "Your report was taken down", number: "Number", time: "Time",
        keep: "Keep this page: number and receipt prove that your report was taken down.", taken: "What was taken down",
        receipt: "Receipt", titleMissing: "Say in one line what happened.", titleTooLong: "The line is too long.",
        textMissing: "Describe it.", textTooLong: "The text is too long.",
        contactTooLong: "The contact is too long.", tooManyPlaces: "At most 100 addresses and 100 domain names.",
        trapped: "The field that is to stay empty is filled in.", unknownType: "The kind is not known.",
        unknownLabel: "The label is not known.", notAnAddress: "This is no IP address",
        notADomain: "This is no domain name")

    private static let russian = ReportPhrases(
        heading: "Сообщить об угрозе",
        opening: "Учётная запись не нужна. Сообщение получит номер, и его прочтёт сотрудник.",
        title: "Что произошло, одной строкой", text: "Подробно", type: "Вид", unknown: "не знаю",
        addresses: "IP-адреса", domains: "Доменные имена", contact: "Как с вами связаться (по желанию)",
        sharing: "С кем мы можем поделиться", trap: "Оставьте это поле пустым", send: "Отправить",
        mend: "Ничего ещё не отправлено. Исправьте:",
        busy: "Сейчас мы не можем принять сообщение. Написанное сохранено ниже; отправьте через несколько минут.",
        thanks: "Сообщение принято", number: "Номер", time: "Время",
        keep: "Сохраните эту страницу: номер и квитанция доказывают, что сообщение принято.", taken: "Что записано",
        receipt: "Квитанция", titleMissing: "Напишите одной строкой, что произошло.",
        titleTooLong: "Строка слишком длинная.", textMissing: "Опишите подробно.",
        textTooLong: "Текст слишком длинный.",
        contactTooLong: "Контакт слишком длинный.", tooManyPlaces: "Не больше 100 адресов и 100 доменных имён.",
        trapped: "Заполнено поле, которое должно быть пустым.", unknownType: "Вид не распознан.",
        unknownLabel: "Метка не распознана.", notAnAddress: "Это не IP-адрес", notADomain: "Это не доменное имя")
}
