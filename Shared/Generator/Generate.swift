import Schema

/// One Swift file to write, its path under the repository's root.
struct OutputFile {
  let path: String
  let text: String
}

/// Why a .proto cannot be made into Swift, naming the declaration and the rule.
struct GeneratorError: Error, CustomStringConvertible {
  let description: String
}

/// All Swift that is generated from a schema.
func generate(_ schema: Schema) throws -> [OutputFile] {
  let names = try Names(schema)
  // descriptor.proto is protobuf's description of itself: Schema reads its C structs by hand.
  let files = schema.files.filter { $0.name != "google/protobuf/descriptor.proto" }
  for file in files { try check(file, schema) }
  let values = files.filter { !$0.messages.isEmpty || !$0.enums.isEmpty }
  var outputs = [namespaces(values, names), messageTypes(values, names)]
  for file in values {
    outputs.append(
      OutputFile(
        path: "Shared/Messages/Generated/\(fileName(file)).swift", text: valueFile(file, names)))
  }
  for file in files where !file.services.isEmpty {
    let module = file.package == "cameo.rpc.v1" ? "RPC" : "Stubs"
    outputs.append(
      OutputFile(
        path: "Shared/\(module)/Generated/\(fileName(file)).stubs.swift",
        text: stubFile(file, module, names)))
  }
  return outputs
}

/// "cameo.rpc.v1.health": unique in a module, as Swift wants its files' names to be.
private func fileName(_ file: File) -> String {
  String(file.name.dropLast(".proto".count)).split(separator: "/").joined(separator: ".")
}

private func namespaces(_ files: [File], _ names: Names) -> OutputFile {
  let code = Code()
  code.banner(source: "proto/")
  for package in Set(files.map(\.package)).sorted() {
    code.blank()
    code.line("/// Messages and enums of \(package).")
    code.line("public enum \(names.namespace(package)) {}")
  }
  return OutputFile(path: "Shared/Messages/Generated/Namespaces.swift", text: code.text)
}

/// All values of messages in one list, for whoever has to try every one of them.
private func messageTypes(_ files: [File], _ names: Names) -> OutputFile {
  let code = Code()
  code.banner(source: "proto/")
  code.blank()
  code.block("extension Descriptors") {
    code.line("/// The value of every message, by full name.")
    code.line("public static let messageTypes: [any Message.Type] = [")
    code.indented {
      for message in files.flatMap(\.allMessages).map(\.fullName).sorted() {
        code.line("\(names.swift(message)).self,")
      }
    }
    code.line("]")
  }
  return OutputFile(path: "Shared/Messages/Generated/MessageTypes.swift", text: code.text)
}

private func valueFile(_ file: File, _ names: Names) -> String {
  let code = Code()
  code.banner(source: file.name)
  if !file.messages.isEmpty {
    code.blank()
    code.line("internal import CMessages")
    code.line("public import Decoding")
  }
  for message in file.messages {
    code.blank()
    code.block("extension \(names.namespace(file.package))") {
      MessageWriter(message: message, names: names, code: code).write()
    }
  }
  for enumeration in file.enums {
    code.blank()
    code.block("extension \(names.namespace(file.package))") {
      EnumWriter(enumeration: enumeration, code: code).write()
    }
  }
  for message in file.allMessages {
    SubmessageFieldWriter(message: message, names: names, code: code).write()
  }
  return code.text
}

private func stubFile(_ file: File, _ module: String, _ names: Names) -> String {
  let code = Code()
  code.banner(source: file.name)
  code.blank()
  code.line("public import Messages")
  if module != "RPC" { code.line("public import RPC") }
  for service in file.services {
    ServiceWriter(service: service, names: names, code: code).write()
  }
  return code.text
}
