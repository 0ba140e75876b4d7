public import Encryption
import Logging
import Storage

extension ServiceEnvironment {
  /// The keys of the service's customers, open till the service ends; nil where its operator has not
  /// asked for encryption. The definition must declare ``EncryptionSettings/declarations``.
  ///
  /// The service says NOT_SERVING while their database fails. Key-encryption keys are read again while
  /// it runs, as certificates are; what another than the current one wraps is rewrapped meanwhile, and the
  /// log says when the old one is needed no more.
  ///
  /// - Throws: ``ConfigurationError`` if the key-encryption keys cannot be had or are the wrong ones, or
  ///   the customers' keys would lie where they must not; ``StorageError``.
  public func openKeys() async throws -> SubjectKeys? {
    do {
      let stamps = Reloadable.stamps(EncryptionSettings.files(settings))
      guard let keks = try EncryptionSettings.keys(settings) else { return nil }
      let database = try await KeyDatabase.open(self)
      closings.add { await database.close() }
      attachments.add(database.condition)
      let keys = try await SubjectKeys.open(database, keys: keks, clock: clock)
      keepCurrent(keys, keks, stamps)
      return keys
    } catch let error as EncryptionError {
      throw ConfigurationError("\(error)")
    } catch var error as StorageError {
      // Which of the service's two databases it is.
      error.message = "the key database (encryption.database): \(error.message)"
      throw error
    }
  }

  /// Rewraps from now on, and whenever there are other key-encryption keys.
  private func keepCurrent(_ keys: SubjectKeys, _ first: KeyEncryptionKeys, _ stamps: [FileStamp?])
  {
    let (news, continuation) = AsyncStream.makeStream(
      of: KeyEncryptionKeys.self, bufferingPolicy: .bufferingNewest(1))
    let (logger, settings) = (self.logger, self.settings)
    attachments.add(
      Reloadable("encryption keys", EncryptionSettings.files(settings), stamps: stamps) {
        if let keks = try EncryptionSettings.keys(settings) { continuation.yield(keks) }
      })
    let task = Task {
      await KeyWrapping(keys: keys, logger: logger).run(first)
      for await keks in news { await KeyWrapping(keys: keys, logger: logger).replace(keks) }
    }
    closings.add {
      continuation.finish()
      task.cancel()
      await task.value
    }
  }
}

/// Brings the customers' keys under the key-encryption key that is in force.
private struct KeyWrapping {
  let keys: SubjectKeys
  let logger: Logger

  /// What cannot be put in force leaves what was.
  func replace(_ keks: KeyEncryptionKeys) async {
    do {
      try await keys.replaceKeyEncryptionKeys(keks)
      logger.notice("key-encryption keys in force", metadata: ["current": "\(keks.current.id)"])
      await run(keks)
    } catch {
      logger.error("key-encryption keys not taken: those in force stay", error: error)
    }
  }

  func run(_ keks: KeyEncryptionKeys) async {
    do {
      try await rewrap(keks)
    } catch is CancellationError {
    } catch {
      logger.error(
        "rewrapping keys stopped; it goes on at the next start, or when the keys are read again",
        error: error)
    }
  }

  private func rewrap(_ keks: KeyEncryptionKeys) async throws {
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
