import CMessages
@testable import Decoding
@testable import Messages
@testable import Wire

/// Inputs to begin with: the frames of PROTOCOL.md, and one message of each type with every field set.
package struct Seeds {
  private let frames: [(isClients: Bool, bytes: [UInt8])]

  /// - Parameter protocolPage: The text of `proto/PROTOCOL.md`, whose blocks `hex NAME` are frames.
  package init(protocolPage: String) {
    var frames: [(isClients: Bool, bytes: [UInt8])] = []
    var isInside = false
    for line in protocolPage.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```hex ") {
        isInside = true
        frames.append((line.hasPrefix("```hex client"), []))
      } else if line.hasPrefix("```") {
        isInside = false
      } else if isInside, let last = frames.indices.last {
        frames[last].bytes += bytes(hex: line)
      }
    }
    self.frames = frames
  }

  package func inputs(_ target: FuzzTarget) -> [[UInt8]] {
    switch target {
    case .frame:
      frames.flatMap { frame in [0, 1, 2, 3, 7].map { [$0] + frame.bytes.prefix(16) } }
    case .machine: conversations
    case .message: Self.messages
    case .envelope: envelopes
    }
  }

  /// All that the client says, as a server hears it, and the other way round.
  private var conversations: [[UInt8]] {
    let opens = [UInt8](repeating: 11, count: 12)
    return [
      [1] + frames.filter(\.isClients).flatMap { Self.asStep($0.bytes) },
      [7] + frames.filter(\.isClients).flatMap { Self.asStep($0.bytes) },
      [0] + opens + frames.filter { !$0.isClients }.flatMap { Self.asStep($0.bytes) },
    ]
  }

  /// A frame as the machine's target takes it: a step's number, the header, the head.
  private static func asStep(_ frame: [UInt8]) -> [UInt8] {
    let header = unsafe FrameHeader(parsing: frame.span.bytes)
    return [8] + frame.prefix(FrameHeader.byteCount + Int(header.head))
  }

  private var envelopes: [[UInt8]] {
    let heads = frames.compactMap { frame -> [UInt8]? in
      let header = unsafe FrameHeader(parsing: frame.bytes.span.bytes)
      let kinds: [FrameType: UInt8] = [
        .hello: 0, .request: 1, .data: 2, .response: 2, .goAway: 3,
      ]
      guard header.head > 0, let kind = kinds[header.type] else { return nil }
      return [kind] + frame.bytes.dropFirst(FrameHeader.byteCount).prefix(Int(header.head))
    }
    let types: [any GeneratedMessage.Type] = unsafe [
      RPCV1.Hello.self, RPCV1.RequestHead.self, RPCV1.ResponseHead.self, RPCV1.GoAway.self,
      RPCV1.Metadata.self, RPCV1.ErrorDetail.self,
    ]
    return heads + types.indices.map { [UInt8($0)] + Self.sample(types[$0]) }
  }

  private static var messages: [[UInt8]] {
    Descriptors.messageTypes.compactMap { $0 as? any GeneratedMessage.Type }.map { type in
      let mark = FuzzTarget.mark(of: type.fullName)
      return [UInt8(mark >> 8), UInt8(truncatingIfNeeded: mark)] + sample(type)
    }
  }

  private static func sample<M: GeneratedMessage>(_: M.Type) -> [UInt8] {
    unsafe sample(M.descriptor, depth: 1)
  }

  /// Every field once, a repeated one twice.
  private static func sample(
    _ message: UnsafePointer<ProtobufCMessageDescriptor>, depth: Int
  ) -> [UInt8] {
    guard depth < 8, let fields = unsafe message.pointee.fields else { return [] }
    var bytes: [UInt8] = []
    for index in 0..<(unsafe Int(message.pointee.n_fields)) {
      let field = unsafe fields + index
      let isRepeated = unsafe field.pointee.label == PROTOBUF_C_LABEL_REPEATED
      for _ in 0..<(isRepeated ? 2 : 1) {
        let shape = unsafe FieldShape(field.pointee.type)
        bytes += varint(unsafe UInt64(field.pointee.id) << 3 | UInt64(shape.wireType))
        bytes += unsafe value(field, shape, depth: depth)
      }
    }
    return bytes
  }

  private static func value(
    _ field: UnsafePointer<ProtobufCFieldDescriptor>, _ shape: FieldShape, depth: Int
  ) -> [UInt8] {
    switch shape {
    case .varint: return varint(1)
    case .fixed32, .fixed64: return Array(1...UInt8(shape.elementBytes))
    case .string: return delimited(Array("a\u{E9}".utf8))
    case .bytes: return delimited([0, 0xFF])
    case .message:
      let type = unsafe field.pointee.descriptor.assumingMemoryBound(
        to: ProtobufCMessageDescriptor.self)
      return delimited(unsafe sample(type, depth: depth + 1))
    }
  }

  private static func delimited(_ content: [UInt8]) -> [UInt8] {
    varint(UInt64(content.count)) + content
  }

  private static func varint(_ value: UInt64) -> [UInt8] {
    var rest = value
    var bytes: [UInt8] = []
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(truncatingIfNeeded: rest)]
  }
}
