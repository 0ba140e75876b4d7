import Messages
import Schema
import Testing

struct SchemaTests {
  @Test func `methods have their streaming kinds and their idempotency`() throws {
    let schema = try loadSchema()
    let streams = try #require(schema.services["cameo.rpc.v1.TestService"]).methods.map {
      [$0.clientStreams, $0.serverStreams]
    }
    #expect(
      streams == [[false, false], [false, false], [false, true], [true, false], [true, true]])
    let check = try #require(schema.method("cameo.rpc.v1.Health/Check"))
    #expect(check.idempotency == .noSideEffects)
    #expect(check.input == "cameo.rpc.v1.HealthRequest")
    #expect(check.output == "cameo.rpc.v1.HealthReply")
    #expect(schema.method("cameo.profile.v1.ProfileService/Track")?.idempotency == .idempotent)
  }

  @Test func `the option encoded_reply is found among the options' unknown fields`() throws {
    let schema = try loadSchema()
    #expect(schema.method("cameo.profile.v1.ProfileService/GetProfile")?.hasEncodedReply == true)
    #expect(schema.method("cameo.profile.v1.ProfileService/Track")?.hasEncodedReply == false)
  }

  @Test func `a method that is not there is nil`() throws {
    let schema = try loadSchema()
    for path in ["", "/", "cameo.rpc.v1.Health", "cameo.rpc.v1.Health/Nope", "x/Check"] {
      #expect(schema.method(path) == nil, "\(path)")
    }
  }

  @Test func `fields know number, names, presence and packing`() throws {
    let message = try #require(loadSchema().messages[everyKind])
    let fields = Dictionary(uniqueKeysWithValues: message.fields.map { ($0.name, $0) })
    let number = try #require(fields["int32_value"])
    #expect(number.number == 3)
    #expect(number.jsonName == "int32Value")
    #expect(!number.hasPresence)
    #expect(fields["at"]?.hasPresence == true)
    #expect(fields["choice_bool"]?.hasPresence == true)
    #expect(fields["choice_bool"]?.oneof == 0)
    #expect(fields["int32_values"]?.isPacked == true)
    #expect(fields["unpacked"]?.isPacked == false)
    #expect(fields["string_values"]?.isPacked == false)
    #expect(fields["enum_value"]?.type == .enumeration("cameo.rpc.v1.TestEnum"))
    #expect(message.oneofs.map(\.name) == ["choice"])
  }

  @Test func `nested declarations are found by full name`() throws {
    let schema = try loadSchema()
    #expect(schema.messages["cameo.rpc.v1.TestInner.TestLeaf"] != nil)
    #expect(
      schema.enums["cameo.rpc.v1.TestInner.TestLeaf.Colour"]?.values.map(\.number) == [0, 1, 2])
  }

  @Test func `a set cut off anywhere is an error or fewer files, never a crash`() {
    let set = Descriptors.fileDescriptorSet
    for length in stride(from: 0, to: set.count, by: 97) {
      _ = try? Schema(fileDescriptorSet: Array(set[..<length]))
    }
  }

  @Test func `what is no descriptor set is refused with a reason`() throws {
    #expect(throws: SchemaError.self) { try Schema(fileDescriptorSet: [0xFF, 0xFF]) }
    // A file whose message nests ten thousand levels of messages.
    var message: [UInt8] = []
    for _ in 0..<10_000 { message = [0x1A] + varint(message.count) + message }
    let file = [0x22] + varint(message.count) + message
    let error = try #require(throws: SchemaError.self) {
      try Schema(fileDescriptorSet: [0x0A] + varint(file.count) + file)
    }
    #expect(error.description.contains("nested too deep"))
  }

  @Test func `a reference to a type that is missing is refused`() throws {
    // FileDescriptorSet.file, with a message M that has a field f = 1 of type .Nope.
    let field = bytes("0a0166 1801 2001 280b") + [0x32, 5] + Array(".Nope".utf8)
    let message = bytes("0a014d") + [0x12] + varint(field.count) + field
    let file = [0x22] + varint(message.count) + message
    let error = try #require(throws: SchemaError.self) {
      try Schema(fileDescriptorSet: [0x0A] + varint(file.count) + file)
    }
    #expect(error.description == "M.f: there is no type Nope")
  }

  @Test func `two declarations of one name are refused`() throws {
    let file = bytes("2203 0a014d 2203 0a014d")
    let error = try #require(throws: SchemaError.self) {
      try Schema(fileDescriptorSet: [0x0A] + varint(file.count) + file)
    }
    #expect(error.description == "M is declared twice")
  }

  private func varint(_ value: Int) -> [UInt8] {
    value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + varint(value >> 7)
  }

  private func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map {
      UInt8(digits[$0] * 16 + digits[$0 + 1])
    }
  }
}
