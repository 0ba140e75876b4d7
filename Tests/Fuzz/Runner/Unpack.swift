internal import FuzzTargets
internal import Glibc

/// Writes a target's seeds and its corpus into a folder, where libFuzzer reads them.
///
/// - Parameters:
///   - page: The path of PROTOCOL.md.
///   - corpusFile: The path of the target's corpus.
func unpack(_ target: FuzzTarget, page: String, corpus corpusFile: String, to folder: String) {
  let seeds = Seeds(protocolPage: content(of: page)).inputs(target)
  for (index, input) in (seeds + corpus(content(of: corpusFile))).enumerated() {
    guard let file = unsafe fopen("\(folder)/\(index)", "w") else {
      fatalError("\(folder) cannot be written to")
    }
    unsafe fwrite(input, 1, input.count, file)
    unsafe fclose(file)
  }
}

private func content(of path: String) -> String {
  guard let file = unsafe fopen(path, "r") else { fatalError("\(path) cannot be read") }
  defer { unsafe fclose(file) }
  var bytes = [UInt8](repeating: 0, count: 4 << 20)
  let count = unsafe fread(&bytes, 1, bytes.count, file)
  return String(decoding: bytes.prefix(count), as: UTF8.self)
}
