/// Why a time zone file cannot be used.
struct ZoneFileError: Error, Equatable {
  var text: String
}

extension ZoneRules {
  /// Reads a compiled time zone file (RFC 8536, versions 2 to 4).
  ///
  /// What lies before 1970 is dropped; the rule in the file's footer is written out up to 2100.
  init(tzif bytes: [UInt8]) throws(ZoneFileError) {
    var reader = BigEndianReader(bytes)
    let old = try TZifHeader(&reader)
    guard old.version >= UInt8(ascii: "2") else { throw ZoneFileError(text: "version 1 only") }
    try reader.skip(old.bodyByteCount(timeByteCount: 4))
    let header = try TZifHeader(&reader)
    guard header.types > 0 else { throw ZoneFileError(text: "no local time type") }
    var times: [Int64] = []
    for _ in 0..<header.times { times.append(try reader.integer(byteCount: 8)) }
    var indices: [Int] = []
    for _ in 0..<header.times { indices.append(Int(try reader.byte())) }
    var types: [Int32] = []
    for _ in 0..<header.types {
      types.append(Int32(truncatingIfNeeded: try reader.integer(byteCount: 4)))
      try reader.skip(2)
    }
    guard indices.allSatisfy(types.indices.contains) else {
      throw ZoneFileError(text: "a transition to a type that is not there")
    }
    try reader.skip(header.characters + header.leaps * 12 + header.standards + header.universals)
    let footer = try PosixZone(footer: reader.rest)
    let listed = zip(times, indices).map { (at: $0, offset: types[$1]) }
    self.init(initial: types[0], listed, then: footer)
  }

  private init(
    initial: Int32, _ listed: [(at: Int64, offset: Int32)], then footer: PosixZone?
  ) {
    let last = listed.last?.at ?? 0
    let ruled = footer?.transitions(after: max(last, 0), untilYear: 2100) ?? []
    let first = listed.last { $0.at < 0 }?.offset ?? initial
    self.init(initial: first, transitions: listed.filter { $0.at >= 0 } + ruled)
  }
}

private struct TZifHeader {
  var version: UInt8
  var universals: Int
  var standards: Int
  var leaps: Int
  var times: Int
  var types: Int
  var characters: Int

  init(_ reader: inout BigEndianReader) throws(ZoneFileError) {
    guard try reader.integer(byteCount: 4) == 0x545A_6966 else {
      throw ZoneFileError(text: "not a time zone file")
    }
    version = try reader.byte()
    try reader.skip(15)
    universals = try reader.count()
    standards = try reader.count()
    leaps = try reader.count()
    times = try reader.count()
    types = try reader.count()
    characters = try reader.count()
  }

  func bodyByteCount(timeByteCount: Int) -> Int {
    times * (timeByteCount + 1) + types * 6 + characters + leaps * (timeByteCount + 4) + standards
      + universals
  }
}

private struct BigEndianReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var rest: ArraySlice<UInt8> { bytes[position...] }

  mutating func skip(_ count: Int) throws(ZoneFileError) {
    guard count <= bytes.count - position else { throw ZoneFileError(text: "cut short") }
    position += count
  }

  mutating func byte() throws(ZoneFileError) -> UInt8 {
    try skip(1)
    return bytes[position - 1]
  }

  /// Signed.
  mutating func integer(byteCount: Int) throws(ZoneFileError) -> Int64 {
    try skip(byteCount)
    let value = bytes[(position - byteCount)..<position].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let shift = 64 - 8 * UInt64(byteCount)
    return Int64(bitPattern: value << shift) >> Int64(shift)
  }

  /// No real file holds more than a few hundred of anything.
  mutating func count() throws(ZoneFileError) -> Int {
    let value = try integer(byteCount: 4)
    guard (0...100_000).contains(value) else { throw ZoneFileError(text: "a count out of range") }
    return Int(value)
  }
}
