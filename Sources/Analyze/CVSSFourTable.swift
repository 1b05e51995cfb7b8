// Data table: CVSS v4.0 specification § 8 (FIRST.Org), scores of the MacroVectors, highest vectors and depths.

/// What § 8 of the v4.0 specification fixes by numbers.
enum CVSSFourTable {
    /// Score × 10 of a MacroVector; nil for one that does not exist.
    static func score(_ set: EquivalenceSets) -> Int? {
        guard set.one < 3, set.two < 2, set.three < 3, set.four < 3, set.five < 3, set.six < 2 else { return nil }
        let row = ((set.one * 2 + set.two) * 3 + set.three) * 3 + set.four
        let score = scores[row * 6 + set.five * 2 + set.six]
        return score == none ? nil : Int(score)
    }

    /// Sum of the levels (steps below the most severe value) of an EQ's highest vectors, by the EQ's digit. Each of the
    /// highest vectors of one digit has the same sum, so that the distance does not depend on which of them is taken.
    /// EQ1: N/N/N; A/N/N, N/L/N, N/N/P; P/N/N, A/L/P (of AV/PR/UI).
    static let highestOne = [0, 1, 3]
    /// EQ2: L/N; H/N, L/P (of AC/AT).
    static let highestTwo = [0, 1]
    /// EQ3 and EQ6 by digit of EQ3 × 2 + digit of EQ6; 20 does not exist (of VC/VI/VA/CR/IR/AR).
    /// 00: HHHHHH. 01: HHLMMH, HHHMMM. 10: LHHHHH, HLHHHH. 11: LHLHMH, LHHHMM, HLHMHM, HLLMHH, LLHHHM. 21: LLLHHH.
    static let highestThreeSix = [0, 3, 1, 3, 0, 3]
    /// EQ4: H/S/S; H/H/H; L/L/L (of SC/SI/SA; Safety is 0, High 1, Low 2, None 3).
    static let highestFour = [1, 3, 6]

    /// Depth of an EQ's digit: the most steps a vector in it lies below its highest vectors, plus one (§ 8.2, Table 30).
    static let depthOne = [1, 4, 5]
    static let depthTwo = [1, 2]
    static let depthThreeSix = [7, 6, 8, 8, 1, 10]
    static let depthFour = [6, 5, 4]

    private static let none: UInt8 = 255

    /// 270 scores × 10. Rows by EQ1 EQ2 EQ3 EQ4, as said at the row; columns EQ5 EQ6: 00 01 10 11 20 21.
    private static let scores: [UInt8] = [
        100,  99,  98,  95,  95,  92,  // 0000
        100,  96,  93,  87,  91,  81,  // 0001
         93,  90,  89,  80,  81,  68,  // 0002
         98,  95,  95,  92,  90,  84,  // 0010
         93,  92,  89,  81,  81,  65,  // 0011
         88,  80,  78,  70,  69,  48,  // 0012
        none,  92, none,  82, none,  72,  // 0020
        none,  79, none,  69, none,  50,  // 0021
        none,  69, none,  55, none,  27,  // 0022
         99,  97,  95,  92,  92,  85,  // 0100
         95,  91,  90,  83,  84,  71,  // 0101
         92,  81,  82,  71,  72,  53,  // 0102
         95,  93,  92,  85,  85,  73,  // 0110
         92,  82,  80,  72,  70,  59,  // 0111
         84,  70,  71,  52,  50,  30,  // 0112
        none,  86, none,  75, none,  52,  // 0120
        none,  71, none,  52, none,  29,  // 0121
        none,  63, none,  29, none,  17,  // 0122
         98,  95,  94,  87,  91,  81,  // 1000
         94,  89,  86,  74,  77,  64,  // 1001
         87,  75,  74,  63,  63,  49,  // 1002
         94,  89,  88,  77,  76,  67,  // 1010
         86,  76,  74,  58,  59,  50,  // 1011
         72,  57,  57,  52,  52,  25,  // 1012
        none,  83, none,  70, none,  54,  // 1020
        none,  65, none,  58, none,  26,  // 1021
        none,  53, none,  21, none,  13,  // 1022
         95,  90,  88,  76,  76,  70,  // 1100
         90,  77,  75,  62,  61,  53,  // 1101
         77,  66,  68,  59,  52,  30,  // 1102
         89,  78,  76,  67,  62,  58,  // 1110
         74,  59,  57,  57,  47,  23,  // 1111
         61,  52,  57,  29,  24,  16,  // 1112
        none,  71, none,  59, none,  30,  // 1120
        none,  58, none,  26, none,  15,  // 1121
        none,  23, none,  13, none,   6,  // 1122
         93,  87,  86,  72,  75,  58,  // 2000
         86,  74,  74,  61,  56,  34,  // 2001
         70,  54,  52,  40,  40,  22,  // 2002
         85,  75,  74,  55,  62,  51,  // 2010
         72,  57,  55,  41,  46,  19,  // 2011
         53,  36,  34,  19,  19,   8,  // 2012
        none,  64, none,  51, none,  20,  // 2020
        none,  47, none,  21, none,  11,  // 2021
        none,  24, none,   9, none,   4,  // 2022
         88,  75,  73,  53,  60,  50,  // 2100
         73,  55,  59,  40,  41,  20,  // 2101
         54,  43,  45,  22,  20,  11,  // 2102
         75,  55,  58,  45,  40,  21,  // 2110
         61,  51,  48,  18,  20,   9,  // 2111
         46,  18,  17,   7,   8,   2,  // 2112
        none,  53, none,  24, none,  14,  // 2120
        none,  24, none,  12, none,   5,  // 2121
        none,  10, none,   3, none,   1,  // 2122
    ]
}
