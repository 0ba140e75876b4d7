// Generated from cameo/rpc/v1/changes.proto by proto/generate. Do not edit.
// swift-format-ignore-file

internal import CMessages
public import Decoding

extension RPCV1 {
  public struct RegisterConsumerRequest: Message, @unsafe GeneratedMessage {
    /// 1 to 128 graphic characters of ASCII.
    public var consumer: String = ""
    public var start: RPCV1.ConsumerStart = .init(rawValue: 0)
    /// CONSUMER_START_AFTER only.
    public var afterCursor: UInt64 = 0

    public init() {}

    public init(
      consumer: String = "",
      start: RPCV1.ConsumerStart = .init(rawValue: 0),
      afterCursor: UInt64 = 0
    ) {
      self.consumer = consumer
      self.start = start
      self.afterCursor = afterCursor
    }

    public static var fullName: String { "cameo.rpc.v1.RegisterConsumerRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__RegisterConsumerRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__register_consumer_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.consumer = unsafe CopyOut.text(c.pointee.consumer)
      self.start = unsafe RPCV1.ConsumerStart(rawValue: Int32(truncatingIfNeeded: c.pointee.start.rawValue))
      self.afterCursor = unsafe c.pointee.after_cursor
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__register_consumer_request__init(c)
      if !self.consumer.isEmpty {
        unsafe c.pointee.consumer = arena.text(self.consumer)
      }
      unsafe c.pointee.start = .init(rawValue: .init(truncatingIfNeeded: self.start.rawValue))
      unsafe c.pointee.after_cursor = self.afterCursor
    }
  }
}

extension RPCV1 {
  public struct RegisterConsumerReply: Message, @unsafe GeneratedMessage {
    /// To watch from.
    public var cursor: UInt64 = 0

    public init() {}

    public init(cursor: UInt64 = 0) {
      self.cursor = cursor
    }

    public static var fullName: String { "cameo.rpc.v1.RegisterConsumerReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__RegisterConsumerReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__register_consumer_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.cursor = unsafe c.pointee.cursor
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__register_consumer_reply__init(c)
      unsafe c.pointee.cursor = self.cursor
    }
  }
}

extension RPCV1 {
  public struct AckChangesRequest: Message, @unsafe GeneratedMessage {
    public var consumer: String = ""
    public var cursor: UInt64 = 0

    public init() {}

    public init(consumer: String = "", cursor: UInt64 = 0) {
      self.consumer = consumer
      self.cursor = cursor
    }

    public static var fullName: String { "cameo.rpc.v1.AckChangesRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__AckChangesRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__ack_changes_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.consumer = unsafe CopyOut.text(c.pointee.consumer)
      self.cursor = unsafe c.pointee.cursor
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__ack_changes_request__init(c)
      if !self.consumer.isEmpty {
        unsafe c.pointee.consumer = arena.text(self.consumer)
      }
      unsafe c.pointee.cursor = self.cursor
    }
  }
}

extension RPCV1 {
  public struct AckChangesReply: Message, @unsafe GeneratedMessage {
    public init() {}

    public static var fullName: String { "cameo.rpc.v1.AckChangesReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__AckChangesReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__ack_changes_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__ack_changes_reply__init(c)
    }
  }
}

extension RPCV1 {
  public struct ListConsumersRequest: Message, @unsafe GeneratedMessage {
    public init() {}

    public static var fullName: String { "cameo.rpc.v1.ListConsumersRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__ListConsumersRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__list_consumers_request__init)

    init(copying c: UnsafePointer<CStruct>) {
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__list_consumers_request__init(c)
    }
  }
}

extension RPCV1 {
  public struct ListConsumersReply: Message, @unsafe GeneratedMessage {
    /// At most 100, by name.
    public var consumers: [RPCV1.ConsumerStatus] = []
    public var newestCursor: UInt64 = 0
    /// Entries up to this one are gone.
    public var compactedCursor: UInt64 = 0

    public init() {}

    public init(
      consumers: [RPCV1.ConsumerStatus] = [],
      newestCursor: UInt64 = 0,
      compactedCursor: UInt64 = 0
    ) {
      self.consumers = consumers
      self.newestCursor = newestCursor
      self.compactedCursor = compactedCursor
    }

    public static var fullName: String { "cameo.rpc.v1.ListConsumersReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__ListConsumersReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__list_consumers_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.consumers = unsafe CopyOut.messages(c.pointee.n_consumers, c.pointee.consumers)
      self.newestCursor = unsafe c.pointee.newest_cursor
      self.compactedCursor = unsafe c.pointee.compacted_cursor
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__list_consumers_reply__init(c)
      if !self.consumers.isEmpty {
        unsafe c.pointee.n_consumers = self.consumers.count
        unsafe c.pointee.consumers = arena.messages(self.consumers)
      }
      unsafe c.pointee.newest_cursor = self.newestCursor
      unsafe c.pointee.compacted_cursor = self.compactedCursor
    }
  }
}

extension RPCV1 {
  public struct ConsumerStatus: Message, @unsafe GeneratedMessage {
    public var consumer: String = ""
    /// The identity that registered it.
    public var owner: String = ""
    public var cursor: UInt64 = 0
    /// Entries past its cursor.
    public var entriesBehind: UInt64 = 0
    /// Since the oldest entry was made that it has not acknowledged; absent where there is none.
    public var behind: Google.Duration? = nil
    public var registeredAt: Google.Timestamp? = nil
    public var acknowledgedAt: Google.Timestamp? = nil
    /// Set where it was dropped.
    public var droppedAt: Google.Timestamp? = nil
    public var droppedBecause: String = ""

    public init() {}

    public init(
      consumer: String = "",
      owner: String = "",
      cursor: UInt64 = 0,
      entriesBehind: UInt64 = 0,
      behind: Google.Duration? = nil,
      registeredAt: Google.Timestamp? = nil,
      acknowledgedAt: Google.Timestamp? = nil,
      droppedAt: Google.Timestamp? = nil,
      droppedBecause: String = ""
    ) {
      self.consumer = consumer
      self.owner = owner
      self.cursor = cursor
      self.entriesBehind = entriesBehind
      self.behind = behind
      self.registeredAt = registeredAt
      self.acknowledgedAt = acknowledgedAt
      self.droppedAt = droppedAt
      self.droppedBecause = droppedBecause
    }

    public static var fullName: String { "cameo.rpc.v1.ConsumerStatus" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__ConsumerStatus
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__consumer_status__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.consumer = unsafe CopyOut.text(c.pointee.consumer)
      self.owner = unsafe CopyOut.text(c.pointee.owner)
      self.cursor = unsafe c.pointee.cursor
      self.entriesBehind = unsafe c.pointee.entries_behind
      if let value = unsafe c.pointee.behind {
        self.behind = unsafe Google.Duration(copying: value)
      }
      if let value = unsafe c.pointee.registered_at {
        self.registeredAt = unsafe Google.Timestamp(copying: value)
      }
      if let value = unsafe c.pointee.acknowledged_at {
        self.acknowledgedAt = unsafe Google.Timestamp(copying: value)
      }
      if let value = unsafe c.pointee.dropped_at {
        self.droppedAt = unsafe Google.Timestamp(copying: value)
      }
      self.droppedBecause = unsafe CopyOut.text(c.pointee.dropped_because)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__consumer_status__init(c)
      if !self.consumer.isEmpty {
        unsafe c.pointee.consumer = arena.text(self.consumer)
      }
      if !self.owner.isEmpty {
        unsafe c.pointee.owner = arena.text(self.owner)
      }
      unsafe c.pointee.cursor = self.cursor
      unsafe c.pointee.entries_behind = self.entriesBehind
      if let value = self.behind {
        unsafe c.pointee.behind = arena.make(value)
      }
      if let value = self.registeredAt {
        unsafe c.pointee.registered_at = arena.make(value)
      }
      if let value = self.acknowledgedAt {
        unsafe c.pointee.acknowledged_at = arena.make(value)
      }
      if let value = self.droppedAt {
        unsafe c.pointee.dropped_at = arena.make(value)
      }
      if !self.droppedBecause.isEmpty {
        unsafe c.pointee.dropped_because = arena.text(self.droppedBecause)
      }
    }
  }
}

extension RPCV1 {
  public struct RemoveConsumerRequest: Message, @unsafe GeneratedMessage {
    public var consumer: String = ""

    public init() {}

    public init(consumer: String = "") {
      self.consumer = consumer
    }

    public static var fullName: String { "cameo.rpc.v1.RemoveConsumerRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__RemoveConsumerRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__remove_consumer_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.consumer = unsafe CopyOut.text(c.pointee.consumer)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__remove_consumer_request__init(c)
      if !self.consumer.isEmpty {
        unsafe c.pointee.consumer = arena.text(self.consumer)
      }
    }
  }
}

extension RPCV1 {
  public struct RemoveConsumerReply: Message, @unsafe GeneratedMessage {
    public init() {}

    public static var fullName: String { "cameo.rpc.v1.RemoveConsumerReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__RemoveConsumerReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__remove_consumer_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__remove_consumer_reply__init(c)
    }
  }
}

extension RPCV1 {
  public struct ConsumerStart: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    public static let unspecified = Self(rawValue: 0)
    /// With the oldest entry that is kept.
    public static let oldest = Self(rawValue: 1)
    /// Behind the newest entry: for whoever takes a snapshot next.
    public static let newest = Self(rawValue: 2)
    /// Behind `after_cursor`.
    public static let after = Self(rawValue: 3)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [.unspecified, .oldest, .newest, .after]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "CONSUMER_START_UNSPECIFIED"
      case 1: "CONSUMER_START_OLDEST"
      case 2: "CONSUMER_START_NEWEST"
      case 3: "CONSUMER_START_AFTER"
      default: "\(rawValue)"
      }
    }
  }
}

extension SubmessageField where Whole == RPCV1.ListConsumersReply, Part == RPCV1.ConsumerStatus {
  /// ``RPCV1.ListConsumersReply/consumers``
  public static var consumers: Self { Self(number: 1) }
}

extension SubmessageField where Whole == RPCV1.ConsumerStatus, Part == Google.Duration {
  /// ``RPCV1.ConsumerStatus/behind``
  public static var behind: Self { Self(number: 5) }
}

extension SubmessageField where Whole == RPCV1.ConsumerStatus, Part == Google.Timestamp {
  /// ``RPCV1.ConsumerStatus/registeredAt``
  public static var registeredAt: Self { Self(number: 6) }
}

extension SubmessageField where Whole == RPCV1.ConsumerStatus, Part == Google.Timestamp {
  /// ``RPCV1.ConsumerStatus/acknowledgedAt``
  public static var acknowledgedAt: Self { Self(number: 7) }
}

extension SubmessageField where Whole == RPCV1.ConsumerStatus, Part == Google.Timestamp {
  /// ``RPCV1.ConsumerStatus/droppedAt``
  public static var droppedAt: Self { Self(number: 8) }
}
