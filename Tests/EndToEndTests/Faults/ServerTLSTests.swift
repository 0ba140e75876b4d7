import Foundation
import Messages
import RPC
import Stubs
import TestKit
import Testing

extension EndToEnd {
  /// A service and its PostgreSQL server across TLS, with an authority of the operator's own.
  @Suite struct ServerTLS {
    @Test func `with verify-full it serves, and a server with a wrong certificate is not believed`()
      async throws
    {
      let place = try ServerAuthority()
      try await place.issue("db.example")
      let server = try await place.server()
      let settings = ["database": place.target("db.example", "verify-full")]
      try await ServiceProcess.with(.consent, settings: settings) { service, _ in
        let load = ConsentLoad(client: .init(service.channel))
        var receipts = [try await load.write(after: [], of: 1)]
        var health = HealthClient(service.channel).watch(RPCV1.HealthRequest()).makeAsyncIterator()
        #expect(try await health.next()?.status == .serving)

        let foreign = try ServerAuthority()
        try await foreign.issue("db.example")
        try await place.take("server", from: foreign)
        try await server.restart()
        #expect(try await health.next()?.status == .notServing)
        #expect(await service.tells("NOT_SERVING", "certificate verify failed"))
        let error = await #expect(throws: RPCError.self) {
          _ = try await load.write(after: receipts, of: 1)
        }
        #expect([.unavailable, .internal].contains(error?.code))

        try await place.issue("db.example")
        try await server.restart()
        #expect(try await health.next()?.status == .serving)
        receipts.append(try await load.write(after: receipts, of: 1))
        try await load.check(receipts, of: 1)
      }
    }

    @Test func `a server that cannot be believed is said at start, in one line`() async throws {
      let (place, foreign) = (try ServerAuthority(), try ServerAuthority())
      try await place.issue("db.example")
      try await foreign.issue("db.example")
      let server = try await place.server()
      try await Self.refused(
        place.target("db.example", "verify-full", root: "\(foreign.path)/ca.pem"),
        ["certificate verify failed"])
      try await Self.refused(
        place.target("other.example", "verify-full"), ["db.example", "other.example"])
      try await Self.refused(
        place.target("db.example", "verify-full", root: "/nowhere/ca.pem"), ["/nowhere/ca.pem"])
      // What the server does not want is the operator's to correct, too.
      try await Self.refused(place.target("db.example", "disable"), ["no encryption"])
      try await server.stop()
    }

    @Test func `a server without TLS is not spoken to where TLS is asked for`() async throws {
      let place = try ServerAuthority()
      try await place.issue("db.example")
      let server = try await place.server(speaksTLS: false)
      try await Self.refused(
        place.target("db.example", "verify-full"), ["server does not support SSL"])
      try await server.stop()
    }

    private static func refused(_ target: String, _ words: [String]) async throws {
      let outcome = try await Outcome.of(
        "cameo-survey",
        [
          "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--certs",
          TestCertificates.directory, "--set", "database=\(target)",
        ])
      #expect(outcome.status == 74, "\(outcome.testDescription)")
      for word in words + ["check user, password, database and sslmode"] {
        #expect(outcome.error.contains(word), "\(outcome.testDescription)")
      }
      #expect(outcome.error.split(separator: "\n").count == 1, "\(outcome.testDescription)")
      #expect(!outcome.error.contains("secret"))
    }
  }
}

/// An authority of an operator's own, with the certificate of a PostgreSQL server, made by openssl.
private final class ServerAuthority: Sendable {
  private let folder: Folder
  private let port: UInt16
  var path: String { folder.path }

  init() throws {
    folder = try Folder("authority")
    port = try Ports.free()
  }

  /// Makes, or replaces, the server's certificate.
  func issue(_ name: String) async throws {
    let made = try await Outcome.of(
      "/bin/sh",
      [
        "-ec",
        """
        cd "$1"
        key='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'
        [ -e ca.pem ] || openssl req -x509 $key -days 2 -subj /CN=authority -keyout ca.key -out ca.pem
        openssl req $key -subj "/CN=$2" -addext "subjectAltName=DNS:$2" -keyout server.key -out csr.pem
        openssl x509 -req -in csr.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 \
          -copy_extensions copy -out server.pem
        chmod 600 server.key
        """, "sh", path, name,
      ])
    guard made.status == 0 else { throw HarnessError(made.testDescription) }
    try PostgreSQLCluster.give(["\(path)/server.key", "\(path)/server.pem"])
  }

  /// Puts another authority's certificate in the place of its own.
  func take(_ name: String, from other: ServerAuthority) async throws {
    for ending in ["key", "pem"] {
      let file = "\(path)/\(name).\(ending)"
      try FileManager.default.removeItem(atPath: file)
      try FileManager.default.copyItem(atPath: "\(other.path)/\(name).\(ending)", toPath: file)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
      try PostgreSQLCluster.give([file])
    }
  }

  /// A server that takes nobody across the network without TLS.
  func server(speaksTLS: Bool = true) async throws -> PostgreSQLCluster {
    let rules = try folder.write(
      "pg_hba.conf",
      """
      local all all trust
      hostssl all all 127.0.0.1/32 trust
      hostnossl all all 127.0.0.1/32 reject

      """)
    try PostgreSQLCluster.give([rules])
    return try await PostgreSQLCluster(settings: [
      "listen_addresses = '127.0.0.1'", "port = \(port)", "hba_file = '\(rules)'",
      "ssl = \(speaksTLS ? "on" : "off")", "ssl_cert_file = '\(path)/server.pem'",
      "ssl_key_file = '\(path)/server.key'",
    ])
  }

  /// The server, by a name that no resolver knows.
  func target(_ host: String, _ mode: String, root: String? = nil) -> String {
    "postgresql://cameo:secret@\(host):\(port)/postgres?hostaddr=127.0.0.1&sslmode=\(mode)"
      + "&sslrootcert=\(root ?? "\(path)/ca.pem")"
  }
}
