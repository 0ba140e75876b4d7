import Foundation
import Schema

// generator --descriptors FILE --output FOLDER: called by proto/generate, which knows where things go.

/// What stops a generation, in a sentence for whoever edits a .proto.
func stop(_ message: String) -> Never {
  FileHandle.standardError.write(Data("Generator: \(message)\n".utf8))
  exit(1)
}

let arguments = CommandLine.arguments
guard arguments.count == 5, arguments[1] == "--descriptors", arguments[3] == "--output" else {
  stop("usage: Generator --descriptors FILE --output FOLDER")
}
do {
  let descriptors = try Data(contentsOf: URL(fileURLWithPath: arguments[2]))
  let schema = try Schema(fileDescriptorSet: [UInt8](descriptors))
  for output in try generate(schema) {
    let url = URL(fileURLWithPath: arguments[4]).appending(path: output.path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(output.text.utf8).write(to: url)
  }
} catch {
  stop("\(error)")
}
