import Messages
import RPC
import TestKit
import Testing

/// What interceptors hear of calls that take more than one attempt, from a server that a script plays.
@Suite struct WatchedAttemptTests {
  private let request = RPCV1.SimpleRequest()

  @Test func `an attempt that no handler saw is one that ended, and another begins`() async throws {
    let notes = Notes()
    try await RetryBed.with(interceptors: [Watching("a", notes)]) { bed in
      async let call = bed.channel.unary(RetryBed.change, request, RetryBed.patience())
      try await bed.listener.accept { peer in
        try peer.hello()
        try peer.refuse(peer.request())
        try peer.answer(peer.request())
        try peer.settle()
      }
      _ = try await call
    }
    #expect(
      notes.list == [
        "a begin", "a attempt 0", "a attempt UNAVAILABLE", "a attempt 1 again", "a attempt OK",
        "a OK",
      ])
  }

  @Test func `each retry is an attempt of its own`() async throws {
    let notes = Notes()
    try await RetryBed.with(interceptors: [Watching("a", notes)]) { bed in
      async let call = bed.channel.unary(RetryBed.read, request, RetryBed.patience())
      try await bed.listener.accept { peer in
        try peer.hello()
        for _ in 0..<2 { try peer.fail(peer.request()) }
        try peer.answer(peer.request())
        try peer.settle()
      }
      _ = try await call
    }
    #expect(
      notes.list == [
        "a begin", "a attempt 0", "a attempt UNAVAILABLE", "a attempt 1",
        "a attempt UNAVAILABLE", "a attempt 2", "a attempt OK", "a OK",
      ])
  }

  @Test func `a call that gives up between attempts ends once`() async throws {
    let notes = Notes()
    try await RetryBed.with(retry: RetryBed.patient(), interceptors: [Watching("a", notes)]) {
      bed in
      // No deadline would let it wait for so long.
      let call = bed.begin(RetryBed.read, CallOptions())
      try await bed.listener.accept { peer in
        try peer.hello()
        try peer.fail(peer.request())
        try peer.settle()
      }
      call.cancel()
      let error = await RetryBed.failure(of: call)
      #expect(error?.code == .cancelled)
    }
    #expect(
      notes.list == ["a begin", "a attempt 0", "a attempt UNAVAILABLE", "a CANCELLED"])
  }

  @Test(arguments: 0..<3)
  func `of hedged attempts one is answered and the others are cancelled`(winner: Int)
    async throws
  {
    let notes = Notes()
    let policy = try HedgingPolicy(maximumAttempts: 3, hedgingDelay: .milliseconds(1))
    try await RetryBed.with(hedging: policy, interceptors: [Watching("a", notes)]) { bed in
      async let call = bed.channel.unary(RetryBed.read, request, RetryBed.patience())
      try await bed.listener.accept { peer in
        try peer.hello()
        let seen = try (0..<3).map { _ in try peer.request() }
        try peer.answer(seen[winner])
        for _ in 0..<2 { _ = try peer.receive(.reset) }
      }
      _ = try await call
    }
    let notesAtEnd = notes.list
    #expect(notesAtEnd.prefix(4) == ["a begin", "a attempt 0", "a attempt 1", "a attempt 2"])
    #expect(notesAtEnd.last == "a OK")
    #expect(
      notesAtEnd.dropFirst(4).dropLast().sorted() == [
        "a attempt CANCELLED", "a attempt CANCELLED", "a attempt OK",
      ])
  }

  @Test(arguments: 0..<2)
  func `of hedged attempts one fails for good and the other is cancelled`(fatal: Int)
    async throws
  {
    let notes = Notes()
    let policy = try HedgingPolicy(maximumAttempts: 2, hedgingDelay: .milliseconds(1))
    try await RetryBed.with(hedging: policy, interceptors: [Watching("a", notes)]) { bed in
      let call = bed.begin(RetryBed.read, RetryBed.patience())
      try await bed.listener.accept { peer in
        try peer.hello()
        let seen = try (0..<2).map { _ in try peer.request() }
        try peer.fail(seen[fatal], .dataLoss)
        _ = try peer.receive(.reset)
      }
      #expect(await RetryBed.failure(of: call)?.code == .dataLoss)
    }
    let notesAtEnd = notes.list
    #expect(notesAtEnd.prefix(3) == ["a begin", "a attempt 0", "a attempt 1"])
    #expect(
      notesAtEnd.dropFirst(3).dropLast().sorted() == [
        "a attempt CANCELLED", "a attempt DATA_LOSS",
      ])
    #expect(notesAtEnd.last == "a DATA_LOSS")
  }

  @Test func `a hedged attempt that no handler saw is repeated, and says so`() async throws {
    let notes = Notes()
    let policy = try HedgingPolicy(maximumAttempts: 3, hedgingDelay: .seconds(3600))
    try await RetryBed.with(hedging: policy, interceptors: [Watching("a", notes)]) { bed in
      async let call = bed.channel.unary(RetryBed.read, request, RetryBed.patience())
      try await bed.listener.accept { peer in
        try peer.hello()
        for _ in 0..<2 { try peer.refuse(peer.request()) }
        try peer.answer(peer.request())
        try peer.settle()
      }
      _ = try await call
    }
    // The second refusal is a failure like others, and what follows an attempt that counts.
    #expect(
      notes.list == [
        "a begin", "a attempt 0", "a attempt UNAVAILABLE", "a attempt 1 again",
        "a attempt UNAVAILABLE", "a attempt 2", "a attempt OK", "a OK",
      ])
  }

  @Test(arguments: 0..<2)
  func `an attempt that lost ends with what it has heard itself`(winner: Int) async throws {
    let outcomes = AttemptOutcomes()
    let policy = try HedgingPolicy(maximumAttempts: 2, hedgingDelay: .milliseconds(1))
    try await RetryBed.with(hedging: policy, interceptors: [outcomes]) { bed in
      async let call = bed.channel.unary(RetryBed.read, request, RetryBed.patience())
      try await bed.listener.accept { peer in
        try peer.hello()
        let seen = try (0..<2).map { _ in try peer.request() }
        try peer.begin(seen[1 - winner], "loser")
        try peer.settle()
        try peer.begin(seen[winner], "winner")
        try peer.answer(seen[winner])
        _ = try peer.receive(.reset)
      }
      _ = try await call
    }
    #expect(outcomes.lines.sorted() == ["CANCELLED loser", "OK winner"])
  }

  @Test func `the metadata of a call is that of the attempt that was answered`() async throws {
    let policy = try HedgingPolicy(maximumAttempts: 2, hedgingDelay: .milliseconds(1))
    for winner in 0..<2 {
      try await RetryBed.with(hedging: policy) { bed in
        async let call = bed.channel.unaryWithMetadata(
          RetryBed.read, request, RetryBed.patience())
        try await bed.listener.accept { peer in
          try peer.hello()
          let seen = try (0..<2).map { _ in try peer.request() }
          try peer.begin(seen[1 - winner], "loser")
          try peer.settle()
          try peer.begin(seen[winner], "winner")
          try peer.answer(seen[winner])
          _ = try peer.receive(.reset)
        }
        let reply = try await call
        #expect(reply.initialMetadata.text("x-who") == "winner")
      }
    }
  }

  @Test func `a failed attempt's metadata is forgotten with it`() async throws {
    try await RetryBed.with { bed in
      async let call = bed.channel.unaryWithMetadata(RetryBed.read, request, RetryBed.patience())
      try await bed.listener.accept { peer in
        try peer.hello()
        let first = try peer.request()
        try peer.begin(first, "failed")
        try peer.fail(first)
        try peer.answer(peer.request())
        try peer.settle()
      }
      let reply = try await call
      #expect(reply.initialMetadata.isEmpty)
    }
  }

  @Test func `a stream whose metadata the application has is not begun again`() async throws {
    try await RetryBed.with { bed in
      let replies = bed.channel.serverStreaming(RetryBed.list, request, RetryBed.patience())
      async let next = bed.listener.accept { peer in
        try peer.hello()
        let first = try peer.request()
        try peer.begin(first, "given")
        try peer.fail(first)
        let next = try peer.request()
        try peer.answer(next)
        return next.name
      }
      #expect(await replies.initialMetadata.text("x-who") == "given")
      let error = await #expect(throws: RPCError.self) { for try await _ in replies {} }
      #expect(error?.code == .unavailable)
      _ = try await bed.channel.unary(RetryBed.marker, request, RetryBed.patience())
      #expect(try await next == "Marker")
    }
  }
}

/// Keeps how attempts ended, and who answered them.
private final class AttemptOutcomes: ClientInterceptor, ClientAttemptObserver {
  private let notes = Notes()

  var lines: [String] { notes.list }

  func begin(_ call: inout OutgoingCall) async throws -> (any ClientCallObserver)? {
    AttemptsOnly(outcomes: self)
  }

  func ended(_ outcome: CallOutcome) {
    notes.add("\(outcome.code.name) \(outcome.initialMetadata.text("x-who") ?? "nobody")")
  }

  private struct AttemptsOnly: ClientCallObserver {
    let outcomes: AttemptOutcomes

    func beginAttempt(_ attempt: inout OutgoingAttempt) -> (any ClientAttemptObserver)? {
      outcomes
    }
  }
}

extension RawPeer {
  /// Sends initial metadata, with no message.
  fileprivate func begin(_ request: SeenRequest, _ who: String) throws {
    let head = ResponseHead(metadata: [.init(key: "x-who", text: who)])
    try send(.data, .noMessage, stream: request.stream, head: head.encoded())
  }
}
