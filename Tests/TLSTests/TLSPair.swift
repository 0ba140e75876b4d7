import Glibc
import Runtime
import Testing

@testable import TLS

/// A directory of its own with an authority and what it issued; removed at the end of the test.
final class TestAuthority {
  let authority: CertificateAuthority
  var directory: String { authority.directory }

  init(trustDomain: String = CertificateAuthority.defaultTrustDomain) throws {
    var template = Array("/tmp/cameo-tls-XXXXXX".utf8CString)
    let isMade = unsafe mkdtemp(&template) != nil
    try #require(isMade)
    let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    authority = try CertificateAuthority.create(in: path, trustDomain: trustDomain)
  }

  deinit {
    for name in names { unsafe unlink("\(directory)/\(name)") }
    unsafe rmdir(directory)
  }

  func context(_ role: TLSContext.Role, _ name: String = "profile") throws -> TLSContext {
    let kind: PeerIdentity.Kind = role == .client ? .client : .service
    return try TLSContext(role: role, authority.issue(name, kind, overwrite: true))
  }

  private var names: [String] {
    guard let listing = unsafe opendir(directory) else { return [] }
    defer { unsafe closedir(listing) }
    var names: [String] = []
    while let entry = unsafe readdir(listing) {
      unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
        unsafe names.append(String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self))
      }
    }
    return names.filter { !$0.hasPrefix(".") }
  }
}

/// Two connections over a socket pair, driven by hand.
final class TLSPair {
  private var sockets: SocketPair?
  let client: TLSConnection
  let server: TLSConnection

  init(_ client: TLSContext, _ server: TLSContext, expecting: String? = nil) throws {
    let sockets = try Socket.pair()
    self.client = TLSConnection(client, fd: sockets.first.fd, expecting: expecting)
    self.server = TLSConnection(server, fd: sockets.second.fd)
    self.sockets = consume sockets
  }

  /// Both handshakes until each is done or failed.
  func shakeHands() -> (client: HandshakeResult, server: HandshakeResult) {
    var results = (client: HandshakeResult.wantRead, server: HandshakeResult.wantRead)
    for _ in 0..<20 {
      if results.client.isWaiting { results.client = client.handshake() }
      if results.server.isWaiting { results.server = server.handshake() }
    }
    return results
  }

  /// Closes both ends below TLS, as a crash would.
  func cut() { sockets = nil }
}

extension HandshakeResult {
  var isWaiting: Bool { self == .wantRead || self == .wantWrite }
  var identity: PeerIdentity? { if case .done(let identity) = self { identity } else { nil } }
  var error: TLSError? { if case .failed(let error) = self { error } else { nil } }
}

extension TLSConnection {
  func write(_ bytes: [UInt8]) -> WriteResult {
    unsafe bytes.withUnsafeBytes { unsafe write($0) }
  }

  func read(_ count: Int = 65_536) -> (result: ReadResult, bytes: [UInt8]) {
    var bytes = [UInt8](repeating: 0, count: count)
    let result = unsafe bytes.withUnsafeMutableBytes { unsafe read(into: $0) }
    guard case .bytes(let count) = result else { return (result, []) }
    return (result, Array(bytes.prefix(count)))
  }
}
