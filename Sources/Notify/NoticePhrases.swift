import Vocabulary

/// The fixed words of notices in one language. Data, so that a native reader can go through them in one place.
///
/// The Azerbaijani and Russian columns are `unreviewed` until a named native reader approves them.
struct NoticePhrases: Sendable {
    let kinds: [NoticeKind: String]
    let urgencies: [NoticeUrgency: String]
    let what: String
    let systems: String
    let actions: String
    let caseNumber: String
    let answer: String
    let program: String
    let genuine: String
    let genuineHow: String
    let threat: String
    let firstSeen: String
    let lastSeen: String
    let evidence: String
    let more: String
    let ackBy: String
    let fixBy: String
    let onNextUpgrade: String
    let policyRow: String
    let noDate: String
    let portal: String
    let phone: String
    let opening: String
    /// With `{notice}`, `{sent}` and `{due}`.
    let notAcknowledged: String
    let drill: String
    let sharing: String

    static func of(_ language: Language) -> NoticePhrases {
        switch language {
        case .az: azerbaijani
        case .en: english
        case .ru: russian
        }
    }

    private static let azerbaijani = NoticePhrases(
        kinds: [
            .advisory: "Xəbərdarlıq", .findings: "Sistemlərinizdə aşkar edilənlər", .drill: "TƏLİM",
            .reminder: "Xatırlatma", .incident: "İnsident",
            .receipt: "Qəbz",
        ],
        urgencies: [.routine: "", .elevated: "DİQQƏT", .high: "VACİB", .emergency: "TƏCİLİ"],
        what: "Nə baş verib", systems: "Hansı sistemləriniz aiddir", actions: "Nə etməli", caseNumber: "İşin nömrəsi",
        answer: "Necə cavab verməli", program: "Proqram vasitəsilə",
        genuine: "Bu bildirişin həqiqiliyini necə yoxlamalı",
        genuineHow: "Sizə yazılı verilmiş ünvanı özünüz yığın və ya sizdə olan nömrəyə zəng edin, sonra qısa kodu "
            + "müqayisə edin",
        threat: "təhdid",
        firstSeen: "ilk dəfə görülüb", lastSeen: "son dəfə görülüb", evidence: "əsas", more: "daha neçəsi portaldadır",
        ackBy: "Alındığını təsdiqləyin", fixBy: "Aradan qaldırın",
        onNextUpgrade: "Növbəti yeniləmə zamanı aradan qaldırın; bu, gecikmiş sayılmır.",
        policyRow: "Müddəti müəyyən edən sətir", noDate: "Müddət təyin edilməyib.",
        portal: "Portalda cavab verin (parol: təşkilatınızın tokeni)",
        phone: "Və ya zəng edib bu nömrəni deyin", opening: "Bu məktubu və ya keçidi açmaq cavab sayılmır.",
        notAcknowledged: "{notice} bildirişinin alındığını təsdiq etməmisiniz; o, {sent} tarixində göndərilib, "
            + "təsdiq müddəti {due} idi.",
        drill: "Bu, təlimdir. Real təhdid yoxdur.", sharing: "Paylaşma qaydası")

    private static let english = NoticePhrases(
        kinds: [
            .advisory: "Advisory", .findings: "Found at your systems", .drill: "DRILL", .reminder: "Reminder",
            .incident: "Incident", .receipt: "Receipt",
        ],
        urgencies: [.routine: "", .elevated: "ATTENTION", .high: "IMPORTANT", .emergency: "URGENT"],
        what: "What happened", systems: "Which of your systems", actions: "What to do", caseNumber: "Case number",
        answer: "How to answer", program: "By program", genuine: "How to check that this notice is genuine",
        genuineHow: "Type the address that you were given in writing, or call the number you already have; then "
            + "compare the short code",
        threat: "threat",
        firstSeen: "first seen", lastSeen: "last seen", evidence: "evidence", more: "more are on the portal",
        ackBy: "Acknowledge by", fixBy: "Remedy by",
        onNextUpgrade: "Remedy with the next upgrade; this is never late.", policyRow: "Policy row that set the dates",
        noDate: "No date is set.", portal: "Answer on the portal (any user name; password: your token)",
        phone: "Or call and say this number",
        opening: "Opening this message or a link does not count as an answer.",
        notAcknowledged: "You have not acknowledged {notice}, sent at {sent}; it was due at {due}.",
        drill: "This is a drill. There is no real threat.", sharing: "Sharing")

    private static let russian = NoticePhrases(
        kinds: [
            .advisory: "Предупреждение", .findings: "Обнаружено в ваших системах", .drill: "УЧЕНИЯ",
            .reminder: "Напоминание", .incident: "Инцидент", .receipt: "Квитанция",
        ],
        urgencies: [.routine: "", .elevated: "ВНИМАНИЕ", .high: "ВАЖНО", .emergency: "СРОЧНО"],
        what: "Что произошло", systems: "Какие ваши системы затронуты", actions: "Что делать", caseNumber: "Номер дела",
        answer: "Как ответить", program: "Программой", genuine: "Как проверить подлинность уведомления",
        genuineHow: "Наберите адрес, который вам дали письменно, или позвоните по номеру, который у вас уже есть; "
            + "затем сверьте короткий код",
        threat: "угроза",
        firstSeen: "впервые замечено", lastSeen: "замечено последний раз", evidence: "основание",
        more: "остальное на портале", ackBy: "Подтвердите получение до", fixBy: "Устраните до",
        onNextUpgrade: "Устраните при следующем обновлении; просрочки нет.", policyRow: "Строка правил, задавшая сроки",
        noDate: "Срок не установлен.", portal: "Ответьте на портале (пароль: токен вашей организации)",
        phone: "Или позвоните и назовите этот номер",
        opening: "Открытие письма или ссылки не считается ответом.",
        notAcknowledged: "Вы не подтвердили получение {notice}, отправленного {sent}; срок был {due}.",
        drill: "Это учения. Реальной угрозы нет.", sharing: "Правило распространения")
}
