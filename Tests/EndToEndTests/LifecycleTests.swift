import Foundation
import Messages
import RPC
import Stubs
import TestKit
import Testing

extension EndToEnd {
  /// How a service ends, and how it does not start.
  @Suite struct Lifecycle {
    /// GetProfile, with its only message sent when the test pleases: till then the call is open.
    private static let slowGetProfile = Method<ProfileV1.GetProfileRequest, ProfileV1.Profile>(
      service: "cameo.profile.v1.ProfileService", name: "GetProfile", kind: .bidirectional,
      idempotency: .noSideEffects)

    @Test(arguments: [SIGTERM, SIGINT])
    func `asked to end, a service finishes the calls it has, takes no others, and exits with 0`(
      signal: Int32
    ) async throws {
      try await ServiceProcess.with(.profile) { service, _ in
        let client = ProfileServiceClient(service.channel)
        let customer = try await client.identify(
          .init(requestId: "1", identifiers: [.init(kind: "crm_id", value: "1")]))
        let (request, replies) = try await service.channel.bidirectional(Self.slowGetProfile)
        // Frames of a connection are read in order: what is answered now came after that call.
        _ = try await client.getProfile(.init(customerId: customer.customerId))

        service.process.signal(signal)
        try await Self.refusesNewCalls(client, customer.customerId)
        try await request.write(.init(customerId: customer.customerId))
        await request.finish()
        var answered: [String] = []
        for try await reply in replies { answered.append(reply.customerId) }
        #expect(answered == [customer.customerId])
        #expect(await service.process.end() == 0)
        #expect(!service.process.wasKilled)
        #expect(await service.process.error.whole().contains("stopped"))
      }
    }

    private static func refusesNewCalls(
      _ client: ProfileServiceClient, _ customer: String
    ) async throws {
      // The GOAWAY comes when the service has noticed the signal; from then on no call is taken.
      while true {
        do {
          _ = try await client.getProfile(.init(customerId: customer))
        } catch let error as RPCError {
          #expect(error.code == .unavailable)
          return
        }
      }
    }

    @Test func `a stream without an end holds the end of its service no longer than drain.seconds`()
      async throws
    {
      try await ServiceProcess.with(.profile, settings: ["drain.seconds": "1"]) { service, _ in
        let client = ProfileServiceClient(service.channel)
        _ = try await client.identify(
          .init(requestId: "1", identifiers: [.init(kind: "crm_id", value: "1")]))
        var changes = client.watchChanges(.init()).makeAsyncIterator()
        #expect(try await changes.next()?.change?.kind == "profile.created")
        service.process.signal(SIGTERM)
        #expect(await service.process.end() == 0)
        let error = await #expect(throws: RPCError.self) { _ = try await changes.next() }
        #expect(error?.code == .unavailable)
      }
    }

    /// A service that cannot start says why in one line.
    struct BadStart: Sendable, CustomTestStringConvertible {
      let arguments: [String]
      let status: Int32
      let words: [String]
      var environment: [String: String] = [:]

      var testDescription: String { (arguments + environment.keys).joined(separator: " ") }
    }

    static let badStarts = [
      BadStart(arguments: ["--nonsense"], status: 64, words: ["--nonsense", "--help"]),
      BadStart(arguments: ["--listen", "nonsense"], status: 78, words: ["listen", "HOST:PORT"]),
      BadStart(arguments: ["--set", "nope=1"], status: 78, words: ["nope", "drain.seconds"]),
      BadStart(arguments: ["--set", "loops=many"], status: 78, words: ["loops", "1 to 64"]),
      BadStart(arguments: ["--log-level", "loud"], status: 78, words: ["loud", "debug"]),
      BadStart(
        arguments: ["--certs", "/nowhere"], status: 78, words: ["/nowhere/ca.pem", "certs init"]),
      BadStart(
        arguments: ["--data", "/dev/null/x"], status: 78, words: ["/dev/null/x", "--data"]),
      BadStart(arguments: ["--config", "/nowhere.json"], status: 78, words: ["--config"]),
      BadStart(
        arguments: [], status: 78, words: ["CAMEO_LISTEN?"], environment: ["CAMEO_LISTENS": "x"]),
    ]

    @Test(arguments: badStarts)
    func `a service that cannot start as it was told says so, and exits`(bad: BadStart) async throws
    {
      let folder = try Folder()
      let outcome = try await Self.start(folder, bad.arguments, bad.environment)
      #expect(outcome.status == bad.status, "\(outcome.testDescription)")
      for word in bad.words { #expect(outcome.error.contains(word), "\(outcome.error)") }
      // Beside what is wrong with it, the command line gets its usage shown.
      if bad.status == 78 { #expect(outcome.error.split(separator: "\n").count == 1) }
    }

    @Test func `a port in use, data in use and data that is none are told apart`() async throws {
      try await ServiceProcess.with(.profile) { service, folder in
        let port = try await Self.start(folder, ["--listen", service.address])
        #expect(port.status == 69, "\(port.testDescription)")
        #expect(port.error.contains("\(service.address): Address already in use"))
        let used = try await Self.start(folder, ["--data", "\(folder.path)/profile"])
        #expect(used.status == 75, "\(used.testDescription)")
        let file = try folder.write("file", "no folder")
        let noFolder = try await Self.start(folder, ["--data", file])
        #expect(noFolder.status == 74, "\(noFolder.testDescription)")
        _ = try folder.write("profile.db", String(repeating: "no database ", count: 1000))
        let corrupt = try await Self.start(folder, ["--data", folder.path])
        #expect(corrupt.status == 74 && corrupt.error.contains("profile.db"))
        for outcome in [port, used, noFolder, corrupt] {
          #expect(outcome.error.split(separator: "\n").count == 1, "\(outcome.error)")
        }
        let health = try await HealthClient(service.channel).check(RPCV1.HealthRequest())
        #expect(health.status == .serving)
      }
    }

    private static func start(
      _ folder: Folder, _ arguments: [String], _ environment: [String: String] = [:]
    ) async throws -> Outcome {
      var all = ["--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"]
      if !arguments.contains("--certs") { all += ["--certs", TestCertificates.directory] }
      if !arguments.contains("--data") { all += ["--data", folder.path + "/data"] }
      if arguments.contains("--listen") { all.removeFirst(2) }
      return try await Outcome.of(
        "cameo-profile", all + arguments, environment: environment)
    }
  }
}
