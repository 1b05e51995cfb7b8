package import Vocabulary

/// The words around an advisory, in the reader's language; plain data.
package enum InterfaceText: CaseIterable, Sendable {
    case service, advisories, noAdvisories, advisory, version, issued, updated, withdrawn, withdrawnNote
    case urgency, severity, threats, label, partsLeftOut, notInLanguage, feed, allAdvisories, skip, readIn
    case titleWithheld, report, reason

    /// In `language`.
    package func text(_ language: Language) -> String {
        switch language {
        case .az: texts.az
        case .en: texts.en
        case .ru: texts.ru
        }
    }

    private var texts: (az: String, en: String, ru: String) {
        switch self {
        case .service:
            ("Elektron Təhlükəsizlik Xidməti", "Electronic Security Service", "Служба электронной безопасности")
        case .advisories: ("Xəbərdarlıqlar", "Advisories", "Предупреждения")
        case .noAdvisories:
            ("Hələ dərc edilmiş xəbərdarlıq yoxdur.", "No advisories have been published yet.",
                "Предупреждения ещё не публиковались.")
        case .advisory: ("Xəbərdarlıq", "Advisory", "Предупреждение")
        case .version: ("Versiya", "Version", "Версия")
        case .issued: ("Dərc edilib", "Issued", "Опубликовано")
        case .updated: ("Yenilənib", "Updated", "Обновлено")
        case .withdrawn: ("Geri çağırılıb", "Withdrawn", "Отозвано")
        case .withdrawnNote:
            ("Bu xəbərdarlıq geri çağırılıb; ona əsaslanmayın.", "This advisory was withdrawn; do not rely on it.",
                "Это предупреждение отозвано; не опирайтесь на него.")
        case .urgency: ("Təcililik", "Urgency", "Срочность")
        case .severity: ("Ciddilik", "Severity", "Серьёзность")
        case .threats: ("Təhlükələr", "Threats", "Угрозы")
        case .label: ("İşarə", "Label", "Метка")
        case .partsLeftOut:
            ("Bu oxucu üçün nəzərdə tutulmayan hissələr buraxılıb.", "Parts not meant for this reader are left out.",
                "Части, не предназначенные для этого читателя, опущены.")
        case .notInLanguage:
            ("Bu hissə hələlik bu dildə mövcud deyil.", "This part does not exist in this language yet.",
                "Этой части пока нет на этом языке.")
        case .feed: ("Atom lenti", "Atom feed", "Лента Atom")
        case .allAdvisories: ("Bütün xəbərdarlıqlar", "All advisories", "Все предупреждения")
        case .skip: ("Məzmuna keç", "Skip to content", "К содержанию")
        case .readIn: ("Dil", "Language", "Язык")
        case .report: ("Təhlükə barədə məlumat verin", "Report a threat", "Сообщить об угрозе")
        case .titleWithheld:
            ("Məhdud yayılan xəbərdarlıq", "Advisory of limited distribution",
                "Предупреждение ограниченного распространения")
        case .reason: ("Səbəb", "Reason", "Причина")
        }
    }
}

extension Language {
    /// The language's own name.
    package var ownName: String {
        switch self {
        case .az: "Azərbaycanca"
        case .en: "English"
        case .ru: "Русский"
        }
    }
}

extension Paragraph.Heading {
    /// As printed above the part; nil for a free paragraph, which brings its own.
    package func title(_ language: Language) -> String? {
        let texts: (az: String, en: String, ru: String)
        switch self {
        case .what: texts = ("Nə baş verir", "What it is", "Что это")
        case .affected: texts = ("Kimə təsir edir", "Who is affected", "Кого касается")
        case .exploitedSince: texts = ("İstismar", "Exploitation", "Эксплуатация")
        case .whatToDo: texts = ("Nə etməli", "What to do", "Что делать")
        case .howToCheck: texts = ("Necə yoxlamalı", "How to check", "Как проверить")
        case .references: texts = ("İstinadlar", "References", "Ссылки")
        case .guidance: texts = ("Təlimat", "Guidance", "Рекомендации")
        case .free: return nil
        }
        switch language {
        case .az: return texts.az
        case .en: return texts.en
        case .ru: return texts.ru
        }
    }
}

extension Urgency {
    /// The word in `language`.
    package func title(_ language: Language) -> String {
        let texts: (az: String, en: String, ru: String) =
            switch self {
            case .routine: ("adi", "routine", "обычная")
            case .elevated: ("yüksəldilmiş", "elevated", "повышенная")
            case .high: ("yüksək", "high", "высокая")
            case .emergency: ("fövqəladə", "emergency", "чрезвычайная")
            }
        return language == .az ? texts.az : language == .en ? texts.en : texts.ru
    }
}

extension AdvisorySeverity {
    /// The word in `language`.
    package func title(_ language: Language) -> String {
        let texts: (az: String, en: String, ru: String) =
            switch self {
            case .none: ("qiymətləndirilməyib", "not rated", "не оценена")
            case .low: ("aşağı", "low", "низкая")
            case .medium: ("orta", "medium", "средняя")
            case .high: ("yüksək", "high", "высокая")
            case .critical: ("kritik", "critical", "критическая")
            }
        return language == .az ? texts.az : language == .en ? texts.en : texts.ru
    }
}
