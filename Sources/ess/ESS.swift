import Commands

/// The program.
@main
struct ESS {
    static func main() async { await EntryPoint.main() }
}
