import GRDB

extension Database {
    /// Executes a statement that is compiled once per connection: a mass warning repeats each thousands of times.
    func run(sql: String, arguments: StatementArguments) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
