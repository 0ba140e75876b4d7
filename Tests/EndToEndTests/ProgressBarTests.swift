import Foundation
import Storage
import TestKit
import Testing

extension EndToEnd {
  /// Long commands at a terminal, which util-linux's `script` is here.
  @Suite struct ProgressBars {
    @Test func `at a terminal a bar shows how far a migration and a backup are`() async throws {
      let folder = try Folder()
      let file = "\(folder.path)/profile.db"
      try await SQLiteDatabase(path: file).close()
      let migrated = try await Self.cameo("db migrate '\(file)'")
      let steps = try #require(migrated.output.firstMatch(of: /\rSteps █{30} (\d+)\/(\d+)\r/))
      #expect(steps.1 == steps.2, "\(migrated.testDescription)")
      #expect(migrated.output.contains("up to date: version \(steps.2)"))
      let backup = try await Self.cameo("db backup '\(file)' '\(folder.path)/copy.db'")
      #expect(backup.output.contains(/\rPages █{30} (\d+)\/(\d+)\r/), "\(backup.testDescription)")
    }

    @Test func `elsewhere there is none, and a refusal is the service's own`() async throws {
      let folder = try Folder()
      let file = "\(folder.path)/profile.db"
      let database = try SQLiteDatabase(path: file)
      let held = try await Outcome.of("cameo", ["db", "migrate", file])
      #expect(held.status == 75, "\(held.testDescription)")
      #expect(held.error.hasPrefix("cameo-profile: error: "), "\(held.testDescription)")
      await database.close()
      // The file that is named, whatever the services' own setting is.
      let other = "\(folder.path)/other.db"
      let migrated = try await Outcome.of(
        "cameo", ["db", "migrate", file], environment: ["CAMEO_DATABASE": other])
      #expect(migrated.status == 0, "\(migrated.testDescription)")
      #expect(!FileManager.default.fileExists(atPath: other))
      #expect(migrated.error.isEmpty && migrated.output.contains("up to date"))
    }

    private static func cameo(_ command: String) async throws -> Outcome {
      let outcome = try await Outcome.of(
        "/usr/bin/script", ["-qec", "'\(Executables.folder)/cameo' \(command)", "/dev/null"])
      #expect(outcome.status == 0, "\(outcome.testDescription)")
      return outcome
    }
  }
}
