extension ThreatID {
    /// The condition that a `condition:<class>/<type>/<name>` names; nil for other threats.
    package var condition: Condition? {
        guard text.hasPrefix("condition:") else { return nil }
        let parts = text.dropFirst("condition:".count).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[2].isEmpty, let type = RSIT("\(parts[0])/\(parts[1])") else { return nil }
        return Condition(type: type, name: String(parts[2]))
    }
}

extension Condition {
    /// What it is, in words that stand as a title: `Telnet service open to the Internet`.
    ///
    /// Names that scan reports use often have a phrase of their own; any other is its RSIT type's phrase with the name
    /// behind it, so that two conditions of one type stay two.
    package func phrase(_ language: Language) -> String {
        let own = Condition.named[name].map { $0.of(language) }
        let typed = Condition.typed[type.description].map { $0.of(language) } ?? type.description
        return own ?? "\(typed) (\(name))"
    }

    /// What its type is in words, without the name.
    package func typePhrase(_ language: Language) -> String {
        Condition.typed[type.description].map { $0.of(language) } ?? type.description
    }

    /// One phrase in our three languages. The Azerbaijani and Russian ones await a named native reader.
    private struct Phrase {
        let az: String
        let en: String
        let ru: String

        init(_ az: String, _ en: String, _ ru: String) {
            self.az = az
            self.en = en
            self.ru = ru
        }

        func of(_ language: Language) -> String {
            switch language {
            case .az: az
            case .en: en
            case .ru: ru
            }
        }
    }

    private static let named: [String: Phrase] = [
        "open-telnet": Phrase(
            "İnternetə açıq Telnet xidməti", "Telnet service open to the Internet",
            "Служба Telnet, открытая в интернет"),
        "open-rdp": Phrase(
            "İnternetə açıq uzaq iş masası (RDP)", "Remote desktop (RDP) open to the Internet",
            "Удалённый рабочий стол (RDP), открытый в интернет"),
        "open-smb": Phrase(
            "İnternetə açıq fayl paylaşımı (SMB)", "File sharing (SMB) open to the Internet",
            "Общий доступ к файлам (SMB), открытый в интернет"),
        "open-ftp": Phrase(
            "İnternetə açıq FTP xidməti", "FTP service open to the Internet", "Служба FTP, открытая в интернет"),
        "open-ssh": Phrase(
            "İnternetə açıq SSH xidməti", "SSH service open to the Internet", "Служба SSH, открытая в интернет"),
        "open-vnc": Phrase(
            "İnternetə açıq uzaq ekran (VNC)", "Remote screen (VNC) open to the Internet",
            "Удалённый экран (VNC), открытый в интернет"),
        "open-redis": Phrase(
            "İnternetə açıq Redis bazası", "Redis store open to the Internet", "База Redis, открытая в интернет"),
        "open-mongodb": Phrase(
            "İnternetə açıq MongoDB bazası", "MongoDB store open to the Internet", "База MongoDB, открытая в интернет"),
        "open-elasticsearch": Phrase(
            "İnternetə açıq Elasticsearch bazası", "Elasticsearch store open to the Internet",
            "База Elasticsearch, открытая в интернет"),
        "open-resolver": Phrase(
            "Hamıya cavab verən DNS serveri", "DNS server that answers anybody", "DNS-сервер, отвечающий всем"),
        "open-snmp": Phrase(
            "İnternetə açıq SNMP xidməti", "SNMP service open to the Internet", "Служба SNMP, открытая в интернет"),
        "open-ntp": Phrase(
            "Gücləndirmə hücumuna yarayan NTP serveri", "NTP server that can amplify attacks",
            "NTP-сервер, пригодный для усиления атак"),
        "open-memcached": Phrase(
            "İnternetə açıq Memcached xidməti", "Memcached service open to the Internet",
            "Служба Memcached, открытая в интернет"),
    ]

    /// By RSIT type, version 1003; every type has one.
    private static let typed: [String: Phrase] = [
        "abusive-content/spam": Phrase("Spam göndərən sistem", "System that sends spam", "Система рассылает спам"),
        "abusive-content/harmful-speech": Phrase("Zərərli məzmun", "Harmful speech", "Вредоносные высказывания"),
        "abusive-content/violence": Phrase("Zorakı məzmun", "Violent content", "Насильственные материалы"),
        "malicious-code/infected-system": Phrase(
            "Zərərli proqrama yoluxmuş sistem", "System infected with malware",
            "Система заражена вредоносной программой"),
        "malicious-code/c2-server": Phrase(
            "Zərərli proqramın idarəetmə serveri", "Server that controls malware",
            "Сервер управления вредоносными программами"),
        "malicious-code/malware-distribution": Phrase(
            "Zərərli proqram yayan sistem", "System that distributes malware",
            "Система распространяет вредоносные программы"),
        "malicious-code/malware-configuration": Phrase(
            "Zərərli proqramın ayarları", "Malware configuration", "Конфигурация вредоносной программы"),
        "information-gathering/scanner": Phrase(
            "Başqa şəbəkələri skan edən sistem", "System that scans other networks", "Система сканирует чужие сети"),
        "information-gathering/sniffing": Phrase(
            "Şəbəkə trafikinin dinlənilməsi", "Listening to network traffic", "Прослушивание сетевого трафика"),
        "information-gathering/social-engineering": Phrase(
            "Aldatma ilə məlumat toplanması", "Information gathered by deceit", "Сбор сведений обманом"),
        "intrusion-attempts/ids-alert": Phrase(
            "Müdaxilə aşkarlama siqnalı", "Alert of an intrusion sensor", "Сигнал системы обнаружения вторжений"),
        "intrusion-attempts/brute-force": Phrase(
            "Parol seçmə hücumu", "Attack that tries passwords", "Подбор паролей"),
        "intrusion-attempts/exploit": Phrase(
            "Zəiflikdən istifadə cəhdi", "Attempt to exploit a vulnerability", "Попытка использовать уязвимость"),
        "intrusions/privileged-account-compromise": Phrase(
            "Ələ keçirilmiş inzibatçı hesabı", "Compromised privileged account",
            "Взломана привилегированная учётная запись"),
        "intrusions/unprivileged-account-compromise": Phrase(
            "Ələ keçirilmiş istifadəçi hesabı", "Compromised user account", "Взломана учётная запись пользователя"),
        "intrusions/application-compromise": Phrase(
            "Ələ keçirilmiş tətbiq", "Compromised application", "Взломано приложение"),
        "intrusions/system-compromise": Phrase("Ələ keçirilmiş sistem", "Compromised system", "Взломана система"),
        "intrusions/burglary": Phrase("Otağa müdaxilə", "Burglary", "Проникновение в помещение"),
        "availability/dos": Phrase(
            "Xidmətdən imtina hücumu", "Denial of service", "Отказ в обслуживании"),
        "availability/ddos": Phrase(
            "Paylanmış xidmətdən imtina hücumu", "Distributed denial of service",
            "Распределённый отказ в обслуживании"),
        "availability/misconfiguration": Phrase("Yanlış ayar", "Misconfiguration", "Ошибка настройки"),
        "availability/sabotage": Phrase("Təxribat", "Sabotage", "Саботаж"),
        "availability/outage": Phrase("Xidmətin dayanması", "Outage", "Перебой в работе"),
        "information-content-security/unauthorised-information-access": Phrase(
            "Məlumata icazəsiz giriş", "Unauthorised access to information", "Несанкционированный доступ к сведениям"),
        "information-content-security/unauthorised-information-modification": Phrase(
            "Məlumatın icazəsiz dəyişdirilməsi", "Unauthorised change of information",
            "Несанкционированное изменение сведений"),
        "information-content-security/data-loss": Phrase("Məlumat itkisi", "Loss of data", "Потеря данных"),
        "information-content-security/data-leak": Phrase("Məlumat sızması", "Leak of data", "Утечка данных"),
        "fraud/unauthorised-use-of-resources": Phrase(
            "Resurslardan icazəsiz istifadə", "Unauthorised use of resources",
            "Несанкционированное использование ресурсов"),
        "fraud/copyright": Phrase("Müəllif hüququnun pozulması", "Breach of copyright", "Нарушение авторских прав"),
        "fraud/masquerade": Phrase("Başqasının adından çıxış", "Masquerade", "Выдача себя за другого"),
        "fraud/phishing": Phrase("Fişinq", "Phishing", "Фишинг"),
        "vulnerable/weak-crypto": Phrase("Zəif şifrələmə", "Weak cryptography", "Слабое шифрование"),
        "vulnerable/ddos-amplifier": Phrase(
            "Hücumları gücləndirə bilən xidmət", "Service that can amplify attacks",
            "Служба, пригодная для усиления атак"),
        "vulnerable/potentially-unwanted-accessible": Phrase(
            "İnternetə açıq, ehtimal ki lazımsız xidmət", "Service open to the Internet that should not be",
            "Служба без нужды открыта в интернет"),
        "vulnerable/information-disclosure": Phrase(
            "Məlumatı açıqlayan xidmət", "Service that discloses information", "Служба раскрывает сведения"),
        "vulnerable/vulnerable-system": Phrase("Zəifliyi olan sistem", "Vulnerable system", "Уязвимая система"),
        "other/other": Phrase("Digər hal", "Other condition", "Иное состояние"),
        "other/undetermined": Phrase("Müəyyən edilməmiş hal", "Undetermined condition", "Неопределённое состояние"),
        "test/test": Phrase("Sınaq", "Test", "Проверка"),
    ]
}
