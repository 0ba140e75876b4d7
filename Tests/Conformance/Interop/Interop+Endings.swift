import Messages
import RPC
import Randomness
import TestKit
import Testing

extension Interop {
  static let endings = [
    ConformanceCase(
      "interop/cancel_after_begin", "a call cancelled before its first message is CANCELLED"
    ) { subject in
      let client = subject.client
      let begun = Signal()
      let call = Task {
        try await client.streamingInputCall(.patient) { _ in
          begun.send()
          try await Task.sleep(for: .seconds(100))
        }
      }
      await begun.wait()
      call.cancel()
      switch await call.result {
      case .success: throw HarnessError("the call ended well")
      case .failure(let error as RPCError): try #require(error.code == .cancelled, "\(error)")
      case .failure(let error): try #require(error is CancellationError)
      }
      try await subject.answers()
    },
    ConformanceCase(
      "interop/cancel_after_first_response", "a stream cancelled midway is CANCELLED"
    ) { subject in
      let (requests, replies) = try await subject.client.fullDuplexCall(.patient)
      try await requests.write(request(requestSizes[0], replySizes[0]))
      let first = Signal()
      let call = Task {
        for try await _ in replies { first.send() }
      }
      await first.wait()
      call.cancel()
      let error = try await failure(.cancelled) { try await call.value }
      try #require(!error.isUnprocessed)
      try await subject.answers()
    },
    ConformanceCase(
      "interop/timeout_on_sleeping_server", "1 ms is not enough: DEADLINE_EXCEEDED"
    ) { subject in
      try await subject.answers()
      _ = try await failure(.deadlineExceeded) {
        let options = CallOptions(timeout: .milliseconds(1))
        let (requests, replies) = try await subject.client.fullDuplexCall(options)
        try await requests.write(
          RPCV1.StreamingOutputRequest(payload: [UInt8](repeating: 0, count: 27_182)))
        for try await _ in replies {}
      }
    },
    ConformanceCase(
      "interop/thousands_time_out",
      "calls that time out together all end so, and their connection goes on"
    ) { _ in
      // More than may be reset at once, and room for all.
      let count = LongRun.count(1500, atLength: 5000)
      try await Subject.with("--max-streams", "\(count + 1)") { subject in
        let (requests, replies) = try await subject.client.fullDuplexCall(.patient)
        var iterator = replies.makeAsyncIterator()
        try await requests.write(request(requestSizes[0], replySizes[0]))
        try #require(try await iterator.next() != nil)
        let ended = await timedOut(of: count, subject.client)
        try #require(ended == count)
        // Had the connection been lost meanwhile, this call would have been with it.
        try await requests.write(request(requestSizes[1], replySizes[1]))
        try #require(try await iterator.next() != nil)
        await requests.finish()
        try #require(try await iterator.next() == nil)
      }
    },
  ]

  /// How many of so many calls that begin together end because their time is up.
  private static func timedOut(of count: Int, _ client: TestServiceClient) async -> Int {
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<count {
        group.addTask {
          let request = RPCV1.SimpleRequest(delayUs: 100_000_000)
          let options = CallOptions(timeout: .milliseconds(300))
          let error = try? await failure(.deadlineExceeded) {
            try await client.unaryCall(request, options)
          }
          return error != nil
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
  }
}
