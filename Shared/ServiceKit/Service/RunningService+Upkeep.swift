import Storage

extension RunningService {
  /// Brings the schema of a service's data up to date, without serving.
  ///
  /// - Parameter say: is given a line for each step, and one on what the schema is in the end.
  static func migrate<Definition: ServiceDefinition>(
    _ definition: Definition.Type, _ common: CommonSettings,
    _ say: @escaping @Sendable (String) -> Void
  ) async throws {
    var common = common
    common.servesNobody = true
    let name = "cameo-\(Definition.name)"
    let database = try await openDatabase(definition, common, SQLiteOptions.systemClock) {
      say("\(name): migration \($0.done) of \($0.total) is done")
    }
    await database.close()
    say("\(name): the schema is up to date: version \(Definition.migrations.count)")
  }

  /// Makes backups for the admin port; nil where no folder is set.
  func backups(in settings: StorageSettings) -> AdminBackups? {
    guard let folder = settings.backupFolder else { return nil }
    return AdminBackups(database: database, folder: folder, name: name)
  }
}
