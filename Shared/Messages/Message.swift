@_exported public import Decoding

/// A value that travels as one protobuf message.
///
/// The generator writes one type for every message in `proto/`. Decoding checks the bytes, unpacks
/// them with protobuf-c into the arena and copies them out; encoding packs with protobuf-c straight
/// into memory of the caller's. Unknown fields are dropped.
public protocol Message: Sendable, Equatable {
  /// The message with no field set.
  init()

  /// The name in the .proto file, "cameo.rpc.v1.HealthRequest".
  static var fullName: String { get }

  /// Reads a whole message. Nothing of the value points into `bytes` or `arena` afterwards.
  ///
  /// - Parameter arena: Scratch memory, whose limits hold. The caller resets it.
  /// - Throws: ``DecodingError``, which names the message, the field and the rule.
  init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError)

  /// Writes the message's bytes to where `reserve` says.
  ///
  /// A NUL character in text becomes U+FFFD, since protobuf-c takes text as C strings.
  ///
  /// - Parameters:
  ///   - arena: Scratch memory. The caller resets it.
  ///   - reserve: Called once, with the exact size, which may be 0.
  func encode(arena: Arena, reserve: (_ byteCount: Int) -> UnsafeMutableRawPointer)
}

extension Message {
  /// Reads a whole message, with memory of its own.
  public init(decoding bytes: [UInt8], limits: DecodingLimits = DecodingLimits())
    throws(DecodingError)
  {
    let arena = Arena(limits: limits)
    let result = unsafe bytes.withUnsafeBytes { bytes in
      Result { () throws(DecodingError) in unsafe try Self(decoding: bytes, arena: arena) }
    }
    self = try result.get()
  }

  /// The message's bytes.
  public func encoded() -> [UInt8] {
    let arena = Arena()
    var start: UnsafeMutableRawPointer?
    var size = 0
    unsafe encode(arena: arena) { byteCount in
      size = byteCount
      let block = unsafe arena.allocate(byteCount)
      unsafe start = block
      return unsafe block
    }
    return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: size))
  }
}
