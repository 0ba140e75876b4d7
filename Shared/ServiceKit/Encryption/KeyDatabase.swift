import Encryption
import Logging
import Storage

/// The database of the customers' keys: a file, or a server where several replicas share the data.
enum KeyDatabase {
  /// Opens and migrates it.
  ///
  /// - Throws: ``ConfigurationError`` where it cannot do what it is for; ``StorageError``.
  static func open(_ environment: ServiceEnvironment) async throws -> any Database {
    let place = try EncryptionSettings.place(environment.settings, of: environment.name)
    let database = try engine(environment, at: place)
    do {
      try await check(database, apartFrom: environment)
      try await database.migrate(SubjectKeyTables.migrations)
    } catch {
      await database.close()
      throw error
    }
    return database
  }

  private static func engine(_ environment: ServiceEnvironment, at place: String) throws
    -> any Database
  {
    let software = "cameo-\(environment.name) \(ServiceMain.version)"
    guard PostgreSQLTarget.isTarget(place) else {
      // Replicas would each make keys of their own, and none could open what another sealed.
      guard environment.database is SQLiteDatabase else {
        throw ConfigurationError(
          "data in PostgreSQL need their keys in PostgreSQL too, where all replicas find them: set"
            + " encryption.database to postgresql://HOST/DATABASE, another than the data's, best on"
            + " another server")
      }
      var options = SQLiteOptions(clock: environment.clock)
      options.software = software
      return try SQLiteDatabase(path: place, options: options)
    }
    var options = PostgreSQLOptions(clock: environment.clock)
    options.software = software
    options.schema = environment.name
    do {
      return try PostgreSQLDatabase(PostgreSQLTarget(place), options: options)
    } catch {
      throw ConfigurationError("encryption.database: \(error)")
    }
  }

  /// A backup that holds keys beside data brings back whom the service has erased.
  private static func check(_ keys: any Database, apartFrom environment: ServiceEnvironment)
    async throws
  {
    guard environment.database is PostgreSQLDatabase, keys is PostgreSQLDatabase else { return }
    let (data, own) = (try await server(environment.database), try await server(keys))
    guard data.cluster == own.cluster else { return }
    guard data.database != own.database else {
      throw ConfigurationError(
        "encryption.database is the data's own: every backup would hold the keys beside what they"
          + " seal, and erase nobody; name another database, best on another server")
    }
    environment.logger.warning(
      """
      the keys are on the same server as the data: a backup of the whole server (pg_basebackup, \
      pgBackRest) holds both, and brings back whom the service has erased
      """)
  }

  private static func server(_ database: any Database) async throws
    -> (cluster: String, database: String)
  {
    let sql = """
      SELECT system_identifier::text, current_database()::text FROM pg_control_system()
      """
    return try await database.read { reader in
      try await reader.first(sql, []) { ($0.text(0), $0.text(1)) }
    } ?? ("", "")
  }
}
