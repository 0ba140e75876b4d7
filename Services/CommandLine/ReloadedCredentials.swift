import TLS

/// A server's certificates, read again from the same files when it is told to.
struct ReloadedCredentials: Sendable {
  let source: TLSCredentials
  private let files: TLSConfiguration
  private let keyLog: TLSKeyLog?

  init(_ files: TLSConfiguration, keyLog: TLSKeyLog?) throws(TLSError) {
    self.files = files
    self.keyLog = keyLog
    source = TLSCredentials(try TLSContext(role: .server, files, keyLog: keyLog))
  }

  /// Puts what the files say by now in force, and says so; or why what there was stays.
  func reload() -> String {
    do throws(TLSError) {
      try source.replace(with: try TLSContext(role: .server, files, keyLog: keyLog))
      return "certificates read again"
    } catch {
      return "certificates not read again: \(error)"
    }
  }
}
