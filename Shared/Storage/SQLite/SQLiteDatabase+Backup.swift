extension SQLiteDatabase {
  public func backUp(
    to path: String, progress: @escaping @Sendable (WorkProgress) -> Void
  ) async throws -> BackupReport {
    let file = try NewFile(path)
    do {
      try await copy(to: file.part, progress)
      let report = try await Upkeep.run { try BackupFile.finish(file.part) }
      try file.keep()
      return report
    } catch {
      file.discard()
      throw error
    }
  }

  private func copy(
    to part: String, _ progress: @escaping @Sendable (WorkProgress) -> Void
  ) async throws {
    let copy = try BackupCopy(to: part)
    do {
      repeat {
        progress(try await slice(of: copy))
        try Task.checkCancellation()
      } while !copy.isWhole
    } catch {
      // A writer that takes nothing more ends the copies it knows when it ends itself.
      _ = writer.submit(BackupEnd(copy))
      throw error
    }
  }

  /// One slice on the writer's thread, between two commits.
  private func slice(of copy: BackupCopy) async throws -> WorkProgress {
    try await withCheckedThrowingContinuation { continuation in
      let refusal = writer.submit(BackupSlice(copy, continuation))
      if let refusal { continuation.resume(throwing: refusal) }
    }
  }

  /// Makes a database of a backup: verified before and after. Its change log goes on far behind its
  /// end, so that nobody's cursor from after the backup is taken for one of the new entries.
  ///
  /// - Parameters:
  ///   - backup: a file that ``Database/backUp(to:progress:)`` has made.
  ///   - path: where the database is to be; nothing may be there.
  ///   - progress: told how many pages are copied.
  /// - Throws: ``StorageError``: `corrupt` if the backup is damaged, `busy` if a service runs on `path`,
  ///   `io` if something is there already.
  public static func restore(
    _ backup: String, to path: String, progress: @escaping @Sendable (WorkProgress) -> Void
  ) async throws -> BackupReport {
    let lock = try FileLock(path: path + ".lock")
    defer { lock.release() }
    for suffix in ["", "-wal"] { try NewFile.requireNothing(at: path + suffix) }
    let file = try NewFile(path)
    do {
      let report = try await Upkeep.run {
        let source = try BackupFile.open(backup)
        try BackupFile.requireWhole(source, named: backup)
        let copy = try BackupCopy(to: file.part)
        repeat { progress(try copy.step(from: source)) } while !copy.isWhole
        return try BackupFile.finish(file.part, ChangeLog.resume)
      }
      try file.keep()
      return report
    } catch {
      file.discard()
      throw error
    }
  }
}

/// A slice of a backup that waits for its turn among the writes.
///
/// `@unchecked Sendable`: only the writer's thread uses it.
private final class BackupSlice: WriteRequest, @unchecked Sendable {
  private let copy: BackupCopy
  private let continuation: CheckedContinuation<WorkProgress, any Error>

  init(_ copy: BackupCopy, _ continuation: CheckedContinuation<WorkProgress, any Error>) {
    self.copy = copy
    self.continuation = continuation
  }

  override var isApart: Bool { true }

  override func perform(_ session: WriteSession) async {
    continuation.resume(with: Result { try session.step(copy) })
  }
}

/// Ends a copy that nobody wants any more.
///
/// `@unchecked Sendable`: only the writer's thread uses it.
private final class BackupEnd: WriteRequest, @unchecked Sendable {
  private let copy: BackupCopy

  init(_ copy: BackupCopy) { self.copy = copy }

  override var isApart: Bool { true }

  override func perform(_ session: WriteSession) async { session.end(copy) }
}

extension WriteSession {
  /// Copies some pages more.
  fileprivate func step(_ copy: BackupCopy) throws -> WorkProgress {
    if !copies.contains(where: { $0 === copy }) { copies.append(copy) }
    do {
      let progress = try copy.step(from: connection)
      if copy.isWhole { end(copy) }
      return progress
    } catch {
      end(copy)
      throw error
    }
  }

  fileprivate func end(_ copy: BackupCopy) {
    copy.end()
    copies.removeAll { $0 === copy }
  }
}
