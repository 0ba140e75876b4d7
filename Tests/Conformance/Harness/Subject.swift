import Messages
import RPC
import Runtime
import TLS
import TestKit

/// A `cameo test-server` in a process of its own, and the ways to it.
final class Subject: Sendable {
  let process: ChildProcess
  let address: SocketAddress
  /// Cameo's own client. It retries nothing: a call that the server lost has failed. What the server
  /// refused as unprocessed is sent once more all the same, as a drain needs it.
  let channel: Channel
  private let clients: EventLoopGroup

  var client: TestServiceClient { TestServiceClient(channel) }

  /// On a machine that is busy with all the cases at once nobody is cut off for being slow, unless a
  /// case asks for that with flags of its own, which come later and count.
  private static let patience = [
    "--handshake-timeout", "120", "--keepalive", "120", "--stall-timeout", "120",
    "--no-adaptive-limit",
  ]

  /// - Parameters:
  ///   - flags: beside where to listen and the certificates.
  ///   - place: where to listen.
  ///   - certificates: a folder as `cameo certs init` makes it.
  init(
    _ flags: [String] = [], at place: String = "127.0.0.1:0",
    certificates: String = TestCertificates.directory
  ) async throws {
    process = try await ChildProcess.start(
      "cameo",
      ["test-server", "--listen", place, "--certs", certificates, "--as", "profile"]
        + Self.patience + flags
    )
    let announcement = "listening at "
    guard let line = await process.output.line(where: { $0.hasPrefix(announcement) }) else {
      throw HarnessError("the test server does not start: \(await process.error.whole())")
    }
    let place = line.dropFirst(announcement.count).split(separator: ":")
    guard place.count == 2, let port = UInt16(place[1]) else { throw HarnessError(line) }
    address = try SocketAddress(host: String(place[0]), port: port)
    clients = try EventLoopGroup(count: 1, name: "clients")
    channel = Channel(
      target: address.description,
      tls: try TLSContext(role: .client, .init(directory: certificates, name: "client")),
      expecting: "spiffe://cameo.local/service/profile", group: clients, settings: .patient,
      retry: nil)
  }

  /// Ends the process, however it is.
  func stop() async {
    await channel.close()
    process.signal(9)
    await process.end()
    clients.stop()
  }

  /// Throws where the server does not serve.
  func answers() async throws {
    _ = try await client.emptyCall(RPCV1.Empty(), .patient)
  }

  /// A server of a case's own, for as long as `body` runs.
  static func with<Result>(
    _ flags: String..., at place: String = "127.0.0.1:0",
    _ body: (Subject) async throws -> Result
  ) async throws -> Result {
    try await with(flags, at: place, body)
  }

  static func with<Result>(
    _ flags: [String], at place: String = "127.0.0.1:0",
    certificates: String = TestCertificates.directory,
    _ body: (Subject) async throws -> Result
  ) async throws -> Result {
    let subject = try await Subject(flags, at: place, certificates: certificates)
    do {
      let result = try await body(subject)
      await subject.stop()
      return result
    } catch {
      await subject.stop()
      throw error
    }
  }
}

extension CallOptions {
  /// For calls that are expected to end well before.
  static var patient: CallOptions { CallOptions(timeout: .seconds(100)) }
}
