// The C library's `struct stat` counts as the module's that was loaded first of all that include it,
// which may be NIO's: depending on what else is imported.
#if canImport(CNIOLinux)
  import CNIOLinux
#endif
import Glibc

/// What tells one state of a file from the next without reading it.
struct FileStamp: Equatable, Sendable {
  private var device: UInt
  private var inode: UInt
  private var size: Int
  private var seconds: Int
  private var nanoseconds: Int

  /// Nil where there is no such file. Links are followed: what Kubernetes replaces is a link.
  init?(_ path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    device = status.st_dev
    inode = status.st_ino
    size = status.st_size
    seconds = status.st_mtim.tv_sec
    nanoseconds = status.st_mtim.tv_nsec
  }
}
