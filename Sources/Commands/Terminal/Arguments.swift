import Advise
import ArgumentParser
import Coordinate
import Notify
import Vocabulary

// What our words look like on a command line. Enumerations show their accepted values in the help by themselves.

extension FeedID: ExpressibleByArgument {
    init?(argument: String) { self.init(argument) }
}

extension EntityID: ExpressibleByArgument {
    init?(argument: String) { self.init(argument) }
}

extension DirectiveID: ExpressibleByArgument {
    init?(argument: String) { self.init(argument) }
}

extension Instant: ExpressibleByArgument {
    init?(argument: String) { self.init(argument) }

    /// For `transform:`; what is no time is answered with what is one.
    @Sendable static func typed(_ argument: String) throws -> Instant {
        guard let time = Instant(argument) else {
            throw ValidationError(
                "`\(argument.prefix(80))` is no time; write a UTC date or time, such as 2026-12-01 or "
                    + "2026-12-01T08:00:00Z")
        }
        return time
    }
}

extension IPAddress: ExpressibleByArgument {
    init?(argument: String) { self.init(argument) }
}

extension RSIT {
    /// For `transform:`; a type that is none is answered with those that are near it.
    @Sendable static func typed(_ argument: String) throws -> RSIT {
        if let type = RSIT(argument) { return type }
        let names = RSIT.all.map(\.description)
        let group = argument.prefix { $0 != "/" }
        let near = names.filter { $0.hasPrefix(group + "/") }
        let shown = (near.isEmpty ? names : near).joined(separator: ", ")
        throw ValidationError("`\(argument.prefix(80))` is no type of the taxonomy (RSIT); there are: \(shown)")
    }
}

extension SpokenNumber {
    /// For `transform:`; what is wrong with a number is said in words.
    @Sendable static func typed(_ argument: String) throws -> SpokenNumber {
        guard let number = SpokenNumber(argument) else { throw ValidationError(SpokenNumber.fault(in: argument)) }
        return number
    }
}

extension TLP: ExpressibleByArgument {
    init?(argument: String) { self.init(label: argument) }
}

extension ThreatPresence: ExpressibleByArgument {}
extension ThreatKind: ExpressibleByArgument {}
extension WorkState: ExpressibleByArgument {}
extension Sector: ExpressibleByArgument {}
extension FindingState: ExpressibleByArgument {}
extension Confidence: ExpressibleByArgument {}
extension ReportKind: ExpressibleByArgument {}
extension Language: ExpressibleByArgument {}
extension AdvisoryState: ExpressibleByArgument {}
extension DeliveryState: ExpressibleByArgument {}
extension CaseKind: ExpressibleByArgument {}
extension AnswerKind: ExpressibleByArgument {}
extension ChannelKind: ExpressibleByArgument {}
