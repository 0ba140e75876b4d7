import Glibc
import Testing

@testable import TLS

/// Two connections over a socket pair, driven by hand.
final class TLSPair {
  private var clientSocket: Int32
  private var serverSocket: Int32
  let client: TLSConnection
  let server: TLSConnection

  init(
    _ client: TLSContext, _ server: TLSContext, expecting: String? = nil, at address: String? = nil
  ) throws {
    var ends: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue)
    let isMade = unsafe socketpair(AF_UNIX, type, 0, &ends) == 0
    try #require(isMade)
    (clientSocket, serverSocket) = (ends[0], ends[1])
    self.client = TLSConnection(client, fd: clientSocket, expecting: expecting, at: address)
    self.server = TLSConnection(server, fd: serverSocket)
  }

  deinit {
    cutClient()
    close(serverSocket)
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

  /// Closes the client's end below TLS, as a crash would.
  func cutClient() {
    guard clientSocket >= 0 else { return }
    close(clientSocket)
    clientSocket = -1
  }

  /// Bytes to the server that never saw TLS.
  func sendPlain(_ bytes: [UInt8]) {
    _ = unsafe bytes.withUnsafeBytes { unsafe write(clientSocket, $0.baseAddress, $0.count) }
  }

  /// Makes the sockets' buffers so small that large writes are cut up.
  func squeeze() {
    for fd in [clientSocket, serverSocket] {
      for option in [SO_SNDBUF, SO_RCVBUF] {
        var size: Int32 = 4_096
        unsafe setsockopt(fd, SOL_SOCKET, option, &size, 4)
      }
    }
  }
}

extension HandshakeResult {
  var isWaiting: Bool { self == .wantRead || self == .wantWrite }
  var identity: PeerIdentity? { if case .done(let identity) = self { identity } else { nil } }
  var error: TLSError? { if case .failed(let error) = self { error } else { nil } }
}

extension TransferResult {
  var count: Int { if case .bytes(let count) = self { count } else { 0 } }
  var error: TLSError? { if case .failed(let error) = self { error } else { nil } }
}

extension TLSConnection {
  func write(_ bytes: some Sequence<UInt8>) -> TransferResult {
    unsafe Array(bytes).withUnsafeBytes { unsafe write($0) }
  }

  func read(_ count: Int = 65_536) -> (result: TransferResult, bytes: [UInt8]) {
    var bytes = [UInt8](repeating: 0, count: count)
    let result = unsafe bytes.withUnsafeMutableBytes { unsafe read(into: $0) }
    guard case .bytes(let count) = result else { return (result, []) }
    return (result, Array(bytes.prefix(count)))
  }
}
