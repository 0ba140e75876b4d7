import CMessages
@testable import Decoding
@testable import Messages
import Testing

/// Messages that are small and want to be large, at sizes that double: the work and the memory that they
/// cost, counted. Each step of the scan is a field, and reads no byte that another step has read.
struct BombTests {
  private static let sizes = (4...12).map { 1 << $0 }

  @Test func `the quadratic merge costs two steps and no memory, however long it is`() throws {
    let part = delimited(17, delimited(2, []))
    for size in Self.sizes {
      let cost = unsafe try cost(of: repeated(part, size), as: EveryKind.self)
      #expect(cost.rule == .repeatedMessage)
      #expect(cost.steps <= 2 && cost.arenaBytes == 0)
    }
  }

  @Test func `nesting costs no more steps than the depth allows, and no memory beyond it`() throws {
    for depth in Self.sizes where depth <= 1 << 14 {
      var bytes: [UInt8] = []
      for _ in 0..<depth { bytes = delimited(3, bytes) }
      let cost = unsafe try scan(bytes, descriptorProto())
      #expect((cost.rule == .depth) == (depth > 31))
      #expect(cost.steps <= 32)
      #expect(cost.bound <= Self.most(bytes.count))
    }
  }

  @Test func `unknown fields cost a step each and ten bytes for one at most`() throws {
    for unit in [
      varint(3000 << 3) + [1], delimited(3000, []), varint(3000 << 3 | 5) + [0, 0, 0, 0],
    ] {
      unsafe try expectLinear(unit, EveryKind.self)
    }
  }

  /// One empty element after another, of each repeated submessage of each message in `proto/`; and the
  /// same with a number in it where it has one.
  @Test(arguments: Descriptors.messageTypes.map { $0.fullName })
  func `submessages that hold nothing cost a step each and ten bytes for one at most`(
    _ name: String
  ) throws {
    try expectLinearElements(of: name)
  }

  @Test func `a page of real records stays within the bound`() throws {
    let record = ProfileV1.AttributeRecord(
      attribute: ProfileV1.Attribute(
        name: "shoe.size", category: .quantitative, value: .init(kind: .integer(42)),
        provenance: .declared, source: "web", observedAt: .init(seconds: 1_700_000_000)),
      wins: true)
    let reply = ProfileV1.ListAttributeValuesReply(records: Array(repeating: record, count: 500))
    let event = ProfileV1.Event(
      id: "01HZX0", type: "page.viewed", occurredAt: .init(seconds: 1_700_000_000),
      properties: (0..<50).map {
        .init(name: "utm_term\($0)", value: .init(kind: .integer(1 << $0)))
      })
    let timeline = ProfileV1.GetTimelineReply(events: Array(repeating: event, count: 500))
    let row = ProfileV1.ImportRow(line: 7, cells: Array(repeating: "", count: 100))
    let batch = ProfileV1.ImportBatchRequest(rows: Array(repeating: row, count: 1000))
    for cost in [
      unsafe try cost(of: reply.encoded(), as: ProfileV1.ListAttributeValuesReply.self),
      unsafe try cost(of: timeline.encoded(), as: ProfileV1.GetTimelineReply.self),
      unsafe try cost(of: batch.encoded(), as: ProfileV1.ImportBatchRequest.self),
    ] {
      #expect(cost.rule == nil)
    }
  }

  private func expectLinearElements(of name: String) throws {
    for type in Descriptors.messageTypes where type.fullName == name {
      guard let type = type as? any GeneratedMessage.Type else { continue }
      for unit in unsafe emptyElements(of: type.descriptor) { try expectLinear(unit, type) }
    }
  }

  /// Twice the bytes take at most twice the steps, and a byte never more than ten.
  private func expectLinear<M: GeneratedMessage>(_ unit: [UInt8], _: M.Type) throws {
    var before: Int?
    for size in Self.sizes {
      let cost = try cost(of: repeated(unit, size), as: M.self)
      #expect(cost.rule == nil || [.allocation, .elements, .unknownFields].contains(cost.rule))
      #expect(cost.steps <= cost.bytes)
      if let before { #expect(cost.steps <= 2 * before) }
      #expect(cost.arenaBytes <= Self.most(cost.bytes), "\(M.fullName), \(size) times")
      if cost.rule != nil { #expect(cost.arenaBytes == 0) }
      before = cost.steps
    }
  }

  private static func most(_ bytes: Int) -> Int { 10 * bytes + 64 << 10 }

  private func repeated(_ unit: [UInt8], _ count: Int) -> [UInt8] {
    Array(repeatElement(unit, count: count).joined())
  }

  // MARK: counting

  private struct Cost {
    var bytes: Int
    var steps: Int
    var bound: Int
    var overhead: Int
    var rule: DecodingError.Rule?
    var arenaBytes = 0
  }

  private func cost<M: GeneratedMessage>(of bytes: [UInt8], as _: M.Type) throws -> Cost {
    var cost = unsafe try scan(bytes, M.descriptor)
    let arena = Arena()
    unsafe bytes.withUnsafeBytes { bytes in
      _ = try? unsafe M(decoding: bytes, arena: arena)
    }
    cost.arenaBytes = arena.peakBytes
    return cost
  }

  private func scan(
    _ bytes: [UInt8], _ type: UnsafePointer<ProtobufCMessageDescriptor>
  ) throws -> Cost {
    var scan = PreScan(limits: DecodingLimits())
    let rule = unsafe bytes.withUnsafeBytes { bytes -> DecodingError.Rule? in
      do throws(DecodingError) {
        try unsafe scan.check(bytes, as: type)
        return nil
      } catch {
        return error.rule
      }
    }
    return Cost(
      bytes: bytes.count, steps: scan.steps, bound: scan.allocationBound, overhead: scan.overhead,
      rule: rule)
  }

  private func emptyElements(of type: UnsafePointer<ProtobufCMessageDescriptor>) -> [[UInt8]] {
    unsafe fields(type).flatMap { field -> [[UInt8]] in
      guard unsafe field.label == PROTOBUF_C_LABEL_REPEATED,
        unsafe field.type == PROTOBUF_C_TYPE_MESSAGE
      else {
        return []
      }
      let inner = unsafe field.descriptor.assumingMemoryBound(to: ProtobufCMessageDescriptor.self)
      let number = unsafe fields(inner).first { unsafe FieldShape($0.type) == .varint }
      let content = unsafe number.map { unsafe varint(Int($0.id) << 3) + [1] } ?? []
      return unsafe [delimited(Int(field.id), []), delimited(Int(field.id), content)]
    }
  }

  private func fields(
    _ type: UnsafePointer<ProtobufCMessageDescriptor>
  ) -> [ProtobufCFieldDescriptor] {
    unsafe Array(
      UnsafeBufferPointer(start: type.pointee.fields, count: Int(type.pointee.n_fields)))
  }

  private func descriptorProto() -> UnsafePointer<ProtobufCMessageDescriptor> {
    var message = unsafe Google__Protobuf__DescriptorProto()
    unsafe google__protobuf__descriptor_proto__init(&message)
    return unsafe message.base.descriptor
  }
}
