/// The ASCII form of a domain label in another script (RFC 3492), without its "xn--".
enum Punycode {
  private static let base = 36
  private static let minimum = 1
  private static let maximum = 26
  private static let skew = 38
  private static let damp = 700
  private static let initialBias = 72
  private static let initialCode = 128
  /// A label has at most 63 characters: a bound on the work that hostile input can ask for.
  private static let longestLabel = 63

  /// nil when it does not fit a label.
  static func encode(_ label: String) -> String? {
    let input = label.unicodeScalars.map { Int($0.value) }
    guard input.count <= longestLabel else { return nil }
    var output = input.filter { $0 < initialCode }.map { UInt8($0) }
    let basic = output.count
    var (code, delta, bias, handled) = (initialCode, 0, initialBias, basic)
    if basic > 0 { output.append(UInt8(ascii: "-")) }
    while handled < input.count, let next = input.filter({ $0 >= code }).min() {
      delta += (next - code) * (handled + 1)
      code = next
      for point in input {
        if point < code { delta += 1 }
        guard point == code else { continue }
        append(delta, bias: bias, to: &output)
        bias = adapt(delta, count: handled + 1, isFirst: handled == basic)
        delta = 0
        handled += 1
      }
      delta += 1
      code += 1
    }
    return output.count <= longestLabel ? String(decoding: output, as: UTF8.self) : nil
  }

  /// nil when it is not well formed.
  static func decode(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    guard bytes.count <= longestLabel, bytes.allSatisfy({ $0 < initialCode }) else { return nil }
    let split = bytes.lastIndex(of: UInt8(ascii: "-"))
    // A delimiter with nothing before it is never written.
    guard split != 0 else { return nil }
    var output = split.map { bytes[..<$0].map { Int($0) } } ?? []
    var position = split.map { $0 + 1 } ?? 0
    var (code, index, bias) = (initialCode, 0, initialBias)
    while position < bytes.count {
      let before = index
      guard let delta = readDelta(bytes, &position, bias: bias) else { return nil }
      index += delta
      bias = adapt(index - before, count: output.count + 1, isFirst: before == 0)
      code += index / (output.count + 1)
      index %= output.count + 1
      guard code <= 0x10FFFF else { return nil }
      output.insert(code, at: index)
      index += 1
    }
    return string(of: output)
  }

  private static func string(of codes: [Int]) -> String? {
    var text = String.UnicodeScalarView()
    for code in codes {
      guard let value = UInt32(exactly: code), let scalar = Unicode.Scalar(value) else {
        return nil
      }
      text.append(scalar)
    }
    return String(text)
  }

  private static func append(_ delta: Int, bias: Int, to output: inout [UInt8]) {
    var (rest, k) = (delta, base)
    while true {
      let threshold = clamp(k - bias)
      if rest < threshold { break }
      output.append(letter(threshold + (rest - threshold) % (base - threshold)))
      rest = (rest - threshold) / (base - threshold)
      k += base
    }
    output.append(letter(rest))
  }

  private static func readDelta(_ bytes: [UInt8], _ position: inout Int, bias: Int) -> Int? {
    var (value, weight, k) = (0, 1, base)
    while position < bytes.count {
      guard let digit = digit(bytes[position]) else { return nil }
      position += 1
      let (product, overflows) = digit.multipliedReportingOverflow(by: weight)
      guard !overflows, product <= Int(Int32.max) - value else { return nil }
      value += product
      let threshold = clamp(k - bias)
      if digit < threshold { return value }
      weight *= base - threshold
      guard weight <= Int(Int32.max) else { return nil }
      k += base
    }
    return nil
  }

  private static func adapt(_ delta: Int, count: Int, isFirst: Bool) -> Int {
    var rest = isFirst ? delta / damp : delta / 2
    rest += rest / count
    var k = 0
    while rest > (base - minimum) * maximum / 2 {
      rest /= base - minimum
      k += base
    }
    return k + (base - minimum + 1) * rest / (rest + skew)
  }

  private static func clamp(_ value: Int) -> Int { min(max(value, minimum), maximum) }

  private static func letter(_ digit: Int) -> UInt8 {
    UInt8(digit < 26 ? 0x61 + digit : 0x30 + digit - 26)
  }

  private static func digit(_ byte: UInt8) -> Int? {
    switch byte {
    case 0x61...0x7A: Int(byte) - 0x61
    case 0x41...0x5A: Int(byte) - 0x41
    case 0x30...0x39: Int(byte) - 0x30 + 26
    default: nil
    }
  }
}
