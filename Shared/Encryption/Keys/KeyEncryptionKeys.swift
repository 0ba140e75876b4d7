/// The key-encryption keys of a service: the first wraps, all of them unwrap.
///
/// Written as text, a key a line: its id, a space, 64 hexadecimal digits. Empty lines and lines that
/// begin with `#` count for nothing.
///
///     # until 2027-02
///     2026-11 5d1c...
///     2026-08 90ab...
public struct KeyEncryptionKeys: Sendable {
  /// Wraps new keys, and those that are rewrapped.
  public let current: KeyEncryptionKey
  private let keys: [String: KeyEncryptionKey]

  /// - Throws: `source` if there is none, or two have one id.
  public init(_ list: [KeyEncryptionKey]) throws(EncryptionError) {
    guard let first = list.first else {
      throw EncryptionError(
        .source, "no key-encryption key was given; make one with: \(Self.recipe)")
    }
    var keys: [String: KeyEncryptionKey] = [:]
    for key in list {
      guard keys.updateValue(key, forKey: key.id) == nil else {
        throw EncryptionError(.source, "two key-encryption keys have the id \"\(key.id)\"")
      }
    }
    (current, self.keys) = (first, keys)
  }

  /// Reads the text form; the caller zeroes the text.
  ///
  /// - Throws: `source` with the number of the line that is wrong, never with its content.
  public init(text: borrowing [UInt8]) throws(EncryptionError) {
    var list: [KeyEncryptionKey] = []
    var start = 0
    var number = 1
    while start < text.count {
      var end = start
      while end < text.count, text[end] != UInt8(ascii: "\n") { end += 1 }
      if let key = try Self.key(text, start..<end, line: number) { list.append(key) }
      start = end + 1
      number += 1
    }
    try self.init(list)
  }

  /// The key of an id, nil where it was not given.
  public subscript(id: String) -> KeyEncryptionKey? { keys[id] }

  /// The ids, in order.
  public var ids: [String] { keys.keys.sorted() }

  static let recipe = "echo \"$(date +%Y-%m) $(openssl rand -hex 32)\" >FILE; chmod 600 FILE"

  private static func key(_ text: borrowing [UInt8], _ line: Range<Int>, line number: Int)
    throws(EncryptionError) -> KeyEncryptionKey?
  {
    var line = line
    while let first = line.first, isSpace(text[first]) { line = line.dropFirst() }
    while let last = line.last, isSpace(text[last]) { line = line.dropLast() }
    guard let first = line.first, text[first] != UInt8(ascii: "#") else { return nil }
    var space = line.lowerBound
    while space < line.upperBound, !isSpace(text[space]) { space += 1 }
    let id = String(decoding: text[line.lowerBound..<space], as: UTF8.self)
    while space < line.upperBound, isSpace(text[space]) { space += 1 }
    guard line.upperBound - space == 2 * GCM.keyCount else { throw wrong(number) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(GCM.keyCount)
    defer { bytes.zero() }
    for place in stride(from: space, to: line.upperBound, by: 2) {
      guard let high = digit(text[place]), let low = digit(text[place + 1]) else {
        throw wrong(number)
      }
      bytes.append(high << 4 | low)
    }
    do {
      try KeyEncryptionKey.check(id: id)
    } catch {
      throw wrong(number)
    }
    guard bytes.contains(where: { $0 != bytes[0] }) else {
      throw EncryptionError(.source, "line \(number): a key of equal bytes is no key")
    }
    return KeyEncryptionKey(id: id, secret: try SecretBytes.copy(bytes))
  }

  private static func wrong(_ number: Int) -> EncryptionError {
    EncryptionError(
      .source,
      "line \(number) must be an id (letters, digits, - _ and .), a space and 64 hexadecimal digits;"
        + " make a key with: \(recipe)")
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
