import Foundation
import RPC
import Runtime
import TestKit
import Testing

/// gRPC's list once more, by the client in `proto/python`, which was written from PROTOCOL.md alone.
enum OtherLanguage {
  static let cases: [ConformanceCase] = usual + [pushBack]

  private static let usual: [ConformanceCase] = [
    "empty_unary", "large_unary", "client_streaming", "server_streaming", "ping_pong",
    "empty_stream", "custom_metadata", "status_code_and_message", "special_status_message",
    "unimplemented_method", "unimplemented_service", "cancel_after_begin",
    "cancel_after_first_response", "timeout_on_sleeping_server", "metadata_keys",
  ].map { name in
    ConformanceCase("python/\(name)", "the same with the client in Python") { subject in
      try await run(name, at: subject.address)
    }
  }

  private static let pushBack = ConformanceCase(
    "python/push_back", "what a RESET's text asks for is what the application is told"
  ) { _ in
    let listener = try RawPeer.Listener()
    async let script: Void = listener.accept { peer in
      try peer.hello()
      for milliseconds in ["1500", "2147483648"] {
        let stream = try peer.receive(.request).header.stream
        try peer.send(
          .reset, .unprocessed, stream: stream, aux: StatusCode.resourceExhausted.rawValue,
          body: Array("busy retry_after_ms=\(milliseconds)".utf8))
      }
      try peer.expectClosed()
    }
    try await run("push_back", at: listener.address)
    try await script
  }

  private static func run(_ name: String, at address: SocketAddress) async throws {
    let outcome = try await Outcome.of(
      program,
      ["--target", address.description, "--certs", TestCertificates.directory, name])
    try #require(
      outcome.status == 0 && outcome.output == "\(name) ok", "\(outcome.testDescription)")
  }

  private static let program =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path + "/proto/python/conformance.py"
}
