internal import Messages
internal import Schema

/// Answers the runner with the codec as services have it: pre-scan, protobuf-c and generated values for
/// bytes, the schema for JSON.
struct Testee {
  typealias Request = Conformance.ConformanceRequest
  typealias Response = Conformance.ConformanceResponse
  typealias Subject = ProtobufTestMessages.TestAllTypesProto3

  /// The whole test message, with the fields that the generated one has to do without.
  let schema: Schema
  private let name = "protobuf_test_messages.proto3.TestAllTypesProto3"

  func answer(_ request: Request) -> Response {
    do {
      return try result(request)
    } catch let error as Skip {
      return Response(result: .skipped(error.why))
    } catch let error as Unsayable {
      return Response(result: .serializeError(error.why))
    } catch {
      return Response(result: .parseError("\(error)"))
    }
  }

  private struct Skip: Error {
    let why: String
  }

  private struct Unsayable: Error {
    let why: String
  }

  private func result(_ request: Request) throws -> Response {
    guard request.messageType == name else { throw Skip(why: "proto2") }
    guard request.testCategory != .jsonIgnoreUnknownParsingTest else {
      throw Skip(why: "a JSON field that is not known is always an error")
    }
    guard [.protobuf, .json].contains(request.requestedOutputFormat) else {
      throw Skip(why: "neither bytes nor JSON")
    }
    let bytes =
      switch request.payload {
      case .protobufPayload(let bytes): try decoded(bytes)
      case .jsonPayload(let json): try encoded(json)
      default: throw Skip(why: "neither bytes nor JSON")
      }
    return request.requestedOutputFormat == .json
      ? Response(result: .jsonPayload(try json(bytes)))
      : Response(result: .protobufPayload(bytes))
  }

  /// Decoded to a value and encoded again.
  private func decoded(_ bytes: [UInt8]) throws -> [UInt8] {
    guard !OmittedFields.areIn(bytes) else {
      throw Skip(why: "a map, a recursion or a type that is not used")
    }
    return try Subject(decoding: bytes).encoded()
  }

  private func encoded(_ json: String) throws -> [UInt8] {
    let bytes = try supported { try schema.encode(json: json, type: name) }
    return OmittedFields.areIn(bytes) ? bytes : try decoded(bytes)
  }

  private func json(_ bytes: [UInt8]) throws -> String {
    do {
      return try supported { try schema.json(from: bytes, type: name) }
    } catch let error as JSONError {
      // Bytes that are a message and cannot be said in JSON.
      throw Unsayable(why: error.description)
    }
  }

  private func supported<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as JSONError where error.message.contains("not supported") {
      throw Skip(why: error.description)
    }
  }
}
