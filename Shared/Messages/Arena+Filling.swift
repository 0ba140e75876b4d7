internal import CMessages
internal import Glibc

// What protobuf-c packs: Swift values laid out in the arena as its structs want them.
extension Arena {
  @inline(__always)
  func make<M: GeneratedMessage>(_ value: M) -> UnsafeMutablePointer<M.CStruct> {
    let message = unsafe allocate(MemoryLayout<M.CStruct>.size)
      .assumingMemoryBound(to: M.CStruct.self)
    unsafe value.fill(message, self)
    return unsafe message
  }

  /// A C string of its own even when empty: protobuf-c leaves out a oneof's text that is its default.
  @inline(__always)
  func text(_ value: String) -> UnsafeMutablePointer<CChar> {
    var value = value
    let copy = value.withUTF8 { unsafe terminated($0) }
    return unsafe copy
  }

  private func terminated(_ utf8: UnsafeBufferPointer<UInt8>) -> UnsafeMutablePointer<CChar> {
    if let first = utf8.baseAddress, unsafe memchr(first, 0, utf8.count) != nil {
      return unsafe text(String(decoding: utf8, as: UTF8.self).replacing("\0", with: "\u{FFFD}"))
    }
    let block = unsafe allocate(utf8.count + 1)
    unsafe copy(UnsafeRawBufferPointer(utf8), to: block)
    return unsafe block.assumingMemoryBound(to: CChar.self)
  }

  @inline(__always)
  func bytes(_ value: [UInt8]) -> ProtobufCBinaryData {
    guard !value.isEmpty else { return unsafe ProtobufCBinaryData(len: 0, data: nil) }
    let block = unsafe allocate(value.count)
    unsafe value.withUnsafeBytes { unsafe copy($0, to: block) }
    return unsafe ProtobufCBinaryData(
      len: value.count, data: block.assumingMemoryBound(to: UInt8.self))
  }

  @inline(__always)
  func list<T, C>(_ values: [T], _ make: (T) -> C) -> UnsafeMutablePointer<C>? {
    guard !values.isEmpty else { return nil }
    let array = unsafe allocate(values.count * MemoryLayout<C>.stride)
      .bindMemory(to: C.self, capacity: values.count)
    for index in values.indices {
      unsafe (array + index).initialize(to: make(values[index]))
    }
    return unsafe array
  }

  func messages<M: GeneratedMessage>(
    _ values: [M]
  ) -> UnsafeMutablePointer<UnsafeMutablePointer<M.CStruct>?>? {
    unsafe list(values) { unsafe make($0) }
  }
}

/// What `memcpy` does, for a source that may be empty and have no address.
@inline(__always)
func copy(_ source: UnsafeRawBufferPointer, to target: UnsafeMutableRawPointer) {
  guard let start = source.baseAddress else { return }
  unsafe target.copyMemory(from: start, byteCount: source.count)
}
