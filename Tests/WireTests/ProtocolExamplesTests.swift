import Foundation
import Testing

@testable import Wire

/// The worked examples of proto/PROTOCOL.md, byte by byte, against the encoder, the decoder and the
/// machines of both sides.
struct ProtocolExamplesTests {
  private let published: [(name: String, bytes: [UInt8])]

  init() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../proto/PROTOCOL.md")
    published = Self.blocks(try String(contentsOf: file, encoding: .utf8))
  }

  /// The blocks fenced as `hex NAME`, without what follows a `#`.
  private static func blocks(_ text: String) -> [(name: String, bytes: [UInt8])] {
    var blocks: [(name: String, bytes: [UInt8])] = []
    var inside = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```hex ") {
        inside = true
        blocks.append((String(line.dropFirst(7)), []))
      } else if line.hasPrefix("```") {
        inside = false
      } else if inside, let last = blocks.indices.last {
        blocks[last].bytes += hex(String(line.prefix { $0 != "#" }))
      }
    }
    return blocks
  }

  @Test func `the page has exactly these examples, in this order`() {
    #expect(published.map(\.name) == Example.all.map(\.name))
  }

  @Test func `every type of frame has an example`() {
    #expect(Set(Example.all.map(\.frame.type.rawValue)).isSuperset(of: 1...8))
  }

  @Test(arguments: Example.all)
  func `an example is what the encoder writes and what the decoder reads`(
    _ example: Example
  ) throws {
    let bytes = try #require(published.first { $0.name == example.name }?.bytes)
    #expect(example.frame.bytes == bytes)
    let header = FrameHeader(bytes)
    #expect(header == example.frame.header)
    #expect(bytes.count == FrameHeader.byteCount + Int(header.length))
    let head = Array(bytes.dropFirst(FrameHeader.byteCount).prefix(Int(header.head)))
    #expect(try example.reencode(head) == head)
    #expect(Array(bytes.suffix(header.bodyLength)) == example.frame.body)
  }

  @Test func `the examples are a conversation that both machines accept`() {
    let client = Side(.client, ready: false)
    let server = Side(.server, ready: false)
    for example in Example.all where example.frame.type == .request {
      #expect(client.machine.openStream() == example.frame.stream)
    }
    var refused: UInt32?
    for example in Example.all {
      let (sender, receiver) = example.isClients ? (client, server) : (server, client)
      if let goAway = try? GoAway.decode(example.frame.head), example.frame.type == .goAway,
        goAway.lastStream != GoAway.anyStream
      {
        server.machine.beginDrain()
        #expect(server.lastPeerStream == goAway.lastStream)
      }
      sender.send(example.frame)
      let event = receiver.receive(example.frame)
      if case .refuse(let stream, .unavailable, _, true) = event {
        refused = stream
      } else {
        #expect(event.code == nil, "\(example.name): \(event)")
      }
    }
    #expect(refused == 11)
    #expect(client.openStreams == 0 && server.openStreams == 0)
  }
}
