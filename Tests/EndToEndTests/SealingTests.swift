import Foundation
import Messages
import RPC
import Runtime
import Stubs
import TestKit
import Testing

extension EndToEnd {
  /// Encryption as an operator switches it on.
  @Suite struct Sealing {
    static let key = String(repeating: "0123456789abcdef", count: 4)
    private static let email = "anna.novakova@example.com"

    static func identify(_ service: ServiceProcess) async throws -> String {
      try await ProfileServiceClient(service.channel).identify(
        ProfileV1.IdentifyRequest(
          requestId: "r1",
          identifiers: [ProfileV1.Identifier(kind: "email", value: email)],
          attributes: [
            ProfileV1.Attribute(
              name: "given_name", value: ProfileV1.Value(kind: .text("Annabella")),
              provenance: .declared, source: "form")
          ])
      ).customerId
    }

    /// Texts that are as they are in a file of the service.
    private func found(_ folder: String, _ texts: [String]) throws -> [String] {
      let files = try FileManager.default.contentsOfDirectory(atPath: folder)
      let bytes = files.map { FileManager.default.contents(atPath: "\(folder)/\($0)") ?? Data() }
      return texts.filter { text in bytes.contains { $0.range(of: Data(text.utf8)) != nil } }
    }

    private func refusal(_ data: String, _ settings: [String]) async throws -> Outcome {
      try await Outcome.of(
        "cameo-profile",
        [
          "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--certs",
          TestCertificates.directory, "--data", data,
        ] + settings.flatMap { ["--set", $0] })
    }

    @Test func `a sealed store serves after kill -9, has nothing to read in it, and needs its key`()
      async throws
    {
      let settings = ["encryption.key.command": "echo k1 \(Self.key)"]
      try await ServiceProcess.with(.profile, settings: settings) { service, folder in
        let customer = try await Self.identify(service)
        let data = "\(folder.path)/profile"
        #expect(try found(data, [Self.email, "Annabella", customer]) == [customer])
        service.kill()
        try await service.restart()
        let client = ProfileServiceClient(service.channel)
        let request = ProfileV1.GetProfileRequest(customerId: customer)
        #expect(try await client.getProfile(request).displayName == "Annabella")
        let owner = try await client.resolveIdentifier(
          ProfileV1.ResolveIdentifierRequest(
            identifier: ProfileV1.Identifier(kind: "email", value: Self.email.uppercased())))
        #expect(owner.customerId == customer)
        service.kill()
        await service.process.end()
        for (wrong, words) in [
          ([], "the profile data are sealed: set encryption.key"),
          (
            ["encryption.key.command=echo k2 \(Self.key)"],
            "\"k1\", which is not among those given (k2)"
          ),
          (
            ["encryption.key.command=echo k1 \(String(Self.key.reversed()))"],
            "\"k1\" does not unwrap"
          ),
          (["encryption.key=\(data)/none"], "the key file \(data)/none cannot be opened"),
        ] as [([String], String)] {
          let outcome = try await refusal(data, wrong)
          #expect(
            outcome.status == 78 && outcome.error.contains(words), "\(outcome.testDescription)")
          #expect(!outcome.error.contains(Self.key.prefix(16)))
        }
      }
    }

    @Test func `what was stored before is sealed by setting a key`() async throws {
      let folder = try Folder()
      let keyFile = try folder.write("kek", "k1 \(Self.key)\n")
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: keyFile)
      let clients = try EventLoopGroup(count: 1, name: "tests")
      defer { clients.stop() }
      let data = "\(folder.path)/profile"
      let plain = try await ServiceProcess(.profile, folder: folder, clients: clients)
      let customer = try await Self.identify(plain)
      #expect(try found(data, [Self.email, "Annabella"]) == [Self.email, "Annabella"])
      await plain.end()
      let sealed = try await ServiceProcess(
        .profile, folder: folder, clients: clients, settings: ["encryption.key": keyFile])
      #expect(try await Self.identify(sealed) == customer)
      let request = ProfileV1.GetProfileRequest(customerId: customer)
      let profile = try await ProfileServiceClient(sealed.channel).getProfile(request)
      #expect(profile.identifiers.map(\.value) == [Self.email])
      await sealed.end()
      #expect(try found(data, [Self.email, "Annabella"]) == [])
    }
  }
}

extension ServiceProcess {
  /// Ends it as an operator does.
  func end() async {
    await channel.close()
    process.signal(SIGTERM)
    await process.end()
  }
}
