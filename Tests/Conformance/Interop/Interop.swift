/// gRPC's interoperability tests, with their sizes
/// (https://github.com/grpc/grpc/blob/master/doc/interop-test-descriptions.md).
enum Interop {
  static let cases = unary + streaming + endings + soak

  static let requestSize = 271_828
  static let replySize: UInt32 = 314_159
}
