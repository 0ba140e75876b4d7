import Foundation
import Runtime
import TestKit
import Testing

/// gRPC's list once more, by the client in `proto/python`, which was written from PROTOCOL.md alone.
enum OtherLanguage {
  static let cases: [ConformanceCase] = [
    "empty_unary", "large_unary", "client_streaming", "server_streaming", "ping_pong",
    "empty_stream", "custom_metadata", "status_code_and_message", "special_status_message",
    "unimplemented_method", "unimplemented_service", "cancel_after_begin",
    "cancel_after_first_response", "timeout_on_sleeping_server",
  ].map { name in
    ConformanceCase("python/\(name)", "the same with the client in Python") { subject in
      let outcome = try await Outcome.of(
        program,
        [
          "--target", subject.address.description, "--certs", TestCertificates.directory, name,
        ])
      try #require(
        outcome.status == 0 && outcome.output == "\(name) ok", "\(outcome.testDescription)")
    }
  }

  private static let program =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path + "/proto/python/conformance.py"
}
