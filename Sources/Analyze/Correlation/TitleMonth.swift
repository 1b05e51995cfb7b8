/// The month that a title names, as in *Patch Tuesday January 2026* or *Android-säkerhetsuppdatering mars 2026*.
///
/// Monthly notices differ by nothing else, whoever writes them. What is a month in one language and a plain word or a
/// name in another (*may*, *Mars*, *Marta*) counts only beside a year or a day.
struct TitleMonth: Sendable, Hashable {
    /// 1 to 12.
    var month: Int
    /// The year beside it, if one stands there.
    var year: Int?

    /// - Parameter words: the title's words in order, folded.
    init?(_ words: [String]) {
        for (index, word) in words.enumerated() {
            guard let month = TitleMonth.months[word] else { continue }
            let beside = [index - 1, index + 1].filter(words.indices.contains).map { words[$0] }
            let after = index + 2 < words.count ? [words[index + 2]] : []
            if TitleMonth.unsure.contains(word), !beside.contains(where: TitleMonth.isDayOrYear) { continue }
            self.month = month
            year = (beside + after).lazy.compactMap(TitleMonth.year).first
            return
        }
        return nil
    }

    /// Whether the two name different months; a year that one of them leaves out is no difference.
    func differs(from other: TitleMonth) -> Bool {
        if month != other.month { return true }
        guard let year, let theirs = other.year else { return false }
        return year != theirs
    }

    private static func year(_ word: String) -> Int? {
        guard word.utf8.count == 4, let number = Int(word), (2000...2099).contains(number) else { return nil }
        return number
    }

    private static func isDayOrYear(_ word: String) -> Bool {
        if year(word) != nil { return true }
        return word.utf8.count <= 2 && Int(word).map { (1...31).contains($0) } ?? false
    }

    private static let months: [String: Int] = {
        var months: [String: Int] = [:]
        for (index, line) in names.split(separator: "\n").enumerated() {
            for word in line.split(separator: " ") { months[String(word)] = index + 1 }
        }
        return months
    }()

    private static let unsure: Set<String> = [
        "may", "march", "mars", "mai", "maj", "marco", "marta", "mart", "mei", "mayo", "maja", "jan", "feb", "jun",
        "jul", "ocak", "luty", "liepa", "leden", "kovo", "zari", "august", "nisan", "rujan", "spalis", "ekim",
    ]

    // Data: a line for each month; its names in the languages that GenericWords.swift knows, and their usual cases,
    // folded. `listopad` is left out: it is October in one language and November in two.
    private static let names = """
        january jan januar januari januara janvier enero janeiro gennaio tammikuu tammikuun tammikuussa \
        tammikuulta jaanuar jaanuari janvaris janvara sausis sausio styczen stycznia leden ledna lednu ianuarie \
        sijecanj sijecnja януари январь января ιανουαριος ιανουαριου січень січня ocak yanvar
        february feb februar februari februara fevrier febrero fevereiro febbraio helmikuu helmikuun helmikuussa \
        helmikuulta veebruar veebruari februaris vasaris vasario luty lutego unor unora unoru februarie veljaca \
        veljace февруари февраль февраля φεβρουαριος φεβρουαριου лютии лютого subat fevral
        march mars marz marzo marco maart maaliskuu maaliskuun maaliskuussa maaliskuulta marts marta martie kovas \
        kovo marzec marca brezen brezna marec ozujak ozujka marcius marciusi март марта μαρτιος μαρτιου березень \
        березня mart
        april avril abril aprile aprili huhtikuu huhtikuun huhtikuussa huhtikuulta aprill aprilis balandis \
        balandzio kwiecien kwietnia duben dubna aprilie travanj travnja април апрель апреля απριλιος απριλιου \
        квітень квітня aprel
        may mai maj mayo maio maggio mei toukokuu toukokuun toukokuussa toukokuulta maijs maija geguze geguzes \
        maja kveten kvetna svibanj svibnja majus majusi маи мая μαιος μαιου травень травня mayis
        june juin juni junio junho giugno kesakuu kesakuun kesakuussa kesakuulta juuni junijs junija birzelis \
        birzelio czerwiec czerwca cerven cervna iunie jun lipanj lipnja junius juniusi юни июнь июня ιουνιος \
        ιουνιου червень червня haziran iyun
        july juillet juli julio julho luglio heinakuu heinakuun heinakuussa heinakuulta juuli julijs julija liepa \
        liepos lipiec lipca cervenec cervence iulie jul srpanj srpnja julius juliusi юли июль июля ιουλιος \
        ιουλιου липень липня temmuz iyul
        august augusti augustus augusta aout agosto elokuu elokuun elokuussa elokuulta augusts rugpjutis \
        rugpjucio sierpien sierpnia srpen srpna kolovoz kolovoza augusztus augusztusi август августа αυγουστος \
        αυγουστου серпень серпня agustos avqust
        september septembra septembre septiembre setembro settembre syyskuu syyskuun syyskuussa syyskuulta \
        septembris rugsejis rugsejo wrzesien wrzesnia zari septembrie rujan rujna szeptember szeptemberi \
        септември сентябрь сентября σεπτεμβριος σεπτεμβριου вересень вересня eylul sentyabr
        october oktobra octobre octubre outubro ottobre oktober oktoberi lokakuu lokakuun lokakuussa lokakuulta \
        oktoober oktobris spalis spalio pazdziernik pazdziernika rijen rijna octombrie октомври октябрь октября \
        οκτωβριος οκτωβριου жовтень жовтня ekim oktyabr
        november novembra novembre noviembre novembro marraskuu marraskuun marraskuussa marraskuulta novembris \
        lapkritis lapkricio listopadu noiembrie studeni studenoga novemberi ноември ноябрь ноября νοεμβριος \
        νοεμβριου листопад листопада kasim noyabr
        december decembra decembre diciembre dezembro dicembre dezember joulukuu joulukuun joulukuussa \
        joulukuulta detsember decembris gruodis gruodzio grudzien grudnia prosinec prosince decembrie prosinac \
        prosinca decemberi декември декабрь декабря δεκεμβριος δεκεμβριου грудень грудня aralik dekabr
        """
}
