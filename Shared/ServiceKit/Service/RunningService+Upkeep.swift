import Storage

extension RunningService {
  /// Brings the schema of a service's data up to date, without serving.
  ///
  /// - Returns: a line on what it is now.
  static func migrate<Definition: ServiceDefinition>(
    _ definition: Definition.Type, _ common: CommonSettings
  ) async throws -> String {
    var common = common
    common.servesNobody = true
    let database = try await openDatabase(definition, common, SQLiteOptions.systemClock)
    await database.close()
    return
      "cameo-\(Definition.name): the schema is up to date: version \(Definition.migrations.count)"
  }

  /// Makes backups for the admin port; nil where no folder is set.
  func backups(in settings: StorageSettings) -> AdminBackups? {
    guard let folder = settings.backupFolder else { return nil }
    return AdminBackups(database: database, folder: folder, name: name)
  }
}
