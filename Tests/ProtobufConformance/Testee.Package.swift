// swift-tools-version: 6.2
import PackageDescription

// `run` copies this beside copies of CMessages and Messages that have protobuf's test messages as well.

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func target(_ name: String, _ dependencies: [Target.Dependency], _ path: String) -> Target {
  .target(name: name, dependencies: dependencies, path: path, swiftSettings: settings)
}

let package = Package(
  name: "cameo-conformance",
  targets: [
    .target(name: "CMessages", path: "CMessages", linkerSettings: [.linkedLibrary("protobuf-c")]),
    target("Decoding", ["CMessages"], "Shared/Decoding"),
    target("Schema", ["CMessages", "Decoding"], "Shared/Schema"),
    target("Messages", ["CMessages", "Decoding"], "Messages"),
    .executableTarget(
      name: "Generator", dependencies: ["Schema"], path: "Shared/Generator",
      swiftSettings: settings),
    .executableTarget(
      name: "testee", dependencies: ["Messages", "Schema"], path: "Testee",
      swiftSettings: settings),
  ]
)
