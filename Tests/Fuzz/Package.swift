// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that instrumented builds need none of Cameo's dependencies and only the
// four modules that read a peer's bytes. `deploy/fuzz` builds it; `Shared` is a link.

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

func shared(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Shared/\(name)",
    exclude: name == "Messages" ? ["README.md"] : [], swiftSettings: settings)
}

let package = Package(
  name: "cameo-fuzz",
  targets: [
    .target(
      name: "CMessages", path: "Shared/CMessages",
      linkerSettings: [.linkedLibrary("protobuf-c")]),
    shared("Wire"),
    shared("Decoding", ["CMessages"]),
    shared("Messages", ["CMessages", "Decoding"]),
    .target(
      name: "FuzzTargets", dependencies: ["Wire", "Decoding", "Messages", "CMessages"],
      path: "Targets", swiftSettings: settings),
    .target(name: "CFuzzer", path: "CFuzzer"),
    .executableTarget(
      name: "fuzz", dependencies: ["CFuzzer", "FuzzTargets"], path: "Runner",
      swiftSettings: settings),
  ]
)
