import Foundation
import Messages
import RPC
import Runtime
import TLS
import TestKit
import Testing

/// Who is let in, by the server and by the client.
extension OwnWire {
  static let tls: [ConformanceCase] =
    HostileCertificate.allCases.map(clientCertificate)
    + [HostileCertificate.expired, .notYetValid, .foreign, .noIdentity].map(serverCertificate)
    + handshakes

  private static var now: Int64 { Int64(Date().timeIntervalSince1970) }

  private static func clientCertificate(_ certificate: HostileCertificate) -> ConformanceCase {
    ConformanceCase("wire/tls/client/\(certificate.rawValue)", "such a certificate is refused") {
      subject in
      let folder = try Folder()
      let files = try certificate.files(folder, now: now)
      try await expectRefusal(of: try HostileContext.make(.client, files), by: subject)
    }
  }

  private static func serverCertificate(_ certificate: HostileCertificate) -> ConformanceCase {
    ConformanceCase("wire/tls/server/\(certificate.rawValue)", "a client refuses such a server") {
      _ in
      let folder = try Folder()
      let files = try certificate.files(folder, now: now)
      try await expectRefusal(byClientOf: try HostileContext.make(.server, files), expecting: nil)
    }
  }

  private static let handshakes: [ConformanceCase] = [
    ConformanceCase("wire/tls/client/absent", "a client without a certificate is refused") {
      try await expectRefusal(of: try HostileContext.make(.client, nil), by: $0)
    },
    ConformanceCase("wire/tls/client/other_alpn", "ALPN without cameo/1 ends the handshake") {
      let files = TestCertificates.configuration("client")
      let context = try HostileContext.make(.client, files, protocols: ["h2", "http/1.1"])
      try await expectRefusal(of: context, by: $0, as: .alpn)
    },
    ConformanceCase("wire/tls/client/no_alpn", "no ALPN at all ends the handshake") {
      let files = TestCertificates.configuration("client")
      let context = try HostileContext.make(.client, files, protocols: [])
      try await expectRefusal(of: context, by: $0, as: .alpn)
    },
    ConformanceCase("wire/tls/client/several_alpn", "cameo/1 among others is agreed upon") {
      subject in
      let files = TestCertificates.configuration("client")
      let context = try HostileContext.make(.client, files, protocols: ["h2", "cameo/1"])
      try await RawPeer.connect(to: subject.address, as: context) { peer in
        try peer.hello()
        try peer.request(1, "EmptyCall")
        try peer.expectStatus(1)
      }
    },
    ConformanceCase("wire/tls/client/tls_1_2", "TLS 1.2 ends the handshake") {
      let files = TestCertificates.configuration("client")
      let context = try HostileContext.make(.client, files, isOld: true)
      try await expectRefusal(of: context, by: $0, as: .version)
    },
    ConformanceCase("wire/tls/server/no_alpn", "a client refuses a server without cameo/1") { _ in
      let files = TestCertificates.configuration("profile")
      try await expectRefusal(
        byClientOf: try HostileContext.make(.server, files, protocols: []), expecting: nil)
    },
    ConformanceCase("wire/tls/server/tls_1_2", "a client refuses a server of TLS 1.2") { _ in
      let files = TestCertificates.configuration("profile")
      try await expectRefusal(
        byClientOf: try HostileContext.make(.server, files, isOld: true), expecting: nil)
    },
    ConformanceCase(
      "wire/tls/server/wrong_name", "a client refuses another service than it expects"
    ) { _ in
      let files = TestCertificates.configuration("profile")
      try await expectRefusal(
        byClientOf: try TLSContext(role: .server, files),
        expecting: "spiffe://cameo.local/service/consent")
    },
    ConformanceCase("wire/tls/plain_text", "HTTP on the port is cut off, and others are served") {
      subject in
      let address = subject.address
      let answer = try await RawPeer.onThread {
        let socket = try RawSocket(to: address)
        try socket.send(Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
        return try socket.receiveAll()
      }
      // A TLS alert at most.
      try #require(answer.count <= 7)
      try await subject.answers()
    },
    ConformanceCase("wire/tls/closed_without_notify", "a client that is cut off is forgotten") {
      subject in
      try await RawPeer.connect(to: subject.address) { peer in
        try peer.hello()
        try peer.request(1, "FullDuplexCall", .noMessage)
        try peer.expectQuiet()
      }
      try await subject.answers()
    },
  ]

  /// With TLS 1.3 a client's handshake may be done before the server looks at its certificate: it is
  /// refused if no frame comes.
  private static func expectRefusal(
    of context: TLSContext, by subject: Subject, as code: TLSError.Code = .refused
  ) async throws {
    let refusal = try await RawPeer.onThread { () -> TLSError? in
      do {
        let peer = try RawPeer.connected(to: subject.address, as: context)
        let frame = try peer.receive()
        throw RawPeer.Unexpected(frame)
      } catch let error as TLSError {
        return error
      }
    }
    try #require(refusal?.code == code)
    try await subject.answers()
  }

  private static func expectRefusal(
    byClientOf context: TLSContext, expecting expected: String?
  ) async throws {
    try await ScriptedServer.with(as: context, expecting: expected) { server in
      async let accepted: Void? = try? server.listener.accept { peer in
        throw RawPeer.Unexpected(try peer.receive())
      }
      let error = try await failure(.unavailable) {
        try await TestServiceClient(server.channel).emptyCall(RPCV1.Empty(), .patient)
      }
      try #require(error.message.contains("TLS"))
      _ = await accepted
    }
  }
}
