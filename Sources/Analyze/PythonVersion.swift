/// Python's versions: PEP 440, "Version specifiers", read with the regular expression of its Appendix B by hand.
struct PythonVersion {
    private var epoch: [UInt8] = []
    /// Without trailing zeros: `1.0` equals `1`.
    private var release: [[UInt8]] = []
    /// Place of the phase (a, b, rc) and its number.
    private var pre: (phase: Int, number: [UInt8])?
    private var post: [UInt8]?
    private var dev: [UInt8]?
    private var local: [ArraySlice<UInt8>] = []

    static func compare(_ left: String, _ right: String) -> VersionOrder? {
        guard let a = PythonVersion(left), let b = PythonVersion(right) else { return nil }
        let orders = [
            Digits.order(a.epoch, b.epoch), Digits.order(a.release, b.release), preOrder(a, b),
            // A missing post-release precedes, a missing dev-release follows.
            order(a.post, b.post, missing: .before), order(a.dev, b.dev, missing: .after), localOrder(a.local, b.local),
        ]
        return orders.first { $0 != .same } ?? .same
    }

    init?(_ text: String) {
        var scanner = VersionScanner(text.lowercased())
        _ = scanner.take("v")
        epoch = scanner.attempt { step in step.number().flatMap { step.take("!") ? $0 : nil } } ?? []
        guard var numbers = scanner.numbers() else { return nil }
        while numbers.last == [] { numbers.removeLast() }
        release = numbers
        pre = scanner.attempt(PythonVersion.pre)
        post = scanner.attempt(PythonVersion.post)
        dev = scanner.attempt { step in
            _ = step.take("-_.")
            return step.word(["dev"]).map { _ in PythonVersion.number(&step) }
        }
        if scanner.take("+") {
            let separators = "-_.".utf8
            local = scanner.run { Digits.isDigit($0) || Digits.isLetter($0) || separators.contains($0) }
                .split(omittingEmptySubsequences: false) { separators.contains($0) }
            guard local.allSatisfy({ !$0.isEmpty }) else { return nil }
        }
        guard scanner.isAtEnd else { return nil }
    }

    /// `a`, `b`, `rc` in all spellings, with a number or 0.
    private static func pre(_ step: inout VersionScanner) -> (phase: Int, number: [UInt8])? {
        _ = step.take("-_.")
        guard let word = step.word(["alpha", "a", "beta", "b", "preview", "pre", "rc", "c"]) else { return nil }
        return (min(word / 2, 2), number(&step))
    }

    /// `.post1`, `-r1`, or `-1` alone.
    private static func post(_ step: inout VersionScanner) -> [UInt8]? {
        if let implicit = step.attempt({ $0.take("-") ? $0.number() : nil }) { return implicit }
        _ = step.take("-_.")
        return step.word(["post", "rev", "r"]).map { _ in number(&step) }
    }

    private static func number(_ step: inout VersionScanner) -> [UInt8] {
        step.attempt { inner in
            _ = inner.take("-_.")
            return inner.number()
        } ?? []
    }

    /// A version without pre-release follows all of them, unless it is a dev-release of the release itself.
    private static func preOrder(_ a: PythonVersion, _ b: PythonVersion) -> VersionOrder {
        let phase = { (version: PythonVersion) in
            version.pre?.phase ?? (version.post == nil && version.dev != nil ? -1 : 3)
        }
        let order = VersionOrder.of(phase(a), phase(b))
        return order == .same ? Digits.order(a.pre?.number ?? [], b.pre?.number ?? []) : order
    }

    private static func order(_ a: [UInt8]?, _ b: [UInt8]?, missing: VersionOrder) -> VersionOrder {
        switch (a, b) {
        case (nil, nil): .same
        case (nil, _?): missing
        case (_?, nil): missing == .before ? .after : .before
        case (let a?, let b?): Digits.order(a, b)
        }
    }

    /// Segment by segment: numbers by value and after texts; more segments follow fewer.
    private static func localOrder(_ a: [ArraySlice<UInt8>], _ b: [ArraySlice<UInt8>]) -> VersionOrder {
        for (x, y) in zip(a, b) {
            let order: VersionOrder
            switch (x.allSatisfy(Digits.isDigit), y.allSatisfy(Digits.isDigit)) {
            case (true, true): order = Digits.order(Digits.withoutZeros(x), Digits.withoutZeros(y))
            case (true, false): order = .after
            case (false, true): order = .before
            case (false, false): order = .of(Array(x), Array(y))
            }
            if order != .same { return order }
        }
        return .of(a.count, b.count)
    }
}
