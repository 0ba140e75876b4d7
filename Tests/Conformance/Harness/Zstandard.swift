/// As much of RFC 8878 as it takes to write a compressed message without the library, and to read how
/// large one is.
enum Zstandard {
  private static let magic: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]
  private static let largestBlock = 128 << 10

  /// A frame that expands to `message`, whose last `count` bytes are zeros: what is before them as it
  /// is, and they as "so many times this byte".
  static func zeros(_ count: Int, behind message: [UInt8]) -> [UInt8] {
    let start = Array(message.dropLast(count))
    // One segment, and the size in four bytes.
    var frame = magic + [0xA0] + bytes(message.count, 4)
    frame += block(0, start.count, isLast: count == 0) + start
    var left = count
    while left > 0 {
      let part = min(left, largestBlock)
      left -= part
      frame += block(1, part, isLast: left == 0) + [0]
    }
    return frame
  }

  /// The size that a frame's header names (section 3.1.1.1); nil where it is no frame, or names none.
  static func size(of frame: [UInt8]) -> Int? {
    guard frame.starts(with: magic), frame.count > 14 else { return nil }
    let descriptor = frame[4]
    let isSingle = descriptor & 0x20 != 0
    let width = [isSingle ? 1 : 0, 2, 4, 8][Int(descriptor >> 6)]
    let start = 5 + (isSingle ? 0 : 1) + [0, 1, 2, 4][Int(descriptor & 3)]
    guard width > 0, frame.count >= start + width else { return nil }
    let value = frame[start..<start + width].reversed().reduce(0) { $0 << 8 | Int($1) }
    return width == 2 ? value + 256 : value
  }

  private static func block(_ type: Int, _ size: Int, isLast: Bool) -> [UInt8] {
    bytes((isLast ? 1 : 0) | type << 1 | size << 3, 3)
  }

  /// Least first.
  private static func bytes(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(value >> (8 * $0) & 0xFF) }
  }
}
