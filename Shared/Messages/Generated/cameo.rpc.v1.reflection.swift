// Generated from cameo/rpc/v1/reflection.proto by proto/generate. Do not edit.
// swift-format-ignore-file

internal import CMessages
public import Decoding

extension RPCV1 {
  public struct DescribeRequest: Message, @unsafe GeneratedMessage {
    public init() {}

    public static var fullName: String { "cameo.rpc.v1.DescribeRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__DescribeRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__describe_request__init)

    init(copying c: UnsafePointer<CStruct>) {
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__describe_request__init(c)
    }
  }
}

extension RPCV1 {
  public struct DescribeReply: Message, @unsafe GeneratedMessage {
    /// Full names of the services that this server has.
    public var services: [String] = []
    /// A google.protobuf.FileDescriptorSet, with imports.
    public var fileDescriptorSet: [UInt8] = []

    public init() {}

    public init(services: [String] = [], fileDescriptorSet: [UInt8] = []) {
      self.services = services
      self.fileDescriptorSet = fileDescriptorSet
    }

    public static var fullName: String { "cameo.rpc.v1.DescribeReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__DescribeReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__describe_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.services = unsafe CopyOut.list(c.pointee.n_services, c.pointee.services) { unsafe CopyOut.text($0) }
      self.fileDescriptorSet = unsafe CopyOut.bytes(c.pointee.file_descriptor_set)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__describe_reply__init(c)
      if !self.services.isEmpty {
        unsafe c.pointee.n_services = self.services.count
        unsafe c.pointee.services = arena.list(self.services) { unsafe arena.text($0) }
      }
      if !self.fileDescriptorSet.isEmpty {
        unsafe c.pointee.file_descriptor_set = arena.bytes(self.fileDescriptorSet)
      }
    }
  }
}
