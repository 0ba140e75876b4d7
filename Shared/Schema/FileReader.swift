internal import CMessages

/// Copies one file's declarations out of protobuf-c's structs.
@safe
struct FileReader {
  private let source: UnsafeMutablePointer<Google__Protobuf__FileDescriptorProto>
  private let comments: [[Int32]: String]
  private let package: String
  private let isProto3: Bool

  init(_ file: UnsafeMutablePointer<Google__Protobuf__FileDescriptorProto>) {
    unsafe source = file
    unsafe comments = Self.comments(of: file)
    package = unsafe text(file.pointee.package)
    isProto3 = unsafe text(file.pointee.syntax) == "proto3"
  }

  func file() throws -> File {
    var index: Int32 = -1
    let messages = unsafe try list(source.pointee.n_message_type, source.pointee.message_type) {
      index += 1
      return unsafe try message($0, in: package, at: [4, index])
    }
    index = -1
    let enums = unsafe list(source.pointee.n_enum_type, source.pointee.enum_type) {
      index += 1
      return unsafe enumeration($0, in: package, at: [5, index])
    }
    index = -1
    let services = unsafe list(source.pointee.n_service, source.pointee.service) {
      index += 1
      return unsafe service($0, at: [6, index])
    }
    return unsafe File(
      name: text(source.pointee.name), package: package, syntax: isProto3 ? "proto3" : "proto2",
      messages: messages, enums: enums, services: services)
  }

  // MARK: messages

  private func message(
    _ message: UnsafeMutablePointer<Google__Protobuf__DescriptorProto>, in scope: String,
    at path: [Int32]
  ) throws -> MessageType {
    let fullName = unsafe Self.join(scope, text(message.pointee.name))
    var index: Int32 = -1
    let fields = unsafe try list(message.pointee.n_field, message.pointee.field) {
      index += 1
      return unsafe try field($0, in: fullName, at: path + [2, index])
    }
    index = -1
    let oneofs = unsafe list(message.pointee.n_oneof_decl, message.pointee.oneof_decl) {
      index += 1
      return unsafe Oneof(name: text($0.pointee.name), comment: comment(path + [8, index]))
    }
    for field in fields {
      guard field.oneof.map(oneofs.indices.contains) ?? true else {
        throw SchemaError("\(fullName).\(field.name): there is no such oneof")
      }
    }
    index = -1
    let messages = unsafe try list(message.pointee.n_nested_type, message.pointee.nested_type) {
      index += 1
      return unsafe try self.message($0, in: fullName, at: path + [3, index])
    }
    index = -1
    let enums = unsafe list(message.pointee.n_enum_type, message.pointee.enum_type) {
      index += 1
      return unsafe enumeration($0, in: fullName, at: path + [4, index])
    }
    return unsafe MessageType(
      fullName: fullName, comment: comment(path), fields: fields, oneofs: oneofs,
      messages: messages, enums: enums,
      isMapEntry: message.pointee.options?.pointee.map_entry ?? 0 != 0)
  }

  private func field(
    _ field: UnsafeMutablePointer<Google__Protobuf__FieldDescriptorProto>, in message: String,
    at path: [Int32]
  ) throws -> Field {
    let name = unsafe text(field.pointee.name)
    guard let type = unsafe Self.type(field) else {
      throw SchemaError("\(message).\(name): the field's type is unknown")
    }
    let jsonName = unsafe text(field.pointee.json_name)
    let isRepeated =
      unsafe field.pointee.label == GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__LABEL__LABEL_REPEATED
    let hasOneof = unsafe field.pointee.has_oneof_index != 0
    return unsafe Field(
      name: name, jsonName: jsonName.isEmpty ? lowerCamel(name) : jsonName,
      number: field.pointee.number, type: type,
      isRepeated: isRepeated, oneof: hasOneof ? Int(field.pointee.oneof_index) : nil,
      isOptional: field.pointee.proto3_optional != 0,
      hasPresence: !isRepeated && (hasOneof || !isProto3 || type.isMessage),
      isPacked: isRepeated && type.isPackable && isPacked(field.pointee.options),
      comment: comment(path))
  }

  private func isPacked(
    _ options: UnsafeMutablePointer<Google__Protobuf__FieldOptions>?
  ) -> Bool {
    guard let options = unsafe options, unsafe options.pointee.has_packed != 0 else {
      return isProto3
    }
    return unsafe options.pointee.packed != 0
  }

  /// By the numbers of google.protobuf.FieldDescriptorProto.Type.
  private static func type(
    _ field: UnsafeMutablePointer<Google__Protobuf__FieldDescriptorProto>
  ) -> FieldType? {
    let plain: [FieldType?] = [
      nil, .double, .float, .int64, .uint64, .int32, .fixed64, .fixed32, .bool, .string, .group,
      nil, .bytes, .uint32, nil, .sfixed32, .sfixed64, .sint32, .sint64,
    ]
    let number = unsafe Int(field.pointee.type.rawValue)
    let reference = unsafe String(text(field.pointee.type_name).drop { $0 == "." })
    switch number {
    case 11: return .message(reference)
    case 14: return .enumeration(reference)
    default: return plain.indices.contains(number) ? plain[number] : nil
    }
  }

  private func enumeration(
    _ enumeration: UnsafeMutablePointer<Google__Protobuf__EnumDescriptorProto>, in scope: String,
    at path: [Int32]
  ) -> EnumType {
    var index: Int32 = -1
    let values = unsafe list(enumeration.pointee.n_value, enumeration.pointee.value) {
      index += 1
      return unsafe EnumValue(
        name: text($0.pointee.name), number: $0.pointee.number, comment: comment(path + [2, index]))
    }
    return unsafe EnumType(
      fullName: Self.join(scope, text(enumeration.pointee.name)), comment: comment(path),
      values: values)
  }

  // MARK: services

  private func service(
    _ service: UnsafeMutablePointer<Google__Protobuf__ServiceDescriptorProto>, at path: [Int32]
  ) -> ServiceType {
    let fullName = unsafe Self.join(package, text(service.pointee.name))
    var index: Int32 = -1
    let methods = unsafe list(service.pointee.n_method, service.pointee.method) {
      index += 1
      return unsafe method($0, in: fullName, at: path + [2, index])
    }
    return ServiceType(fullName: fullName, comment: comment(path), methods: methods)
  }

  private func method(
    _ method: UnsafeMutablePointer<Google__Protobuf__MethodDescriptorProto>, in service: String,
    at path: [Int32]
  ) -> MethodType {
    let name = unsafe text(method.pointee.name)
    return unsafe MethodType(
      name: name, path: "\(service)/\(name)",
      input: String(text(method.pointee.input_type).drop { $0 == "." }),
      output: String(text(method.pointee.output_type).drop { $0 == "." }),
      clientStreams: method.pointee.client_streaming != 0,
      serverStreams: method.pointee.server_streaming != 0,
      idempotency: Self.idempotency(method.pointee.options),
      hasEncodedReply: Self.hasEncodedReply(method.pointee.options), comment: comment(path))
  }

  private static func idempotency(
    _ options: UnsafeMutablePointer<Google__Protobuf__MethodOptions>?
  ) -> MethodType.Idempotency {
    switch unsafe options?.pointee.idempotency_level.rawValue {
    case 1: .noSideEffects
    case 2: .idempotent
    default: .unknown
    }
  }

  /// protobuf-c knows no extensions: ours is among the options' unknown fields, a varint.
  private static func hasEncodedReply(
    _ options: UnsafeMutablePointer<Google__Protobuf__MethodOptions>?
  ) -> Bool {
    guard let base = unsafe options?.pointee.base, let fields = unsafe base.unknown_fields else {
      return false
    }
    var result = false
    for index in 0..<(unsafe Int(base.n_unknown_fields)) where unsafe fields[index].tag == 50001 {
      result = unsafe fields[index].len == 1 && fields[index].data?.pointee == 1
    }
    return result
  }

  // MARK: comments

  private func comment(_ path: [Int32]) -> String { comments[path] ?? "" }

  /// Comments before a declaration and behind it, by the path that descriptor.proto gives the declaration.
  private static func comments(
    of file: UnsafeMutablePointer<Google__Protobuf__FileDescriptorProto>
  ) -> [[Int32]: String] {
    guard let info = unsafe file.pointee.source_code_info else { return [:] }
    var result: [[Int32]: String] = [:]
    _ = unsafe list(info.pointee.n_location, info.pointee.location) { location in
      let comments = unsafe [location.pointee.leading_comments, location.pointee.trailing_comments]
        .map { unsafe text($0) }.filter { !$0.isEmpty }
      guard !comments.isEmpty, let path = unsafe location.pointee.path else { return }
      let key = unsafe Array(UnsafeBufferPointer(start: path, count: location.pointee.n_path))
      result[key] = comments.joined(separator: "\n")
    }
    return result
  }

  private static func join(_ scope: String, _ name: String) -> String {
    scope.isEmpty ? name : "\(scope).\(name)"
  }
}
