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
    /// A message of the service's own, by kind; may be empty, and always is where the customer has been erased since, save
    /// for the entry that says so.
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

extension RPCV1 {
  /// The detail of a change of kind "subject.erased", the last there will be of this customer.
  public struct SubjectErased: Message, @unsafe GeneratedMessage {
    public var erasedAt: Google.Timestamp? = nil
    public var reach: RPCV1.ErasureReach = .init(rawValue: 0)

    public init() {}

    public init(erasedAt: Google.Timestamp? = nil, reach: RPCV1.ErasureReach = .init(rawValue: 0)) {
      self.erasedAt = erasedAt
      self.reach = reach
    }

    public static var fullName: String { "cameo.rpc.v1.SubjectErased" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__SubjectErased
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__subject_erased__init)

    init(copying c: UnsafePointer<CStruct>) {
      if let value = unsafe c.pointee.erased_at {
        self.erasedAt = unsafe Google.Timestamp(copying: value)
      }
      self.reach = unsafe RPCV1.ErasureReach(rawValue: Int32(truncatingIfNeeded: c.pointee.reach.rawValue))
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__subject_erased__init(c)
      if let value = self.erasedAt {
        unsafe c.pointee.erased_at = arena.make(value)
      }
      unsafe c.pointee.reach = .init(rawValue: .init(truncatingIfNeeded: self.reach.rawValue))
    }
  }
}

extension RPCV1 {
  /// How far an erasure reaches (GDPR Art. 17).
  public struct ErasureReach: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    public static let unspecified = Self(rawValue: 0)
    /// What the customer's data were sealed with is destroyed: no copy of them can be read any more, backups of whatever
    /// age included. Backups of the key database from before are the exception, which is why they are kept for days only.
    public static let everyCopy = Self(rawValue: 1)
    /// The service does not seal. The data are gone from it, and every backup from before still holds the customer.
    public static let serviceOnly = Self(rawValue: 2)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [.unspecified, .everyCopy, .serviceOnly]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "ERASURE_REACH_UNSPECIFIED"
      case 1: "ERASURE_REACH_EVERY_COPY"
      case 2: "ERASURE_REACH_SERVICE_ONLY"
      default: "\(rawValue)"
      }
    }
  }
}

extension SubmessageField where Whole == RPCV1.Change, Part == Google.Timestamp {
  /// ``RPCV1.Change/at``
  public static var at: Self { Self(number: 4) }
}

extension SubmessageField where Whole == RPCV1.SubjectErased, Part == Google.Timestamp {
  /// ``RPCV1.SubjectErased/erasedAt``
  public static var erasedAt: Self { Self(number: 1) }
}
