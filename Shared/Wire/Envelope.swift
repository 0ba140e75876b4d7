/// A message of the protocol itself, at the head of a frame's payload (protocol section 5).
///
/// The codec is written by hand because every call passes through it. The bytes are those of
/// canonical protobuf. Decoding is strict where a lenient reader would be a hazard: a known field of
/// the wrong wire type, text that is not UTF-8 or holds a NUL, and a number too large for its field
/// are errors; fields that this version does not know are skipped.
public protocol Envelope: Equatable, Sendable {
  /// Reads all of `bytes`.
  init(decoding bytes: RawSpan) throws(EnvelopeError)

  /// How many bytes ``encode(into:)`` writes.
  var encodedSize: Int { get }

  /// Writes the first ``encodedSize`` of `bytes`, which must have that many.
  func encode(into bytes: inout MutableRawSpan)
}

extension Envelope {
  /// The encoding as an array, for tools and tests.
  public func encoded() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: encodedSize)
    var span = bytes.mutableSpan
    // Safe because the bytes are written during this call only.
    var raw = unsafe span.mutableBytes
    encode(into: &raw)
    return bytes
  }
}
