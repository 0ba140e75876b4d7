import Messages
import Schema
import Testing

/// All of `proto/`, as servers describe it by reflection.
func loadSchema() throws -> Schema { try schema.get() }

private let schema = Result { try Schema(fileDescriptorSet: Descriptors.fileDescriptorSet) }

let everyKind = "cameo.rpc.v1.TestEveryKind"

/// What JSON says, as the value it stands for.
func value(_ json: String) throws -> RPCV1.TestEveryKind {
  try RPCV1.TestEveryKind(decoding: try loadSchema().encode(json: json, type: everyKind))
}

/// A value as JSON.
func json(_ value: RPCV1.TestEveryKind, _ options: JSONOptions = JSONOptions()) throws -> String {
  try loadSchema().json(from: value.encoded(), type: everyKind, options: options)
}

/// The text of the error that JSON is refused with.
func refusal(_ json: String, _ type: String = everyKind) throws -> String {
  let schema = try loadSchema()
  do throws(JSONError) {
    _ = try schema.encode(json: json, type: type)
    return ""
  } catch {
    return error.description
  }
}
