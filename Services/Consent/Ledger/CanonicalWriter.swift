/// Writes the ledger's canonical encoding: for one value, exactly one sequence of bytes.
/// LEDGER.md specifies it.
struct CanonicalWriter {
  private(set) var bytes: [UInt8] = []

  mutating func byte(_ value: UInt8) { bytes.append(value) }

  mutating func integer(_ value: UInt32) { append(value.bigEndian) }

  mutating func integer(_ value: UInt64) { append(value.bigEndian) }

  mutating func instant(_ value: Instant) { append(value.microseconds.bigEndian) }

  mutating func optional(_ value: Instant?) {
    byte(value == nil ? 0 : 1)
    if let value { instant(value) }
  }

  mutating func text(_ value: String) { blob(Array(value.utf8)) }

  mutating func blob(_ value: [UInt8]) {
    count(value.count)
    bytes += value
  }

  mutating func list<Element>(
    _ elements: [Element], _ write: (inout CanonicalWriter, Element) -> Void
  ) {
    count(elements.count)
    for element in elements { write(&self, element) }
  }

  /// Counts are bounded far below 2^32 by what requests may hold.
  private mutating func count(_ value: Int) { integer(UInt32(truncatingIfNeeded: value)) }

  private mutating func append<Value: FixedWidthInteger>(_ bigEndian: Value) {
    var rest = bigEndian
    for _ in 0..<(Value.bitWidth / 8) {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }
}
