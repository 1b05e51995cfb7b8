import Analyze

/// CVSS vectors read and scored: text in, all scores out.
struct CVSSBench {
    static let vectors = 100_000
    let options: BenchOptions

    init(_ options: BenchOptions) { self.options = options }

    func figures() throws -> [Figure] {
        try [
            figure("v2 vectors", bar: 2_000_000, prefix: "", CVSSBench.two),
            figure("v3.1 vectors", bar: 2_000_000, prefix: "CVSS:3.1/", CVSSBench.three),
            figure("v4.0 vectors", bar: 300_000, prefix: "CVSS:4.0/", CVSSBench.four),
        ]
    }

    private func figure(_ measure: String, bar: Double, prefix: String, _ metrics: String) throws -> Figure {
        var random = SeededNumbers(options.seed)
        let choices = metrics.split(separator: " ").map { metric in
            let pair = metric.split(separator: "=")
            return pair[1].split(separator: ",").map { "\(pair[0]):\($0)" }
        }
        let texts = (0..<CVSSBench.vectors).map { _ in
            prefix + choices.map { $0[Int(random.below(UInt32($0.count)))] }.joined(separator: "/")
        }
        var sum = 0
        let rates = try (0..<options.runs).map { _ in
            Double(CVSSBench.vectors) / (try Meter.time {
                for text in texts { sum += try CVSSVector(text).score.baseTenths }
            })
        }
        // The sum is looked at, so that the loop is not left out as useless.
        precondition(sum >= 0, "a sum of scores cannot be negative")
        return Figure("cvss", measure, "per core/s", rates, bar: bar)
    }

    private static let two = "AV=L,A,N AC=H,M,L Au=M,S,N C=N,P,C I=N,P,C A=N,P,C"
    private static let three = "AV=N,A,L,P AC=L,H PR=N,L,H UI=N,R S=U,C C=H,L,N I=H,L,N A=H,L,N"
    private static let four =
        "AV=N,A,L,P AC=L,H AT=N,P PR=N,L,H UI=N,P,A VC=H,L,N VI=H,L,N VA=H,L,N SC=H,L,N SI=H,L,N SA=H,L,N"
}
