import Foundation
import TestKit
import Testing

extension EndToEnd {
  /// The client in `proto/python`, which was written from PROTOCOL.md and shares no line with ours.
  @Suite struct PythonClient {
    private static let proto =
      URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path + "/proto"

    /// gRPC's interoperability cases that do not depend on HTTP.
    private static let cases = [
      "empty_unary", "large_unary", "client_streaming", "server_streaming", "ping_pong",
      "empty_stream", "custom_metadata", "metadata_keys", "status_code_and_message",
      "special_status_message",
      "unimplemented_method", "unimplemented_service", "cancel_after_begin",
      "cancel_after_first_response", "timeout_on_sleeping_server",
    ]

    @Test func `the interoperability cases with their sizes`() async throws {
      try await TestServer.with { address in
        let outcome = try await Self.conformance(address, TestCertificates.directory)
        #expect(!outcome.wasKilled && outcome.error.isEmpty, "\(outcome.testDescription)")
        let results = outcome.output.split(separator: "\n").map(String.init)
        #expect(results.map { $0.prefix { $0 != " " } } == Self.cases.map { $0[...] })
        for (name, result) in zip(Self.cases, results) { #expect(result == name + " ok") }
      }
    }

    @Test func `its own tests`() async throws {
      let outcome = try await Outcome.of("\(Self.proto)/python/tests.py", [])
      #expect(outcome.status == 0, "\(outcome.testDescription)")
    }

    /// One line that names what and why, and never a traceback.
    @Test(arguments: [
      ("nonsense", "CERTS", [], "not an address like 127.0.0.1:7190: 'nonsense'"),
      ("127.0.0.1:70000", "CERTS", [], "not an address like 127.0.0.1:7190: '127.0.0.1:70000'"),
      ("127.0.0.1:9", "CERTS", [], "cannot reach 127.0.0.1:9: Connection refused"),
      ("127.0.0.1:9", "/nowhere", [], "/nowhere/ca.pem: No such file or directory"),
      ("SERVER", "CERTS", ["--as", "nobody"], "nobody.pem: No such file or directory"),
      ("SERVER", "CERTS", ["--keylog", "/nowhere/k"], "/nowhere/k: No such file or directory"),
      (
        "SERVER", "CERTS", ["--server", "spiffe://cameo.local/service/survey"],
        "is spiffe://cameo.local/service/profile, not spiffe://cameo.local/service/survey"
      ),
    ])
    func `wrong input`(target: String, certs: String, options: [String], words: String)
      async throws
    {
      try await TestServer.with { address in
        let outcome = try await Self.conformance(
          target.replacing("SERVER", with: address),
          certs.replacing("CERTS", with: TestCertificates.directory), options)
        #expect(outcome.status == 2 && outcome.output.isEmpty, "\(outcome.testDescription)")
        #expect(outcome.error.hasPrefix("conformance.py: ") && outcome.error.hasSuffix(words))
        #expect(!outcome.error.contains("\n"), "\(outcome.error)")
      }
    }

    /// With TLS 1.3 a client learns only after the handshake that its certificate was refused.
    @Test func `a client of another authority`() async throws {
      let own = try Folder()
      let made = try await Outcome.of("cameo", ["certs", "init", "\(own.path)/certs"])
      #expect(made.status == 0, "\(made.testDescription)")
      let authority = try Data(
        contentsOf: URL(fileURLWithPath: TestCertificates.directory + "/ca.pem"))
      _ = try own.write("certs/ca.pem", authority)
      try await TestServer.with { address in
        let outcome = try await Self.conformance(address, "\(own.path)/certs")
        #expect(outcome.status == 1 && outcome.error.isEmpty, "\(outcome.testDescription)")
        let results = outcome.output.split(separator: "\n")
        #expect(results.count == Self.cases.count)
        #expect(results.allSatisfy { $0.contains(" FAILED: ") && $0.contains("UNAVAILABLE") })
      }
    }

    @Test func `a server of another authority`() async throws {
      let other = try Folder()
      let made = try await Outcome.of("cameo", ["certs", "init", "\(other.path)/certs"])
      #expect(made.status == 0, "\(made.testDescription)")
      try await TestServer.with(certificates: "\(other.path)/certs") { address in
        let outcome = try await Self.conformance(address, TestCertificates.directory)
        #expect(outcome.status == 2, "\(outcome.testDescription)")
        #expect(outcome.error.contains("TLS with \(address) failed: "), "\(outcome.error)")
      }
    }

    /// Needs tshark, which `deploy/install-debian --wireshark` installs, and the right to capture.
    @Test(.enabled(if: Requirement.isMet(tshark), "deploy/test --all installs tshark"))
    func `what Wireshark shows of it`() async throws {
      let outcome = try await Outcome.of(
        "\(Self.proto)/wireshark/check", ["--cameo", Executables.folder + "/cameo"])
      if !Requirement.isMet(outcome.status != 77) { try Test.cancel("\(outcome.output)") }
      #expect(outcome.status == 0, "\(outcome.testDescription)")
    }

    private static let tshark = FileManager.default.isExecutableFile(atPath: "/usr/bin/tshark")

    private static func conformance(
      _ target: String, _ certificates: String, _ options: [String] = []
    ) async throws -> Outcome {
      try await Outcome.of(
        "\(proto)/python/conformance.py", ["--target", target, "--certs", certificates] + options)
    }
  }
}
