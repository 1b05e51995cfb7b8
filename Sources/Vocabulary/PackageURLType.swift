/// What the definition of a package URL type says beyond the common rules (package-url/purl-spec, `types/`).
struct PackageURLType {
    enum Namespace { case required, optional, prohibited }

    let namespace: Namespace
    let lowersNamespace: Bool
    let lowersName: Bool
    let lowersVersion: Bool
    /// A qualifier that the type requires.
    let qualifier: String?
    private let type: String

    static func of(_ type: String) -> PackageURLType {
        let row = rows[type]
        return PackageURLType(
            namespace: row?.first == "+" ? .required : row?.first == "-" ? .prohibited : .optional,
            lowersNamespace: row?.contains("s") ?? false, lowersName: row?.contains("n") ?? false,
            lowersVersion: row?.contains("v") ?? false,
            qualifier: type == "julia" ? "uuid" : type == "swid" ? "tag_id" : nil, type: type)
    }

    /// `+` namespace required, `-` prohibited; `s` namespace, `n` name, `v` version in lower case.
    private static let rows: [String: String] = [
        "alpm": "+sn", "apk": "+sn", "bazel": "-", "bitbucket": "+sn", "bitnami": "-n", "brew": "sn", "cargo": "-",
        "chrome-extension": "-n", "cocoapods": "-", "composer": "+sn", "conda": "-", "cran": "-", "deb": "+sn",
        "gem": "-", "git": "+", "github": "+sn", "golang": "+", "hackage": "-", "hex": "sn", "huggingface": "+v",
        "julia": "-", "luarocks": "sn", "maven": "+", "mlflow": "-", "nuget": "-", "oci": "-nv", "opam": "-",
        "otp": "-n", "pub": "-n", "pypi": "-nv", "qpkg": "+s", "rpm": "+s", "swift": "+", "vcpkg": "-",
        "vscode-extension": "+snv", "yocto": "s",
    ]

    func normalNamespace(_ segment: String) -> String {
        lowersNamespace ? segment.lowercased() : type == "cpan" ? segment.uppercased() : segment
    }

    func normalName(_ name: String, _ qualifiers: [String: String]) -> String {
        let lower = lowersName ? name.lowercased() : name
        switch type {
        case "pypi": return String(lower.map { $0 == "_" ? "-" : $0 })
        case "pub": return String(lower.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
        // A registry of Databricks knows no case, one of Azure does.
        case "mlflow" where qualifiers["repository_url"]?.contains("databricks") ?? false: return name.lowercased()
        default: return lower
        }
    }

    func fault(_ purl: PackageURL) -> String? {
        switch namespace {
        case .required where purl.namespace.isEmpty: return "type `\(type)` requires a namespace"
        case .prohibited where !purl.namespace.isEmpty: return "type `\(type)` has no namespace"
        case .required, .optional, .prohibited: break
        }
        if let qualifier, purl.qualifiers[qualifier] == nil { return "type `\(type)` requires `\(qualifier)`" }
        if type == "cpan", purl.name.contains("::") { return "type `cpan` names a distribution, not a module" }
        if type == "chrome-extension" { return chromeFault(purl) }
        return nil
    }

    /// The definition's permitted characters: 32 letters a–p; one to four numbers.
    private func chromeFault(_ purl: PackageURL) -> String? {
        guard purl.name.utf8.count == 32, purl.name.utf8.allSatisfy({ (0x61...0x70).contains($0) }) else {
            return "the name is not 32 letters from a to p"
        }
        let parts = purl.version?.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) ?? [[]]
        guard purl.version == nil || parts.count <= 4
                && parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } })
        else { return "the version is not one to four numbers" }
        return nil
    }
}
