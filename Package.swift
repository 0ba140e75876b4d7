// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours is built alike: Swift 6, strict memory safety, no warnings.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

func shared(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Shared/\(name)", exclude: [],
    swiftSettings: settings)
}

func system(_ name: String, pkgConfig: String? = nil, debian: String) -> Target {
  .systemLibrary(
    name: name, path: "Shared/\(name)", pkgConfig: pkgConfig, providers: [.apt([debian])])
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, path: "Tests/\(name)", swiftSettings: settings)
}

/// A service is a library of handlers, rules and stores, and a thin executable over it.
func service(
  _ name: String, executable: String, _ dependencies: [Target.Dependency] = [],
  testedWith neighbours: [Target.Dependency] = []
) -> [Target] {
  [
    .target(
      name: name, dependencies: ["ServiceKit", "Stubs"] + dependencies, path: "Services/\(name)",
      swiftSettings: settings),
    .executableTarget(
      name: executable, dependencies: [.byName(name: name)], path: "Services/\(name)Main",
      swiftSettings: settings),
    tests("\(name)Tests", [.byName(name: name), "TestKit"] + neighbours),
  ]
}

let package = Package(
  name: "cameo",
  dependencies: [],
  targets: [
    system("CLinux", debian: "libc6-dev"),
    system("COpenSSL", pkgConfig: "openssl", debian: "libssl-dev"),
    system("CSQLite", pkgConfig: "sqlite3", debian: "libsqlite3-dev"),
    .target(
      name: "CMessages", path: "Shared/CMessages",
      linkerSettings: [.linkedLibrary("protobuf-c")]),
    .target(
      name: "CPhoneNumber", path: "Shared/CPhoneNumber",
      linkerSettings: [.linkedLibrary("phonenumber")]),
    shared("Wire"),
    shared("Decoding", ["CMessages"]),
    shared("Schema", ["CMessages", "Decoding"]),
    shared("Messages", ["CMessages", "Decoding"]),
    shared("Runtime", ["CLinux"]),
    shared("TLS", ["Runtime", "COpenSSL"]),
    shared("RPC", ["Messages", "TLS", "Runtime", "Wire"]),
    shared("Stubs", ["RPC", "Messages"]),
    shared("Storage", ["CSQLite", "Runtime"]),
    shared("ServiceKit", ["RPC", "Storage"]),
    .executableTarget(
      name: "Generator", dependencies: ["Schema"], path: "Shared/Generator",
      swiftSettings: settings),
    tests("WireTests", ["Wire"]),
    tests("SchemaTests", ["Schema", "Decoding", "Messages"]),
    tests("MessagesTests", ["Messages", "Decoding", "CMessages", "Wire"]),
    tests("RuntimeTests", ["Runtime"]),
    tests("TLSTests", ["TLS"]),
    .target(
      name: "TestKit", dependencies: ["RPC"], path: "Tests/TestKit", swiftSettings: settings),
    tests("RPCTests", ["RPC", "TestKit"]),
    tests("StorageTests", ["Storage"]),
    tests("ServiceKitTests", ["ServiceKit"]),
    .executableTarget(
      name: "cameo", dependencies: ["ServiceKit", "Stubs", "Schema"], path: "Services/CommandLine",
      swiftSettings: settings),
  ]
    + service("Profile", executable: "cameo-profile", ["CPhoneNumber"])
    + service("Consent", executable: "cameo-consent")
    + service("Survey", executable: "cameo-survey")
    + service("Gateway", executable: "cameo-gateway", testedWith: ["Survey"])
)
