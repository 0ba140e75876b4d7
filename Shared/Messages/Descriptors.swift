internal import CMessages

/// What is known of all messages and services in `proto/`.
public enum Descriptors {
  /// An encoded google.protobuf.FileDescriptorSet, imports included and before what imports them:
  /// what Reflection answers with, and what `Schema(fileDescriptorSet:)` reads.
  public static var fileDescriptorSet: [UInt8] {
    unsafe [UInt8](
      UnsafeBufferPointer(start: cameo_descriptors, count: cameo_descriptors_length))
  }
}
