/// Pairs of a key and bytes that travel with a call, in the order in which they were added; a key
/// may come more than once. Keys are lower case (`isKey`), and those that begin with `cameo-` are
/// reserved.
public struct Metadata: Equatable, Sendable {
  /// One pair; on the wire a message `Metadata { string key = 1; bytes value = 2; }`.
  public struct Entry: Equatable, Sendable {
    public var key: String
    public var value: [UInt8]

    public init(key: String, value: [UInt8]) {
      self.key = key
      self.value = value
    }

    /// A pair whose value is text.
    public init(key: String, text: String) {
      self.init(key: key, value: Array(text.utf8))
    }
  }

  public var entries: [Entry]

  public init(_ entries: [Entry] = []) {
    self.entries = entries
  }

  public var isEmpty: Bool { entries.isEmpty }

  public mutating func append(_ key: String, _ value: [UInt8]) {
    entries.append(Entry(key: key, value: value))
  }

  public mutating func append(_ key: String, text: String) {
    entries.append(Entry(key: key, text: text))
  }

  /// The value of the first pair with this key.
  public subscript(key: String) -> [UInt8]? {
    for entry in entries where entry.key == key { return entry.value }
    return nil
  }

  /// The value of the first pair with this key, if it is UTF-8.
  public func text(_ key: String) -> String? {
    self[key].flatMap { String(validating: $0, as: UTF8.self) }
  }

  /// The values of all pairs with this key, in order.
  public func values(_ key: String) -> [[UInt8]] {
    entries.filter { $0.key == key }.map(\.value)
  }
}

extension Metadata: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: Entry...) {
    self.init(elements)
  }
}

extension Metadata: RandomAccessCollection {
  public var startIndex: Int { entries.startIndex }
  public var endIndex: Int { entries.endIndex }
  public subscript(position: Int) -> Entry { entries[position] }
}

extension Metadata.Entry: Envelope {
  public init(decoding bytes: RawSpan) throws(EnvelopeError) {
    try self.init(decoding: bytes, 0..<bytes.byteCount)
  }

  init(decoding bytes: RawSpan, _ range: Range<Int>) throws(EnvelopeError) {
    key = ""
    value = []
    var reader = EnvelopeReader(range)
    while try reader.next(in: bytes) {
      switch reader.field {
      case 1: key = try reader.string(in: bytes)
      case 2: value = try reader.array(in: bytes)
      default: try reader.skip(in: bytes)
      }
    }
    guard Metadata.isKey(key) else { throw .metadataKey }
  }

  public var encodedSize: Int {
    EnvelopeSize.field(key.utf8.count) + EnvelopeSize.field(value.count)
  }

  public func encode(into bytes: inout MutableRawSpan) {
    var writer = EnvelopeWriter()
    encode(with: &writer, into: &bytes)
  }

  func encode(with writer: inout EnvelopeWriter, into bytes: inout MutableRawSpan) {
    writer.string(key, field: 1, into: &bytes)
    writer.array(value, field: 2, into: &bytes)
  }
}
