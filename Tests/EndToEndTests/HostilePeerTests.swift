import COpenSSL
import Foundation
import Messages
import RPC
import Runtime
import TestKit
import Testing

@testable import TLS

extension EndToEnd {
  /// Who does not speak the protocol is shown out, with a reason in the log; the others are served.
  @Suite struct HostilePeer {
    @Test func `a certificate of another authority`() async throws {
      try await Self.isShownOut("certificate") { survey, folder in
        let foreign = folder.path + "/foreign"
        _ = try CertificateAuthority.createDevelopment(in: foreign)
        var files = TLSConfiguration(directory: foreign, name: "client")
        files.authority = TestCertificates.configuration("client").authority
        try await Self.callFails(survey, try TLSContext(role: .client, files))
      }
    }

    @Test func `another application protocol`() async throws {
      try await Self.isShownOut("does not speak cameo/1") { survey, _ in
        try await Self.callFails(survey, try Self.context(speaking: "http/1.1"))
      }
    }

    @Test func `plain text`() async throws {
      try await Self.isShownOut("handshake") { survey, folder in
        let request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
        try await Self.send(Array(request.utf8), to: survey, folder)
      }
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `random bytes`(seed: UInt64) async throws {
      try await Self.isShownOut("handshake") { survey, folder in
        var state = seed
        let bytes = (0..<4096).map { _ in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return UInt8(truncatingIfNeeded: state >> 33)
        }
        try await Self.send(bytes, to: survey, folder)
      }
    }

    /// The bytes of an attack may differ; that the log names a cause and the service goes on may not.
    private static func isShownOut(
      _ word: String, _ attack: (ServiceProcess, Folder) async throws -> Void
    ) async throws {
      try await ServiceProcess.with(.survey) { survey, folder in
        try await attack(survey, folder)
        let line = await survey.process.error.line {
          $0.contains("disconnected") && $0.contains("reason=")
            && $0.contains("a peer that did not prove who it is")
        }
        #expect(line?.contains(word) == true, "\(line ?? survey.process.error.text)")
        let health = try await HealthClient(survey.channel).check(RPCV1.HealthRequest())
        #expect(health.status == .serving)
        #expect(survey.process.isRunning)
      }
    }

    private static func callFails(_ survey: ServiceProcess, _ context: TLSContext) async throws {
      let loops = try EventLoopGroup(count: 1, name: "hostile")
      let channel = Channel(target: survey.address, tls: context, expecting: nil, group: loops)
      let error = await #expect(throws: RPCError.self) {
        try await HealthClient(channel).check(
          RPCV1.HealthRequest(), CallOptions(timeout: .seconds(30)))
      }
      #expect(error?.code == .unavailable)
      await channel.close()
      loops.stop()
    }

    /// Returns when the service has closed the connection.
    private static func send(
      _ bytes: [UInt8], to survey: ServiceProcess, _ folder: Folder
    ) async throws {
      let file = try folder.write("attack", bytes)
      let script = "exec 3<>/dev/tcp/127.0.0.1/$1; cat \"$2\" >&3; cat <&3 >/dev/null; true"
      let outcome = try await Outcome.of(
        "/bin/bash", ["-c", script, "attack", "\(survey.port)", file])
      #expect(outcome.status == 0, "\(outcome.testDescription)")
    }

    /// A client's context with a good certificate that offers another protocol than ours.
    private static func context(speaking name: String) throws -> TLSContext {
      let files = TestCertificates.configuration("client")
      guard let context = unsafe SSL_CTX_new(TLS_method()) else {
        throw HarnessError("OpenSSL makes no context")
      }
      let isLoaded =
        unsafe SSL_CTX_use_certificate_chain_file(context, files.certificate) == 1
        && SSL_CTX_use_PrivateKey_file(context, files.key, SSL_FILETYPE_PEM) == 1
        && SSL_CTX_load_verify_locations(context, files.authority, nil) == 1
      try #require(isLoaded)
      let wire = [UInt8(name.utf8.count)] + Array(name.utf8)
      unsafe SSL_CTX_set_alpn_protos(context, wire, UInt32(wire.count))
      let identity = try #require(PeerIdentity(uri: "spiffe://cameo.local/client/client"))
      return unsafe TLSContext(role: .client, identity: identity, owning: context)
    }
  }
}
