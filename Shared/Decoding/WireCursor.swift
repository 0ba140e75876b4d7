/// A place in encoded bytes that moves forward and never past their end.
@safe
struct WireCursor {
  private var next: UnsafeRawPointer
  private let end: UnsafeRawPointer

  @inline(__always)
  init(next: UnsafeRawPointer, end: UnsafeRawPointer) {
    unsafe self.next = unsafe next
    unsafe self.end = unsafe end
  }

  var isAtEnd: Bool { unsafe next == end }
  var count: Int { unsafe end - next }
  var remaining: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: next, count: count) }

  /// A field's number and wire type; nil if there is no valid one.
  @inline(__always)
  mutating func tag() -> UInt32? {
    guard let tag = shortVarint(), tag >= 8 else { return nil }
    return tag
  }

  /// Content that its length comes before; nil, without moving, if the length is wrong.
  @inline(__always)
  mutating func delimited() -> WireCursor? {
    let before = unsafe next
    guard let length = shortVarint(), Int(length) <= count else {
      unsafe next = before
      return nil
    }
    let content = unsafe WireCursor(next: next, end: next + Int(length))
    unsafe next += Int(length)
    return content
  }

  @inline(__always)
  mutating func skip(_ byteCount: Int) -> Bool {
    guard byteCount <= count else { return false }
    unsafe next += byteCount
    return true
  }

  /// Moves past a number of at most ten bytes; stays where it is if there is none.
  @inline(__always)
  mutating func skipVarint() -> Bool {
    let before = unsafe next
    var length = 0
    while unsafe next < end && length < 10 {
      let byte = unsafe next.load(as: UInt8.self)
      unsafe next += 1
      length += 1
      if byte < 0x80 { return true }
    }
    unsafe next = before
    return false
  }

  /// How many numbers there are to the end; nil, standing at it, when one is not valid.
  mutating func countVarints() -> Int? {
    var number = 0
    while unsafe next < end {
      guard skipVarint() else { return nil }
      number += 1
    }
    return number
  }

  /// Why `skipVarint` did not move.
  var varintRule: DecodingError.Rule { count >= 10 ? .varint : .truncated }

  /// Why `delimited` did not move.
  var lengthRule: DecodingError.Rule {
    var copy = self
    return copy.shortVarint() == nil && count >= 5 ? .length : .truncated
  }

  /// A number below 2^32 in at most five bytes, which is all that protobuf-c reads of one here.
  @inline(__always)
  private mutating func shortVarint() -> UInt32? {
    guard unsafe next < end else { return nil }
    let first = unsafe next.load(as: UInt8.self)
    unsafe next += 1
    if first < 0x80 { return UInt32(first) }
    return longerVarint(UInt32(first & 0x7F))
  }

  private mutating func longerVarint(_ first: UInt32) -> UInt32? {
    var value = first
    var shift: UInt32 = 7
    while unsafe next < end && shift < 35 {
      let byte = unsafe next.load(as: UInt8.self)
      unsafe next += 1
      if shift == 28 && byte > 0x0F { return nil }
      value |= UInt32(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }
}
