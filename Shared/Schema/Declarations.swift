/// One .proto file.
public struct File: Sendable {
  /// The path that others import it by, "cameo/rpc/v1/health.proto".
  public let name: String
  public let package: String
  /// "proto2" or "proto3".
  public let syntax: String
  public let messages: [MessageType]
  public let enums: [EnumType]
  public let services: [ServiceType]

  /// Messages at all depths, outer before inner.
  public var allMessages: [MessageType] { messages.flatMap(\.withNested) }
  /// Enums at all depths.
  public var allEnums: [EnumType] { enums + allMessages.flatMap(\.enums) }
}

/// A message's declaration.
public struct MessageType: Sendable {
  public let fullName: String
  public let comment: String
  /// In the order of the .proto file.
  public let fields: [Field]
  /// Names of the oneofs; ``Field/oneof`` is an index into them.
  public let oneofs: [Oneof]
  public let messages: [MessageType]
  public let enums: [EnumType]
  /// Whether this is what protoc makes of a `map`.
  public let isMapEntry: Bool

  /// The name within its file's package or its outer message.
  public var name: String { lastComponent(fullName) }
  var withNested: [MessageType] { [self] + messages.flatMap(\.withNested) }
}

public struct Oneof: Sendable {
  public let name: String
  public let comment: String
}

/// A field's declaration.
public struct Field: Sendable {
  public let name: String
  /// The name that JSON has: lowerCamelCase unless the file says otherwise.
  public let jsonName: String
  public let number: Int32
  public let type: FieldType
  public let isRepeated: Bool
  /// Index of the oneof that the field is a member of.
  public let oneof: Int?
  /// Whether the field is `optional` in proto3.
  public let isOptional: Bool
  /// Whether a field that is absent differs from one that has its default value.
  public let hasPresence: Bool
  /// Whether the elements of a repeated field stand together behind one tag.
  public let isPacked: Bool
  public let comment: String
}

public enum FieldType: Sendable, Equatable {
  case double, float, int64, uint64, int32, fixed64, fixed32, bool, string, bytes, uint32
  case sfixed32, sfixed64, sint32, sint64
  case group
  /// By full name.
  case message(String)
  /// By full name.
  case enumeration(String)

  var isMessage: Bool {
    if case .message = self { true } else { self == .group }
  }

  /// Whether repeated values may stand together behind one tag.
  var isPackable: Bool { !isMessage && self != .string && self != .bytes }
}

/// An enum's declaration.
public struct EnumType: Sendable {
  public let fullName: String
  public let comment: String
  public let values: [EnumValue]

  public var name: String { lastComponent(fullName) }
}

public struct EnumValue: Sendable {
  public let name: String
  public let number: Int32
  public let comment: String
}

/// A service's declaration.
public struct ServiceType: Sendable {
  public let fullName: String
  public let comment: String
  public let methods: [MethodType]

  public var name: String { lastComponent(fullName) }
}

/// A method's declaration.
public struct MethodType: Sendable {
  /// What a repeated call does, as `idempotency_level` declares it.
  public enum Idempotency: Sendable {
    case unknown, noSideEffects, idempotent
  }

  public let name: String
  /// "cameo.x.v1.XService/Name", as calls carry it.
  public let path: String
  /// Full names of the messages.
  public let input: String
  public let output: String
  public let clientStreams: Bool
  public let serverStreams: Bool
  public let idempotency: Idempotency
  /// Whether `cameo.rpc.v1.encoded_reply` is set: the handler answers with encoded bytes.
  public let hasEncodedReply: Bool
  public let comment: String
}

private func lastComponent(_ fullName: String) -> String {
  String(fullName.split(separator: ".").last ?? "")
}
