/// Words that many names share, and so say little of whose name it is.
///
/// Own words of the trade in az, en and ru, as folded beginnings: behind four letters an ending of up to five more may
/// follow.
package enum NameWords {
    /// Whether a folded word is one of them, a number, or a letter alone.
    package static func isGeneric(_ word: ArraySlice<UInt32>) -> Bool {
        if word.count <= 1 || word.allSatisfy({ (0x30...0x39).contains($0) }) { return true }
        if beginnings.contains(Array(word)) { return true }
        guard word.count > WordKey.stemMin else { return false }
        return (max(WordKey.stemMin, word.count - 5)..<word.count).contains {
            beginnings.contains(Array(word.prefix($0)))
        }
    }

    /// Words that name the country, where no file says otherwise.
    package static let countries = ["azərbaycan", "azerbaijan", "азербайджан"]

    /// The legal forms at the edges of a name, which people leave out; the longest first.
    package static let legalForms: [[[UInt32]]] = legal.split(separator: "\n").map { line in
        words(String(line))
    }.sorted { $0.count > $1.count }

    /// Folded words of a text.
    package static func words(_ text: String) -> [[UInt32]] {
        let folded = FoldedText(text)
        return folded.words.map { Array(folded.letters[$0.letters]) }
    }

    private static let beginnings = Set(words(generic))

    private static let generic = """
        abs agentli agency ailə akademiya academy airlines airport aparıcı aqrar agrar association assosiasiya
        avtomobil bakı baku bank banking bələdiyy beynəlxalq birinci birləşmiş board body bureau büro business
        cəmiyyət central centre center centralised chamber city civil clinic clinical college committee communication
        company corporation council court customs data defence defense department digital dispanser district dövlət
        ecolog edliy education ekoloji electric electronic elektr elektron emergency energy enerji enterprise fakültə
        federal federation ferdi filial finance financial first fond foundation foreign fövqəladə gas general gömrük
        government group hava health həkim higher holding hospital house idarə information informasiya inspektor
        institut insurance internal international internet interior inkişaf investment iqtisad iqtisadiyyat işlər
        justice kapital capital kənd klinik kolleci komissiya komitə kommunal korporasiya küçə laboratory lisey
        limited liman limani limit main maliyyə management market marketing məhkəmə mədəniyyət məktəb mərkəz mərkəzi
        metro mətbuat milli mil ministr ministerstv mobile mobil monitoring mudafiə müəssisə national nazirlik
        nazirliy network nəqliyyat neft new news north office oil online operator palata park parlament poçt police
        polis poliklinik port post power press private proqram public qaz qrup quruluş radio railway rayon regional
        regulation reqabət rəqəmsal republic respublika respublik rabitə road school second secondary security
        service services sənaye sığorta silah social society sosial south state station statistika su suport şəbəkə
        şəhər şəxsiyyət şirkət system systems sistem technical technology tədris tədqiqat tehnik telecom
        telecommunications telekom telekommunikasiya television televiziya təhlükəsizlik təhsil təmir tibb ticarət
        trade traffic training transport treasury union universitet university vergi water west works xəstəxana
        xəzinə xidmət xüsusi yanğın yeni yol yolları zavod of the and and for in on at və ilə üzrə üçün a an
        автомобильн агентств академи акционерн аэропорт банк больниц бюро вод водоканал всероссийск высш газ
        главн город городск госпиталь государствен групп департамент дом дорог железн завод здравоохранени
        информационн институт инспекци иностранн канал клиник клиническ колледж комитет компани корпораци
        лицей медицинск международн министерств министр мобильн налогов нефть новый областн оборон образовани
        объединени общественн первый первая первого порт почт предприяти республик республиканск связ сеть
        служб совет социальн страхов суд таможен телеком техническ транспорт университет управлени участок
        федеральн филиал финанс фонд центр центральн школ эколог экономик электрическ энерг юстици и по в на для
        """

    private static let legal = """
        açıq səhmdar cəmiyyəti
        qapalı səhmdar cəmiyyəti
        səhmdar cəmiyyəti
        məhdud məsuliyyətli cəmiyyəti
        məhdud məsuliyyətli müəssisə
        publik hüquqi şəxs
        publik hüquqi şəxsi
        open joint stock company
        closed joint stock company
        public joint stock company
        joint stock company
        limited liability company
        public legal entity
        открытое акционерное общество
        закрытое акционерное общество
        публичное акционерное общество
        акционерное общество
        общество с ограниченной ответственностью
        публичное юридическое лицо
        asc
        qsc
        mmc
        phş
        sc
        ojsc
        cjsc
        pjsc
        jsc
        llc
        ltd
        inc
        plc
        gmbh
        оао
        зао
        пао
        ооо
        ао
        """
}
