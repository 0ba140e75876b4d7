internal import CMessages
import Glibc

/// Copies of what protobuf-c unpacked. The pre-scan has run: text is valid, counts are bounded.
enum CopyOut {
  @inline(__always)
  static func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String {
    guard let pointer = unsafe pointer, unsafe pointer.pointee != 0 else { return "" }
    // Not `UTF8Span(unchecked:)`, although the pre-scan has looked: it makes a string that is not
    // known to be ASCII, and that takes five times as long to hash.
    return unsafe String(
      decoding: UnsafeRawBufferPointer(start: pointer, count: strlen(pointer)), as: UTF8.self)
  }

  @inline(__always)
  static func bytes(_ data: ProtobufCBinaryData) -> [UInt8] {
    unsafe [UInt8](UnsafeBufferPointer(start: data.data, count: data.len))
  }

  @inline(__always)
  static func list<C, T>(_ count: Int, _ array: UnsafeMutablePointer<C>?, _ copy: (C) -> T) -> [T] {
    guard count > 0, let array = unsafe array else { return [] }
    return unsafe [T](unsafeUninitializedCapacity: count) { result, filled in
      while filled < count {
        unsafe result.initializeElement(at: filled, to: copy(array[filled]))
        filled += 1
      }
    }
  }

  @inline(__always)
  static func numbers<N: BitwiseCopyable>(_ count: Int, _ array: UnsafeMutablePointer<N>?) -> [N] {
    unsafe [N](UnsafeBufferPointer(start: array, count: count))
  }

  static func messages<M: GeneratedMessage>(
    _ count: Int, _ array: UnsafeMutablePointer<UnsafeMutablePointer<M.CStruct>?>?
  ) -> [M] {
    unsafe list(count, array) { message in
      unsafe message.map { unsafe M(copying: $0) } ?? M()
    }
  }
}
