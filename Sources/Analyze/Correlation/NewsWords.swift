// Data table: words of the news, folded (no case, no accents), by hand. They are said of any incident, and a title is
// about none of them; a word more here parts what one word would have put together, and never puts together.

enum NewsWords {
    /// Of what kind a victim is, and of what kind the news: they tell together, or in the same days.
    static let topics = """
        academy access accessed accesses accessing accounting act action activity administration administrations
        advanced aerospace affiliate affiliates agencies agency aggressive airline airlines airport airports army
        arrest arrested arrests authorities authority auto automaker automakers automotive aviation bank bankers
        banking banks beer bill billions biotech bitcoin blog booking bookings brand brands brewer breweries brewery
        brewing broadband broadcaster bureau business businesses bust busts call calls car care carmaker carmakers
        carrier carriers cars casino casinos channel charge charged charges charities charity chat chats check checkin
        chemical child childcare children church cisa cities citizen citizens city class client clients clinic clinics
        cloud club clubs college colleges compliance congress congressional construction consulting contractor
        contractors cops corp corporation cost costs council councils counties county court credential credentials
        credit crypto cryptocurrency customer's dam dark database databases deadline decrypt decrypted decryption
        decryptor decryptors defence defense delay delayed delays deliveries delivery dental department details
        devastating dismantle dismantled disrupted disruption disruptions disrupts district districts dns doctor
        doctors document documents doj dollars domain domains economic economy education electric electricity embassy
        employee employees encrypt encrypted encrypting encrypts energy enforcement engineering estate eu europe
        european europol euros evacuated ever exchange exchanges extradite extradited factories factory families
        family fashion fbi fcc federal finance financial fine fined fines flight flights food foods football forum
        forums free freight ftc gained game gamers games gaming gas gdpr giants gmbh government governmental
        governments grid grids grocery guilty health healthcare hhs hipaa hospital hospitals host hosted hosting hotel
        hotels ico identities identity inc indict indicted indictment industrial industry infrastructure institute
        institution institutions insurance insurer insurers internet interpol jail jailed judge justice key keys kids
        kindergarten lab laboratory labs law laws lawsuit lawsuits lawyer lawyers league leaksite legal libraries
        library likely llc local login logins logistics loss losses lost ltd luxury magazine mail mails maker makers
        man manufacturer manufacturers manufacturing market marketplace marketplaces markets mayor media medical men
        message messages messaging metro military minister ministers ministries ministry mobile motor motors municipal
        municipality museum national navy negotiator negotiators newspaper newspapers nonprofit nsa nuclear nurseries
        nursery office offices official officials oil operator operators order orders organisation organisations
        organization organizations page pages parliament party passenger passengers patient patients penalty
        persistent pharma pharmaceutical pharmacies pharmacy phone phones pipeline plant plants platform platforms plc
        plea plead pleads policies policy port portal portals ports possible possibly potential potentially pounds
        power press price prices prison privacy private profit profits protect protected protection protects provider
        providers public publisher publishers raid raids rail railway railways real recruitment regional regulation
        regulations regulator regulators research researcher researchers resident residents resort restaurant
        restaurants retail retailer retailers revenue rule rules safe safety sales sanction sanctioned sanctions
        school schools sec secret sector sectors secure seize seized seizes senate sentence sentenced serious servers
        settle settlement settles severe severely share shares shelves shipping shop shoppers shops shortage shortages
        significant site sites sms social sophisticated sports ssn staff staffing startup startups state states steel
        stock store stores student students studio studios subscriber subscribers sue sued sues supermarket
        supermarkets supplier suppliers suspect suspected suspects suspicious takedown takedowns taxpayers teacher
        teachers team teams teen teenager teenagers teens telecom telecommunications telecoms telegram text texts
        third-party thirdparty ticket ticketing tokens town towns train trains transit transport transportation travel
        traveller travellers trial trucking unauthorised unauthorized union unions universities university
        unprecedented utilities utility vehicle vehicles vendor vendors victim victims voter voters wallet wallets
        wastewater water web webpage website websites wifi woman women worker workers
        """

    /// English: verbs, times, crimes, people, money.
    static let ordinary = """
        hit hits hitting struck strike strikes target targets targeted targeting claim claims claimed claiming
        claimants disrupt disrupting halt halts halted pause pauses paused suspend suspends suspended shut shuts
        shutdown shutting offline online outage outages down knock knocks knocked cripple cripples crippled paralyse
        paralysed paralyzed force forces forced resume resumes resumed restore restores restored restoring recover
        recovers recovered recovery operations operation operational production confirm confirms confirmed confirming
        admit admits admitted disclose discloses disclosed reveal reveals revealed deny denies denied investigate
        investigates investigated investigating investigation probe probes notify notifies notified notification
        expose exposes exposed exposing exposure leaks leaking steal steals stealing stole thieves list lists listed
        listing add adds added adding post posts posted publish publishes sell sells selling sold sale dump dumps
        dumped demand demands demanded ransom ransoms extort extorts extorted extortion pay pays paid payment payments
        payout refuse refuses police firm firms company companies giant group groups hackers hacktivist hacktivists
        gang gangs crew crews cybercriminal cybercriminals cybercrime criminals criminal crime crooks scammer scammers
        scam scams fraud fraudsters fraudster spy spies spying espionage spyware botnet botnets trojan trojans stealer
        infostealer infostealers worm loader rat rootkit ddos defaced deface defaces defacement sabotage outbreak
        intrusion intruders intrusions hijack hijacked hijacks hijacking infiltrate infiltrated backed linked
        sponsored aligned affiliated nation alleged allegedly apparent massive major huge big biggest largest large
        latest first second third another next last record recent recently ongoing new old fresh fake bogus malicious
        rogue widespread global worldwide international domestic foreign alert year years month day days hours hour
        weeks today yesterday tomorrow morning night weekend time times early late ago since until still again amid
        following follows followed while during between without within despite because due also only even just back
        out off up them him there here how don can it customer people person persons personal individuals member
        members account accounts email emails password passwords records files file number numbers deploy deploys
        deployed deliver delivers delivered delivering spread spreads spreading infect infects infected infecting
        infection drop drops dropped dropping abuse abuses abused abusing use uses using used leverage leverages
        leveraging bypasses bypassing evade evades evading lure lures lured trick tricks tricked tricking impersonate
        impersonates impersonating pose poses posing install installs installed installer installers download
        downloads downloaded downloading extension extensions package packages repository repositories developer
        developers code source open plugin plugins theme themes browser browsers firmware router routers camera
        cameras tv box boxes firewall firewalls gateway gateways vpn appliance appliances endpoint endpoints desktop
        laptop laptops computer computers pc pcs machine machines windows android linux ios macos find finds finding
        found discover discovers uncover uncovers uncovered spot spots spotted detail emerge emerges emerged warn
        warned warning fear fears concern concerns raise raises raised worry worries threaten threatens threatened
        face faces faced suffer suffers suffered fall falls experience experienced experiences cause causes caused
        causing leave leaves left hurt hurts damage damages damaged affect block blocks blocked blocking thwart
        thwarts thwarted foil foils foiled prevent stop stops stopped stopping fight fights battle fend fends respond
        responds response help helps helped launch launches launched launching plan plans planned begin begins start
        starts started end ends ended ending continue continues continued remain remains return returns returned move
        moves moved turn turns take takes took taken get gets got give gives make makes made need needs want wants
        know keep keeps put puts set sets show shows showed see sees seen look looks come comes came go goes going
        went work works working try tries tried ask asks asked offer offers offered join joins joined sign signs
        signed ordered ban bans banned accuse accuses accused accusing blame blames blamed blaming attribute
        attributed link links tie tied behind inside near across around against toward towards among amongst through
        throughout what why things ways tips guide guides explainer analysis opinion video podcast live review
        interview statement letter column feature exclusive breaking update updated timeline explained story stories
        headlines roundup recap top best worst vital essential critical facility facilities building branch branches
        unit arm subsidiary parent headquarters center centre centers centres station stations line lines service
        emergency services ambulance fire rescue tax taxes pension pensions welfare license licence drivers driver
        passport passports visa immigration border customs election elections vote voting campaign political president
        prime leader leaders chief ceo ciso executive executives director boss head expert experts analyst analysts
        severity rated cvss score rce sqli xss ssrf lpe dos pre auth preauth chained chain chaining unpatched
        unsupported legacy eol misconfigured misconfiguration hardcoded default weak weaknesses improper mitigations
        attackers crafted enables enabling lets let letting allowing gain gains obtain wild oob hotfix advisories
        releases ships shipped rolls rolled fixing patching tuesday pushes pushed addresses addressed resolves
        resolved north south east west northern southern eastern western central asian african american middle region
        regions area areas country countries province village world earth one two three four five six seven eight nine
        ten dozen dozens hundred hundreds thousands millions half quarter percent many few some each every both
        several other others same own part parts total nearly almost over under least most more less much very too so
        if or nor but then than once yet already never always whether via per vs kit kits tool tools toolkit framework
        technique techniques tactic tactics method methods vector vectors wave waves surge spike rise rises rising
        grow grows growing growth increase increases increased double doubled doubles trend trends survey study report
        ai artificial intelligence chatbot chatbots deepfake deepfakes agent agents model models redirected redirect
        cancelled canceled cancels postponed postpone surgeries surgery appointments appointment theatre beds rooms
        classes lessons exams closed closes close closing reopen reopens reopened opens pro anti ex non mid self
        program programme panel tech technology introduces introduce announces announce announced award awards win
        wins winner investor investors spark sparks meet meets viral dead bounty mass retirement drama tariff shield
        ultimate insider breakthrough novel minor true crazy responsible wrong right bad good better king lord queen
        life death die dies died baby monitor house home street room cup chaos mon tue wed thu fri sat sun sep oct pst
        gmt bst est news24 news alarm info which running form history super verify change step event like view photo
        photos image images case board date drive profile small single wall horror shocking crackdown highprofile
        havoc hell busy
        """

    /// The same in other languages.
    static let otherLanguages = """
        cyberangriff cyberangriffe hackerangriff hackerangriffe hacker cyberattacke ransomware angreifer kriminelle
        cyberkriminelle erpresser erpressung losegeld opfer datendiebstahl datenschutz datenpanne kundendaten
        patientendaten gestohlen gestohlene erbeutet erbeuten abgegriffen veroffentlicht lahm lahmgelegt legt legen
        trifft treffen betroffen betroffene ausfall ausgefallen storung storungen gestort notbetrieb weiter wieder
        webseite krankenhaus krankenhauser klinik kliniken klinikum patienten arzte praxis schule schulen universitat
        hochschule studenten stadt stadte stadtverwaltung stadtwerke gemeinde gemeinden kreis landkreis landratsamt
        verwaltung kommune kommunen behorde behorden regierung ministerium bundestag landtag bund land flughafen
        flughafens bahn bahnhof verkehr verkehrsbetriebe verband banken sparkasse versicherung versicherer versorger
        energieversorger strom stromnetz wasserwerk wasser unternehmen firma firmen konzern hersteller zulieferer
        handler handelskette supermarkt polizei staatsanwaltschaft ermittelt ermittlungen festgenommen verhaftet
        verdachtige gruppe bande kunden kundinnen mitarbeiter burger nutzer millionen tausende webshop verschoben
        eingeschrankt weitgehend erneut wurde ziel mutmasslich russische prorussische chinesische nordkoreanische

        cyberattaque cyberattaques piratage pirate pirates pirater piratee piratees rancongiciel rancongiciels rancon
        victime victimes cible cibles ciblee ciblees vise visee visees frappe frappee touche touchee touches paralysee
        paralysie perturbe perturbee perturbees perturbations panne interruption hopital hopitaux clinique cliniques
        chu medecins ecole ecoles lycee lycees universite universites etudiants mairie mairies ville villes commune
        communes departement departemental conseil prefecture ministere ministeres gouvernement etat assemblee
        aeroport aeroports gare transports banque banques assurance assureur mutuelle mutuelles energie electricite
        eau operateur operateurs entreprise entreprises societe groupe geant fabricant fournisseur distributeur
        enseigne magasins parquet enquete ouverte arrete arretes interpelle usagers abonnes personnes salaries donnees
        volees derobees divulguees exposees revendique revendiquee revendiquent apres suite contre ligne reseau
        milliers personnelles bancaires francais francaise

        ciberataque ciberataques ciberdelincuentes hackeo hackean hackeado hackeada pirateria piratas secuestro
        rescate victima victimas sufre sufren sufrio afecta afectado afectados afectada afectadas golpea paraliza
        paralizado paralizada interrumpe interrumpido tramites caida caido hospitales clinica clinicas pacientes
        medicos sanidad salud escuela colegio colegios universidad universidades estudiantes alumnos ayuntamiento
        ayuntamientos municipio diputacion gobierno ministerio estado junta consejeria agencia aeropuerto aeropuertos
        vuelos tren trenes transporte banco bancos aseguradora seguros energia electrica electricidad agua operadora
        empresa empresas compania grupo gigante fabricante proveedor cadena tiendas supermercado policia detenido
        detenidos investigan investiga fiscalia clientes cliente usuarios personas ciudadanos empleados robados
        robadas robo roban exponen expuestos filtrados filtradas filtran reivindica millones miles tras contra ante
        pagina sitio servicios red general nacional provincial publico publica

        sequestro vitima vitimas sofre sofreu afetado afetados hospitais saude escola universidade camara prefeitura
        governo aeroporto voos seguradora preso detido utilizadores pessoas roubados dados expostos milhoes milhares
        apos servicos rede

        attacco attacchi informatico informatici informatica ciberattacco cyberattacco riscatto vittima vittime
        colpito colpita colpiti colpisce colpiscono bloccato bloccata blocca sospesi sospeso sospesa sospese fermo
        disservizi ospedale ospedali cliniche pazienti sanita sanitaria asl scuola scuole universita studenti comune
        comuni regione provincia ministero stato aeroporti voli ritardo ritardi treni trasporti banca banche
        assicurazione assicurazioni elettrica acqua operatore azienda aziende societa gruppo produttore fornitore
        negozi supermercati polizia arrestato arrestati indagine indaga procura clienti utenti persone cittadini
        dipendenti rubati rubate furto esposti rivendica rivendicato milioni migliaia dopo contro sito siti servizi
        ancora

        cyberaanval cyberaanvallen hack gehackt datalek datalekken gijzelsoftware losgeld slachtoffer slachtoffers
        getroffen treft raakt plat ligt liggen storing ziekenhuis ziekenhuizen kliniek zorg zorgverzekeraar
        zorginstelling huisarts scholen universiteit hogeschool gemeente gemeenten provincie stad overheid ministerie
        rijk waterschap luchthaven vluchten spoor trein treinen vervoerder verzekeraar stroom bedrijf bedrijven
        fabrikant leverancier keten winkels politie verdachte verdachten aangehouden onderzoek klanten klant
        gebruikers mensen medewerkers inwoners gestolen gegevens persoonsgegevens gelekt miljoen duizenden na tegen
        dienst diensten netwerk

        cyberattack cyberangrepp dataintrang hackare hackad hackat utpressning utpressningsvirus losensumma drabbat
        drabbade drabbas utsatt utsatta utsattes ligger nere storning sjukhus patienter vard regionen kommun kommuner
        skola skolor universitet hogskola myndighet regering flygplats flyg tag trafik banker forsakring energi elnat
        vatten foretag foretaget bolag bolaget koncern tillverkare leverantor butiker polis polisen gripna gripen
        misstankt kunder kund anvandare personer anstallda stulna stulen uppgifter lackt lackta lacka miljoner
        tusentals efter mot webbplats tjanster natverk

        hackerangreb cyberangreb dataangrep losepenge ramt rammet angrebet sygehus sykehus hospitaler skole myndighed
        lufthavn flyplass forsikring stromnett vann virksomhed selskab selskap politi anholdt pagrepet brukere brugere
        ansatte stjalet stjalne lekket lekkede millioner tusinder etter mod hjemmeside nettside tjenester netvaerk
        nettverk

        tietomurto tietomurron tietomurrossa tietovuoto tietovuodon kyberhyokkays kyberhyokkayksen
        palvelunestohyokkays palvelunestohyokkayksen kiristyshaittaohjelma kiristysohjelma hakkerit hakkeri hyokkaajat
        uhri uhrit sairaala sairaalan potilaat potilastiedot terveys koulu koulut yliopisto yliopiston opiskelijat
        kaupunki kaupungin kaupungilla kaupungissa kunta kunnan hallitus virasto lentoasema lennot juna pankki pankin
        vakuutusyhtio sahko vesi yritys yhtio yhtion konserni poliisi pidatetty epailty asiakkaat asiakkaiden
        kayttajat ihmiset tyontekijat varastettu varastettiin vuoti tiedot henkilotiedot miljoonaa tuhansia jalkeen
        verkko verkossa sivusto sivut palvelut palvelu

        kuberrunne kuberrunnak andmeleke haiglas haigla patsiendid kool ulikool linn linna vald valitsus ministeerium
        lennujaam pank kindlustus ettevote politsei kliendid kasutajad varastati lekkis miljonit parast vastu
        veebileht teenused

        kiberuzbrukums kiberuzbrukuma datu noplude slimnica slimnicas slimnicai pacienti universitate pilseta
        pasvaldiba valdiba ministrija lidosta banka apdrosinasana energija uznemums policija klienti lietotaji nozagti
        miljoni pec pret vietne pakalpojumi

        kibernetine kibernetines duomenu nutekejimas ligonine ligonines pacientai mokykla universitetas miestas
        savivaldybe vyriausybe ministerija oro uostas bankas draudimas imone bendrove klientai vartotojai pavogti
        milijonai po pries svetaine paslaugos

        cyberatak cyberataku atak ataku atakiem hakerow hakerski hakerzy haker wyciek wycieku danych okup ofiara
        ofiary padl padla padlo sparalizowany sparalizowana zhakowana szpital szpitala szpitalu szpitale pacjenci
        pacjentow zdrowia szkola szkoly uniwersytet uczelnia studenci miasto miasta urzad urzedu gmina gminy powiat
        wojewodztwo rzad rzadu ministerstwo lotnisko lotniska loty kolej banku banki ubezpieczyciel energetyka woda
        firmy spolka spolki producent siec sieci sklepy policja zatrzymano zatrzymany podejrzany klienci klientow
        uzytkownicy osob osoby pracownicy skradziono skradzione wykradziono wykradli miliony milionow tysiace przeciw
        strona strony uslugi

        kyberutok kyberutoku kyberneticky kybernetickeho hackeri hackersky unik uniku dat udaju vykupne obet nemocnice
        nemocnici nemocnicu nemocnicnej nemocnica pacientu skoly univerzita univerzity mesto mesta obec urad uradu
        vlada vlady ministerstvo ministerstva letiste letisko lety banky pojistovna poistovna energetika voda
        spolecnost spolecnosti vyrobce retezec obchody policie zadrzela zadrzany zakaznici zakazniku uzivatele lide
        zamestnanci ukradli ukradene odcizili tisice proti webu stranky sluzby sit

        kibernetski kibernetskega hekerski hekerji napad napada napadi curenje podatkov podataka bolnica bolnice
        bolnici bolnisnica pacijenti solski sveuciliste univerza grad grada opcina obcina ministarstvo ministrstvo
        zracna luka banke osiguranje tvrtka podjetje uhicen kupci korisnici ukradeni milijuna nakon protiv stranica
        usluge

        kibertamadas hackertamadas hackerek hekker adatszivargas adatlopas valtsagdij aldozat korhaz korhazat korhazak
        betegek iskola egyetem varos onkormanyzat kormany miniszterium repuloter biztosito aram viz ceg vallalat
        rendorseg gyanusitott ugyfelek felhasznalok emberek ellopott kiszivargott millio ezer utan ellen weboldal
        honlap szolgaltatas rendszer rendszerei rendszereben kft zrt nyrt

        atac cibernetic atacul hackerii rascumparare spital spitalul spitalului spitale scoala universitatea primaria
        orasul judetul guvernul ministerul banci asigurari apa companie politia arestat utilizatori persoane furate
        scurgere milioane mii dupa impotriva servicii retea

        κυβερνοεπιθεση χακερ διαρροη δεδομενων νοσοκομειο δημος υπουργειο κυβερνηση αεροδρομιο τραπεζα εταιρεια
        αστυνομια πελατες εκατομμυρια ιστοσελιδα

        кибератака кибератаки кибератаку кибератак атака атаку атаковали атаковала атаковал хакер хакеры хакеров
        хакерская хакерскои хакерскую взлом взломали взломан взломана шифровальщик шифровальщика шифровальщики
        вымогатели вымогателеи выкуп жертва жертвы утечка утечку утечке утекли слив слили украли украдены похищены
        похитили персональные персональных больница больницы больницу больниц клиника пациентов школа школы
        университет университета студентов город города мэрия администрация администрации правительство правительства
        министерство министерства ведомство саит саита саите сеть сети аэропорт аэропорта реисы банк банка банков
        страховая компания компании компанию группировка группировки предприятие завод энергетика электросетеи аптек
        аптека магазины полиция задержан задержаны клиентов пользователеи граждан сотрудников миллионов тысяч работает
        работают после против сбои системы

        хакери хакерска болница община правителство летище клиенти потребители данни милиона

        кібератака кібератаки кібератаку хакерська злам зламали витік лікарня місто міністерство уряд аеропорт
        компанія поліція клієнтів користувачів даних мільионів

        siber saldiri saldirisi saldiriya saldirinin hackerlar korsan korsanlar fidye yazilimi kurban veri verileri
        veriler sizinti sizintisi sizdi sizdirildi calindi calinan hastane hastanesi hastanesine hastaneye hasta okul
        universitesi ogrenci belediye belediyesi belediyesine sehir valilik bakanlik bakanligi hukumet devlet
        havalimani ucus bankasi sigorta enerji elektrik su sirket sirketi sirketine gozalti tutuklandi musteri
        musteriler musterileri kullanici kullanicilar kisi milyon bin sonra karsi sitesi hizmet hizmetleri hedef
        hedefi ugradi ugrayan calismiyor mobil uygulama agi

        kiberhucum kiberhucuma kiberhucumu kiberhucumla kibertehlukesizlik hakerler qrup qrupu qruplasma qruplasmasi
        hucum hucuma hucumu meruz qalib qalmis edib etdi olub olundu sizib sizmasi sizma melumat melumatlar
        melumatlari ogurlanib ogurlandi tehlukesizliyi xestexana xestexanasi xestexanasina klinika klinikasi mekteb
        universiteti universitetinin telebe seher seheri bankinin banklar icra hakimiyyetinin hakimiyyeti nazirlik
        nazirliyi nazirliyinin hokumet dovlet hava limani sirketinin sebeke sebekesi sebekesine saxlanilib istifadeci
        istifadeciler vetendas nefer min qarsi sayt sayti saytina saytinin elcatmazdir xidmet xidmeti xidmetleri
        elektron yeni yeniden resmi respublikasi azerbaycanin
        """

    /// Groups that attack many, and malware that many use, a word each: in common they make no event.
    static let actors = """
        8base abyss aisuru akira alphv amadey anatsa andariel anonymous apos apt apt28 apt29 apt31 apt33 apt34 apt35
        apt36 apt37 apt38 apt40 apt41 apt42 apt43 apt44 argonauts asyncrat avaddon babuk badbox barium bear beast
        bianlian bitter blackbasta blackcat blackmatter blacksuit blizzard bluenoroff bluesky brute bumblebee cactus
        carbanak cerberus charming cicada3301 cipher cl0p clop cobalt conti cozy crypto24 cyberav3ngers danabot
        darkgate darkside devman donot dragonforce dridex egregor eldorado embargo emotet everest evilcorp fancy fin11
        fin12 fin6 fin7 fin8 flax fog formbook frag funksec gafgyt gamaredon gentlemen gootloader gozi guloader
        hafnium handala hellcat helldown hezi hunters icedid interlock killnet killsec kimsuky kitten konni kraken
        lapsus latrodectus lazarus linen lockbit lumma lynx magecart maze medusa meow midnight mirai monti morpheus
        mozi muddywater mustang netwalker nightspire njrat nobelium noname noname057 notpetya oceanlotus oilrig panda
        patchwork pegasus petya phobos phosphorus pikabot plugx predator qakbot qbot qilin quasar raccoon ragnar
        ragnarlocker rancoz ransomexx ransomhub rash ratel raton raworld redline remcos revil rhadamanthys rhysida
        ryuk safepay salt sandstorm sandworm sarcoma scattered shadowpad shinyhunters sidewinder silk sinobi sleet
        sliver smokeloader snatch socgholish sodinokibi spider stealc storm stormous strontium systembc ta505 ta551
        teabot tempest termite tesla transparent tribe trickbot trigona trinity tsunami turla typhoon unc3886 unc3944
        unc5221 unc6040 unc6395 ursnif venomrat vidar volt wannacry warlock winnti worldleaks xenomorph xworm zinc
        """

    /// Behind an amount's digits.
    static let units: Set<String> = [
        "m", "bn", "mn", "k", "b", "million", "billion", "tbps", "gbps", "nd", "rd", "th", "st",
    ]

    /// What words make of their neighbours.
    static let roles: [String: WordRoles] = {
        var roles: [String: WordRoles] = [:]
        for (role, words) in roleWords {
            for word in words.split(separator: " ") { roles[String(word), default: []].insert(role) }
        }
        return roles
    }()

    private static let roleWords: [(WordRoles, String)] = [
        (.followsActor, "crew gang hackerlar hackers hacktivists qrupu ransomware"),
        (.precedesActor, "crew gang group groupe grupo gruppe gruppo hackers hacktivists qrupu ransomware группировка"),
        (.endsActor, "angriff attack attacks breach hit hits incident infection outbreak"),
        (
            .claims,
            """
            adds attacks claim claims demands hit hits leak leaks lists posts qrupu steal steals strikes \
            target targets threatens
            """),
        (
            .followsOrigin,
            """
            actor actors aligned apt backed cybercriminals cyberspies gang group hacker hackerlar hackers \
            hacking hacktivist hacktivists linked nexus speaking spies sponsored state threat
            """),
        (
            .attack,
            """
            arrested attacco attack attacks breach breaches ciberataque cyberaanval cyberangriff cyberattack \
            cyberattacks cyberattaque ddos hack hacked hackerangriff hackers hucum kiberhucum ransomware \
            saldiri stolen
            """),
        (.joinsName, "and de for fur la of the und"),
    ]
}
