/// Reads an input front to back, as numbers and choices; past its end all is 0.
struct ByteSource {
  private var rest: ArraySlice<UInt8>

  init(_ input: [UInt8]) {
    rest = input[...]
  }

  var isAtEnd: Bool { rest.isEmpty }
  var count: Int { rest.count }

  /// All that is left, which stays.
  var remaining: [UInt8] { Array(rest) }

  mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

  mutating func number<N: FixedWidthInteger & UnsignedInteger>(_: N.Type) -> N {
    var value: N = 0
    for _ in 0..<MemoryLayout<N>.size { value = value << 8 | N(byte()) }
    return value
  }

  /// At most so many bytes.
  mutating func take(_ count: Int) -> [UInt8] {
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  mutating func choice<C: RandomAccessCollection>(of values: C) -> C.Element? {
    guard !values.isEmpty else { return nil }
    let offset = Int(byte()) % values.count
    return values[values.index(values.startIndex, offsetBy: offset)]
  }
}
