public import Encryption
import Logging
import Storage

extension ServiceEnvironment {
  /// The keys of the service's customers, open till the service ends; nil where its operator has not
  /// asked for encryption. The definition must declare ``EncryptionSettings/declarations``.
  ///
  /// Keys that another than the current key-encryption key wraps are rewrapped from now on, while the
  /// service serves; its log says when the old one is needed no more.
  ///
  /// - Throws: ``ConfigurationError`` if the key-encryption keys cannot be had or are the wrong ones, or
  ///   the data lie where several replicas may share them; ``StorageError``.
  public func openKeys() async throws -> SubjectKeys? {
    do {
      guard let keks = try EncryptionSettings.keys(settings) else { return nil }
      // Replicas would each make keys of their own, and none could open what another sealed.
      guard database is SQLiteDatabase else {
        throw ConfigurationError(
          "encryption.key needs data in SQLite: the customers' keys lie in a file beside them, which"
            + " several replicas cannot share")
      }
      var options = SQLiteOptions(clock: clock)
      options.software = "cameo-\(name) \(ServiceMain.version)"
      let database = try SQLiteDatabase(
        path: try EncryptionSettings.path(settings, of: name), options: options)
      closings.add { await database.close() }
      try await database.migrate(SubjectKeyTables.migrations)
      let keys = try await SubjectKeys.open(database, keys: keks, clock: clock)
      rewrapInBackground(keys, keks)
      return keys
    } catch let error as EncryptionError {
      throw ConfigurationError("\(error)")
    }
  }

  private func rewrapInBackground(_ keys: SubjectKeys, _ keks: KeyEncryptionKeys) {
    let logger = self.logger
    let task = Task {
      do {
        try await Self.rewrap(keys, keks, logger)
      } catch is CancellationError {
      } catch {
        logger.error(
          "rewrapping keys stopped; it goes on at the next start", error: error)
      }
    }
    closings.add {
      task.cancel()
      await task.value
    }
  }

  private static func rewrap(_ keys: SubjectKeys, _ keks: KeyEncryptionKeys, _ logger: Logger)
    async throws
  {
    guard try await keys.keyEncryptionKeysInUse() != [keks.current.id] else { return }
    let rotation = try await keys.rotate { rotation in
      logger.debug("rewrapping keys", metadata: ["done": "\(rotation.done)/\(rotation.total)"])
    }
    let used = try await keys.keyEncryptionKeysInUse()
    logger.notice(
      "rewrapped keys",
      metadata: [
        "count": "\(rotation.done - rotation.unreadable.count)",
        "unreadable": "\(rotation.unreadable)", "in-use": "\(used)",
        "not-needed": "\(keks.ids.filter { !used.contains($0) })",
      ])
  }
}
