import Foundation
import TestKit
import Testing

extension EndToEnd {
  /// `deploy/demo-postgres`, where CAMEO_DEMO_POSTGRES names a folder.
  @Suite struct DemoServer {
    private static let program = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().appending(path: "../../deploy/demo-postgres").standardized.path

    private static func run(_ arguments: [String], in folder: String) async throws -> Outcome {
      try await Outcome.of(program, arguments, environment: ["CAMEO_DEMO_POSTGRES": folder])
    }

    @Test(arguments: [[], ["--stop"], ["--remove"]])
    func `a folder that holds something else is left as it is`(_ arguments: [String]) async throws {
      let folder = try Folder()
      let file = try folder.write("mine", "kept")
      let before = try FileManager.default.attributesOfItem(atPath: folder.path)
      let outcome = try await Self.run(arguments, in: folder.path)
      #expect(outcome.status == 1, "\(outcome.testDescription)")
      #expect(outcome.error.contains("\(folder.path) holds something else"))
      #expect(try String(contentsOfFile: file, encoding: .utf8) == "kept")
      let after = try FileManager.default.attributesOfItem(atPath: folder.path)
      for key in [FileAttributeKey.posixPermissions, .ownerAccountID] {
        #expect(before[key] as? Int == after[key] as? Int)
      }
    }

    @Test func `it deletes what it made, and nothing that came beside it`() async throws {
      // Short, because a socket's path may have 107 bytes.
      let folder = "/tmp/cameo-demo-" + UUID().uuidString.prefix(8)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let started = try await Self.run([], in: folder)
      #expect(started.output == "postgresql:///postgres?host=\(folder)&user=cameo")
      try Data("kept".utf8).write(to: URL(fileURLWithPath: "\(folder)/mine"))
      let removed = try await Self.run(["--remove"], in: folder)
      #expect(removed.status == 0, "\(removed.testDescription)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["mine"])
    }
  }
}
