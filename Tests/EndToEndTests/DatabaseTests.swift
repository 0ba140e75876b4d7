import Foundation
import Messages
import RPC
import Storage
import Stubs
import TestKit
import Testing

extension EndToEnd {
  /// The data of a service, in the hands of its operator and of a failing disk.
  @Suite struct Databases {
    @Test func `a backup of a running service is restored after its database was damaged`()
      async throws
    {
      try await ServiceProcess.with(.profile, settings: ["storage.backups": "BACKUPS"]) {
        service, folder in
        let load = ProfileLoad(client: .init(service.channel))
        let customer = try await load.write(after: [], of: 1)
        let file = "\(folder.path)/profile/profile.db"
        let held = try await Outcome.of("cameo", ["db", "verify", file])
        #expect(held.status == 69, "\(held.testDescription)")
        #expect(held.error.contains("is held by process"), "\(held.testDescription)")
        let made = try await Outcome.of(
          "cameo", ["db", "backup", "--admin", try await service.adminAddress()])
        #expect(made.status == 0, "\(made.testDescription)")
        #expect(made.output.hasPrefix("\(folder.path)/backups/profile-"), "\(made.testDescription)")
        // What is in the write-ahead log would stand before what is damaged in the file.
        service.process.signal(SIGTERM)
        await service.process.end()
        try Self.flip(file)
        let damaged = try await Outcome.of("cameo", ["db", "verify", file])
        #expect(damaged.status == 65, "\(damaged.testDescription)")
        #expect(damaged.error.contains("restore the last backup"), "\(damaged.testDescription)")
        let taken = try await Outcome.of("cameo", ["db", "restore", made.output, file])
        #expect(taken.status == 66, "\(taken.testDescription)")
        for suffix in ["", "-wal"] { try? FileManager.default.removeItem(atPath: file + suffix) }
        let restored = try await Outcome.of("cameo", ["db", "restore", made.output, file])
        #expect(restored.status == 0, "\(restored.testDescription)")
        let whole = try await Outcome.of("cameo", ["db", "verify", file])
        #expect(whole.status == 0, "\(whole.testDescription)")
        let migrated = try await Outcome.of("cameo", ["db", "migrate", file])
        #expect(migrated.status == 0, "\(migrated.testDescription)")
        try await service.restart()
        try await load.check([customer], of: 1)
      }
    }

    /// In the middle, where the tables are.
    private static func flip(_ path: String) throws {
      var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
      bytes[bytes.count / 2] ^= 1
      try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    /// A file system of 8 MiB, nearly full, that only the service sees.
    @Test(
      .enabled(if: Requirement.isMet(Mounts.areAllowed), "file systems may not be mounted here"))
    func `a full disk is NOT_SERVING and loses nothing; with room again the service comes back`()
      async throws
    {
      try await ServiceProcess.with(.profile, prefix: Mounts.small) { service, folder in
        let load = ProfileLoad(client: .init(service.channel))
        var health = HealthClient(service.channel).watch(RPCV1.HealthRequest())
          .makeAsyncIterator()
        #expect(try await health.next()?.status == .serving)
        var receipts: [[String]] = []
        let refusal = await #expect(throws: RPCError.self) {
          while true { receipts.append([try await load.write(after: [], of: receipts.count)]) }
        }
        #expect(refusal?.code == .resourceExhausted, "\(String(describing: refusal))")
        #expect(try await health.next()?.status == .notServing)
        #expect(receipts.count > 10)
        let filler = "/proc/\(service.process.identifier)/root\(folder.path)/filler"
        try FileManager.default.removeItem(atPath: filler)
        #expect(try await health.next()?.status == .serving)
        // The one that was refused is as if it had never been.
        receipts.append([try await load.write(after: [], of: receipts.count)])
        for (writer, receipts) in receipts.enumerated() {
          try await load.check(receipts, of: writer)
        }
        let log = service.process.error.text
        #expect(log.contains("NOT_SERVING") && log.contains("code=full"), "\(log)")
        #expect(log.contains("keeps what it is given again"), "\(log)")
      }
    }

    @Test func `a service does not start on a newer schema, and says which version wrote it`()
      async throws
    {
      let folder = try Folder()
      let data = ["--data", "\(folder.path)/data"]
      let made = try await Outcome.of("cameo-survey", ["--migrate-only"] + data)
      #expect(made.status == 0, "\(made.testDescription)")
      #expect(made.error.contains("migration 1 of "), "\(made.testDescription)")
      let database = try SQLiteDatabase(path: "\(folder.path)/data/survey.db")
      try await database.write(customer: "") { writer in
        try await writer.execute(
          """
          INSERT INTO schema_migrations (version, name, checksum, applied_at, software)
          VALUES (99, 'a later step', '', 0, 'cameo-survey 9.9')
          """, [])
      }
      await database.close()
      let started = try await Outcome.of(
        "cameo-survey",
        [
          "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--certs",
          TestCertificates.directory,
        ]
          + data)
      #expect(started.status == 74, "\(started.testDescription)")
      for word in ["schema version 99 (a later step)", "written by cameo-survey 9.9", "backup"] {
        #expect(started.error.contains(word), "\(started.testDescription)")
      }
    }
  }
}

/// File systems of a process's own.
enum Mounts {
  /// What starts a command with an 8 MiB file system at the folder that is put for FOLDER, 7 MiB of it
  /// taken by a file `filler`.
  static let small = [
    "/usr/bin/unshare", "-Urm", "/bin/sh", "-c",
    """
    mount -t tmpfs -o size=8m none "$0" && head -c 7m /dev/zero > "$0/filler" && exec "$@"
    """, "FOLDER",
  ]

  static let areAllowed: Bool = {
    let process = try? SpawnedProcess(
      "/usr/bin/unshare", ["-Urm", "/bin/mount", "-t", "tmpfs", "none", "/mnt"],
      error: .nullDevice)
    process?.join()
    return process?.ending == .exited(0)
  }()
}
