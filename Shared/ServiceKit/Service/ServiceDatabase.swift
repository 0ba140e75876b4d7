import Storage

/// The engine that the setting `database` chooses.
enum ServiceDatabase {
  static let setting = Setting(
    "database", default: nil,
    "File of the SQLite database, by default NAME.db in the folder of data; or where a PostgreSQL"
      + " server is, postgresql://USER@HOST/DATABASE?sslmode=verify-full, for several replicas. Its"
      + " password belongs into a passfile (PGPASSFILE), or else into the environment.")

  static let partitions = Setting(
    "database.partitions", default: nil,
    "Names of foreign servers of the PostgreSQL server, as in east,middle,west: a service's schema that"
      + " is new is spread over them by customer. One that is there stays as it was made, and a start"
      + " with another list is refused.")

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
      options.partitions = common.partitions
      options.opensUnfinishedMove = common.servesNobody
      return try PostgreSQLDatabase(target(chosen), options: options)
    }
    guard common.partitions.isEmpty else {
      throw ConfigurationError(
        "database.partitions is set, but database names no PostgreSQL server: only one can spread data"
      )
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

  /// The names in a list with commas.
  static func names(_ text: String?) throws(ConfigurationError) -> [String] {
    let names = (text ?? "").split(separator: ",", omittingEmptySubsequences: false)
      .map { String($0.filter { !$0.isWhitespace }) }
    if names == [""] { return [] }
    guard !names.contains(""), Set(names).count == names.count else {
      throw ConfigurationError(
        "database.partitions is \"\(text ?? "")\", but must be different names with commas between"
          + " them, such as east,middle,west")
    }
    return names
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
