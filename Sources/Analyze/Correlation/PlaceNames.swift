// Data table: countries and their people in several languages, and cities, folded; by hand. Not complete: a place
// that is missing is taken for a name, which parts two titles as well.

enum PlaceNames {
    /// A country, or a city in one.
    struct Place: Sendable {
        /// ISO 3166-1, two large letters.
        var country: String
        /// In its first spelling, with a large letter, so that it is no word of a title; nil for the country itself.
        var city: String?
    }

    /// By word.
    static let places: [String: Place] = {
        var places: [String: Place] = [:]
        for line in table.split(separator: "\n") {
            let words = line.split(separator: " ")
            let country = String(words[0].prefix(2))
            for word in words.dropFirst() {
                let spellings = word.split(separator: "=").map(String.init)
                let first = spellings[0]
                let city = words[0].hasSuffix(":") ? first.prefix(1).uppercased() + first.dropFirst() : nil
                for spelling in spellings { places[spelling] = Place(country: country, city: city) }
            }
        }
        return places
    }()

    /// A line of a country's code and its names; behind a colon its cities, spellings of one joined by `=`.
    private static let table = """
        AE emirates emirati uae
        AE: dubai abu
        AF afghanistan afghan afghans
        AF: kabul
        AL albania albanian albanians albanie albanien arnavutluk
        AL: tirana
        AM armenia armenian armenie armenien ermenistan армения армении
        AM: yerevan erevan
        AO angola angolan
        AO: luanda
        AR argentina argentine argentinian argentinien argentino
        AR: cordoba rosario
        AT austria austrian autriche osterreich osterreichische austriaco avusturya
        AT: vienna=wien=vienne=viena graz linz salzburg innsbruck
        AU australia australian australians australie australien avustralya австралия
        AU: sydney melbourne brisbane perth adelaide canberra queensland
        AZ azerbaijan azerbaijani azerbaijanis azerbaycan azerbaycanda azerbaycanin aserbaidschan azerbaidjan
        AZ azerbaiyan азербаиджан азербаиджана азербаиджане
        AZ: baku=baki=bakida=bakinin=bakou=баку ganja=gence=gencede=gencenin=гянджа
        AZ: sumgait=sumqayit=sumqayitda=сумгаит mingachevir=mingecevir shirvan=sirvan
        AZ: nakhchivan=naxcivan=naxcivanda=нахичевань lankaran=lenkeran sheki=seki quba shusha=susa
        AZ: khankendi=xankendi
        BA bosnia bosnian bosnie
        BA: sarajevo
        BD bangladesh bangladeshi
        BD: dhaka
        BE belgium belgian belgians belgique belge belges belgien belgische belgie belgica belga
        BE: brussels=bruxelles=brussel antwerp=antwerpen=anvers ghent=gent liege bruges
        BG bulgaria bulgarian bulgarie bulgarien българия българските
        BG: sofia plovdiv varna burgas
        BH bahrain bahraini
        BH: manama
        BO bolivia bolivian
        BR brazil brazilian brazilians bresil brasil brasilien brasileiro brezilya
        BR: brasilia
        BW botswana
        BY belarus belarusian belorussian белоруссия беларусь беларуси
        BY: minsk=минск=минске
        CA canada canadian canadians kanada kanadische canadienne canadien
        CA: toronto=montreal=vancouver=ottawa=calgary=edmonton=winnipeg=quebec=ontario=alberta=manitoba=saskatchewan
        CA: scotia
        CH switzerland swiss suisse schweiz schweizer svizzera suiza isvicre
        CH: zurich geneva=geneve=genf basel bern lausanne
        CI ivoire ivorian
        CI: abidjan
        CL chile chilean
        CL: santiago
        CM cameroon cameroun
        CN china chinese chine chinois chinoise cina cinese kinesisk kiina cin cinli китаи китаиские китая
        CN: beijing shanghai shenzhen guangzhou
        CO colombia colombian colombie
        CO: bogota medellin
        CR rica costarican
        CU cuban
        CY cyprus cypriot chypre zypern kibris
        CY: nicosia
        CZ czech czechia tchequie tschechien cesko cesku ceske chequia cekia
        CZ: prague=praha=praze=prag brno ostrava=ostrave plzen benesov=benesove olomouc
        DE germany german germans allemagne allemand allemande deutschland deutsche deutschen deutscher
        DE alemania aleman alemana germania tedesco tedesca duitsland duitse tyskland saksa almanya almaniya
        DE германия германии
        DE: berlin hamburg munich=munchen frankfurt cologne=koln stuttgart dusseldorf leipzig dresden bremen
        DE: hannover nuremberg=nurnberg kassel bavaria=bayern
        DK denmark danish danes danemark danmark danska tanska dinamarca danimarca danimarka
        DK: copenhagen=kobenhavn aarhus odense aalborg
        DO dominican
        DZ algeria algerian algerie algerien argelia
        DZ: algiers alger
        EC ecuador ecuadorian
        EC: quito guayaquil
        EE estonia estonian estonie estland eesti viro
        EE: tallinn tartu
        EG egypt egyptian egypte agypten misir
        EG: cairo
        ES spain spanish espagne espagnol espagnole spanien spanische espana espanol espanola espanoles spagna
        ES spanje espanja ispanya испания
        ES: madrid barcelona valencia seville=sevilla zaragoza malaga bilbao murcia toledo catalonia=cataluna
        ES: andalucia galicia granada
        ET ethiopia ethiopian
        FI finland finnish finns finlande finnland suomi suomen finlandia
        FI: helsinki=helsingin espoo tampere turku oulu vantaa lahti
        FJ fiji
        FR france french francais francaise frankreich franzosische francia frances francesa francese frankrijk
        FR franse frankrike ranska fransa франция
        FR: paris lyon marseille toulouse nantes lille bordeaux rennes brest lorient strasbourg montpellier
        FR: grenoble
        GB britain british uk england english scotland scottish wales welsh britons grossbritannien britische
        GB britannique royaume reino regno bretagna inglaterra ingiltere великобритания
        GB: london=londres=londra=londen manchester birmingham liverpool leeds glasgow edinburgh cardiff belfast
        GB: bristol sheffield
        GE georgia georgian georgie georgien gurcistan грузия грузии
        GE: tbilisi atlanta
        GG guernsey
        GH ghana ghanaian
        GH: accra
        GR greece greek greeks grece grec griechenland grecia yunanistan ελλαδα
        GR: athens=αθηνα thessaloniki
        GT guatemala guatemalan
        HK hongkong
        HN honduras honduran
        HR croatia croatian croatie kroatien hrvatska hrvatske hrvatskoj
        HR: zagreb rijeka
        HT haiti haitian
        HU hungary hungarian hongrie ungarn magyar magyarorszag macaristan
        HU: budapest debrecen szeged
        ID indonesia indonesian indonesie indonesien
        ID: jakarta
        IE ireland irish irlande irland irlanda
        IE: dublin galway limerick
        IL israel israeli israelis israelien israelische izrael израиль
        IL: jerusalem haifa
        IN india indian indians inde indien hindistan индия
        IN: mumbai delhi bangalore bengaluru hyderabad chennai kolkata kerala maharashtra
        IQ iraq iraqi irak
        IQ: baghdad
        IR iran iranian iranians iranien iranische irani иран ирана
        IR: tehran
        IS iceland icelandic islande island izlanda
        IS: reykjavik
        IT italy italian italians italie italien italia italiano italiana italiani italiane italienische italya
        IT италия
        IT: rome=roma milan=milano naples=napoli turin=torino bologna florence=firenze venice=venezia genoa
        IT: palermo
        JE jersey
        JM jamaica jamaican
        JO jordanian
        JO: amman
        JP japan japanese japon japonais giappone giapponese japanische japonya япония
        JP: tokyo osaka kyoto nagoya
        KE kenya kenyan
        KE: nairobi
        KG kyrgyzstan kyrgyz
        KH cambodia cambodian
        KH: penh
        KP dprk pyongyang
        KR korea korean koreans coree sudkorea corea
        KR: seoul busan
        KW kuwait kuwaiti
        KZ kazakhstan kazakh kasachstan qazaxistan казахстан казахстана
        KZ: astana almaty
        LA laos laotian
        LB lebanon lebanese liban libanon
        LB: beirut
        LI liechtenstein
        LK lanka lankan
        LK: colombo
        LT lithuania lithuanian lituanie litauen lietuva lietuvos
        LT: vilnius kaunas
        LU luxembourg luxemburg
        LV latvia latvian lettonie lettland latvija latvijas
        LV: riga daugavpils
        LY libya libyan
        MA morocco moroccan maroc marokko marruecos fas
        MA: rabat casablanca
        MC monaco
        MD moldova moldovan moldavie moldavia молдова
        MD: chisinau
        ME montenegro montenegrin
        ME: podgorica
        MK macedonia macedonian
        MK: skopje
        ML malian
        MM myanmar burmese
        MN mongolia mongolian
        MT malta maltese
        MT: valletta
        MX mexico mexican mexique mexiko mexicano
        MX: monterrey guadalajara
        MY malaysia malaysian
        MY: kuala lumpur
        MZ mozambique
        NA namibia namibian
        NG nigeria nigerian
        NG: lagos abuja
        NI nicaragua nicaraguan
        NL netherlands dutch paysbas niederlande niederlandische nederland nederlandse holanda holandes olanda
        NL olandese hollanda
        NL: amsterdam rotterdam utrecht eindhoven hague=haag
        NO norway norwegian norvege norwegen norge norsk norske noruega norvegia norja norvec
        NO: oslo bergen trondheim stavanger
        NP nepal nepali
        NZ zealand zealanders
        NZ: auckland wellington christchurch
        OM oman omani
        PA panama panamanian
        PE peru peruvian perou
        PE: lima
        PH philippines philippine filipino
        PH: manila
        PK pakistan pakistani
        PK: karachi islamabad lahore
        PL poland polish poles pologne polen polnische polska polski polskie polsce polonia polaco polacco
        PL puola polonya польша
        PL: warsaw=warszawa=warszawie krakow gdansk wroclaw poznan lodz katowice
        PS palestine palestinian palestinians
        PS: gaza
        PT portugal portuguese portugais portugiesische portugues portekiz
        PT: lisbon=lisboa porto coimbra
        PY paraguay
        QA qatar qatari
        QA: doha
        RO romania romanian romanians roumanie roumain rumanien rumanische rumania rumano romeno romanesti
        RO romanya румыния
        RO: bucharest=bucuresti cluj timisoara iasi
        RS serbia serbian serbie serbien srbija sirbistan
        RS: belgrade
        RU russia russian russians russie russe russes russland russische russischen rusia ruso rusa russo
        RU russa rusland russisk ryska venajan rusya rusiya россия россии россииские россииских
        RU: moscow=moscou=moskau=москва=москвы=москве petersburg=петербург=петербурге kazan=казань=казани
        RU: samara=самара=самары novosibirsk=новосибирск yekaterinburg=екатеринбург
        RW rwanda rwandan
        RW: kigali
        SA saudi saudis arabia
        SA: riyadh
        SD sudan sudanese soudan
        SD: khartoum
        SE sweden swedish swedes suede schweden schwedische sverige svenska suecia svezia zweden ruotsi isvec
        SE: stockholm gothenburg=goteborg malmo uppsala
        SG singapore singaporean singapur
        SI slovenia slovenian slovenie slowenien slovenija slovenije
        SI: ljubljana maribor
        SK slovakia slovak slovaquie slowakei slovensko slovenska
        SK: bratislava kosice
        SN senegal senegalese
        SN: dakar
        SO somalia somali
        SO: mogadishu
        SV salvador salvadoran
        SY syria syrian syrie syrien suriye
        SY: damascus
        TH thailand thai thailande
        TH: bangkok
        TJ tajikistan tajik
        TM turkmenistan turkmen
        TN tunisia tunisian tunisie
        TR turkey turkish turks turkiye turquie turkei turkische turquia turchia turkije turcia turk turkiyede
        TR турция турции
        TR: istanbul ankara izmir bursa antalya adana konya
        TT trinidad
        TW taiwan taiwanese
        TW: taipei
        TZ tanzania tanzanian
        UA ukraine ukrainian ukrainians ukrainien ukrainische ucrania ucraina oekraine ukraina ukrajina ukrayna
        UA украина украины украине украiна украiни украіна украіни украінськии
        UA: kyiv=kiev=киев=киів lviv kharkiv odesa odessa
        UG uganda ugandan
        US us usa america american americans etatsunis amerika amerikanische amerikan сша
        US: washington chicago boston houston dallas philadelphia seattle miami detroit denver minneapolis
        US: baltimore cleveland pittsburgh texas=texan ohio florida california illinois pennsylvania michigan
        US: virginia carolina tennessee missouri maryland wisconsin minnesota colorado alabama louisiana
        US: kentucky oregon oklahoma connecticut utah iowa nevada arkansas mississippi kansas nebraska idaho
        US: hawaii maine montana delaware dakota alaska vermont wyoming massachusetts indiana arizona york
        UY uruguay
        UY: montevideo
        UZ uzbekistan uzbek ozbekistan узбекистан
        UZ: tashkent
        VA vatican
        VE venezuela venezuelan
        VE: caracas
        VN vietnam vietnamese
        VN: hanoi
        XK kosovo kosovar
        XK: pristina
        YE yemen yemeni
        ZA africa african
        ZA: johannesburg
        ZM zambia zambian
        ZW zimbabwe
        ZW: harare
        """
}
