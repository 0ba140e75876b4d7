import Messages
import RPC
import Runtime
import Synchronization
import TestKit
import Testing

/// Many calls at once to a server that fails at random, is drained and comes back.
@Suite struct RetryChaosTests {
  @Test
  func `whatever a server does, no handler sees an UNKNOWN call twice, nor any other too often`()
    async throws
  {
    let moody = Moody()
    let first = try await Loopback([moody], loops: 2)
    let outcomes = await withTaskGroup(of: Result<RPCV1.SimpleResponse, any Error>.self) { group in
      for number in 0..<600 {
        group.addTask {
          var options = RetryBed.patience(retry: .own(RetryBed.quick()))
          if number % 3 == 2 { options.hedging = .own(Moody.hedging) }
          let method = [RetryBed.change, RetryBed.replace, RetryBed.read][number % 3]
          let request = RPCV1.SimpleRequest(payload: Array("\(number)".utf8))
          do {
            return .success(try await first.channel.unary(method, request, options))
          } catch {
            return .failure(error)
          }
        }
      }
      await moody.isBusy.wait()
      await first.server.drain(within: .seconds(10))
      let second = try? await Loopback([moody], port: first.address.port)
      let outcomes = await group.reduce(into: []) { $0.append($1) }
      await second?.stop()
      return outcomes
    }
    await first.stop()
    #expect(outcomes.count == 600)
    for case .failure(let error) in outcomes {
      #expect((error as? RPCError)?.code == .unavailable)
    }
    let seen = moody.seen.withLock { $0 }
    for (number, count) in seen {
      #expect(count <= (number % 3 == 0 ? 1 : 4), "call \(number)")
    }
    #expect(seen.values.contains { $0 > 1 })
  }
}

/// Fails two calls of three, in all the ways that there are.
private final class Moody: ServiceHandler {
  static let hedging = {
    do {
      return try HedgingPolicy(maximumAttempts: 3, hedgingDelay: .milliseconds(2))
    } catch {
      fatalError("\(error)")
    }
  }()

  /// How often a handler saw which call.
  let seen = Mutex<[Int: Int]>([:])
  /// Some calls have come, and the others are on their way.
  let isBusy = Signal()

  func register(in router: inout Router) {
    for method in [RetryBed.change, RetryBed.replace, RetryBed.read] {
      router.unary(method) { request, _ in try await self.answer(request) }
    }
  }

  private func answer(_ request: RPCV1.SimpleRequest) async throws -> RPCV1.SimpleResponse {
    let number = Int(String(decoding: request.payload, as: UTF8.self)) ?? -1
    let count = seen.withLock { seen in
      seen[number, default: 0] += 1
      return seen.count
    }
    if count == 150 { isBusy.send() }
    switch Int.random(in: 0..<6) {
    case 0: throw RPCError(.unavailable, "a mood")
    case 1: throw RPCError(.unavailable, "a mood", retryAfterMilliseconds: 2)
    case 2: throw RPCError(.unavailable, "a mood", retryAfterMilliseconds: RPCError.neverRetry)
    case 3: try await Task.sleep(for: .milliseconds(5))
    default: break
    }
    return RPCV1.SimpleResponse()
  }
}
