package import CMessages

/// A message that protobuf-c has unpacked into an arena; valid until the arena is reset.
///
/// - Throws: ``DecodingError`` if the pre-scan or protobuf-c refuses the bytes.
package func unpack(
  _ bytes: UnsafeRawBufferPointer, as message: UnsafePointer<ProtobufCMessageDescriptor>,
  into arena: Arena
) throws(DecodingError) -> UnsafeMutablePointer<ProtobufCMessage> {
  var scan = PreScan(limits: arena.limits)
  unsafe try scan.check(bytes, as: message)
  let unpacked = unsafe protobuf_c_message_unpack(
    message, arena.allocator, bytes.count, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
  guard let unpacked = unsafe unpacked else {
    throw DecodingError(message: unsafe String(cString: message.pointee.name), rule: .unpack)
  }
  return unsafe unpacked
}
