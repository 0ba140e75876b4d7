import Glibc
import RPC
import TLS

/// A service's certificate for both directions, from one folder: for the calls it takes, and for those it
/// makes itself.
struct ServiceCredentials: Sendable {
  let server: TLSCredentials
  let client: TLSCredentials
  private let directory: String
  private let name: String
  private let resumes: Bool

  init(_ common: CommonSettings, name: String) throws(TLSError) {
    directory = common.certificates
    self.name = name
    resumes = common.resumesSessions
    let files = TLSConfiguration(directory: directory, name: name)
    server = TLSCredentials(try TLSContext(role: .server, files, resumes: resumes))
    client = TLSCredentials(try TLSContext(role: .client, files, resumes: resumes))
  }

  /// The files that it is read from; the last may be missing.
  static func files(_ common: CommonSettings, name: String) -> [String] {
    ["ca.pem", "\(name).pem", "\(name).key", "crl.pem"].map { "\(common.certificates)/\($0)" }
  }

  /// Reads the files again. Throws, and leaves both as they were, where they cannot be used.
  func reload() throws(TLSError) {
    let files = TLSConfiguration(directory: directory, name: name)
    let nextServer = try TLSContext(
      role: .server, files, resumes: resumes, handshakes: server.current.handshakes)
    let nextClient = try TLSContext(
      role: .client, files, resumes: resumes, handshakes: client.current.handshakes)
    try server.replace(with: nextServer)
    try client.replace(with: nextClient)
  }
}
