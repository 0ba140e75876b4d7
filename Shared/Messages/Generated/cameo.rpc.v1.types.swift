// Generated from cameo/rpc/v1/types.proto by proto/generate. Do not edit.
// swift-format-ignore-file

internal import CMessages
public import Decoding

extension RPCV1 {
  /// A day of the Gregorian calendar, in no time zone. A part that is not known is 0.
  public struct Date: Message, @unsafe GeneratedMessage {
    /// 1 to 9999, or 0.
    public var year: UInt32 = 0
    /// 1 to 12, or 0.
    public var month: UInt32 = 0
    /// 1 to 31, or 0.
    public var day: UInt32 = 0

    public init() {}

    public init(year: UInt32 = 0, month: UInt32 = 0, day: UInt32 = 0) {
      self.year = year
      self.month = month
      self.day = day
    }

    public static var fullName: String { "cameo.rpc.v1.Date" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__Date
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__date__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.year = unsafe c.pointee.year
      self.month = unsafe c.pointee.month
      self.day = unsafe c.pointee.day
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__date__init(c)
      unsafe c.pointee.year = self.year
      unsafe c.pointee.month = self.month
      unsafe c.pointee.day = self.day
    }
  }
}

extension RPCV1 {
  /// One entry of a service's change log, as its WatchChanges streams them.
  public struct Change: Message, @unsafe GeneratedMessage {
    /// Rising within a service; a watcher resumes after the last one it has dealt with.
    public var cursor: UInt64 = 0
    public var customerId: String = ""
    /// What happened, as in "consent.withdrawn".
    public var kind: String = ""
    public var at: Google.Timestamp? = nil
    /// A message of the service's own, by kind; may be empty.
    public var detail: [UInt8] = []

    public init() {}

    public init(
      cursor: UInt64 = 0,
      customerId: String = "",
      kind: String = "",
      at: Google.Timestamp? = nil,
      detail: [UInt8] = []
    ) {
      self.cursor = cursor
      self.customerId = customerId
      self.kind = kind
      self.at = at
      self.detail = detail
    }

    public static var fullName: String { "cameo.rpc.v1.Change" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__Change
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__change__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.cursor = unsafe c.pointee.cursor
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
      self.kind = unsafe CopyOut.text(c.pointee.kind)
      if let value = unsafe c.pointee.at {
        self.at = unsafe Google.Timestamp(copying: value)
      }
      self.detail = unsafe CopyOut.bytes(c.pointee.detail)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__change__init(c)
      unsafe c.pointee.cursor = self.cursor
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
      if !self.kind.isEmpty {
        unsafe c.pointee.kind = arena.text(self.kind)
      }
      if let value = self.at {
        unsafe c.pointee.at = arena.make(value)
      }
      if !self.detail.isEmpty {
        unsafe c.pointee.detail = arena.bytes(self.detail)
      }
    }
  }
}

extension SubmessageField where Whole == RPCV1.Change, Part == Google.Timestamp {
  /// ``RPCV1.Change/at``
  public static var at: Self { Self(number: 4) }
}
