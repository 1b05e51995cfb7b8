import Vocabulary

// Data table: how sectors are called in az, en, ru, tr, de and fr, folded as titles are (no case, no accents). Stems:
// what begins so is meant. Words that are everybody's (company, network, software) are not here.
extension NationalNames {
    static let sectorWords = sectorStems.map { (sector: $0.sector, stems: $0.stems.split(separator: " ")) }

    private static let sectorStems: [(sector: Sector, stems: String)] = [
        (.government, "ministr ministeri nazirl bakanlig министерств government regierung gouvernement правительств"),
        (.defence, "military defence defense mudafie оборон savunma verteidigung"),
        (.health, "hospital xestexana больниц hastane krankenh hopita klinik clinic клиник healthcare sehiyye"),
        (.financialMarkets, "bank банк insurer sigorta страхов versicherung assurance"),
        (.energy, "energy energet enerji энерг electricity elektrik pipeline refinery stromnetz"),
        (.transport, "airport aeroport havalimani аэропорт flughafen airline railway demiryol железнодорож seaport"),
        (.telecommunications, "telecom telekom телеком"),
        (.water, "waterworks sukanal водоканал wasserwerk"),
        (.ecology, "ecolog ekolog эколог"),
    ]
}
