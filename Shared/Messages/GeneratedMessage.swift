internal import CMessages
internal import Decoding

/// What the generator writes for a message beyond its fields: the way to protobuf-c's struct and back.
protocol GeneratedMessage: Message {
  /// protoc-c's struct, whose first member is a ProtobufCMessage.
  associatedtype CStruct

  /// Where protobuf-c has its description of the message.
  static var descriptor: UnsafePointer<ProtobufCMessageDescriptor> { get }

  /// Copies an unpacked message, whose text the pre-scan has validated.
  init(copying message: UnsafePointer<CStruct>)

  /// Initialises a struct that the arena owns, whatever it points to included.
  func fill(_ message: UnsafeMutablePointer<CStruct>, _ arena: Arena)
}

extension GeneratedMessage {
  @inline(__always)
  static func decode(_ bytes: UnsafeRawBufferPointer, _ arena: Arena) throws(DecodingError) -> Self
  {
    let message = unsafe try unpack(bytes, as: descriptor, into: arena)
    return unsafe Self(
      copying: UnsafeRawPointer(message).assumingMemoryBound(to: CStruct.self))
  }

  @inline(__always)
  func pack(_ arena: Arena, _ reserve: (Int) -> UnsafeMutableRawPointer) {
    let message = unsafe UnsafeRawPointer(arena.make(self))
      .assumingMemoryBound(to: ProtobufCMessage.self)
    let size = unsafe protobuf_c_message_get_packed_size(message)
    let output = unsafe reserve(size).assumingMemoryBound(to: UInt8.self)
    unsafe protobuf_c_message_pack(message, output)
  }
}

/// protobuf-c's description of a message, found through the struct that `initialize` fills.
func describe<C>(_ initialize: (UnsafeMutablePointer<C>) -> Void)
  -> UnsafePointer<ProtobufCMessageDescriptor>
{
  let message = UnsafeMutablePointer<C>.allocate(capacity: 1)
  defer { unsafe message.deallocate() }
  unsafe initialize(message)
  return unsafe UnsafeRawPointer(message).assumingMemoryBound(to: ProtobufCMessage.self)
    .pointee.descriptor
}
