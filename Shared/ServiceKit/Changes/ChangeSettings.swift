import Storage

/// How long a service keeps its change log, as its operator says.
enum ChangeSettings {
  static let declarations = [
    Setting(
      "changes.keep.hours", default: "168",
      "How long entries of the change log stay for watchers without a name, 1 to 87600."),
    Setting(
      "changes.consumer.hours", default: "336",
      "How long a consumer of the change log may leave an entry unacknowledged before it is dropped,"
        + " 1 to 87600."),
    Setting(
      "changes.consumer.entries", default: "1000000",
      "How many entries a consumer may be behind before it is dropped, 1 to 1000000000."),
  ]

  static func retention(_ settings: ServiceSettings) throws -> ChangeRetention {
    ChangeRetention(
      keepMicroseconds: try hours("changes.keep.hours", settings),
      mostEntriesBehind: Int64(
        try settings.integer("changes.consumer.entries", in: 1...1_000_000_000)),
      mostMicrosecondsBehind: try hours("changes.consumer.hours", settings))
  }

  private static func hours(_ name: String, _ settings: ServiceSettings) throws -> Int64 {
    Int64(try settings.integer(name, in: 1...87_600)) * 3_600_000_000
  }
}
