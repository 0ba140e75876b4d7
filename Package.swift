// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours is built alike: Swift 6, strict memory safety, no warnings.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

/// The modules on the path of every call keep their state on one loop, in classes; checking at each
/// access that none overlaps another costs a tenth of a call. Debug builds, and so all tests, check.
let hot =
  settings + [
    .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))
  ]

func shared(
  _ name: String, _ dependencies: [Target.Dependency] = [], hasPage: Bool = false,
  isHot: Bool = false
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Shared/\(name)",
    exclude: hasPage ? ["README.md"] : [], swiftSettings: isHot ? hot : settings)
}

func system(_ name: String, pkgConfig: String? = nil, debian: String) -> Target {
  .systemLibrary(
    name: name, path: "Shared/\(name)", pkgConfig: pkgConfig, providers: [.apt([debian])])
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency], hasPage: Bool = false
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, path: "Tests/\(name)",
    exclude: hasPage ? ["README.md"] : [], swiftSettings: settings)
}

/// A service is a library of handlers, rules and stores, and a thin executable over it.
func service(
  _ name: String, executable: String, _ dependencies: [Target.Dependency] = [],
  testedWith neighbours: [Target.Dependency] = [], pages: [String] = []
) -> [Target] {
  [
    .target(
      name: name, dependencies: ["Messages", "RPC", "ServiceKit", "Stubs"] + dependencies,
      path: "Services/\(name)", exclude: pages, swiftSettings: settings),
    .executableTarget(
      name: executable, dependencies: [.byName(name: name), "ServiceKit"],
      path: "Services/\(name)Main", swiftSettings: settings),
    tests(
      "\(name)Tests",
      [
        .byName(name: name), "Messages", "RPC", "ServiceKit", "Storage", "StorageKit", "Stubs",
        "TestKit",
      ]
        + neighbours),
  ]
}

let package = Package(
  name: "cameo",
  products: [
    // Loaded into a service by the tests that cut its power.
    .library(name: "power-cut", type: .dynamic, targets: ["PowerCut"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    // Their default traits would load all of Foundation, which is memory a service does not use.
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
  ],
  targets: [
    system("CLinux", debian: "libc6-dev"),
    system("COpenSSL", pkgConfig: "openssl", debian: "libssl-dev"),
    system("CAres", pkgConfig: "libcares", debian: "libc-ares-dev"),
    system("CSQLite", pkgConfig: "sqlite3", debian: "libsqlite3-dev"),
    system("CPostgres", debian: "libpq-dev"),
    system("CZstd", pkgConfig: "libzstd", debian: "libzstd-dev"),
    .target(
      name: "CMessages", path: "Shared/CMessages",
      linkerSettings: [.linkedLibrary("protobuf-c")]),
    .target(
      name: "CPhoneNumber", path: "Shared/CPhoneNumber",
      linkerSettings: [.linkedLibrary("phonenumber")]),
    shared("Wire"),
    shared("Decoding", ["CMessages"]),
    shared("Schema", ["CMessages", "Decoding"]),
    shared("Messages", ["CMessages", "Decoding"], hasPage: true),
    shared("Runtime", ["CLinux"], hasPage: true, isHot: true),
    shared("Encryption", ["COpenSSL", "Storage"], hasPage: true),
    shared("TLS", ["Runtime", "COpenSSL"], hasPage: true),
    shared("DNS", ["Runtime", "CAres"], hasPage: true),
    shared(
      "RPC", ["CZstd", "DNS", "Messages", "TLS", "Runtime", "Wire"], hasPage: true, isHot: true),
    shared("Stubs", ["RPC", "Messages"]),
    .target(
      name: "CPageChecksum", path: "Shared/CPageChecksum",
      linkerSettings: [.linkedLibrary("sqlite3")]),
    shared("Storage", ["CPageChecksum", "CPostgres", "CSQLite", "Runtime"]),
    shared(
      "StorageMove", ["Storage", .product(name: "Crypto", package: "swift-crypto")],
      hasPage: true),
    shared(
      "ServiceKit",
      [
        "Encryption", "RPC", "Schema", "Storage", "Messages", "TLS", "Runtime",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Configuration", package: "swift-configuration"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Tracing", package: "swift-distributed-tracing"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ]),
    .executableTarget(
      name: "Generator", dependencies: ["Schema"], path: "Shared/Generator",
      swiftSettings: settings),
    .target(name: "AllocationCount", path: "Tests/Benchmarks/AllocationCount"),
    .executableTarget(
      name: "echo-profile", dependencies: ["AllocationCount", "Messages", "RPC", "Runtime", "TLS"],
      path: "Tests/Benchmarks/EchoProfile", swiftSettings: settings),
    .executableTarget(
      name: "encryption-cost", dependencies: ["Encryption", "Storage"],
      path: "Tests/Benchmarks/EncryptionCost", swiftSettings: settings),
    .executableTarget(
      name: "bulk-insert-cost", dependencies: ["Storage"],
      path: "Tests/Benchmarks/BulkInsertCost", swiftSettings: settings),
    // One generator for all tests, and how much of it they take; a target of its own, because TestKit
    // brings RPC along.
    .target(name: "Randomness", path: "Tests/Randomness", swiftSettings: settings),
    tests("WireTests", ["Randomness", "Wire"]),
    .testTarget(
      name: "SimulationTests", dependencies: ["Randomness", "Wire"], path: "Tests/Simulation",
      exclude: ["README.md"], swiftSettings: settings),
    tests("EncryptionTests", ["Encryption", "Randomness", "Storage", "StorageKit", "TestKit"]),
    tests("SchemaTests", ["Schema", "Messages"]),
    tests("MessagesTests", ["Messages", "Decoding", "CMessages", "Randomness", "Wire"]),
    // Replays the corpus; `deploy/fuzz` builds the same targets for libFuzzer, in a package of its own.
    .testTarget(
      name: "FuzzTests", dependencies: ["Wire", "Decoding", "Messages", "CMessages"],
      path: "Tests/Fuzz",
      exclude: ["CFuzzer", "Corpus", "Package.swift", "README.md", "Runner", "Shared"],
      sources: ["Replay", "Targets"], swiftSettings: settings),
    tests("RuntimeTests", ["Randomness", "Runtime"]),
    tests("TLSTests", ["TLS", "COpenSSL"]),
    .target(name: "CSpawn", path: "Tests/CSpawn"),
    .target(
      name: "TestKit", dependencies: ["CSpawn", "RPC", "Runtime", "TLS"], path: "Tests/TestKit",
      swiftSettings: settings),
    // The engine that the services' tests run on; a target of its own, because TestKit knows no storage.
    .target(
      name: "StorageKit", dependencies: ["Storage", "TestKit"], path: "Tests/StorageKit",
      swiftSettings: settings),
    tests("DNSTests", ["DNS", "Randomness", "Runtime", "TestKit"]),
    tests("RPCTests", ["DNS", "Messages", "Randomness", "RPC", "Runtime", "TestKit", "TLS"]),
    // A disk that fails, beneath SQLite.
    .target(
      name: "FaultDisk", path: "Tests/FaultDisk", linkerSettings: [.linkedLibrary("sqlite3")]),
    .target(name: "PowerCut", dependencies: ["FaultDisk"], path: "Tests/PowerCut"),
    tests("StorageTests", ["FaultDisk", "Randomness", "Storage", "TestKit"]),
    tests("StorageMoveTests", ["Randomness", "Storage", "StorageMove", "TestKit"]),
    tests(
      "ServiceKitTests",
      [
        "Encryption", "Messages", "RPC", "Runtime", "ServiceKit", "Storage", "StorageKit",
        "TestKit", "TLS",
        .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Tracing", package: "swift-distributed-tracing"),
      ]),
    .executableTarget(
      name: "cameo",
      dependencies: [
        "Encryption", "Messages", "RPC", "Runtime", "Schema", "Storage", "StorageMove", "Stubs",
        "TLS",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Histogram", package: "hdrhistogram-swift"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      path: "Services/CommandLine", swiftSettings: settings),
    tests("CommandLineTests", ["cameo", "Messages"]),
    .executableTarget(
      name: "migration-victim", dependencies: ["Storage"], path: "Tests/MigrationVictim",
      swiftSettings: settings),
    // The real executables: depended on so that they are there to be started.
    tests(
      "EndToEndTests",
      [
        "cameo", "cameo-profile", "cameo-consent", "cameo-survey", "cameo-gateway", "echo-profile",
        "migration-victim",
        "COpenSSL",
        "Messages", "Randomness", "RPC", "Runtime", "Storage", "Stubs", "TLS", "TestKit",
      ]),
    tests(
      "Conformance",
      ["cameo", "COpenSSL", "Messages", "Randomness", "RPC", "Runtime", "TLS", "TestKit"],
      hasPage: true),
  ]
    + service(
      "Profile", executable: "cameo-profile",
      [
        "CPhoneNumber", "Encryption", "Storage", .product(name: "Logging", package: "swift-log"),
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      testedWith: [
        "Encryption", "Randomness", "TLS", .product(name: "Logging", package: "swift-log"),
      ], pages: ["README.md"])
    + service(
      "Consent", executable: "cameo-consent",
      [
        "Encryption", "Storage", "TLS", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Logging", package: "swift-log"),
      ],
      testedWith: [
        "Encryption", "Randomness", "TLS", .product(name: "Logging", package: "swift-log"),
      ], pages: ["README.md", "LEDGER.md"])
    + service(
      "Survey", executable: "cameo-survey",
      ["Encryption", "Storage", .product(name: "Logging", package: "swift-log")],
      testedWith: ["Encryption", .product(name: "Logging", package: "swift-log")],
      pages: ["README.md"])
    + service(
      "Gateway", executable: "cameo-gateway", ["Runtime", "TLS"],
      testedWith: [
        "Runtime", "Survey", "TLS", .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "Logging", package: "swift-log"),
      ], pages: ["README.md"])
)
