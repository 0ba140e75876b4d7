import Glibc

/// A lock on a file beside the database, held while the database is open: two processes with a writer
/// each would take turns in each other's change log. The kernel drops it when a process dies.
final class FileLock: Sendable {
  private let descriptor: Int32

  /// - Throws: ``StorageError`` with `busy` if somebody holds it.
  convenience init(path: String) throws(StorageError) {
    try self.init(path: path, flags: O_CREAT)
  }

  /// The lock of a database that may be in use; nil if there never was one.
  ///
  /// - Throws: ``StorageError`` with `busy` if somebody holds it.
  convenience init?(existing path: String) throws(StorageError) {
    guard unsafe access(path, F_OK) == 0 else { return nil }
    try self.init(path: path, flags: 0)
  }

  private init(path: String, flags: Int32) throws(StorageError) {
    descriptor = unsafe open(path, O_RDWR | flags | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StorageError(
        .io,
        "\(path) cannot be created: \(unsafe String(cString: strerror(errno))); check that"
          + " the folder exists and is writable", underlying: errno)
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = FileLock.holder(descriptor)
      throw StorageError(
        .busy,
        "\(path) is held by \(holder): another service has this database open; stop it or"
          + " choose another --data folder", underlying: EWOULDBLOCK)
    }
    FileLock.sign(descriptor)
  }

  /// Lets others open the database. Idempotent.
  func release() {
    flock(descriptor, LOCK_UN)
  }

  // It also runs when `init` throws with the descriptor open: closing it there too would close
  // somebody else's, who was given the number meanwhile.
  deinit {
    if descriptor >= 0 { Glibc.close(descriptor) }
  }

  private static func sign(_ descriptor: Int32) {
    ftruncate(descriptor, 0)
    var text = "process \(getpid())"
    text.withUTF8 { bytes in
      _ = unsafe pwrite(descriptor, bytes.baseAddress, bytes.count, 0)
    }
  }

  private static func holder(_ descriptor: Int32) -> String {
    let text = unsafe [UInt8](unsafeUninitializedCapacity: 64) { buffer, count in
      count = unsafe max(0, pread(descriptor, buffer.baseAddress, 64, 0))
    }
    return text.isEmpty ? "another process" : String(decoding: text, as: UTF8.self)
  }
}
