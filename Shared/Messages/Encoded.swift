internal import CMessages
public import Decoding

/// The bytes of a `Wrapped` that are passed on as they are: neither checked nor decoded.
///
/// The gateway answers with its services' answers this way, and a service with bytes from its store.
public struct Encoded<Wrapped: Message>: Message {
  /// An encoded `Wrapped`.
  public var bytes: [UInt8]

  public init() {
    bytes = []
  }

  public init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  public init(_ value: Wrapped) {
    bytes = value.encoded()
  }

  public static var fullName: String { Wrapped.fullName }

  public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
    guard bytes.count <= arena.limits.messageBytes else {
      throw DecodingError(message: Self.fullName, rule: .messageBytes)
    }
    self.bytes = unsafe [UInt8](bytes)
  }

  public func encode(arena: Arena, reserve: (_ byteCount: Int) -> UnsafeMutableRawPointer) {
    unsafe bytes.withUnsafeBytes { unsafe copy($0, to: reserve($0.count)) }
  }

  /// The value of the bytes.
  ///
  /// - Throws: ``DecodingError`` if they are not one.
  public func decoded(limits: DecodingLimits = DecodingLimits()) throws(DecodingError) -> Wrapped {
    try Wrapped(decoding: bytes, limits: limits)
  }
}

/// A field of `Whole` that holds a `Part`, or several: where encoded parts may be spliced in.
///
/// The generator writes one for every such field: `view.splice(profile, into: .profile)`.
public struct SubmessageField<Whole: Message, Part: Message>: Sendable {
  /// The field's number in the .proto file.
  public let number: UInt32

  package init(number: UInt32) {
    self.number = number
  }
}

extension Encoded {
  /// Adds a part behind its tag and length. A field that is not repeated takes one part at most.
  public mutating func splice<Part>(
    _ part: Encoded<Part>, into field: SubmessageField<Wrapped, Part>
  ) {
    bytes.reserveCapacity(bytes.count + part.bytes.count + 10)
    append(varint: field.number << 3 | 2)
    append(varint: UInt32(truncatingIfNeeded: part.bytes.count))
    bytes += part.bytes
  }

  private mutating func append(varint value: UInt32) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }
}
