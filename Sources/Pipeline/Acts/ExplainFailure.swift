import Durability
import Ledger
import Storage
import Vocabulary

extension ActFailure {
    /// Any error as an answer to the one who asked: the rooms' own failures keep their meaning, all else is our fault.
    package init(explaining error: any Error) {
        switch error {
        case let failure as ActFailure: self = failure
        case let failure as StorageFailure: self.init(failure)
        case let failure as SettingsFailure: self.init(.badData, failure.description)
        case let failure as DurabilityFailure where failure.code == .diskFull:
            self.init(.tryLater, "nothing was taken in: \(failure)", hint: "free space; the service goes on by itself")
        case let failure as LedgerFailure where failure.underlying?.code == .diskFull:
            self.init(.tryLater, "what was done is kept, and sealed later: \(failure)",
                hint: "free space; the service goes on by itself")
        default: self.init(.ourFault, "the request could not be answered: \(error)", hint: "see the service's journal")
        }
    }
}
