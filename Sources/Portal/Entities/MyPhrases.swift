import Coordinate
import Vocabulary

/// The fixed words of an entity's pages in one language; data, so that a native reader finds them in one place.
///
/// The Azerbaijani and Russian columns are `unreviewed` until a named native reader approves them.
struct MyPhrases: Sendable {
    let notices: String
    let none: String
    let opening: String
    let personal: String
    let what: String
    let systems: String
    let actions: String
    let made: String
    let ackBy: String
    let fixBy: String
    let nextUpgrade: String
    let `case`: String
    let acknowledge: String
    let acknowledged: String
    let by: String
    let late: String
    let yourAnswers: String
    let giveAnswer: String
    let subject: String
    let everything: String
    let answerLabel: String
    let text: String
    let send: String
    let refused: String
    let back: String
    let code: String
    let codeHow: String
    let needsToken: String
    let tokenHow: String
    let tokenUnknown: String
    let nothingHere: String
    let answers: [AnswerKind: String]

    func answer(_ kind: AnswerKind) -> String { answers[kind] ?? kind.rawValue }

    static func of(_ language: Language) -> MyPhrases {
        switch language {
        case .az: azerbaijani
        case .en: english
        case .ru: russian
        }
    }

    private static let azerbaijani = MyPhrases(
        notices: "Bildirişlər", none: "Bildiriş yoxdur.", opening: "Bu səhifəni açmaq cavab sayılmır.",
        personal: "Şəxsən bildirilib", what: "Nə baş verib", systems: "Sistemləriniz", actions: "Nə etməli",
        made: "Göndərilib", ackBy: "Alındığını təsdiqləyin", fixBy: "Aradan qaldırın",
        nextUpgrade: "növbəti yeniləmə zamanı", case: "İş", acknowledge: "Alındığını təsdiq edirəm",
        acknowledged: "Təsdiq edilib", by: "təsdiq edən:", late: "gecikib", yourAnswers: "Cavablarınız",
        giveAnswer: "Cavab verin", subject: "Nə barədə", everything: "Hamısı", answerLabel: "Cavab",
        text: "Əlavə qeyd", send: "Göndər", refused: "Cavab qəbul edilmədi", back: "Geri",
        code: "Qısa kod", codeHow: "Məktubdakı nömrə və kod bunlarla eyni olmalıdır.",
        needsToken: "Token lazımdır",
        tokenHow: "İstənilən istifadəçi adı yazın, parol yerinə təşkilatınızın tokenini daxil edin.",
        tokenUnknown: "Token naməlumdursa və ya ləğv edilibsə, yenisini istəyin",
        nothingHere: "Burada heç nə yoxdur",
        answers: [
            .investigating: "araşdırılır", .affected: "təsirə məruz qalıb", .notAffected: "təsirə məruz qalmayıb",
            .mitigated: "risk azaldılıb", .fixed: "aradan qaldırılıb", .cannotFix: "aradan qaldırmaq mümkün deyil",
            .notOurs: "bizə aid deyil", .helpNeeded: "kömək lazımdır",
        ])

    private static let english = MyPhrases(
        notices: "Notices", none: "There are no notices.", opening: "Opening this page does not count as an answer.",
        personal: "Told in person", what: "What happened", systems: "Your systems", actions: "What to do", made: "Sent",
        ackBy: "Acknowledge by", fixBy: "Remedy by", nextUpgrade: "with the next upgrade", case: "Case",
        acknowledge: "Acknowledge", acknowledged: "Acknowledged on", by: "by", late: "late",
        yourAnswers: "Your answers", giveAnswer: "Answer", subject: "About", everything: "All of it",
        answerLabel: "Answer", text: "Remark", send: "Send", refused: "The answer was not taken", back: "Back",
        code: "Short code", codeHow: "The number and the code in the message must be these.",
        needsToken: "A token is needed", tokenHow: "Any user name, and your organisation's token as the password.",
        tokenUnknown: "If the token is unknown or was ended, ask for a new one", nothingHere: "There is nothing here",
        answers: [
            .investigating: "investigating", .affected: "affected", .notAffected: "not affected",
            .mitigated: "mitigated", .fixed: "fixed", .cannotFix: "cannot be fixed", .notOurs: "not ours",
            .helpNeeded: "help needed",
        ])

    private static let russian = MyPhrases(
        notices: "Уведомления", none: "Уведомлений нет.", opening: "Открытие этой страницы не считается ответом.",
        personal: "Сообщено лично", what: "Что произошло", systems: "Ваши системы", actions: "Что делать",
        made: "Отправлено", ackBy: "Подтвердите получение до", fixBy: "Устраните до",
        nextUpgrade: "при следующем обновлении", case: "Дело", acknowledge: "Подтверждаю получение",
        acknowledged: "Подтверждено", by: "подтвердил:", late: "с опозданием", yourAnswers: "Ваши ответы",
        giveAnswer: "Ответить", subject: "О чём", everything: "Обо всём", answerLabel: "Ответ", text: "Примечание",
        send: "Отправить", refused: "Ответ не принят", back: "Назад", code: "Короткий код",
        codeHow: "Номер и код в письме должны быть такими.", needsToken: "Нужен токен",
        tokenHow: "Имя пользователя любое, пароль: токен вашей организации.",
        tokenUnknown: "Если токен неизвестен или отозван, попросите новый", nothingHere: "Здесь ничего нет",
        answers: [
            .investigating: "выясняется", .affected: "затронуто", .notAffected: "не затронуто",
            .mitigated: "риск снижен", .fixed: "устранено", .cannotFix: "устранить невозможно",
            .notOurs: "не наше", .helpNeeded: "нужна помощь",
        ])
}
