// Generated from cameo/gateway/v1/gateway_service.proto by proto/generate. Do not edit.
// swift-format-ignore-file

internal import CMessages
public import Decoding

extension GatewayV1 {
  public struct GetCustomerViewRequest: Message, @unsafe GeneratedMessage {
    public var subject: Subject? = nil

    public init() {}

    public init(subject: Subject? = nil) {
      self.subject = subject
    }

    public enum Subject: Sendable, Equatable {
      case customerId(String)
      /// Resolved to its owner by the profile service.
      case identifier(ProfileV1.Identifier)
    }

    public static var fullName: String { "cameo.gateway.v1.GetCustomerViewRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Gateway__V1__GetCustomerViewRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__gateway__v1__get_customer_view_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      switch unsafe c.pointee.subject_case.rawValue {
      case 1:
        self.subject = unsafe .customerId(CopyOut.text(c.pointee.customer_id))
      case 2:
        if let value = unsafe c.pointee.identifier {
          self.subject = unsafe .identifier(ProfileV1.Identifier(copying: value))
        }
      default: break
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__gateway__v1__get_customer_view_request__init(c)
      switch self.subject {
      case .customerId(let value)?:
        unsafe c.pointee.subject_case = .init(rawValue: 1)
        unsafe c.pointee.customer_id = arena.text(value)
      case .identifier(let value)?:
        unsafe c.pointee.subject_case = .init(rawValue: 2)
        unsafe c.pointee.identifier = arena.make(value)
      case nil: break
      }
    }
  }
}

extension GatewayV1 {
  /// Where a watch goes on in one part's change log.
  public struct PartCursor: Message, @unsafe GeneratedMessage {
    /// "profile", "consent" or "survey".
    public var name: String = ""
    public var afterCursor: UInt64 = 0

    public init() {}

    public init(name: String = "", afterCursor: UInt64 = 0) {
      self.name = name
      self.afterCursor = afterCursor
    }

    public static var fullName: String { "cameo.gateway.v1.PartCursor" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Gateway__V1__PartCursor
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__gateway__v1__part_cursor__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.name = unsafe CopyOut.text(c.pointee.name)
      self.afterCursor = unsafe c.pointee.after_cursor
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__gateway__v1__part_cursor__init(c)
      if !self.name.isEmpty {
        unsafe c.pointee.name = arena.text(self.name)
      }
      unsafe c.pointee.after_cursor = self.afterCursor
    }
  }
}

extension GatewayV1 {
  public struct WatchCustomerRequest: Message, @unsafe GeneratedMessage {
    public var subject: Subject? = nil
    /// A part that is not named starts at the beginning of its log. Where entries past a cursor, or from the beginning,
    /// have been compacted, the part is reported with code OUT_OF_RANGE, and goes on with the oldest that it has kept: read
    /// the view anew.
    public var after: [GatewayV1.PartCursor] = []

    public init() {}

    public init(subject: Subject? = nil, after: [GatewayV1.PartCursor] = []) {
      self.subject = subject
      self.after = after
    }

    public enum Subject: Sendable, Equatable {
      case customerId(String)
      case identifier(ProfileV1.Identifier)
    }

    public static var fullName: String { "cameo.gateway.v1.WatchCustomerRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Gateway__V1__WatchCustomerRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__gateway__v1__watch_customer_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      switch unsafe c.pointee.subject_case.rawValue {
      case 1:
        self.subject = unsafe .customerId(CopyOut.text(c.pointee.customer_id))
      case 2:
        if let value = unsafe c.pointee.identifier {
          self.subject = unsafe .identifier(ProfileV1.Identifier(copying: value))
        }
      default: break
      }
      self.after = unsafe CopyOut.messages(c.pointee.n_after, c.pointee.after)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__gateway__v1__watch_customer_request__init(c)
      switch self.subject {
      case .customerId(let value)?:
        unsafe c.pointee.subject_case = .init(rawValue: 1)
        unsafe c.pointee.customer_id = arena.text(value)
      case .identifier(let value)?:
        unsafe c.pointee.subject_case = .init(rawValue: 2)
        unsafe c.pointee.identifier = arena.make(value)
      case nil: break
      }
      if !self.after.isEmpty {
        unsafe c.pointee.n_after = self.after.count
        unsafe c.pointee.after = arena.messages(self.after)
      }
    }
  }
}

extension GatewayV1 {
  public struct PartChange: Message, @unsafe GeneratedMessage {
    /// "profile", "consent" or "survey".
    public var name: String = ""
    /// Its cursor is the one to give in `after` to go on behind it.
    public var change: RPCV1.Change? = nil

    public init() {}

    public init(name: String = "", change: RPCV1.Change? = nil) {
      self.name = name
      self.change = change
    }

    public static var fullName: String { "cameo.gateway.v1.PartChange" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Gateway__V1__PartChange
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__gateway__v1__part_change__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.name = unsafe CopyOut.text(c.pointee.name)
      if let value = unsafe c.pointee.change {
        self.change = unsafe RPCV1.Change(copying: value)
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__gateway__v1__part_change__init(c)
      if !self.name.isEmpty {
        unsafe c.pointee.name = arena.text(self.name)
      }
      if let value = self.change {
        unsafe c.pointee.change = arena.make(value)
      }
    }
  }
}

extension GatewayV1 {
  public struct WatchCustomerReply: Message, @unsafe GeneratedMessage {
    public var event: Event? = nil

    public init() {}

    public init(event: Event? = nil) {
      self.event = event
    }

    public enum Event: Sendable, Equatable {
      case change(GatewayV1.PartChange)
      /// A part went away (UNAVAILABLE) or came back (OK).
      case status(GatewayV1.PartStatus)
    }

    public static var fullName: String { "cameo.gateway.v1.WatchCustomerReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Gateway__V1__WatchCustomerReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__gateway__v1__watch_customer_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
      switch unsafe c.pointee.event_case.rawValue {
      case 1:
        if let value = unsafe c.pointee.change {
          self.event = unsafe .change(GatewayV1.PartChange(copying: value))
        }
      case 2:
        if let value = unsafe c.pointee.status {
          self.event = unsafe .status(GatewayV1.PartStatus(copying: value))
        }
      default: break
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__gateway__v1__watch_customer_reply__init(c)
      switch self.event {
      case .change(let value)?:
        unsafe c.pointee.event_case = .init(rawValue: 1)
        unsafe c.pointee.change = arena.make(value)
      case .status(let value)?:
        unsafe c.pointee.event_case = .init(rawValue: 2)
        unsafe c.pointee.status = arena.make(value)
      case nil: break
      }
    }
  }
}

extension SubmessageField where Whole == GatewayV1.WatchCustomerRequest, Part == GatewayV1.PartCursor {
  /// ``GatewayV1.WatchCustomerRequest/after``
  public static var after: Self { Self(number: 3) }
}

extension SubmessageField where Whole == GatewayV1.PartChange, Part == RPCV1.Change {
  /// ``GatewayV1.PartChange/change``
  public static var change: Self { Self(number: 2) }
}
