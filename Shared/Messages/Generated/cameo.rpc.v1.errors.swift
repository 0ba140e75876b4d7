// Generated from cameo/rpc/v1/errors.proto by proto/generate. Do not edit.
// swift-format-ignore-file

internal import CMessages
public import Decoding

extension RPCV1 {
  /// Bad input: which field broke which rule. A detail of INVALID_ARGUMENT.
  public struct FieldViolation: Message, @unsafe GeneratedMessage {
    /// The field's path in the request, as in "attributes[2].value".
    public var field: String = ""
    /// The rule's short name, stable for programs, as in "required" or "e164".
    public var rule: String = ""
    /// One sentence a person can act on.
    public var message: String = ""

    public init() {}

    public init(field: String = "", rule: String = "", message: String = "") {
      self.field = field
      self.rule = rule
      self.message = message
    }

    public static var fullName: String { "cameo.rpc.v1.FieldViolation" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__FieldViolation
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__field_violation__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.field = unsafe CopyOut.text(c.pointee.field)
      self.rule = unsafe CopyOut.text(c.pointee.rule)
      self.message = unsafe CopyOut.text(c.pointee.message)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__field_violation__init(c)
      if !self.field.isEmpty {
        unsafe c.pointee.field = arena.text(self.field)
      }
      if !self.rule.isEmpty {
        unsafe c.pointee.rule = arena.text(self.rule)
      }
      if !self.message.isEmpty {
        unsafe c.pointee.message = arena.text(self.message)
      }
    }
  }
}

extension RPCV1 {
  /// Why, for a program: a detail of any status.
  public struct Reason: Message, @unsafe GeneratedMessage {
    /// A stable name in SCREAMING_SNAKE_CASE, as in "ERASED".
    public var code: String = ""
    public var metadata: [RPCV1.ReasonEntry] = []

    public init() {}

    public init(code: String = "", metadata: [RPCV1.ReasonEntry] = []) {
      self.code = code
      self.metadata = metadata
    }

    public static var fullName: String { "cameo.rpc.v1.Reason" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__Reason
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__reason__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.code = unsafe CopyOut.text(c.pointee.code)
      self.metadata = unsafe CopyOut.messages(c.pointee.n_metadata, c.pointee.metadata)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__reason__init(c)
      if !self.code.isEmpty {
        unsafe c.pointee.code = arena.text(self.code)
      }
      if !self.metadata.isEmpty {
        unsafe c.pointee.n_metadata = self.metadata.count
        unsafe c.pointee.metadata = arena.messages(self.metadata)
      }
    }
  }
}

extension RPCV1 {
  public struct ReasonEntry: Message, @unsafe GeneratedMessage {
    public var key: String = ""
    public var value: String = ""

    public init() {}

    public init(key: String = "", value: String = "") {
      self.key = key
      self.value = value
    }

    public static var fullName: String { "cameo.rpc.v1.ReasonEntry" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__ReasonEntry
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__reason_entry__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.key = unsafe CopyOut.text(c.pointee.key)
      self.value = unsafe CopyOut.text(c.pointee.value)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__reason_entry__init(c)
      if !self.key.isEmpty {
        unsafe c.pointee.key = arena.text(self.key)
      }
      if !self.value.isEmpty {
        unsafe c.pointee.value = arena.text(self.value)
      }
    }
  }
}

extension SubmessageField where Whole == RPCV1.Reason, Part == RPCV1.ReasonEntry {
  /// ``RPCV1.Reason/metadata``
  public static var metadata: Self { Self(number: 2) }
}
