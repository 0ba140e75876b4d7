import Dispatch
import Messages
import RPC
import Runtime
import TestKit
import Testing

/// What ends a call that is being tried again: its deadline, its caller, its channel.
@Suite struct RetryEndingTests {
  private let request = RPCV1.SimpleRequest()

  @Test func `a deadline ends retries: one that could not begin before it is not waited for`()
    async throws
  {
    try await RetryBed.with(retry: RetryBed.patient()) { bed in
      let call = bed.begin(RetryBed.read, RetryBed.patience())
      try await bed.listener.accept { peer in
        try peer.hello()
        try peer.fail(peer.request())
        try peer.settle()
      }
      // Not after an hour, nor after the minute until its deadline, which says nothing of why.
      let error = await RetryBed.failure(of: call)
      #expect(error == RPCError(.unavailable, "not now"))
    }
  }

  @Test func `a deadline covers all attempts`() async throws {
    try await RetryBed.with { bed in
      async let seen = bed.listener.accept { peer in
        try peer.hello()
        let marker = try peer.request()
        try peer.answer(marker)
        // The first attempt fails, the second hears nothing, until the client gives up.
        var times: [UInt32] = []
        while true {
          let frame = try peer.receive()
          if frame.header.type == .reset { return (times, frame.header.aux) }
          guard frame.header.type == .request else { continue }
          times.append(frame.header.aux)
          if times.count == 1 {
            let head = ResponseHead(message: "not now").encoded()
            try peer.send(
              .response, [.end, .noMessage], stream: frame.header.stream,
              aux: StatusCode.unavailable.rawValue, head: head)
          }
        }
      }
      let start = ContinuousClock.now
      _ = try await bed.channel.unary(RetryBed.marker, request, RetryBed.patience())
      let error = await #expect(throws: RPCError.self) {
        try await bed.channel.unary(
          RetryBed.read, request, CallOptions(timeout: .milliseconds(500)))
      }
      #expect(error?.code == .deadlineExceeded)
      let (times, code) = try await seen
      #expect(code == StatusCode.cancelled.rawValue)
      // What is left is counted from the loop's clock, which may have been read when its turn began.
      let longest = Duration.milliseconds(500) + (ContinuousClock.now - start)
      #expect(times.allSatisfy { $0 > 0 && .microseconds($0) <= longest })
      #expect(times.count == 1 || times.count == 2 && times[1] < times[0])
    }
  }

  @Test func `a call that comes after its deadline is not sent at all`() async throws {
    try await RetryBed.with { bed in
      async let seen = bed.listener.accept { peer in
        try peer.hello()
        let first = try peer.request()
        try peer.answer(first)
        let second = try peer.request()
        try peer.answer(second)
        try peer.settle()
        return [first.name, second.name]
      }
      // There is a connection, so nothing but the deadline keeps the second call back.
      _ = try await bed.channel.unary(RetryBed.replace, request, RetryBed.patience())
      // An hour late, because the loop's clock, which decides, is as old as the loop's turn.
      let late = CallOptions(timeout: .seconds(-3600))
      let error = await #expect(throws: RPCError.self) {
        try await bed.channel.unary(RetryBed.read, request, late)
      }
      #expect(error?.code == .deadlineExceeded)
      _ = try await bed.channel.unary(RetryBed.marker, request, RetryBed.patience())
      let names = try await seen
      #expect(names == ["Replace", "Marker"])
    }
  }

  @Test func `cancellation stops the timer`() async throws {
    try await RetryBed.with(retry: RetryBed.patient()) { bed in
      let (isWaiting, mayEnd) = (Signal(), DispatchSemaphore(value: 0))
      async let script: Void = bed.listener.accept { peer in
        try peer.hello()
        try peer.fail(peer.request())
        try peer.settle()
        isWaiting.send()
        _ = mayEnd.wait(timeout: .now() + 60)
      }
      let call = bed.begin(RetryBed.read, CallOptions())
      await isWaiting.wait()
      let before = await bed.timers
      call.cancel()
      let error = await RetryBed.failure(of: call)
      #expect(error?.code == .cancelled)
      let after = await bed.timers
      #expect(after == before - 1)
      mayEnd.signal()
      try await script
    }
  }

  @Test func `a channel that closes ends the calls that wait to be sent again`() async throws {
    try await RetryBed.with(retry: RetryBed.patient()) { bed in
      let call = Task { try await bed.channel.unary(RetryBed.read, request, CallOptions()) }
      try await failFirst(bed)
      await bed.channel.close()
      let result = await call.result
      let error = #expect(throws: RPCError.self) { try result.get() }
      #expect(error?.code == .cancelled)
    }
  }

  @Test func `a writer waits through the back-off, and is told when the call ends`() async throws {
    try await RetryBed.with(retry: RetryBed.patient()) { bed in
      async let failed: Void = failFirst(bed)
      let (requests, replies) = try await bed.channel.bidirectional(RetryBed.talk, CallOptions())
      try await failed
      let writer = Task { try await requests.write(request) }
      await bed.channel.close()
      let result = await writer.result
      #expect(throws: RPCError.self) { try result.get() }
      var iterator = replies.makeAsyncIterator()
      await #expect(throws: RPCError.self) { try await iterator.next() }
    }
  }

  /// Fails the first attempt; returns when the client waits to make the second.
  private func failFirst(_ bed: RetryBed) async throws {
    try await bed.listener.accept { peer in
      try peer.hello()
      try peer.fail(peer.request())
      try peer.settle()
    }
  }
}
