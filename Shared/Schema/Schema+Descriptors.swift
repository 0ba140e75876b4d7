internal import CMessages
internal import Decoding

extension Schema {
  /// Reads an encoded google.protobuf.FileDescriptorSet, as protoc writes it and Reflection sends it.
  ///
  /// - Throws: ``SchemaError`` if the bytes are no such set, are too large or contradict themselves.
  public init(fileDescriptorSet bytes: [UInt8]) throws(SchemaError) {
    let files: [File]
    do {
      files = unsafe try bytes.withUnsafeBytes { unsafe try Self.read($0) }
    } catch let error as SchemaError {
      throw error
    } catch {
      throw SchemaError("not a file descriptor set: \(error)")
    }
    try self.init(files: files)
  }

  private static func read(_ bytes: UnsafeRawBufferPointer) throws -> [File] {
    // Source positions make most of a set's elements, each a message of few bytes.
    let limits = DecodingLimits(
      messageBytes: 16 << 20, elements: 4 << 20, allocatedBytes: 256 << 20, overheadPerByte: 100)
    let arena = Arena(limits: limits)
    let set = unsafe try unpack(bytes, as: descriptor(), into: arena)
    return try withExtendedLifetime(arena) {
      unsafe try set.withMemoryRebound(to: Google__Protobuf__FileDescriptorSet.self, capacity: 1) {
        unsafe try list($0.pointee.n_file, $0.pointee.file) { unsafe try FileReader($0).file() }
      }
    }
  }

  /// The C descriptor's address, which is found only through a value that refers to it.
  private static func descriptor() -> UnsafePointer<ProtobufCMessageDescriptor> {
    var set = unsafe Google__Protobuf__FileDescriptorSet()
    unsafe google__protobuf__file_descriptor_set__init(&set)
    return unsafe set.base.descriptor
  }
}

/// What `transform` makes of each message that a C array points to.
func list<C, T>(
  _ count: Int, _ array: UnsafeMutablePointer<UnsafeMutablePointer<C>?>?,
  _ transform: (UnsafeMutablePointer<C>) throws -> T
) rethrows -> [T] {
  guard let array = unsafe array else { return [] }
  var result: [T] = []
  result.reserveCapacity(count)
  for index in 0..<count {
    if let element = unsafe array[index] { result.append(unsafe try transform(element)) }
  }
  return result
}

func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String {
  guard let pointer = unsafe pointer else { return "" }
  return unsafe String(cString: pointer)
}
