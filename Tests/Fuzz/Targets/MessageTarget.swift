import CMessages
@testable import Decoding
@testable import Messages

extension FuzzTarget {
  /// The first two bytes choose the message, the others are its encoding.
  func checkMessage(_ input: inout ByteSource) throws(Finding) {
    let type = Self.messageType(input.number(UInt16.self))
    try Self.check(input.remaining, as: type)
  }

  /// The message whose mark is the next, so that a new message in `proto/` leaves the corpus what it is.
  static func messageType(_ mark: UInt16) -> any GeneratedMessage.Type {
    guard let first = marked.first else { fatalError("there are no messages") }
    return (marked.first { $0.mark >= mark } ?? first).type
  }

  /// A number that a message has from its name alone (FNV-1a, folded to 16 bits).
  static func mark(of name: String) -> UInt16 {
    var hash: UInt32 = 0x811C_9DC5
    for byte in name.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    return UInt16(truncatingIfNeeded: hash >> 16 ^ hash)
  }

  private static let marked: [(mark: UInt16, type: any GeneratedMessage.Type)] =
    Descriptors.messageTypes.compactMap { type in
      (type as? any GeneratedMessage.Type).map { (mark(of: $0.fullName), $0) }
    }.sorted { $0.mark < $1.mark }

  private static func check<M: GeneratedMessage>(
    _ bytes: [UInt8], as type: M.Type
  ) throws(Finding) {
    let arena = Arena()
    guard let value = try decode(bytes, M.self, arena) else { return }
    arena.reset()
    let encoded = value.encoded()
    guard let again = try decode(encoded, M.self, arena) else {
      throw Finding(description: "\(M.fullName): what was decoded cannot be decoded again")
    }
    // Compared by bytes because a float may be no number, which equals nothing.
    try expect(again.encoded() == encoded, "\(M.fullName): comes back as another value")
  }

  /// Decodes in the two steps that calls do in one, to see what the first one says; nil if refused.
  private static func decode<M: GeneratedMessage>(
    _ bytes: [UInt8], _: M.Type, _ arena: Arena
  ) throws(Finding) -> M? {
    var scan = PreScan(limits: arena.limits)
    let refusal = unsafe bytes.withUnsafeBytes { bytes -> DecodingError? in
      do throws(DecodingError) {
        try unsafe scan.check(bytes, as: M.descriptor)
        return nil
      } catch {
        return error
      }
    }
    try expect(scan.steps <= bytes.count, "\(M.fullName): \(scan.steps) steps over \(bytes.count)")
    let result = unsafe bytes.withUnsafeBytes { bytes in
      Result { () throws(DecodingError) in unsafe try M(decoding: bytes, arena: arena) }
    }
    switch result {
    case .success(let value):
      try expect(refusal == nil, "\(M.fullName): decoded against the scan")
      try unpackInParts(bytes, M.self)
      try expect(
        arena.peakBytes <= scan.allocationBound,
        "\(M.fullName): took \(arena.peakBytes) bytes, \(scan.allocationBound) were foretold")
      return value
    case .failure(let error):
      try expect(error == refusal, "\(M.fullName): \(error), where the scan said \(refusal as Any)")
      return nil
    }
  }

  /// Unpacks with a block of memory for each part, so that AddressSanitizer knows where each one ends.
  private static func unpackInParts<M: GeneratedMessage>(
    _ bytes: [UInt8], _: M.Type
  ) throws(Finding) {
    let message = unsafe protobuf_c_message_unpack(M.descriptor, nil, bytes.count, bytes)
    try expect(unsafe message != nil, "\(M.fullName): unpacks into an arena only")
    unsafe protobuf_c_message_free_unpacked(message, nil)
  }
}
