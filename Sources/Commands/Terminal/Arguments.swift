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
}

extension IPAddress: ExpressibleByArgument {
    init?(argument: String) { self.init(argument) }
}

extension RSIT: ExpressibleByArgument {
    init?(argument: String) { self.init(argument) }
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
