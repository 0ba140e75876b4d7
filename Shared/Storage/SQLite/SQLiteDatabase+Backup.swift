import Glibc
import Synchronization

extension SQLiteDatabase {
  public func backUp(
    to path: String, progress: @escaping @Sendable (WorkProgress) -> Void
  ) async throws -> BackupReport {
    let file = try NewFile(path)
    do {
      let copy = try BackupCopy(to: file.part)
      repeat {
        progress(try await copySlice(copy))
        try Task.checkCancellation()
      } while !copy.isWhole
      let report = try await Upkeep.run { try BackupFile.finish(file.part) }
      try file.keep()
      return report
    } catch {
      file.discard()
      throw error
    }
  }

  /// One slice on the writer's thread, between two commits.
  private func copySlice(_ copy: BackupCopy) async throws -> WorkProgress {
    try await withCheckedThrowingContinuation { continuation in
      guard !writer.submit(BackupSlice(copy, continuation)) else { return }
      continuation.resume(throwing: StorageError.databaseIsClosed)
    }
  }

  /// Makes a database of a backup: verified before and after.
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
        return try BackupFile.finish(file.part)
      }
      try file.keep()
      return report
    } catch {
      file.discard()
      throw error
    }
  }
}

/// A file that comes to be whole or not at all: it is written under another name.
struct NewFile: Sendable {
  let path: String
  var part: String { path + ".part" }

  /// - Throws: ``StorageError`` with `io` if there is a file already.
  init(_ path: String) throws(StorageError) {
    self.path = path
    try NewFile.requireNothing(at: path)
    // What an attempt that was cut short has left.
    discard()
    guard SQLiteDatabase.createPrivately(part) else {
      throw StorageError(
        .io, "\(part) cannot be made: \(unsafe String(cString: strerror(errno)))",
        underlying: errno)
    }
  }

  static func requireNothing(at path: String) throws(StorageError) {
    guard unsafe access(path, F_OK) != 0 else {
      throw StorageError(
        .io, "\(path) is there already: move it away, or choose another place", underlying: EEXIST)
    }
  }

  /// Gives it its name, on disk.
  func keep() throws(StorageError) {
    guard sync(part), unsafe rename(part, path) == 0, sync(folder) else {
      throw StorageError(
        .io, "\(path) cannot be kept: \(unsafe String(cString: strerror(errno)))",
        underlying: errno)
    }
  }

  func discard() {
    for suffix in ["", "-journal", "-wal"] { unsafe unlink(part + suffix) }
  }

  private var folder: String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return parts.isEmpty ? "." : parts == [""] ? "/" : parts.joined(separator: "/")
  }

  private func sync(_ path: String) -> Bool {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return fsync(descriptor) == 0
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
    continuation.resume(with: Result { try copy.step(from: session.connection) })
  }
}

/// Long work on a thread of its own, which ends with it: neither a loop nor a scan waits for it.
enum Upkeep {
  static func run<R: Sendable>(_ work: @Sendable () throws -> R) async throws -> R {
    let thread = try StorageThread.start(name: "storage-upkeep") { $0.runJobs() }
    _ = thread.beginTask(limit: 1)
    defer {
      thread.stop()
      thread.endTask()
    }
    return try await withTaskExecutorPreference(thread) { try work() }
  }
}
