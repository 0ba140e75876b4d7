import Dispatch
import Messages
import RPC
import TestKit
import Testing

/// A client that gives up: before and after it has said its last, and after replies.
extension Connect {
  static let cancellation: [ConformanceCase] = [
    .server("connect/cancellation/before_close_send", "RESET in an open stream ends its call") {
      peer in
      for (stream, method) in zip([1, 3], ["StreamingInputCall", "FullDuplexCall"]) {
        try peer.request(UInt32(stream), method, .noMessage)
        try peer.cancel(UInt32(stream))
      }
    },
    .server("connect/cancellation/after_close_send", "RESET after END ends the call, unanswered") {
      peer in
      let slow = RPCV1.SimpleRequest(delayUs: 50_000_000).encoded()
      try peer.request(1, "UnaryCall", .end, slow)
      try peer.cancel(1)
      let slowly = RPCV1.StreamingOutputRequest(
        responseParameters: [.init(size: 1, intervalUs: 50_000_000)]).encoded()
      try peer.request(3, "StreamingOutputCall", .end, slowly)
      try peer.cancel(3)
    },
    .server("connect/cancellation/after_responses", "RESET midway ends the replies") { peer in
      let replies = RPCV1.StreamingOutputRequest(
        responseParameters: [.init(size: 1), .init(size: 1, intervalUs: 50_000_000)]).encoded()
      try peer.request(1, "StreamingOutputCall", .end, replies)
      _ = try peer.receive(.data)
      try peer.cancel(1)
    },
    ConformanceCase(
      "connect/cancellation/frees_its_place", "a cancelled call is none of max_streams any more"
    ) { _ in
      try await Subject.with("--max-streams", "1") { subject in
        try await RawPeer.connect(to: subject.address) { peer in
          try peer.hello()
          for stream in stride(from: UInt32(1), to: 41, by: 2) {
            let slow = RPCV1.SimpleRequest(delayUs: 50_000_000).encoded()
            try peer.request(stream, "UnaryCall", .end, slow)
            try peer.cancel(stream)
          }
          try peer.request(41, "EmptyCall")
          try peer.expectStatus(41)
        }
      }
    },
    ConformanceCase(
      "connect/cancellation/disconnect", "a client that goes away has cancelled its calls"
    ) { subject in
      try await Relay.with { relay, behind in
        let reached = DispatchSemaphore(value: 0)
        async let reset = behind.accept { peer in
          try peer.hello()
          _ = try peer.receive(.request)
          reached.signal()
          return try peer.receive(.reset).header
        }
        try await RawPeer.connect(to: relay.address) { peer in
          try peer.hello()
          try peer.request(1, "UnaryCall")
          guard reached.wait(timeout: .now() + 50) == .success else { throw RawPeer.TimedOut() }
        }
        try #require(try await reset.aux == StatusCode.cancelled.rawValue)
      }
    },
    ConformanceCase(
      "connect/cancellation/next_hop", "a cancelled call cancels what its handler has called"
    ) { _ in
      try await Relay.with { relay, behind in
        let reached = Signal()
        async let reset = behind.accept { peer in
          try peer.hello()
          _ = try peer.receive(.request)
          reached.send()
          return try peer.receive(.reset).header
        }
        let call = Task {
          try await TestServiceClient(relay.channel).unaryCall(RPCV1.SimpleRequest(), .patient)
        }
        await reached.wait()
        call.cancel()
        try #require(try await reset.aux == StatusCode.cancelled.rawValue)
        _ = try await failure(.cancelled) { try await call.value }
      }
    },
  ]
}

extension RawPeer {
  /// Ends a call with CANCELLED; no more is heard of it.
  fileprivate func cancel(_ stream: UInt32) throws {
    try send(.reset, stream: stream, aux: StatusCode.cancelled.rawValue)
    let frames = try settle()
    try #require(frames.allSatisfy { $0.header.type != .response && $0.header.type != .reset })
    try #require(try settle().allSatisfy { $0.header.stream != stream })
  }
}
