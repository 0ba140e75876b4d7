import CMessages
import Decoding
import Messages
import Randomness
import Testing

/// The scan's work and its bound on memory, counted; nothing is timed.
struct PreScanTests {
  @Test func `nesting is refused beyond the depth, at that depth`() {
    // google.protobuf.DescriptorProto is recursive: field 3 holds its own kind.
    for (depth, isRefused) in [(31, false), (32, true), (10_000, true)] {
      let bytes = nested(depth)
      var scan = PreScan(limits: DecodingLimits(messageBytes: bytes.count))
      let rule = unsafe rule(&scan, bytes, descriptorProto())
      #expect((rule == .depth) == isRefused, "\(depth)")
      #expect(scan.steps <= 32)
    }
  }

  @Test func `an element bomb is refused by its count`() {
    let limits = DecodingLimits(elements: 5000, overheadPerByte: 1000)
    let bomb = Array(repeatElement(bytes("aa0200"), count: 5000).joined())
    #expect(refusal(EveryKind.self, bomb, limits) == nil)
    #expect(refusal(EveryKind.self, bomb + bytes("aa0200"), limits) == .elements)
    let packed = delimited(33, Array(repeating: 1, count: 5001))
    #expect(refusal(EveryKind.self, packed, limits) == .elements)
    #expect(refusal(EveryKind.self, packed) == nil)
  }

  @Test func `a flood of unknown fields is refused by its count`() {
    let unknown = varint(3000 << 3) + [1]
    let flood = Array(repeatElement(unknown, count: 10_000).joined())
    let limits = DecodingLimits(overheadPerByte: 1000)
    #expect(refusal(EveryKind.self, flood, limits) == nil)
    #expect(refusal(EveryKind.self, flood + unknown, limits) == .unknownFields)
  }

  @Test func `a message over the limit is refused before it is looked at`() {
    let bytes = delimited(2, Array(repeating: 0xFF, count: 4 << 20))
    var scan = PreScan(limits: DecodingLimits())
    #expect(unsafe rule(&scan, bytes, everyKind()) == .messageBytes)
    #expect(scan.steps == 0)
  }

  @Test func `more memory than allowed is refused before any is taken`() {
    let bytes = Array(repeatElement(bytes("aa0200"), count: 1000).joined())
    let arena = Arena(limits: DecodingLimits(allocatedBytes: 10_000))
    let rule = unsafe bytes.withUnsafeBytes { bytes -> DecodingError.Rule? in
      do throws(DecodingError) {
        _ = unsafe try EveryKind(decoding: bytes, arena: arena)
        return nil
      } catch {
        return error.rule
      }
    }
    #expect(rule == .allocation)
    #expect(arena.peakBytes == 0)
  }

  @Test func `steps are one for each field, at all depths`() {
    let leaf = delimited(2, [8, 1])
    var scan = PreScan(limits: DecodingLimits())
    #expect(unsafe rule(&scan, delimited(37, leaf + leaf) + [0x18, 1], everyKind()) == nil)
    #expect(scan.steps == 6)
    #expect(scan.elements == 3)
  }

  @Test(arguments: 0..<400) func `unpacking stays within the bound`(seed: Int) throws {
    var generator = SeededRandom(seed: UInt64(seed))
    var encoded = EveryKind.random(&generator).encoded()
    if seed % 2 == 0 { encoded += EveryKind.unknownFields(&generator) }
    var scan = PreScan(limits: DecodingLimits())
    #expect(unsafe rule(&scan, encoded, everyKind()) == nil)
    let arena = Arena()
    _ = unsafe try encoded.withUnsafeBytes { unsafe try EveryKind(decoding: $0, arena: arena) }
    #expect(arena.peakBytes <= scan.allocationBound)
    #expect(scan.steps <= encoded.count)
  }

  @Test(arguments: [
    "aa0200", "920200", "b80100", "c80c00", "9a0200", "aa02021200", "c0bb0100", "aa02040a027878",
  ]) func `the worst repetitions stay within the bound and the limit`(unit: String) throws {
    let bytes = Array(repeatElement(bytes(unit), count: 9000).joined())
    let limits = DecodingLimits(overheadPerByte: 1000)
    var scan = PreScan(limits: limits)
    #expect(unsafe rule(&scan, bytes, everyKind()) == nil)
    let arena = Arena(limits: limits)
    _ = unsafe try bytes.withUnsafeBytes { unsafe try EveryKind(decoding: $0, arena: arena) }
    #expect(arena.peakBytes <= scan.allocationBound)
    // At most some hundred bytes for each that came in, whatever it says.
    #expect(scan.allocationBound <= 200 * bytes.count)
  }

  @Test func `bools in long varints cost protobuf-c an element for each byte, and count as such`() {
    let long = bytes("ffffffffffffffffff01")
    let bools = Array(repeatElement(long, count: 1000).joined())
    let encoded = delimited(33, bools)
    var scan = PreScan(limits: DecodingLimits())
    #expect(unsafe rule(&scan, encoded, everyKind()) == nil)
    #expect(scan.elements == bools.count)
    let arena = Arena()
    let value = unsafe try? encoded.withUnsafeBytes {
      unsafe try EveryKind(decoding: $0, arena: arena)
    }
    #expect(value?.boolValues == Array(repeating: true, count: 1000))
    #expect(arena.peakBytes <= scan.allocationBound)
    #expect(refusal(EveryKind.self, encoded, DecodingLimits(elements: 9999)) == .elements)
  }

  private func rule(
    _ scan: inout PreScan, _ bytes: [UInt8], _ type: UnsafePointer<ProtobufCMessageDescriptor>
  ) -> DecodingError.Rule? {
    do {
      unsafe try bytes.withUnsafeBytes { bytes in unsafe try scan.check(bytes, as: type) }
      return nil
    } catch let error as DecodingError {
      return error.rule
    } catch {
      return nil
    }
  }

  private func nested(_ depth: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<depth { bytes = varint(3 << 3 | 2) + varint(bytes.count) + bytes }
    return bytes
  }

  private func everyKind() -> UnsafePointer<ProtobufCMessageDescriptor> {
    var message = unsafe Cameo__Rpc__V1__TestEveryKind()
    unsafe cameo__rpc__v1__test_every_kind__init(&message)
    return unsafe message.base.descriptor
  }

  private func descriptorProto() -> UnsafePointer<ProtobufCMessageDescriptor> {
    var message = unsafe Google__Protobuf__DescriptorProto()
    unsafe google__protobuf__descriptor_proto__init(&message)
    return unsafe message.base.descriptor
  }
}

extension RPCV1.TestEveryKind {
  fileprivate static func unknownFields(_ generator: inout SeededRandom) -> [UInt8] {
    (0..<Int.random(in: 0...40, using: &generator)).flatMap { _ in
      delimited(3000, Array(repeating: 7, count: .random(in: 0...40, using: &generator)))
    }
  }
}
