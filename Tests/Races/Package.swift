// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that builds under ThreadSanitizer need none of Cameo's dependencies and
// `Mutex.swift` can be part of each module. `deploy/races` builds it; `Shared`, `CSpawn` and `Randomness` are links.

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

func shared(
  _ name: String, _ dependencies: [Target.Dependency] = [], hasPage: Bool = false
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Shared/\(name)",
    exclude: hasPage ? ["README.md"] : [], swiftSettings: settings)
}

/// Modules that threads share: a folder with a link to their sources and one to `Mutex.swift`.
func tracked(
  _ name: String, _ dependencies: [Target.Dependency], hasPage: Bool = false
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Targets/\(name)",
    exclude: hasPage ? ["Sources/README.md"] : [], swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, path: "Targets/\(name)", swiftSettings: settings)
}

func system(_ name: String, pkgConfig: String? = nil) -> Target {
  .systemLibrary(name: name, path: "Shared/\(name)", pkgConfig: pkgConfig)
}

let package = Package(
  name: "cameo-races",
  targets: [
    system("CLinux"),
    system("COpenSSL", pkgConfig: "openssl"),
    system("CAres", pkgConfig: "libcares"),
    system("CZstd", pkgConfig: "libzstd"),
    .target(
      name: "CMessages", path: "Shared/CMessages",
      linkerSettings: [.linkedLibrary("protobuf-c")]),
    shared("Wire"),
    shared("Decoding", ["CMessages"]),
    shared("Messages", ["CMessages", "Decoding"], hasPage: true),
    tracked("Runtime", ["CLinux"], hasPage: true),
    tracked("TLS", ["Runtime", "COpenSSL"], hasPage: true),
    tracked("DNS", ["Runtime", "CAres"], hasPage: true),
    tracked("RPC", ["CZstd", "DNS", "Messages", "TLS", "Runtime", "Wire"], hasPage: true),
    .target(name: "CSpawn", path: "CSpawn"),
    tracked("TestKit", ["CSpawn", "RPC", "Runtime", "TLS"]),
    .target(name: "Randomness", path: "Randomness", swiftSettings: settings),
    tests("RuntimeTests", ["Randomness", "Runtime"]),
    tests("TLSTests", ["TLS", "COpenSSL"]),
    tests("DNSTests", ["DNS", "Randomness", "Runtime", "TestKit"]),
    tests("RPCTests", ["DNS", "Messages", "Randomness", "RPC", "Runtime", "TestKit", "TLS"]),
  ]
)
