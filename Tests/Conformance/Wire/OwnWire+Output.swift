import Messages
import RPC
import TestKit
import Testing

/// A client that asks and asks, and reads no answer.
extension OwnWire {
  static let output: [ConformanceCase] = [
    ConformanceCase(
      "wire/output/stops_reading", "a server reads no more while its answers are not read"
    ) { subject in
      try await RawPeer.connect(to: subject.address) { peer in
        try stopsReading(peer, beside: .connected(to: subject.address))
      }
    }
  ]

  private static func stopsReading(_ peer: RawPeer, beside other: RawPeer) throws {
    for peer in [peer, other] { try peer.hello() }
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
    repeat {
      let before = offset
      try peer.fill(with: bytes, at: &offset)
      // Back at the beginning: all of it was taken.
      try #require(offset >= before, "\(count) calls were read while no answer was")
    } while try peer.isWritable(within: 100) || isRead(peer, beside: other)
    // It goes on as soon as they are.
    for _ in 0..<offset / (bytes.count / Int(count)) {
      let frame = try peer.receive(.response)
      try #require(frame.header.aux == StatusCode.aborted.rawValue, "\(frame.text)")
      try #require(frame.responseHead?.metadata == metadata)
    }
  }

  /// Their answers, of 7 KB each, are more than the kernel and the server's own bound hold together.
  private static let count: UInt32 = 6_000

  /// Whether the server reads of what `peer` has sent. It has one loop: in the turns in which that
  /// answers another connection, it reads of this one too, if it does at all.
  private static func isRead(_ peer: RawPeer, beside other: RawPeer) throws -> Bool {
    let unread = try peer.unreadByteCount()
    for _ in 0..<2 { try other.settle() }
    return try unread == 0 || peer.unreadByteCount() < unread
  }
}
