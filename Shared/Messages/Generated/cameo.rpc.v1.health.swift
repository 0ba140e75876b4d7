// Generated from cameo/rpc/v1/health.proto by proto/generate. Do not edit.
// swift-format-ignore-file

internal import CMessages
public import Decoding

extension RPCV1 {
  public struct HealthRequest: Message, @unsafe GeneratedMessage {
    /// A service's full name; empty means the whole process.
    public var service: String = ""

    public init() {}

    public init(service: String = "") {
      self.service = service
    }

    public static var fullName: String { "cameo.rpc.v1.HealthRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__HealthRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__health_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.service = unsafe CopyOut.text(c.pointee.service)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__health_request__init(c)
      if !self.service.isEmpty {
        unsafe c.pointee.service = arena.text(self.service)
      }
    }
  }
}

extension RPCV1 {
  public struct HealthReply: Message, @unsafe GeneratedMessage {
    public var status: RPCV1.HealthStatus = .init(rawValue: 0)

    public init() {}

    public init(status: RPCV1.HealthStatus = .init(rawValue: 0)) {
      self.status = status
    }

    public static var fullName: String { "cameo.rpc.v1.HealthReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__HealthReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__health_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.status = unsafe RPCV1.HealthStatus(rawValue: Int32(truncatingIfNeeded: c.pointee.status.rawValue))
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__health_reply__init(c)
      unsafe c.pointee.status = .init(rawValue: .init(truncatingIfNeeded: self.status.rawValue))
    }
  }
}

extension RPCV1 {
  public struct HealthStatus: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    /// The server does not know a service of that name.
    public static let healthUnknown = Self(rawValue: 0)
    /// Calls are taken.
    public static let serving = Self(rawValue: 1)
    /// Calls are refused: starting, draining or without something it needs.
    public static let notServing = Self(rawValue: 2)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [.healthUnknown, .serving, .notServing]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "HEALTH_UNKNOWN"
      case 1: "SERVING"
      case 2: "NOT_SERVING"
      default: "\(rawValue)"
      }
    }
  }
}
