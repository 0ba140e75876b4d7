import Messages
import RPC
import Randomness
import Runtime
import TLS
import TestKit
import Testing

extension Interop {
  static let soak = [
    ConformanceCase("interop/rpc_soak", "one large call after the other on one channel") {
      subject in
      for _ in 0..<LongRun.count(50, atLength: 10_000) { try await largeUnary(subject.client) }
    },
    ConformanceCase("interop/channel_soak", "a channel of its own for each large call") {
      subject in
      let loops = try EventLoopGroup(count: 1, name: "soak")
      defer { loops.stop() }
      let context = try TestCertificates.context(.client, "client")
      for _ in 0..<LongRun.count(20, atLength: 1_000) {
        let channel = Channel(
          target: subject.address.description, tls: context,
          expecting: "spiffe://cameo.local/service/profile", group: loops, settings: .patient,
          retry: nil)
        try await largeUnary(TestServiceClient(channel))
        await channel.close()
      }
    },
  ]
}
