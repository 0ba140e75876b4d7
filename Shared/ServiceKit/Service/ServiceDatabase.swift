import Storage

/// The engine that the setting `database` chooses.
enum ServiceDatabase {
  static let setting = Setting(
    "database", default: nil,
    "File of the SQLite database, by default NAME.db in the folder of data; or where a PostgreSQL"
      + " server is, postgresql://USER@HOST/DATABASE?sslmode=verify-full, for several replicas. Its"
      + " password belongs into a passfile (PGPASSFILE), or else into the environment.")

  /// Opens the database of a service, which is yet to be migrated.
  ///
  /// - Parameters:
  ///   - name: the service's: of the file, or of the schema on the server.
  ///   - common: of which its `database`, if somebody chose, decides.
  static func open(
    name: String, common: CommonSettings, software: String,
    clock: @escaping @Sendable () -> Int64
  ) throws -> any Database {
    let chosen = common.database
    if let chosen, PostgreSQLTarget.isTarget(chosen) {
      var options = PostgreSQLOptions(clock: clock)
      options.software = software
      options.schema = name
      options.opensUnfinishedMove = common.servesNobody
      return try PostgreSQLDatabase(target(chosen), options: options)
    }
    if let chosen, chosen.contains("://") {
      throw ConfigurationError(
        "database names no engine that is known: give the path of a file, or postgresql://HOST/NAME"
      )
    }
    if chosen == nil { try DataFolder.make(common.data) }
    var options = SQLiteOptions(clock: clock)
    options.software = software
    common.storage.apply(to: &options)
    return try SQLiteDatabase(path: chosen ?? "\(common.data)/\(name).db", options: options)
  }

  /// What cannot be read is the operator's to correct.
  private static func target(_ text: String) throws -> PostgreSQLTarget {
    do {
      return try PostgreSQLTarget(text)
    } catch {
      throw ConfigurationError("database: \(error.message)")
    }
  }
}
