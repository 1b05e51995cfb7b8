import Testing

@testable import Pipeline

@Suite struct NumberSetTests {
    @Test func `it counts each number once, zero and the greatest included`() {
        var numbers = NumberSet<UInt64>()
        for number in [0, 1, .max, 1, 0, 2, .max] as [UInt64] { _ = numbers.insert(number) }
        #expect(numbers.count == 4)
        let (again, fresh) = (numbers.insert(2), numbers.insert(3))
        #expect(!again && fresh)
    }

    @Test func `it agrees with a plain set, also for numbers that differ in a few bits only`() {
        var wide = NumberSet<UInt128>()
        var plain = Set<UInt128>()
        for step in 0..<20_000 as Range<UInt128> {
            let number = (step % 97) << 88 | (step % 1009) << 24 | step % 7
            let (ours, theirs) = (wide.insert(number), plain.insert(number).inserted)
            #expect(ours == theirs)
        }
        #expect(wide.count == plain.count)
    }
}
