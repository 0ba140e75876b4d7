import Glibc

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
