internal import COpenSSL
import Glibc
import Runtime

/// A file that receives the secrets of every session, so that a debugger such as Wireshark can read a
/// capture: one line a secret, appended (RFC 9850, once NSS's "SSLKEYLOGFILE" format).
///
/// Whoever holds the file reads the sessions: it is made with mode 0600, and only development tools
/// offer one; services never do.
public final class TLSKeyLog: Sendable {
  /// The variable by which curl, browsers and others are told of such a file.
  public static let environmentVariable = "SSLKEYLOGFILE"

  private let descriptor: Int32

  /// Opens the file, or makes it. Throws `.file` with the path and the reason.
  public init(path: String) throws(TLSError) {
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw TLSError(
        .file,
        "cannot write the key log \(path): \(RuntimeError.text(errno)). Set another path, or unset "
          + Self.environmentVariable)
    }
  }

  deinit { close(descriptor) }

  /// One line in one write: appended whole, whichever thread it comes from.
  fileprivate func add(_ line: String) {
    let bytes = Array("\(line)\n".utf8)
    // A log that cannot be written, on a full disk say, must not end a session.
    _ = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
  }

  /// Has OpenSSL report the secrets of a context's sessions to its key log.
  static func enable(_ context: OpaquePointer) {
    unsafe SSL_CTX_set_keylog_callback(context, logSecret)
  }
}

/// OpenSSL calls this with each secret as soon as there is one.
private func logSecret(_ ssl: OpaquePointer?, _ line: UnsafePointer<CChar>?) {
  guard let log = unsafe TLSConnection.owner(of: ssl)?.context.keyLog, let line = unsafe line else {
    return
  }
  unsafe log.add(String(cString: line))
}
