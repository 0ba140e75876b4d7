// Generated from google/protobuf/wrappers.proto by proto/generate. Do not edit.
// swift-format-ignore-file

internal import CMessages
public import Decoding

extension Google {
  /// Wrapper message for `double`.
  ///
  /// The JSON representation for `DoubleValue` is JSON number.
  public struct DoubleValue: Message, @unsafe GeneratedMessage {
    /// The double value.
    public var value: Double = 0

    public init() {}

    public init(value: Double = 0) {
      self.value = value
    }

    public static var fullName: String { "google.protobuf.DoubleValue" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Google__Protobuf__DoubleValue
    nonisolated(unsafe) static let descriptor = unsafe describe(google__protobuf__double_value__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.value = unsafe c.pointee.value
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe google__protobuf__double_value__init(c)
      unsafe c.pointee.value = self.value
    }
  }
}

extension Google {
  /// Wrapper message for `float`.
  ///
  /// The JSON representation for `FloatValue` is JSON number.
  public struct FloatValue: Message, @unsafe GeneratedMessage {
    /// The float value.
    public var value: Float = 0

    public init() {}

    public init(value: Float = 0) {
      self.value = value
    }

    public static var fullName: String { "google.protobuf.FloatValue" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Google__Protobuf__FloatValue
    nonisolated(unsafe) static let descriptor = unsafe describe(google__protobuf__float_value__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.value = unsafe c.pointee.value
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe google__protobuf__float_value__init(c)
      unsafe c.pointee.value = self.value
    }
  }
}

extension Google {
  /// Wrapper message for `int64`.
  ///
  /// The JSON representation for `Int64Value` is JSON string.
  public struct Int64Value: Message, @unsafe GeneratedMessage {
    /// The int64 value.
    public var value: Int64 = 0

    public init() {}

    public init(value: Int64 = 0) {
      self.value = value
    }

    public static var fullName: String { "google.protobuf.Int64Value" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Google__Protobuf__Int64Value
    nonisolated(unsafe) static let descriptor = unsafe describe(google__protobuf__int64_value__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.value = unsafe c.pointee.value
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe google__protobuf__int64_value__init(c)
      unsafe c.pointee.value = self.value
    }
  }
}

extension Google {
  /// Wrapper message for `uint64`.
  ///
  /// The JSON representation for `UInt64Value` is JSON string.
  public struct UInt64Value: Message, @unsafe GeneratedMessage {
    /// The uint64 value.
    public var value: UInt64 = 0

    public init() {}

    public init(value: UInt64 = 0) {
      self.value = value
    }

    public static var fullName: String { "google.protobuf.UInt64Value" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Google__Protobuf__UInt64Value
    nonisolated(unsafe) static let descriptor = unsafe describe(google__protobuf__uint64_value__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.value = unsafe c.pointee.value
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe google__protobuf__uint64_value__init(c)
      unsafe c.pointee.value = self.value
    }
  }
}

extension Google {
  /// Wrapper message for `int32`.
  ///
  /// The JSON representation for `Int32Value` is JSON number.
  public struct Int32Value: Message, @unsafe GeneratedMessage {
    /// The int32 value.
    public var value: Int32 = 0

    public init() {}

    public init(value: Int32 = 0) {
      self.value = value
    }

    public static var fullName: String { "google.protobuf.Int32Value" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Google__Protobuf__Int32Value
    nonisolated(unsafe) static let descriptor = unsafe describe(google__protobuf__int32_value__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.value = unsafe c.pointee.value
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe google__protobuf__int32_value__init(c)
      unsafe c.pointee.value = self.value
    }
  }
}

extension Google {
  /// Wrapper message for `uint32`.
  ///
  /// The JSON representation for `UInt32Value` is JSON number.
  public struct UInt32Value: Message, @unsafe GeneratedMessage {
    /// The uint32 value.
    public var value: UInt32 = 0

    public init() {}

    public init(value: UInt32 = 0) {
      self.value = value
    }

    public static var fullName: String { "google.protobuf.UInt32Value" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Google__Protobuf__UInt32Value
    nonisolated(unsafe) static let descriptor = unsafe describe(google__protobuf__uint32_value__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.value = unsafe c.pointee.value
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe google__protobuf__uint32_value__init(c)
      unsafe c.pointee.value = self.value
    }
  }
}

extension Google {
  /// Wrapper message for `bool`.
  ///
  /// The JSON representation for `BoolValue` is JSON `true` and `false`.
  public struct BoolValue: Message, @unsafe GeneratedMessage {
    /// The bool value.
    public var value: Bool = false

    public init() {}

    public init(value: Bool = false) {
      self.value = value
    }

    public static var fullName: String { "google.protobuf.BoolValue" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Google__Protobuf__BoolValue
    nonisolated(unsafe) static let descriptor = unsafe describe(google__protobuf__bool_value__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.value = unsafe c.pointee.value != 0
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe google__protobuf__bool_value__init(c)
      unsafe c.pointee.value = self.value ? 1 : 0
    }
  }
}

extension Google {
  /// Wrapper message for `string`.
  ///
  /// The JSON representation for `StringValue` is JSON string.
  public struct StringValue: Message, @unsafe GeneratedMessage {
    /// The string value.
    public var value: String = ""

    public init() {}

    public init(value: String = "") {
      self.value = value
    }

    public static var fullName: String { "google.protobuf.StringValue" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Google__Protobuf__StringValue
    nonisolated(unsafe) static let descriptor = unsafe describe(google__protobuf__string_value__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.value = unsafe CopyOut.text(c.pointee.value)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe google__protobuf__string_value__init(c)
      if !self.value.isEmpty {
        unsafe c.pointee.value = arena.text(self.value)
      }
    }
  }
}

extension Google {
  /// Wrapper message for `bytes`.
  ///
  /// The JSON representation for `BytesValue` is JSON string.
  public struct BytesValue: Message, @unsafe GeneratedMessage {
    /// The bytes value.
    public var value: [UInt8] = []

    public init() {}

    public init(value: [UInt8] = []) {
      self.value = value
    }

    public static var fullName: String { "google.protobuf.BytesValue" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Google__Protobuf__BytesValue
    nonisolated(unsafe) static let descriptor = unsafe describe(google__protobuf__bytes_value__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.value = unsafe CopyOut.bytes(c.pointee.value)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe google__protobuf__bytes_value__init(c)
      if !self.value.isEmpty {
        unsafe c.pointee.value = arena.bytes(self.value)
      }
    }
  }
}
