/// Bytes written as hexadecimal digits: what stands before a `#`, white space left out.
func bytes(hex line: some StringProtocol) -> [UInt8] {
  let digits = line.prefix { $0 != "#" }.compactMap { $0.hexDigitValue.map(UInt8.init) }
  return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}

/// The inputs of a corpus' file: one a line, and behind a `#` what it once found.
package func corpus(_ text: String) -> [[UInt8]] {
  text.split(separator: "\n").map { bytes(hex: $0) }.filter { !$0.isEmpty }
}
