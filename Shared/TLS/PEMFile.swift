internal import COpenSSL
import Glibc
import Runtime

/// Writes small files whole or not at all: to a temporary name beside the target, to disk, then
/// renamed.
enum PEMFile {
  enum Secrecy {
    /// Certificates: everyone may read them.
    case open
    /// Keys: mode 0600.
    case secret
    var mode: mode_t { self == .open ? 0o644 : 0o600 }
  }

  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  static func makeDirectory(_ path: String) throws(TLSError) {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += part + "/"
      guard unsafe mkdir(made, 0o755) != 0, errno != EEXIST else { continue }
      throw TLSError(.file, "cannot make directory \(made): \(RuntimeError.text(errno))")
    }
  }

  static func write(_ bytes: [UInt8], to path: String, _ secrecy: Secrecy) throws(TLSError) {
    let temporary = "\(path).\(getpid()).new"
    let fd = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, secrecy.mode)
    guard fd >= 0 else { throw failure("cannot create", temporary) }
    let isWritten = fchmod(fd, secrecy.mode) == 0 && writeAll(bytes, fd) && fsync(fd) == 0
    let number = errno
    close(fd)
    guard isWritten, unsafe rename(temporary, path) == 0 else {
      let reason = isWritten ? errno : number
      unsafe unlink(temporary)
      throw TLSError(.file, "cannot write \(path): \(RuntimeError.text(reason))")
    }
  }

  private static func writeAll(_ bytes: [UInt8], _ fd: Int32) -> Bool {
    var offset = 0
    while offset < bytes.count {
      let count = unsafe bytes[offset...].withUnsafeBytes {
        unsafe Glibc.write(fd, $0.baseAddress, $0.count)
      }
      guard count > 0 else { return false }
      offset += count
    }
    return true
  }

  private static func failure(_ what: String, _ path: String) -> TLSError {
    TLSError(.file, "\(what) \(path): \(RuntimeError.text(errno))")
  }
}
