import Foundation
import Messages
import Runtime
import Synchronization
import TLS
import TestKit
import Testing

@testable import RPC

@Suite struct BackoffTests {
  @Test(arguments: [
    (1, 20), (2, 32), (3, 51), (5, 131), (9, 858), (10, 1000), (50, 1000), (1_000_000, 1000),
  ])
  func `delays grow to a second and no further`(failures: Int, milliseconds: Int64) {
    let middle = Backoff().delay(afterFailures: failures, random: 0.5)
    #expect(middle / 1_000_000 == milliseconds)
  }

  @Test func `delays vary by a fifth, so that clients do not come back in step`() {
    let backoff = Backoff()
    #expect(backoff.delay(afterFailures: 50, random: 0) == 800_000_000)
    #expect(backoff.delay(afterFailures: 50, random: 1) == 1_200_000_000)
  }

  @Test func `a server that refuses our certificate is tried once a delay, not once a call`()
    async throws
  {
    let observer = FaultObserver()
    let loopback = try await Loopback([TestService()], observer: observer)
    var backoff = Backoff()
    backoff.first = 3_600_000_000_000
    backoff.longest = backoff.first
    let stranger = try Stranger()
    let channel = Channel(
      target: loopback.address.description, tls: stranger.context, expecting: nil,
      group: loopback.clientLoops, backoff: backoff)
    for _ in 0..<5 {
      let error = await #expect(throws: RPCError.self) {
        try await TestServiceClient(channel).emptyCall(RPCV1.Empty())
      }
      #expect(error?.code == .unavailable)
    }
    await channel.close()
    await loopback.stop()
    // Of others', who had a server on this port before, one may have been cut short here.
    #expect(observer.faults.withLock { $0.filter { $0.contains("certificate") } }.count == 1)
  }
}

/// A client that trusts the test authority, with a certificate of an authority of its own.
private struct Stranger: ~Copyable {
  let context: TLSContext
  private let directory: String

  init() throws {
    directory = Folder.unused("stranger")
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
    let made = try CertificateAuthority.create(in: directory).issue("client", .client)
    context = try TLSContext(
      role: .client,
      TLSConfiguration(
        certificate: made.certificate, key: made.key,
        authority: TestCertificates.configuration("client").authority))
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }
}

/// Keeps why connections ended by a fault.
private final class FaultObserver: ServerObserver {
  let faults = Mutex<[String]>([])

  func recorder(forMethod path: String) -> any MethodRecorder { SilentObserver() }
  func connected(_ peer: PeerIdentity) {}
  func disconnected(_ peer: PeerIdentity?, reason: String, isFault: Bool) {
    if isFault { faults.withLock { $0.append(reason) } }
  }
  func handlerFailed(method: String, error: any Error) {}
}
