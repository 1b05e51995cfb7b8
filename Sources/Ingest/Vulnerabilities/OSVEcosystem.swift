/// An ecosystem of OSV (`package.ecosystem`, schema "Defined ecosystems"), `Debian:12` with its release.
struct OSVEcosystem {
    private let name: String

    init(_ text: String) {
        name = String(text.prefix { $0 != ":" })
    }

    /// Scheme of the package's versions as ``Vocabulary/VersionRange/scheme`` names it; the ecosystem's own name where
    /// we know no order.
    var scheme: String { OSVEcosystem.kinds[name]?.scheme ?? name.lowercased() }

    /// The package as a package URL; nil where the ecosystem has none, and for distributions of operating systems,
    /// whose package URL would not tell one release's versions from another's.
    func purl(name package: String) -> String? {
        guard let type = OSVEcosystem.kinds[name]?.purl, !package.isEmpty else { return nil }
        var path = package
        switch type {
        // purl specification, type `maven`: the group is the namespace.
        case "maven": path = path.replacing(":", with: "/", maxReplacements: 1)
        // Type `pypi`: lower case, `_` is `-`.
        case "pypi": path = path.lowercased().replacing("_", with: "-")
        default: break  // Proof: purl types are text of the table below, not one of our enums.
        }
        guard path.utf8.allSatisfy(OSVEcosystem.isPlain) else { return nil }
        return "pkg:\(type)/" + (path.hasPrefix("@") ? "%40" + path.dropFirst() : path)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "/"), UInt8(ascii: "@"), UInt8(ascii: "~"), UInt8(ascii: "+"):
            true
        default: false
        }
    }

    private static let kinds: [String: (purl: String?, scheme: String)] = [
        "npm": ("npm", "npm"), "PyPI": ("pypi", "pypi"), "Go": ("golang", "semver"), "Maven": ("maven", "maven"),
        "crates.io": ("cargo", "cargo"), "RubyGems": ("gem", "gem"), "NuGet": ("nuget", "nuget"),
        "Packagist": ("composer", "composer"), "Hex": ("hex", "hex"), "Pub": ("pub", "semver"),
        "SwiftURL": ("swift", "semver"), "GitHub Actions": ("github", "semver"), "ConanCenter": ("conan", "generic"),
        "CRAN": ("cran", "generic"), "Hackage": ("hackage", "generic"), "Bitnami": ("bitnami", "semver"),
        "Debian": (nil, "deb"), "Ubuntu": (nil, "deb"), "Red Hat": (nil, "rpm"), "Rocky Linux": (nil, "rpm"),
        "AlmaLinux": (nil, "rpm"), "openSUSE": (nil, "rpm"), "SUSE": (nil, "rpm"), "Mageia": (nil, "rpm"),
        "openEuler": (nil, "rpm"), "Photon OS": (nil, "rpm"),
    ]
}
