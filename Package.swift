// swift-tools-version: 6.2
// One package, one binary (`ess`), one bench binary. Rows of the house: see Sources/README.md.
// Versions are exact: a service that must be trusted asleep does not take a new library by accident.
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

extension Target.Dependency {
    static let argumentParser: Self = .product(name: "ArgumentParser", package: "swift-argument-parser")
    static let crypto: Self = .product(name: "Crypto", package: "swift-crypto")
    static let grdb: Self = .product(name: "GRDB", package: "GRDB.swift")
    static let sqlite: Self = .product(name: "GRDBSQLite", package: "GRDB.swift")
    static let hummingbird: Self = .product(name: "Hummingbird", package: "hummingbird")
    static let lifecycle: Self = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let logging: Self = .product(name: "Logging", package: "swift-log")
    static let nio: Self = .product(name: "NIOCore", package: "swift-nio")
    static let signals: Self = .product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let yams: Self = .product(name: "Yams", package: "Yams")
}

/// A room of the house: one target in Sources/, tests of the same name in Tests/.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(name: name + "Tests", dependencies: [.init(stringLiteral: name)] + dependencies, swiftSettings: strict)
}

let package = Package(
    name: "ess",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "ess", targets: ["ess"]), .executable(name: "ess-bench", targets: ["ess-bench"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        // Row 0: words, durable files, one shim per C library.
        room("Vocabulary"),
        room("Durability"),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        // A brotli body cut short looks whole to libcurl, so its decoder is ours to ask.
        .systemLibrary(name: "CBrotli", pkgConfig: "libbrotlidec", providers: [.apt(["libbrotli-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // glibc's own additions to malloc, which the toolchain's Glibc module leaves out.
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CMark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        // Row 1: who we protect.
        room("Constituency", ["Vocabulary"]),
        // Row 2: pure judgement.
        room("Ingest", ["Vocabulary", "Constituency", "CZlib", .crypto]),
        room("Analyze", ["Vocabulary", "Constituency"]),
        room("Advise", ["Vocabulary", "Constituency", "CMark"]),
        room("Notify", ["Vocabulary", "Constituency"]),
        room("Coordinate", ["Vocabulary", "Constituency"]),
        // Row 3: effects.
        room("Transport", ["Vocabulary", "Durability", "Ingest", "Notify", "CCurl", "CBrotli", "CZstd"]),
        room("Storage", ["Vocabulary", "Durability", "Constituency", "Ingest", "Analyze", "Advise", "Notify",
                         "Coordinate", "CZstd", .grdb, .sqlite, .crypto]),
        room("Ledger", ["Vocabulary", "Durability", .crypto]),
        // Row 4: order, time, transactions, retries, settings.
        room("Pipeline", ["Vocabulary", "CMalloc", "Durability", "Constituency", "Ingest", "Analyze", "Advise",
                          "Notify", "Coordinate", "Storage", "Ledger", .crypto, .yams, .logging, .lifecycle]),
        // Row 5: edges.
        room("Portal", ["Vocabulary", "Durability", "Ingest", "Advise", "Notify", "Coordinate", "Pipeline",
                        .hummingbird, .nio, .logging, .lifecycle]),
        room("Commands", ["Vocabulary", "Constituency", "Ingest", "Analyze", "Advise", "Notify", "Coordinate",
                          "Durability", "Transport", "Storage", "Ledger", "Pipeline", "Portal", .argumentParser,
                          .logging,
                          .lifecycle, .signals]),
        // Row 6.
        .executableTarget(name: "ess", dependencies: ["Commands"], swiftSettings: strict),
        .executableTarget(name: "ess-bench", dependencies: ["Vocabulary", "Constituency", "Ingest", "Analyze",
                          "Storage", "Ledger", "Pipeline", .argumentParser, .logging], swiftSettings: strict),

        tests("Vocabulary"),
        tests("Durability"),
        tests("Constituency", ["Vocabulary"]),
        tests("Ingest", ["Vocabulary", "Constituency"]),
        tests("Analyze", ["Vocabulary", "Constituency"]),
        tests("Advise", ["Vocabulary"]),
        tests("Notify", ["Vocabulary", "Constituency"]),
        tests("Coordinate", ["Vocabulary"]),
        tests("Transport", ["Vocabulary", "Ingest", "Notify", "Durability", "CCurl"]),
        tests("Storage", ["Vocabulary", "Ingest", "Analyze", .grdb]),
        tests("Ledger", ["Vocabulary", "Durability", .crypto]),
        tests("Pipeline", ["Vocabulary", "Durability", "Constituency", "Ingest", "Advise", "Notify", "Coordinate", "Storage",
                           "Ledger",
                           .logging, .grdb]),
        tests("Portal", ["Vocabulary", "Constituency", "Advise", "Notify", "Storage", "Pipeline", .nio, .logging,
                         .lifecycle]),
        tests("Commands", ["Vocabulary", "Ingest", "Pipeline"]),
        .testTarget(name: "HouseTests", swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
