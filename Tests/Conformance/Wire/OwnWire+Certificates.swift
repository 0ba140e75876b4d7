import Foundation
import Messages
import RPC
import Runtime
import Synchronization
import TLS
import TestKit
import Testing

/// Certificates that are replaced while a server runs: `cameo test-server` reads its folder at SIGHUP.
extension OwnWire {
  static let certificates: [ConformanceCase] = [
    ConformanceCase(
      "wire/certificates/swap_under_load", "64 callers, new certificates five times: no call fails"
    ) { _ in
      try await Renewal.with("--max-age", "0.2") { renewal in
        let load = Load(renewal.subject.channel, callers: 64)
        let clock = ContinuousClock()
        for _ in 0..<5 {
          try await load.answers(300)
          try renewal.issue()
          try await renewal.reload()
          // Longer than a connection's age: the next one shows the new certificate.
          let end = clock.now + .seconds(0.25)
          while clock.now < end { try await load.answers(100) }
        }
        try await load.stop()
      }
    },
    ConformanceCase(
      "wire/certificates/in_force", "new connections see the new certificate; open ones go on"
    ) { _ in
      try await Renewal.with { renewal in
        try await renewal.subject.answers()
        try renewal.issue(validity: .days(1, from: renewal.now - 3 * 86_400))
        try await renewal.reload()
        try await renewal.newClient { client in
          let error = try await failure(.unavailable) {
            try await client.emptyCall(RPCV1.Empty(), .patient)
          }
          try #require(error.message.contains("expired"), "\(error)")
        }
        try await renewal.subject.answers()
        try renewal.issue()
        try await renewal.reload()
        try await renewal.newClient { _ = try await $0.emptyCall(RPCV1.Empty(), .patient) }
      }
    },
    ConformanceCase(
      "wire/certificates/unreadable", "what cannot be read, or is another's, leaves what there was"
    ) { _ in
      try await Renewal.with { renewal in
        let certificate = "\(renewal.folder.path)/profile.pem"
        let good = try Data(contentsOf: URL(fileURLWithPath: certificate))
        try Data("no certificate".utf8).write(to: URL(fileURLWithPath: certificate))
        try await renewal.reload(refusedFor: certificate)
        try good.write(to: URL(fileURLWithPath: certificate))
        try renewal.issue(uri: "spiffe://cameo.local/service/consent")
        try await renewal.reload(refusedFor: "service/consent")
        try await renewal.newClient { _ = try await $0.emptyCall(RPCV1.Empty(), .patient) }
      }
    },
  ]
}

/// A server whose certificates are the case's own to replace.
private final class Renewal: Sendable {
  let folder: Folder
  let subject: Subject
  private let reloads = Mutex(0)

  private init(_ folder: Folder, _ subject: Subject) {
    self.folder = folder
    self.subject = subject
  }

  static func with(_ flags: String..., body: (Renewal) async throws -> Void) async throws {
    let folder = try Folder()
    _ = try CertificateAuthority.createDevelopment(in: folder.path, overwrite: true)
    try await Subject.with(flags, certificates: folder.path) {
      try await body(Renewal(folder, $0))
    }
  }

  var now: Int64 { Int64(Date().timeIntervalSince1970) }

  /// A new certificate for the server, in the place of the one it has.
  func issue(
    uri: String = "spiffe://cameo.local/service/profile", validity: Validity? = nil
  ) throws {
    try CertificateAuthority.open(in: folder.path)
      .issue("profile", uri: uri, validity: validity, overwrite: true)
  }

  /// Returns when the server has read the files; throws where it did not take them.
  func reload() async throws {
    let due = reloads.withLock { count in
      count += 1
      return count
    }
    let seen = Mutex(0)
    subject.process.signal(1)
    let line = await subject.process.output.line { line in
      guard line.hasPrefix("certificates ") else { return false }
      return seen.withLock { seen in
        seen += 1
        return seen == due
      }
    }
    try #require(line == "certificates read again")
  }

  /// Returns when the server has said that it did not take them, naming `word`.
  func reload(refusedFor word: String) async throws {
    reloads.withLock { $0 += 1 }
    subject.process.signal(1)
    let line = await subject.process.output.line {
      $0.hasPrefix("certificates not read again: ") && $0.contains(word)
    }
    try #require(line != nil)
  }

  /// A client that has no connection yet, and retries nothing.
  func newClient(_ body: (TestServiceClient) async throws -> Void) async throws {
    let loops = try EventLoopGroup(count: 1, name: "new")
    let channel = Channel(
      target: subject.address.description,
      tls: try TLSContext(role: .client, .init(directory: folder.path, name: "client")),
      expecting: nil, group: loops, settings: .patient, retry: nil)
    defer { loops.stop() }
    try await body(TestServiceClient(channel))
    await channel.close()
  }
}
