/// An rpm's name, epoch, version, release and architecture in one word: `bash-0:5.1-2.el9.x86_64`.
struct RPMName {
    private static let architectures = [
        "x86_64", "aarch64", "noarch", "src", "ppc64le", "ppc64", "s390x", "s390", "i686", "i386", "armv7hl", "riscv64",
    ]
    let name: String
    /// `5.1-2.el9`, or `1:5.1-2.el9` with an epoch other than 0.
    let version: String

    /// Nil when no `-epoch:` stands in the text.
    init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":"), let dash = text[..<colon].lastIndex(of: "-"), dash > text.startIndex
        else { return nil }
        let epoch = text[text.index(after: dash)..<colon]
        guard !epoch.isEmpty, epoch.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        var rest = text[text.index(after: colon)...]
        if let dot = rest.lastIndex(of: "."), RPMName.architectures.contains(String(rest[rest.index(after: dot)...])) {
            rest = rest[..<dot]
        }
        guard !rest.isEmpty else { return nil }
        name = String(text[..<dash])
        version = epoch == "0" ? String(rest) : epoch + ":" + rest
    }
}
