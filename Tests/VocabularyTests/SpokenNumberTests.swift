import Testing
import Vocabulary

@Suite struct SpokenNumbers {
    @Test func `a number is written with at least four digits and reads itself`() throws {
        for serial in [1, 4, 10, 99, 100, 999, 1000, 123_456] {
            let number = SpokenNumber(.advisory, year: 2026, serial: serial)
            #expect(SpokenNumber(number.description) == number)
            #expect(SpokenNumber(number.description.lowercased()) == number)
            let tail = try #require(number.description.split(separator: "-").last)
            #expect(tail.count >= 4 && tail.dropLast().drop { $0 == "0" } == "\(serial)")
        }
    }

    @Test func `the check digit is that of ISO 7064 MOD 11,10`() {
        for serial in 1...500 {
            let text = SpokenNumber(.case, year: 2026, serial: serial).description
            let digits = text.dropFirst(2).compactMap(\.wholeNumberValue)
            // § 9.1: the digits with their check digit, run through the recursion, leave 1 modulo 10.
            var product = 10
            for digit in digits.dropLast() {
                let sum = (product + digit) % 10
                product = (sum == 0 ? 10 : sum) * 2 % 11
            }
            #expect((product + (digits.last ?? 0)) % 10 == 1, "\(text)")
        }
    }

    @Test func `every single wrong digit is refused`() {
        var missed: [String] = []
        for serial in Array(1...1200) + [99_999, 100_000] {
            let right = SpokenNumber(.advisory, year: 2026, serial: serial).description
            for place in right.indices where right[place].isNumber {
                for digit in "0123456789" where digit != right[place] {
                    let wrong = right.replacingCharacter(at: place, with: digit)
                    if SpokenNumber(wrong) != nil { missed.append("\(right) as \(wrong)") }
                }
            }
        }
        #expect(missed.isEmpty, "\(missed.count), first \(missed.prefix(3))")
    }

    @Test func `nearly every swap of neighbours is refused`() {
        var (tried, missed) = (0, 0)
        for serial in 1...9999 {
            let right = Array(SpokenNumber(.advisory, year: 2026, serial: serial).description)
            for place in 0..<right.count - 1 where right[place].isNumber && right[place + 1].isNumber {
                guard right[place] != right[place + 1] else { continue }
                var wrong = right
                wrong.swapAt(place, place + 1)
                tried += 1
                if SpokenNumber(String(wrong)) != nil { missed += 1 }
            }
        }
        // MOD 11,10 catches all but the pairs whose sums meet at the wrap from 0 to 10: fewer than 3 in 100.
        #expect(tried > 30_000)
        #expect(missed * 100 < tried * 3, "\(missed) of \(tried)")
    }

    @Test(arguments: [
        "", "ESS", "ESS-2026", "ESS-2026-", "X-2026-0019", "ESS-26-0019", "ESS-2026-19", "ESS-2026-00a9",
        "ESS 2026 0019",
        "ESS-2026-0000", "ESS-1999-0019", "ESS-2026-0019-1", "ESS-2026--019", "ESS-2026-９９９９",
        "ESS-2026-0000000000000",
    ])
    func `other shapes are refused`(text: String) {
        #expect(SpokenNumber(text) == nil)
    }

    @Test func `a number has one spelling`() {
        let right = SpokenNumber(.advisory, year: 2026, serial: 4).description
        let padded = right.replacing("2026-", with: "2026-0")
        #expect(SpokenNumber(padded) == nil)
    }

    @Test(arguments: [
        ("C-2026-0109", "check digit"), ("X-2026-0016", "begins with"), ("C-26-0016", "year of four digits"),
        ("hello", "looks like"),
    ])
    func `what is wrong with a number is said in words`(text: String, words: String) {
        #expect(SpokenNumber(text) == nil)
        #expect(SpokenNumber.fault(in: text).contains(words))
    }

    @Test func `order is by series, year and serial`() {
        let numbers = [
            SpokenNumber(.case, year: 2026, serial: 2), SpokenNumber(.case, year: 2026, serial: 10),
            SpokenNumber(.case, year: 2027, serial: 1), SpokenNumber(.advisory, year: 2025, serial: 1),
        ]
        #expect(numbers.shuffled().sorted() == numbers)
    }

    /// By hand, 2 0 2 6 0 0 1: P: 10; 12→2·2=4; 4→8; 10→20 mod 11=9; 15→5·2=10; 10→20 mod 11=9; 9→18 mod 11=7;
    /// 8→16 mod 11=5; check = 11−5 = 6.
    @Test func `the first advisory of 2026 is ESS-2026-0016`() {
        #expect(SpokenNumber(.advisory, year: 2026, serial: 1).description == "ESS-2026-0016")
    }
}

extension String {
    fileprivate func replacingCharacter(at place: Index, with character: Character) -> String {
        String(self[..<place]) + String(character) + String(self[index(after: place)...])
    }
}
