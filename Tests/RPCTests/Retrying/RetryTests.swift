import Dispatch
import Messages
import RPC
import Runtime
import TestKit
import Testing

/// What is sent again and what is not, to a server that a script plays.
@Suite struct RetryTests {
  private let request = RPCV1.SimpleRequest()

  @Test func `a repeatable call is sent again after UNAVAILABLE, and says which attempt it is`()
    async throws
  {
    for method in [RetryBed.read, RetryBed.replace] {
      try await RetryBed.with { bed in
        async let call = bed.channel.unary(method, request, RetryBed.patience())
        let attempts = try await bed.listener.accept { peer in
          try peer.hello()
          var seen: [UInt32] = []
          for _ in 0..<3 {
            let request = try peer.request()
            seen.append(request.attempt)
            try peer.fail(request)
          }
          let last = try peer.request()
          try peer.answer(last, peer: "the fourth")
          try peer.settle()
          return seen + [last.attempt]
        }
        #expect(attempts == [0, 1, 2, 3])
        let reply = try await call
        #expect(reply.peer == "the fourth")
      }
    }
  }

  @Test func `after the last attempt the server's own status is the call's`() async throws {
    try await RetryBed.with { bed in
      let call = bed.begin(RetryBed.read, RetryBed.patience())
      try await bed.listener.accept { peer in
        try peer.hello()
        for number in 0..<4 { try peer.fail(peer.request(), .unavailable, "failure \(number)") }
      }
      let error = await RetryBed.failure(of: call)
      #expect(error == RPCError(.unavailable, "failure 3"))
    }
  }

  @Test func `an UNKNOWN method that failed after a handler saw it is never sent twice`()
    async throws
  {
    try await RetryBed.with { bed in
      let next = try await requestAfter(bed, RetryBed.change, code: .unavailable)
      #expect(next == "Marker")
    }
  }

  @Test func `a status that the policy does not list is the call's at once`() async throws {
    try await RetryBed.with { bed in
      let next = try await requestAfter(bed, RetryBed.read, code: .internal)
      #expect(next == "Marker")
    }
  }

  @Test func `without a policy, of the channel or of the call, a failure is final`() async throws {
    try await RetryBed.with(retry: nil) { bed in
      let next = try await requestAfter(bed, RetryBed.read, code: .unavailable)
      #expect(next == "Marker")
    }
    try await RetryBed.with { bed in
      let next = try await requestAfter(
        bed, RetryBed.read, code: .unavailable, RetryBed.patience(retry: .off))
      #expect(next == "Marker")
    }
  }

  @Test func `a call's own policy replaces the channel's`() async throws {
    try await RetryBed.with(retry: nil) { bed in
      async let call = bed.channel.unary(
        RetryBed.read, request, RetryBed.patience(retry: .own(RetryBed.quick())))
      try await bed.listener.accept { peer in
        try peer.hello()
        try peer.fail(peer.request())
        try peer.answer(peer.request())
        try peer.settle()
      }
      _ = try await call
    }
  }

  /// What the server sees next after it has failed a call.
  private func requestAfter(
    _ bed: RetryBed, _ method: Method<RPCV1.SimpleRequest, RPCV1.SimpleResponse>, code: StatusCode,
    _ options: CallOptions = RetryBed.patience()
  ) async throws -> String {
    async let next = bed.listener.accept { peer in
      try peer.hello()
      try peer.fail(peer.request(), code)
      let next = try peer.request()
      try peer.answer(next)
      try peer.settle()
      return next.name
    }
    let error = await #expect(throws: RPCError.self) {
      try await bed.channel.unary(method, request, options)
    }
    #expect(error?.code == code)
    _ = try await bed.channel.unary(RetryBed.marker, request, RetryBed.patience())
    return try await next
  }

  @Test func `a connection that is lost takes its UNKNOWN calls along, and no other`() async throws
  {
    try await RetryBed.with { bed in
      let read = bed.begin(RetryBed.read, RetryBed.patience())
      let change = bed.begin(RetryBed.change, RetryBed.patience())
      try await bed.listener.accept { peer in
        try peer.hello()
        let names = try [peer.request().name, peer.request().name]
        #expect(Set(names) == ["Read", "Change"])
      }
      let error = await RetryBed.failure(of: change)
      #expect(error?.code == .unavailable)
      let again = try await bed.listener.accept { peer in
        try peer.hello()
        let request = try peer.request()
        try peer.answer(request)
        try peer.settle()
        return [request.name, "\(request.attempt)"]
      }
      #expect(again == ["Read", "1"])
      _ = try await read.value
    }
  }

  // Calls that no handler saw

  @Test func `a refused call is sent again at once, whatever its method and its channel's policy`()
    async throws
  {
    for policy in [nil, RetryBed.patient()] {
      try await RetryBed.with(retry: policy) { bed in
        async let call = bed.channel.unary(RetryBed.change, request, RetryBed.patience())
        try await bed.listener.accept { peer in
          try peer.hello()
          try peer.refuse(peer.request())
          let again = try peer.request()
          #expect(again.attempt == 1)
          try peer.answer(again)
          try peer.settle()
        }
        _ = try await call
      }
    }
  }

  @Test func `a server that goes on refusing is not hammered`() async throws {
    try await RetryBed.with(retry: RetryBed.patient()) { bed in
      // The deadline comes before the back-off is over: so the call fails at once.
      let call = bed.begin(RetryBed.change, RetryBed.patience())
      try await bed.listener.accept { peer in
        try peer.hello()
        for _ in 0..<2 { try peer.refuse(peer.request(), .resourceExhausted) }
        try peer.settle()
      }
      let error = await RetryBed.failure(of: call)
      #expect(error?.code == .resourceExhausted)
    }
    try await RetryBed.with { bed in
      let call = bed.begin(RetryBed.change, RetryBed.patience())
      let count = try await bed.listener.accept { peer in
        try peer.hello()
        for _ in 0..<4 { try peer.refuse(peer.request(), .resourceExhausted) }
        let last = try peer.request()
        try peer.answer(last)
        try peer.settle()
        return last.attempt
      }
      #expect(count == 4)
      _ = try await call.value
    }
  }

  @Test func `a call whose REQUEST never left is sent again whatever its method`() async throws {
    try await RetryBed.with(retry: nil) { bed in
      // These take all of the connection's credit, and the call behind them has to wait.
      let large = RPCV1.SimpleRequest(payload: [UInt8](repeating: 1, count: 512 << 10))
      let count = Int(Settings.defaultConnectionWindow / Settings.defaultStreamWindow)
      let (isFull, mayClose) = (Signal(), DispatchSemaphore(value: 0))
      async let lost: Void = bed.listener.accept { peer in
        try peer.hello()
        var received = 0
        while received < Int(Settings.defaultConnectionWindow) {
          received += try peer.receive().body.count
        }
        isFull.send()
        #expect(mayClose.wait(timeout: .now() + 60) == .success)
        try peer.settle()
      }
      let options = RetryBed.patience()
      let others = (0..<count).map { _ in
        bed.channel.serverStreaming(RetryBed.watch, large, options)
      }
      await isFull.wait()
      let last = RPCV1.SimpleRequest(payload: [1])
      var replies = bed.channel.serverStreaming(RetryBed.watch, last, options).makeAsyncIterator()
      mayClose.signal()
      try await lost
      async let again: Void = bed.listener.accept { peer in
        try peer.hello()
        try peer.answer(peer.request(), peer: "again")
        try peer.settle()
      }
      let reply = try await replies.next()
      #expect(reply?.peer == "again")
      try await again
      for other in others {
        var replies = other.makeAsyncIterator()
        let error = await #expect(throws: RPCError.self) { try await replies.next() }
        #expect(error?.isUnprocessed == false)
      }
    }
  }

  // Push-back

  @Test func `push-back is honoured: it comes before the policy's delay`() async throws {
    try await RetryBed.with(retry: RetryBed.patient()) { bed in
      _ = try await bed.beginPushedBack(by: 1, isRepeated: true).value
    }
    try await RetryBed.with { bed in
      // Too far away for the deadline, where the policy's millisecond would not be.
      let call = try await bed.beginPushedBack(by: 3_600_000, isRepeated: false)
      let error = await RetryBed.failure(of: call)
      #expect(error?.retryAfterMilliseconds == 3_600_000)
    }
  }

  @Test func `push-back that says never ends the call`() async throws {
    try await RetryBed.with { bed in
      let call = bed.begin(RetryBed.read, CallOptions())
      try await bed.listener.accept { peer in
        try peer.hello()
        try peer.fail(peer.request(), retryAfter: RPCError.neverRetry)
        try peer.settle()
      }
      let error = await RetryBed.failure(of: call)
      #expect(error?.code == .unavailable)
    }
  }

  // The budget

  @Test func `the budget stops retries and lets them begin again`() async throws {
    // More than two tokens of four allow a retry.
    let throttle = try RetryThrottle(maximumTokens: 4, tokenRatio: 1)
    try await RetryBed.with(throttle: throttle) { bed in
      async let attempts = bed.listener.accept { peer in
        try peer.hello()
        var seen: [UInt32] = []
        for isFailure in [true, true, true, false, false, false, false, true, true] {
          let request = try peer.request()
          seen.append(request.attempt)
          try isFailure ? peer.fail(request) : peer.answer(request)
        }
        try peer.settle()
        return seen
      }
      // 4 - 1 - 1: one retry. Then 2 - 1: none.
      for _ in 0..<2 {
        await #expect(throws: RPCError.self) {
          try await bed.channel.unary(RetryBed.read, request, RetryBed.patience())
        }
      }
      for _ in 0..<4 {
        _ = try await bed.channel.unary(RetryBed.marker, request, RetryBed.patience())
      }
      await #expect(throws: RPCError.self) {
        try await bed.channel.unary(RetryBed.read, request, RetryBed.patience())
      }
      let seen = try await attempts
      #expect(seen == [0, 1, 0, 0, 0, 0, 0, 0, 1])
    }
  }

  // Streams

  @Test func `a streamed reply is begun again only before its first message`() async throws {
    try await RetryBed.with { bed in
      async let script: Void = bed.listener.accept { peer in
        try peer.hello()
        try peer.fail(peer.request())
        let again = try peer.request()
        #expect(again.attempt == 1)
        try peer.send(
          .data, stream: again.stream, body: RPCV1.SimpleResponse(peer: "first").encoded())
        try peer.fail(again)
        try peer.settle()
      }
      var replies = bed.channel.serverStreaming(RetryBed.list, request, RetryBed.patience())
        .makeAsyncIterator()
      let first = try await replies.next()
      #expect(first?.peer == "first")
      let error = await #expect(throws: RPCError.self) { try await replies.next() }
      #expect(error?.code == .unavailable)
      try await script
    }
  }

  @Test func `a streamed request is begun again only before its first message`() async throws {
    try await RetryBed.with { bed in
      let isOpenAgain = Signal()
      async let script: Void = bed.listener.accept { peer in
        try peer.hello()
        try peer.fail(peer.request())
        let again = try peer.request()
        isOpenAgain.send()
        _ = try peer.receive(.data)
        try peer.fail(again)
        try peer.settle()
      }
      let (requests, replies) = try await bed.channel.bidirectional(
        RetryBed.talk, RetryBed.patience())
      await isOpenAgain.wait()
      try await requests.write(request)
      var iterator = replies.makeAsyncIterator()
      let error = await #expect(throws: RPCError.self) { try await iterator.next() }
      #expect(error?.code == .unavailable)
      try await script
    }
  }

  @Test func `a unary reply of a failed attempt is not mixed with the next one's`() async throws {
    try await RetryBed.with { bed in
      async let call = bed.channel.unary(RetryBed.read, request, RetryBed.patience())
      try await bed.listener.accept { peer in
        try peer.hello()
        let first = try peer.request()
        try peer.send(
          .data, stream: first.stream, body: RPCV1.SimpleResponse(peer: "first").encoded())
        try peer.fail(first)
        try peer.answer(peer.request(), peer: "second")
        try peer.settle()
      }
      let reply = try await call
      #expect(reply.peer == "second")
    }
  }
}
