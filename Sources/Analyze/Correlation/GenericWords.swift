// Data table: words of the trade, by language, folded (no case, no accents). They say that something is a flaw, an attack
// or a notice, and nothing of which one. Written by hand; a word more here makes a language less noisy, never wrong.

extension RarityWeights {
    static let genericWords = """
        the an of in on for and or to with by from at as is are was were be been has have had not no new all
        any multiple several various about into over under after before against more most other this that
        these those its their his her our your you we it they who what when where how why says said say tell
        tells told report reports reported may might could can will would should urges warns warning alert
        alerts advisory advisories bulletin notice news update updates updated upgrade patch patches patched
        fix fixes fixed available release released releases security secure vulnerability vulnerabilities
        vulnerable flaw flaws bug bugs weakness issue issues critical severe severity high medium low
        serious important urgent urgently immediately now act active actively exploit exploits exploited
        exploiting exploitation attack attacks attacker attackers attacking threat threats actor actors
        malware malicious campaign compromise compromised breach breaches hack hacked hackers hacking cyber
        cyberattack cybersecurity incident data leak leaked stolen theft user users customer customers
        service services server servers software product products application app apps system systems device
        devices version versions library component tool platform network networks remote code execution
        arbitrary command injection privilege privileges escalation elevation authentication authorization
        improper bypass unauthenticated access control denial disclosure information sensitive overflow
        buffer memory deserialization traversal path zero day zeroday 0day poc proof concept affecting
        affects affected impact impacting discovered detected found identified regarding risk risks allows
        allow lead leads takeover published workaround mitigation mitigations measures web interface
        management manager enabled week weekly month monthly january february march april june july august
        september october november december monday tuesday wednesday thursday friday saturday sunday million
        billion thousand ransomware phishing supply chain backdoor https http www html index pdf csirt cert
        ncsc ccn skcert certfr sicert ccncert tr al av ale avi ita
        der die das den dem des ein eine einer eines einem einen und oder im am auf aus bei mit nach von vom
        zu zum zur fur uber unter gegen ist sind wird werden wurde wurden hat haben nicht mehrere
        verschiedene weitere teils neue alle sicherheitslucke sicherheitslucken schwachstelle schwachstellen
        lucke kritisch kritische kritischer schwerwiegende aktiv aktive ausgenutzt ausnutzung genutzt
        weltweit angriff angriffe angriffen attacke warnung warnungen meldung hinweis informationen
        aktualisierung verfugbar geschlossen behoben produkt produkte produkten anwendung dienst systeme
        gerate netzwerk ungepatchten sicherheit verschlusselung
        hintertur codeausfuhrung rechteausweitung umgehung schadsoftware schadcode daten datenleck januar
        februar marz mai juni juli oktober dezember
        le la les un une du de et ou en dans sur par pour avec sans est sont ete au aux objet multiples
        plusieurs nouvelle nouvelles vulnerabilite vulnerabilites faille failles critique critiques
        correctif correctifs mise jour disponible exploitee activement attaque attaques campagne
        compromission alerte avis actualite produit produits logiciel logiciels applications serveur
        serveurs systemes securite arbitraire distance affectant affecte permet permettent attaquant
        decouverte donnees fuite noyau navigateur bibliotheque janvier fevrier mars avril juin juillet aout
        septembre octobre novembre decembre
        el los las una unos unas del con por para sobre al varias nueva nuevas vulnerabilidad
        vulnerabilidades fallo critica critico criticas criticos actualizacion actualizaciones seguridad
        parche producto productos explotacion explotada activa activamente campana ataque ataques alerta
        aviso boletin remoto remota acceso autenticado ejecucion codigo inyeccion comandos malicioso
        maliciosa libreria biblioteca escalada privilegios interfaz marzo enero febrero abril mayo junio
        julio agosto septiembre octubre noviembre diciembre datos filtracion servidor servidores sistema
        aplicacion dia
        os um uma do da dos em na nos nas com multiplas vulnerabilidade falha atualizacao atualizacoes
        seguranca exploracao ativa produto produtos dados fuga
        il lo gli uno di della dei delle degli nel nella nei su per relative relativa relativo varie
        vulnerabilita rilevata rilevate rilevato falla critiche aggiornamento aggiornamenti sicurezza
        sfruttamento attivo attiva rete misure mitigazione prodotto prodotti avviso bollettino
        attacco attacchi versione malevolo risolve risolte mensili dati
        violazione
        het een van op voor met bij door uit zijn wordt niet meerdere diverse vier twee drie nieuwe oude
        kwetsbaarheid kwetsbaarheden kritieke ernstige verholpen gevonden ontdekt misbruikt misbruik actief
        grootschalig waarschuwt waarschuwing beveiliging beveiligingsupdate aanval aanvallen producten
        systeem
        ett det av pa och eller med till fran ar har inte flera nya ny kritisk kritiska allvarlig sarbarhet
        sarbarheter sarbarheten aktivt utnyttjas sakerhet sakerhetsuppdatering
        sakerhetsuppdateringar manatliga uppdatering uppdateringar varning produkter mjukvara programvara
        januari februari maj augusti
        og til fra af er flere nye varsel kritiske sarbarhed sarbarheder sikkerhed sikkerhedsopdatering
        opdatering angreb advarsel
        sikkerhet sikkerhetsoppdatering oppdatering angrep programvare
        ja tai ovat kriittinen kriittisia kriittista haavoittuvuus haavoittuvuuksia haavoittuvuutta
        haavoittuvuuden hyvaksikaytto hyvaksikaytettyja hyvaksikaytetty hyvaksikayttoa hyvaksi kaytetty
        havaittu paivita paivitys paivityksia heti ohjelmisto ohjelmistossa ohjelmistoissa ohjelmiston
        ohjelmistoon tuote tuotteissa tuotteessa varoitus hyokkays toimitusketjuhyokkays
        tietoturva tietoturvapaivitys
        palvelin
        voi kriitiline turvanorkus turvanorkused haavatavus kasutajaid rundak hoiatus uuendus turvauuendus
        tarkvara toode tooted
        vai ir kritiskas ievainojamiba ievainojamibas ievainojamibam programmatura bridinajums
        drosibas atjauninajums uzbrukums produktos
        arba yra kritinis kritine kritiniai pazeidziamumas pazeidziamumai pazeidziamumo ispejimas saugumo
        naujinimas ataka programine iranga produktuose
        lub dla od jest sa nowe krytyczna krytyczne krytyczny podatnosc podatnosci luka luki aktywnie
        wykorzystywana wykorzystywane ostrzezenie aktualizacja aktualizacje bezpieczenstwa atak ataki
        oprogramowanie produktach
        nebo ve pro je jsou nove upozornujeme kriticka kritickou kriticke zranitelnost zranitelnosti zavazna
        zavazne zaplaty zaplata varovani aktualizace bezpecnostni utok utoky
        produktech tyden
        alebo vo pre kritickymi zranitelnostami varovanie bezpecnostne bezpecnostna bezpecnostny pred
        produktoch produkty aktualizacia aktualizujte ihned tyzden serveri
        ali za so kriticna kriticne ranljivost ranljivosti zloraba zlorabe
        opozorilo posodobitev varnostna napad streznik streznika
        ili ranjivost ranjivosti ranjivostima azurirajte
        azuriranje upozorenje sigurnosna

        es vagy az egy kritikus serulekenyseg serulekenysegek serulekenysegekrol serulekenysege sulyos
        riasztas riaszt termek termekeket frissites frissitesek biztonsagi tamadas
        tamadasok tamadasokrol zsarolovirus szerverek figyelmeztetes kiadta kiadott
        napi nulladik nap
        si sau pe din cu este sunt vulnerabilitate vulnerabilitati critice actualizare actualizari
        securitate atac atacuri produse produs
        или на до за от са критична уязвимост уязвимости предупреждение актуализация атака сигурност
        και σε για απο το τα οι κρισιμη ευπαθεια ευπαθειες ενημερωση προειδοποιηση επιθεση
        по не критическая критические уязвимость уязвимостеи обновление обновления безопасность безопасности
        атаки данные утечка продуктах
        або від вразливість вразливості оновлення безпека попередження
        veya bir bu icin ile kritik guvenlik acigi aciklari zafiyet zafiyetler guncelleme guncellemesi uyari
        saldiri saldirisi yazilim urun urunlerinde
        ya ucun bosluq bosluqlar zeiflik tehlukesizlik yenileme xeberdarliq hucum mehsul
        """

    /// Those that name a notice or a kind of flaw: a title with one of them is taken for a notice about a product.
    static let noticeWords = """
        vulnerability vulnerabilities advisory advisories update updates bulletin rollup patch patches
        vulnerabilite vulnerabilites correctif avis sicherheitslucke sicherheitslucken schwachstelle
        schwachstellen vulnerabilidad vulnerabilidades actualizacion actualizaciones kwetsbaarheid
        kwetsbaarheden vulnerabilita aggiornamento aggiornamenti overflow injection escalation traversal
        disclosure execution denial scripting sarbarhet sarbarheter haavoittuvuus haavoittuvuuksia
        ranljivost ranljivosti ranjivost ranjivosti zranitelnost zranitelnosti podatnosc podatnosci
        serulekenyseg vulnerabilitate vulnerabilitati sarbarhed sarbarheder уязвимость уязвимости boslug
        bosluq mensuelle mensuelles mensili mensual mensuales maandelijkse manatliga manatlig patchday
        """
}
