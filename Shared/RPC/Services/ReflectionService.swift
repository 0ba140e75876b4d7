public import Messages

/// Tells clients what can be called here: enough to call any method without its schema at hand.
public struct ReflectionService: ReflectionHandler {
  private let reply: RPCV1.DescribeReply

  /// - Parameters:
  ///   - services: full names, as `Router.services` has them.
  ///   - fileDescriptorSet: an encoded `google.protobuf.FileDescriptorSet` that describes them.
  public init(services: [String], fileDescriptorSet: [UInt8]) {
    reply = RPCV1.DescribeReply(services: services, fileDescriptorSet: fileDescriptorSet)
  }

  public func describe(
    _ request: RPCV1.DescribeRequest, _ call: CallContext
  ) async throws -> RPCV1.DescribeReply { reply }
}
