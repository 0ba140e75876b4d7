/// Where a call stands in a trace: W3C Trace Context, level 1 (https://www.w3.org/TR/trace-context-1/).
///
/// On the wire it is 25 bytes: 16 of the trace's id, 8 of the id of the span that the call is made in,
/// 1 of flags. Two ids of zeros mean nothing and make no context.
public struct TraceContext: Sendable, Hashable {
  /// Bytes of the binary form.
  public static let byteCount = 25
  private static let sampled: UInt8 = 0x01

  /// The trace's id, its first and its last eight bytes.
  private let high: UInt64
  private let low: UInt64
  private let span: UInt64
  /// Whether the caller may have recorded its span. The other flags have no meaning yet, and are not
  /// passed on (section 3.2.2.5).
  public let isSampled: Bool

  /// A context of these ids; nil where one of them is zero.
  public init?(trace: (high: UInt64, low: UInt64), span: UInt64, isSampled: Bool) {
    guard trace.high | trace.low != 0, span != 0 else { return nil }
    (high, low) = trace
    self.span = span
    self.isSampled = isSampled
  }

  /// Reads the binary form; nil where it is not 25 bytes, or an id is zero.
  public init?(bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.init(
      trace: (Self.number(bytes[0..<8]), Self.number(bytes[8..<16])),
      span: Self.number(bytes[16..<24]), isSampled: bytes[24] & Self.sampled != 0)
  }

  /// Reads the text of a `traceparent` header. Of a version that is yet to come, what is known of it is
  /// read; nil where the text breaks the header's grammar or an id is zero.
  public init?(traceparent text: String) {
    let text = Array(text.utf8)
    let dash = UInt8(ascii: "-")
    guard text.count >= 55, text[2] == dash, text[35] == dash, text[52] == dash,
      let version = Self.number(hex: text[0..<2]), version != 0xff,
      text.count == 55 || (version > 0 && text[55] == dash),
      let high = Self.number(hex: text[3..<19]), let low = Self.number(hex: text[19..<35]),
      let span = Self.number(hex: text[36..<52]), let flags = Self.number(hex: text[53..<55])
    else { return nil }
    self.init(
      trace: (high, low), span: span, isSampled: UInt8(flags) & Self.sampled != 0)
  }

  /// The same trace, seen from another span; nil for a span of zero.
  public func child(span: UInt64) -> TraceContext? {
    TraceContext(trace: (high, low), span: span, isSampled: isSampled)
  }

  /// The binary form.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.byteCount)
    for number in [high, low, span] {
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
      }
    }
    bytes.append(flags)
    return bytes
  }

  /// The text of a `traceparent` header, version 00.
  public var traceparent: String {
    var text: [UInt8] = []
    text.reserveCapacity(55)
    text += [UInt8(ascii: "0"), UInt8(ascii: "0"), UInt8(ascii: "-")]
    Self.write(high, digits: 16, to: &text)
    Self.write(low, digits: 16, to: &text)
    text.append(UInt8(ascii: "-"))
    Self.write(span, digits: 16, to: &text)
    text.append(UInt8(ascii: "-"))
    Self.write(UInt64(flags), digits: 2, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// The trace's id as logs and headers have it: 32 lower-case hexadecimal digits.
  public var traceID: String {
    var text: [UInt8] = []
    Self.write(high, digits: 16, to: &text)
    Self.write(low, digits: 16, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// The span's id: 16 lower-case hexadecimal digits.
  public var spanID: String {
    var text: [UInt8] = []
    Self.write(span, digits: 16, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  private var flags: UInt8 { isSampled ? Self.sampled : 0 }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Lower case only, as the specification has it.
  private static func number(hex digits: ArraySlice<UInt8>) -> UInt64? {
    var number: UInt64 = 0
    for digit in digits {
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): number = number << 4 | UInt64(digit - 48)
      case UInt8(ascii: "a")...UInt8(ascii: "f"): number = number << 4 | UInt64(digit - 87)
      default: return nil
      }
    }
    return number
  }

  private static func write(_ number: UInt64, digits: Int, to text: inout [UInt8]) {
    for place in stride(from: digits - 1, through: 0, by: -1) {
      let digit = UInt8(truncatingIfNeeded: number >> UInt64(place * 4)) & 0x0f
      text.append(digit + (digit < 10 ? 48 : 87))
    }
  }
}
