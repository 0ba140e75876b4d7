import Messages
import Runtime
import TestKit
import Testing

@testable import RPC

/// What a REQUEST says of the time that is left for its call.
@Suite struct TimeLeftTests {
  /// Nanoseconds that are left, and what is told of them.
  private static let told: [(Int64, UInt32)] = [(1, 1), (999, 1), (1_999, 1), (2_000, 2)]

  @Test func `a deadline closer than a microsecond is told as 1, for 0 would be none`()
    async throws
  {
    try await RetryBed.with(retry: nil) { bed in
      async let seen = bed.listener.accept { peer in
        try peer.hello()
        try peer.answer(peer.request())
        return try Self.told.map { _ in try peer.request().timeLeft }
      }
      _ = try await bed.channel.unary(RetryBed.marker, RPCV1.SimpleRequest(), RetryBed.patience())
      // On the loop, whose time stands still until the REQUEST is written.
      await withTaskExecutorPreference(bed.loop) {
        for (left, _) in Self.told {
          var options = CallOptions()
          options.deadline = bed.loop.now + left
          _ = try? await bed.channel.unary(RetryBed.read, RPCV1.SimpleRequest(), options)
        }
      }
      let times = try await seen
      #expect(times == Self.told.map(\.1))
    }
  }
}
