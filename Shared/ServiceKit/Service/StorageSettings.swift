import Storage

/// How a service's database is bounded.
struct StorageSettings: Sendable {
  private let logPages: Int
  private let scanTime: Duration
  /// Where a running service puts backups that the admin port is asked for; nil refuses them.
  let backupFolder: String?

  static let declarations = [
    Setting(
      "storage.log.mib", default: "256",
      "MiB that SQLite's write-ahead log may come to before scans and exports that hold it are"
        + " ended, 16 to 65536."),
    Setting(
      "storage.scan.seconds", default: "30", "How long one long read may take, 1 to 3600."),
    Setting(
      "storage.backups", default: nil,
      "Folder for backups that are asked for at the admin port (cameo db backup --admin); made if it"
        + " is missing. Without it there are none."),
  ]

  init(_ settings: ServiceSettings) throws {
    logPages = try settings.integer("storage.log.mib", in: 16...65_536) * 256
    backupFolder = settings.optionalText("storage.backups")
    scanTime = .seconds(try settings.integer("storage.scan.seconds", in: 1...3_600))
  }

  func apply(to options: inout SQLiteOptions) {
    options.logLimitPages = logPages
    options.scanTime = scanTime
  }
}
