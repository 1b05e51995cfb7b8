import Vocabulary

/// Our own sentences for drafts: plain data, so that a native reader can review them in one place.
///
/// The Azerbaijani ones await a named native reader, like the guidance. An analyst edits every draft before review.
enum DraftPhrase: CaseIterable {
    case isVulnerability, isVulnerabilityIn, isCampaign, isInfrastructure, isCondition
    case exploited, observed, notExploited, ransomware, severity
    case reportedBy, quote, allVersions, noVersion, affectedLead, andMore
    case listedSince, exploitedNoDay
    case patchNow, patchPlanned, removeCondition, investigate, remedyQuote
    case checkVersion, checkOutside, checkLogs, unreviewed

    /// `%` stands for the one value that is put in; `§` for a product's name beside it.
    var texts: (az: String, en: String) {
        switch self {
        case .isVulnerability:
            ("%: zəiflik; məhsulun adını heç bir mənbə çəkmir.", "% is a vulnerability; no source names the product.")
        case .isVulnerabilityIn: ("%: zəiflik, məhsul: §.", "% is a vulnerability in §.")
        case .isCampaign: ("%: zərərli fəaliyyət.", "% is malicious activity.")
        case .isInfrastructure: ("%: hücumçuların infrastrukturu.", "% is infrastructure used by attackers.")
        case .isCondition: ("%: sistemin təhlükəli vəziyyəti.", "% is a dangerous condition of a system.")
        case .exploited: ("Təhlükə mövcuddur: istismarı təsdiqlənib.", "The threat exists: it has been seen in use.")
        case .observed:
            ("Təhlükə mövcuddur: şəbəkələrimizdə müşahidə olunub.",
                "The threat exists: it has been observed in our networks.")
        case .notExploited:
            ("Təhlükə potensialdır: istismarı barədə bizdə məlumat yoxdur.",
                "The threat is potential: we know of no use of it.")
        case .ransomware:
            ("Fidyə proqramı qrupları ondan istifadə edir.", "Ransomware groups use it.")
        case .severity: ("CVSS əsas balı: %.", "CVSS base score: %.")
        case .reportedBy: ("Bu barədə xəbər verənlər:", "Reported by:")
        case .quote: ("% yazır:", "% writes:")
        case .allVersions: ("bütün versiyalar", "all versions")
        case .noVersion: ("versiya göstərilməyib", "no version named")
        case .affectedLead: ("Mənbələrə görə təsirə məruz qalan məhsullar:", "Affected products, as the sources state:")
        case .andMore: ("və daha % məhsul", "and % more")
        case .listedSince:
            ("İstismar edilən zəifliklər siyahısında: % tarixindən.", "Listed as exploited since %.")
        case .exploitedNoDay:
            ("İstismarın başlanma tarixi məlum deyil.", "The day on which exploitation began is not known.")
        case .patchNow:
            ("Düzəldilmiş versiyanı dərhal quraşdırın. Mümkün deyilsə, xidməti internetdən ayırın və istehsalçının "
                + "müvəqqəti tədbirini tətbiq edin. Sonra müdaxilə izlərini yoxlayın.",
                "Install the fixed version now. If you cannot, take the service off the Internet and apply the maker's "
                    + "mitigation. Then look for traces of an intrusion.")
        case .patchPlanned:
            ("Düzəldilmiş versiyanı növbəti planlı yeniləmədə, internetə açıq sistemlərdə isə daha tez quraşdırın.",
                "Install the fixed version with the next planned update; sooner on systems that face the Internet.")
        case .removeCondition:
            ("Bildirişdə göstərilən xidməti bağlayın və ya düzəldin, sonra kənardan yoxlayın.",
                "Close or mend the service that the notice names, then check from outside.")
        case .investigate:
            ("Bildirişdə göstərilən sistemi tapın, şəbəkədən ayırın, sübutları saxlayın və araşdırın.",
                "Find the system that the notice names, separate it from the network, keep the evidence, investigate.")
        case .remedyQuote: ("% tövsiyə edir:", "% recommends:")
        case .checkVersion:
            ("Quraşdırılmış versiyanı yuxarıdakı siyahı ilə müqayisə edin; ehtiyat və sınaq sistemlərini unutmayın.",
                "Compare the installed version with the list above; do not forget spare and test systems.")
        case .checkOutside:
            ("Öz şəbəkənizdən kənardan həmin ünvana və porta qoşulmağa cəhd edin: qoşulma alınmamalıdır.",
                "From outside your network, try to connect to the address and port: it must fail.")
        case .checkLogs:
            ("Bildirişdəki vaxt və ünvanları öz jurnallarınızda axtarın (vaxt UTC ilə verilib).",
                "Search your logs for the times and addresses of the notice (times are UTC).")
        case .unreviewed:
            ("*Bu mətnin Azərbaycan dilində redaktəsi hələ təsdiqlənməyib.*", "*This text awaits review.*")
        }
    }

    /// The sentence in `language` (English for Russian, which drafts do not write), with `value` put in as it is.
    func text(_ language: Language, _ value: String = "") -> String {
        let pattern = language == .az ? texts.az : texts.en
        guard let mark = pattern.firstIndex(of: "%") else { return pattern }
        return pattern[..<mark] + value + pattern[pattern.index(after: mark)...]
    }
}
