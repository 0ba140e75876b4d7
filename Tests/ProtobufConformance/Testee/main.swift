import Foundation
internal import Messages
internal import Schema

// The runner writes a request to standard input and reads the answer from standard output, each behind
// its length in four little-endian bytes; until it closes the input.

func read(_ count: Int) throws -> [UInt8]? {
  var bytes: [UInt8] = []
  while bytes.count < count {
    guard let part = try FileHandle.standardInput.read(upToCount: count - bytes.count),
      !part.isEmpty
    else { return nil }
    bytes += part
  }
  return bytes
}

func length(_ bytes: [UInt8]) -> Int {
  bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
}

guard let path = ProcessInfo.processInfo.environment["CAMEO_DESCRIPTORS"] else {
  fatalError("CAMEO_DESCRIPTORS must be the file of a FileDescriptorSet")
}
let testee = Testee(
  schema: try Schema(
    fileDescriptorSet: [UInt8](try Data(contentsOf: URL(filePath: path)))))

while let header = try read(4), let bytes = try read(length(header)) {
  let answer = testee.answer(try Conformance.ConformanceRequest(decoding: bytes)).encoded()
  let size = (0..<4).map { UInt8(truncatingIfNeeded: answer.count >> (8 * $0)) }
  try FileHandle.standardOutput.write(contentsOf: Data(size + answer))
}
