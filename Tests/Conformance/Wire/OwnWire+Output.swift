import Messages
import RPC
import TestKit
import Testing

/// A client that asks and asks, and reads no answer.
extension OwnWire {
  static let output: [ConformanceCase] = [
    .server("wire/output/stops_reading", "a server reads no more while its answers are not read") {
      peer in
      // What is in an envelope needs no credit, and comes back: no window keeps these answers back.
      let metadata: Metadata = [.init(key: "x-bytes", value: [UInt8](repeating: 7, count: 7_000))]
      let head = RawPeer.head("UnaryCall", metadata: metadata)
      let body = RPCV1.SimpleRequest(
        responseStatus: .init(code: 10), echoMetadata: true
      ).encoded()
      var bytes: [UInt8] = []
      for index in 0..<count {
        bytes += RawPeer.bytes(.request, .end, stream: 2 * index + 1, head: head, body: body)
      }
      var offset = 0
      while peer.isWritable(within: 1_000) {
        let before = offset
        try peer.fill(with: bytes, at: &offset)
        // Back at the beginning: all of it was taken.
        try #require(offset >= before, "\(count) calls were read while no answer was")
      }
      // It goes on as soon as they are.
      for _ in 0..<offset / (bytes.count / Int(count)) {
        let frame = try peer.receive(.response)
        try #require(frame.header.aux == StatusCode.aborted.rawValue, "\(frame.text)")
        try #require(frame.responseHead?.metadata == metadata)
      }
    }
  ]

  /// Their answers, of 7 KB each, are more than the kernel and the server's own bound hold together.
  private static let count: UInt32 = 6_000
}
