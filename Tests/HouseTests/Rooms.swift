/// The house as a table: DESIGN § 4, "imports downwards only, never sideways".
enum Rooms {
    /// Row of each room of `Sources/`. A new room gets its row here first.
    static let rows: [String: Int] = [
        "Vocabulary": 0, "Durability": 0, "CBrotli": 0, "CCurl": 0, "CMalloc": 0, "CMark": 0, "CZlib": 0, "CZstd": 0,
        "Constituency": 1,
        "Ingest": 2, "Analyze": 2, "Advise": 2, "Notify": 2, "Prevent": 2, "Coordinate": 2,
        "Transport": 3, "Storage": 3, "Ledger": 3,
        "Pipeline": 4,
        "Commands": 5, "Portal": 5,
        "ess": 6, "ess-bench": 6,
    ]

    /// The neighbours that may be imported all the same: `ess serve` is a command and starts the portal.
    static let sideways: Set<[String]> = [["Commands", "Portal"]]

    /// What lies below and is closed all the same: Commands hands Transport to Pipeline as protocols.
    static let closed: Set<[String]> = [["Pipeline", "Transport"], ["Portal", "Transport"], ["Portal", "Storage"]]

    /// Modules from outside that every room may import.
    static let everywhere: Set<String> = ["Foundation", "FoundationEssentials", "Synchronization"]

    /// Modules from outside, and the C shims, with the only rooms that may import them.
    static let owners: [String: Set<String>] = [
        "CBrotli": ["Transport"],
        "CCurl": ["Transport"],
        "CMalloc": ["Pipeline"],
        "CMark": ["Advise"],
        "CZlib": ["Ingest"],
        "CZstd": ["Storage", "Transport"],
        "FoundationXML": ["Ingest"],
        "GRDB": ["Storage"], "GRDBSQLite": ["Storage"],
        "Hummingbird": ["Portal"], "HummingbirdCore": ["Portal"], "HTTPTypes": ["Portal"],
        "NIOCore": ["Portal"], "NIOPosix": ["Portal"], "NIOHTTP1": ["Portal"],
        "Yams": ["Pipeline"],
        "Logging": ["Pipeline", "Portal", "Commands", "ess-bench"],
        "ServiceLifecycle": ["Pipeline", "Portal", "Commands"], "UnixSignals": ["Pipeline", "Portal", "Commands"],
        "ArgumentParser": ["Commands", "ess-bench"],
        "Crypto": ["Ingest", "Storage", "Ledger", "Pipeline"],
        "Dispatch": ["Transport", "Pipeline", "Portal", "Commands"],
        "Glibc": ["Durability", "Transport", "Storage", "Ledger", "Pipeline", "Portal", "Commands", "ess-bench"],
    ]

    /// Why `room` may not import `module`; nil when it may.
    static func objection(to module: String, in room: String) -> String? {
        guard let row = rows[room] else { return "`\(room)` has no row; give it one in Tests/HouseTests/Rooms.swift" }
        if let allowed = owners[module] {
            let names = allowed.sorted().joined(separator: ", ")
            return allowed.contains(room) ? nil : "only \(names) may import \(module); ask that room through its door"
        }
        if everywhere.contains(module) { return nil }
        guard let below = rows[module] else {
            return "\(module) has no owner; name the room that may import it in Tests/HouseTests/Rooms.swift"
        }
        if room == "ess" { return module == "Commands" ? nil : "ess imports Commands alone" }
        if closed.contains([room, module]) {
            return "\(room) never imports \(module); it is handed what it needs (DESIGN § 4)"
        }
        if below < row || sideways.contains([room, module]) { return nil }
        let direction = below == row ? "a neighbour" : "upwards"
        return "\(room) (row \(row)) imports \(module) (row \(below)), \(direction); "
            + "pass the value in from above, or move the shared word to Vocabulary"
    }
}
