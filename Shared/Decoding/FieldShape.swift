internal import CMessages

/// What a field's value looks like on the wire and costs in memory: all that the scan needs of a type.
enum FieldShape {
  case varint, fixed32, fixed64, string, bytes, message

  @inline(__always)
  init(_ type: ProtobufCType) {
    switch type {
    case PROTOBUF_C_TYPE_STRING: self = .string
    case PROTOBUF_C_TYPE_MESSAGE: self = .message
    case PROTOBUF_C_TYPE_BYTES: self = .bytes
    case PROTOBUF_C_TYPE_SFIXED32, PROTOBUF_C_TYPE_FIXED32, PROTOBUF_C_TYPE_FLOAT: self = .fixed32
    case PROTOBUF_C_TYPE_SFIXED64, PROTOBUF_C_TYPE_FIXED64, PROTOBUF_C_TYPE_DOUBLE: self = .fixed64
    default: self = .varint
    }
  }

  @inline(__always)
  var wireType: UInt32 {
    switch self {
    case .varint: 0
    case .fixed64: 1
    case .string, .bytes, .message: 2
    case .fixed32: 5
    }
  }

  /// Bytes of one element in the array that protobuf-c makes of a repeated field, at most.
  @inline(__always)
  var elementBytes: Int {
    switch self {
    case .fixed32: 4
    case .bytes: 16
    case .varint, .fixed64, .string, .message: 8
    }
  }
}
