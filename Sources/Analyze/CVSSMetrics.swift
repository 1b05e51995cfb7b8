/// The metrics of each version in the order of the specification, and their values.
enum CVSSMetrics {
    struct Metric: Sendable {
        let name: String
        let mandatory: Bool
        /// ``name`` and the values, each as one number that is quick to compare.
        let key: UInt64
        let keys: [UInt64]
    }

    static func of(_ version: CVSSVector.Version) -> [Metric] {
        switch version {
        case .v2: two
        case .v30, .v31: three
        case .v40: four
        }
    }

    /// Up to eight bytes as one number; longer texts are 0, which no name or value is.
    static func packed(_ bytes: some Collection<UInt8>) -> UInt64 {
        bytes.count > 8 ? 0 : bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func read(_ text: String, mandatory: Bool) -> [Metric] {
        text.split(separator: " ").map { word in
            let pair = word.split(separator: "=")
            let keys = pair[1].split(separator: ",").map { packed($0.utf8) }
            return Metric(name: String(pair[0]), mandatory: mandatory, key: packed(pair[0].utf8), keys: keys)
        }
    }

    /// Lanes 0–5 base, 6–8 temporal, 9–13 environmental (guide § 2.4, Table 13).
    private static let two = read("AV=L,A,N AC=L,M,H Au=M,S,N C=N,P,C I=N,P,C A=N,P,C", mandatory: true)
        + read(
            """
            E=ND,U,POC,F,H RL=ND,OF,TF,W,U RC=ND,UC,UR,C CDP=ND,N,L,LM,MH,H TD=ND,N,L,M,H CR=ND,L,M,H IR=ND,L,M,H \
            AR=ND,L,M,H
            """, mandatory: false)

    /// Lanes 0–7 base, 8–10 temporal, 11–13 requirements, 14–21 modified base (§ 6, Table 15).
    private static let three = read("AV=N,A,L,P AC=L,H PR=N,L,H UI=N,R S=U,C C=N,L,H I=N,L,H A=N,L,H", mandatory: true)
        + read(
            """
            E=X,U,P,F,H RL=X,O,T,W,U RC=X,U,R,C CR=X,L,M,H IR=X,L,M,H AR=X,L,M,H MAV=X,N,A,L,P MAC=X,L,H MPR=X,N,L,H \
            MUI=X,N,R MS=X,U,C MC=X,N,L,H MI=X,N,L,H MA=X,N,L,H
            """, mandatory: false)

    /// Lanes 0–10 base, 11 threat, 12–14 requirements, 15–25 modified base, 26–31 supplemental (§ 7, Table 23).
    /// Values stand from the most to the least severe, so that a place is also the level of § 8.2.
    private static let four = read(
        "AV=N,A,L,P AC=L,H AT=N,P PR=N,L,H UI=N,P,A VC=H,L,N VI=H,L,N VA=H,L,N SC=H,L,N SI=H,L,N SA=H,L,N",
        mandatory: true)
        + read(
            """
            E=X,A,P,U CR=X,H,M,L IR=X,H,M,L AR=X,H,M,L MAV=X,N,A,L,P MAC=X,L,H MAT=X,N,P MPR=X,N,L,H MUI=X,N,P,A \
            MVC=X,H,L,N MVI=X,H,L,N MVA=X,H,L,N MSC=X,H,L,N MSI=X,S,H,L,N MSA=X,S,H,L,N S=X,N,P AU=X,N,Y R=X,A,U,I \
            V=X,D,C RE=X,L,M,H U=X,Clear,Green,Amber,Red
            """, mandatory: false)
}
