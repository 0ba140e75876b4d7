// Generated from cameo/rpc/v1/test_messages.proto by proto/generate. Do not edit.
// swift-format-ignore-file

internal import CMessages
public import Decoding

extension RPCV1 {
  /// A field of every kind that Cameo's messages may have: for tests of codecs, in any language.
  public struct TestEveryKind: Message, @unsafe GeneratedMessage {
    public var doubleValue: Double = 0
    public var floatValue: Float = 0
    public var int32Value: Int32 = 0
    public var int64Value: Int64 = 0
    public var uint32Value: UInt32 = 0
    public var uint64Value: UInt64 = 0
    public var sint32Value: Int32 = 0
    public var sint64Value: Int64 = 0
    public var fixed32Value: UInt32 = 0
    public var fixed64Value: UInt64 = 0
    public var sfixed32Value: Int32 = 0
    public var sfixed64Value: Int64 = 0
    public var boolValue: Bool = false
    public var stringValue: String = ""
    public var bytesValue: [UInt8] = []
    public var enumValue: RPCV1.TestEnum = .init(rawValue: 0)
    public var messageValue: RPCV1.TestInner? = nil
    public var doubleValues: [Double] = []
    public var floatValues: [Float] = []
    public var int32Values: [Int32] = []
    public var int64Values: [Int64] = []
    public var uint32Values: [UInt32] = []
    public var uint64Values: [UInt64] = []
    public var sint32Values: [Int32] = []
    public var sint64Values: [Int64] = []
    public var fixed32Values: [UInt32] = []
    public var fixed64Values: [UInt64] = []
    public var sfixed32Values: [Int32] = []
    public var sfixed64Values: [Int64] = []
    public var boolValues: [Bool] = []
    public var stringValues: [String] = []
    public var bytesValues: [[UInt8]] = []
    public var enumValues: [RPCV1.TestEnum] = []
    public var messageValues: [RPCV1.TestInner] = []
    /// At most one of them.
    public var choice: Choice? = nil
    public var at: Google.Timestamp? = nil
    public var span: Google.Duration? = nil
    public var mask: Google.FieldMask? = nil
    public var wrappedNumber: Google.Int64Value? = nil
    public var wrappedText: Google.StringValue? = nil
    /// A number above 127, and names that are keywords.
    public var `class`: String = ""
    public var unpacked: [UInt32] = []
    public var `in`: String = ""

    public init() {}

    public init(
      doubleValue: Double = 0,
      floatValue: Float = 0,
      int32Value: Int32 = 0,
      int64Value: Int64 = 0,
      uint32Value: UInt32 = 0,
      uint64Value: UInt64 = 0,
      sint32Value: Int32 = 0,
      sint64Value: Int64 = 0,
      fixed32Value: UInt32 = 0,
      fixed64Value: UInt64 = 0,
      sfixed32Value: Int32 = 0,
      sfixed64Value: Int64 = 0,
      boolValue: Bool = false,
      stringValue: String = "",
      bytesValue: [UInt8] = [],
      enumValue: RPCV1.TestEnum = .init(rawValue: 0),
      messageValue: RPCV1.TestInner? = nil,
      doubleValues: [Double] = [],
      floatValues: [Float] = [],
      int32Values: [Int32] = [],
      int64Values: [Int64] = [],
      uint32Values: [UInt32] = [],
      uint64Values: [UInt64] = [],
      sint32Values: [Int32] = [],
      sint64Values: [Int64] = [],
      fixed32Values: [UInt32] = [],
      fixed64Values: [UInt64] = [],
      sfixed32Values: [Int32] = [],
      sfixed64Values: [Int64] = [],
      boolValues: [Bool] = [],
      stringValues: [String] = [],
      bytesValues: [[UInt8]] = [],
      enumValues: [RPCV1.TestEnum] = [],
      messageValues: [RPCV1.TestInner] = [],
      choice: Choice? = nil,
      at: Google.Timestamp? = nil,
      span: Google.Duration? = nil,
      mask: Google.FieldMask? = nil,
      wrappedNumber: Google.Int64Value? = nil,
      wrappedText: Google.StringValue? = nil,
      `class`: String = "",
      unpacked: [UInt32] = [],
      `in`: String = ""
    ) {
      self.doubleValue = doubleValue
      self.floatValue = floatValue
      self.int32Value = int32Value
      self.int64Value = int64Value
      self.uint32Value = uint32Value
      self.uint64Value = uint64Value
      self.sint32Value = sint32Value
      self.sint64Value = sint64Value
      self.fixed32Value = fixed32Value
      self.fixed64Value = fixed64Value
      self.sfixed32Value = sfixed32Value
      self.sfixed64Value = sfixed64Value
      self.boolValue = boolValue
      self.stringValue = stringValue
      self.bytesValue = bytesValue
      self.enumValue = enumValue
      self.messageValue = messageValue
      self.doubleValues = doubleValues
      self.floatValues = floatValues
      self.int32Values = int32Values
      self.int64Values = int64Values
      self.uint32Values = uint32Values
      self.uint64Values = uint64Values
      self.sint32Values = sint32Values
      self.sint64Values = sint64Values
      self.fixed32Values = fixed32Values
      self.fixed64Values = fixed64Values
      self.sfixed32Values = sfixed32Values
      self.sfixed64Values = sfixed64Values
      self.boolValues = boolValues
      self.stringValues = stringValues
      self.bytesValues = bytesValues
      self.enumValues = enumValues
      self.messageValues = messageValues
      self.choice = choice
      self.at = at
      self.span = span
      self.mask = mask
      self.wrappedNumber = wrappedNumber
      self.wrappedText = wrappedText
      self.`class` = `class`
      self.unpacked = unpacked
      self.`in` = `in`
    }

    /// At most one of them.
    public enum Choice: Sendable, Equatable {
      case choiceString(String)
      case choiceBytes([UInt8])
      case choiceNumber(Int64)
      case choiceBool(Bool)
      case choiceDouble(Double)
      case choiceEnum(RPCV1.TestEnum)
      case choiceMessage(RPCV1.TestInner)
      case choiceAt(Google.Timestamp)
    }

    public static var fullName: String { "cameo.rpc.v1.TestEveryKind" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__TestEveryKind
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__test_every_kind__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.doubleValue = unsafe c.pointee.double_value
      self.floatValue = unsafe c.pointee.float_value
      self.int32Value = unsafe c.pointee.int32_value
      self.int64Value = unsafe c.pointee.int64_value
      self.uint32Value = unsafe c.pointee.uint32_value
      self.uint64Value = unsafe c.pointee.uint64_value
      self.sint32Value = unsafe c.pointee.sint32_value
      self.sint64Value = unsafe c.pointee.sint64_value
      self.fixed32Value = unsafe c.pointee.fixed32_value
      self.fixed64Value = unsafe c.pointee.fixed64_value
      self.sfixed32Value = unsafe c.pointee.sfixed32_value
      self.sfixed64Value = unsafe c.pointee.sfixed64_value
      self.boolValue = unsafe c.pointee.bool_value != 0
      self.stringValue = unsafe CopyOut.text(c.pointee.string_value)
      self.bytesValue = unsafe CopyOut.bytes(c.pointee.bytes_value)
      self.enumValue = unsafe RPCV1.TestEnum(rawValue: Int32(truncatingIfNeeded: c.pointee.enum_value.rawValue))
      if let value = unsafe c.pointee.message_value {
        self.messageValue = unsafe RPCV1.TestInner(copying: value)
      }
      self.doubleValues = unsafe CopyOut.numbers(c.pointee.n_double_values, c.pointee.double_values)
      self.floatValues = unsafe CopyOut.numbers(c.pointee.n_float_values, c.pointee.float_values)
      self.int32Values = unsafe CopyOut.numbers(c.pointee.n_int32_values, c.pointee.int32_values)
      self.int64Values = unsafe CopyOut.numbers(c.pointee.n_int64_values, c.pointee.int64_values)
      self.uint32Values = unsafe CopyOut.numbers(c.pointee.n_uint32_values, c.pointee.uint32_values)
      self.uint64Values = unsafe CopyOut.numbers(c.pointee.n_uint64_values, c.pointee.uint64_values)
      self.sint32Values = unsafe CopyOut.numbers(c.pointee.n_sint32_values, c.pointee.sint32_values)
      self.sint64Values = unsafe CopyOut.numbers(c.pointee.n_sint64_values, c.pointee.sint64_values)
      self.fixed32Values = unsafe CopyOut.numbers(c.pointee.n_fixed32_values, c.pointee.fixed32_values)
      self.fixed64Values = unsafe CopyOut.numbers(c.pointee.n_fixed64_values, c.pointee.fixed64_values)
      self.sfixed32Values = unsafe CopyOut.numbers(c.pointee.n_sfixed32_values, c.pointee.sfixed32_values)
      self.sfixed64Values = unsafe CopyOut.numbers(c.pointee.n_sfixed64_values, c.pointee.sfixed64_values)
      self.boolValues = unsafe CopyOut.list(c.pointee.n_bool_values, c.pointee.bool_values) { $0 != 0 }
      self.stringValues = unsafe CopyOut.list(c.pointee.n_string_values, c.pointee.string_values) { unsafe CopyOut.text($0) }
      self.bytesValues = unsafe CopyOut.list(c.pointee.n_bytes_values, c.pointee.bytes_values) { unsafe CopyOut.bytes($0) }
      self.enumValues = unsafe CopyOut.list(c.pointee.n_enum_values, c.pointee.enum_values) { RPCV1.TestEnum(rawValue: Int32(truncatingIfNeeded: $0.rawValue)) }
      self.messageValues = unsafe CopyOut.messages(c.pointee.n_message_values, c.pointee.message_values)
      switch unsafe c.pointee.choice_case.rawValue {
      case 41:
        self.choice = unsafe .choiceString(CopyOut.text(c.pointee.choice_string))
      case 42:
        self.choice = unsafe .choiceBytes(CopyOut.bytes(c.pointee.choice_bytes))
      case 43:
        self.choice = unsafe .choiceNumber(c.pointee.choice_number)
      case 44:
        self.choice = unsafe .choiceBool(c.pointee.choice_bool != 0)
      case 45:
        self.choice = unsafe .choiceDouble(c.pointee.choice_double)
      case 46:
        self.choice = unsafe .choiceEnum(RPCV1.TestEnum(rawValue: Int32(truncatingIfNeeded: c.pointee.choice_enum.rawValue)))
      case 47:
        if let value = unsafe c.pointee.choice_message {
          self.choice = unsafe .choiceMessage(RPCV1.TestInner(copying: value))
        }
      case 48:
        if let value = unsafe c.pointee.choice_at {
          self.choice = unsafe .choiceAt(Google.Timestamp(copying: value))
        }
      default: break
      }
      if let value = unsafe c.pointee.at {
        self.at = unsafe Google.Timestamp(copying: value)
      }
      if let value = unsafe c.pointee.span {
        self.span = unsafe Google.Duration(copying: value)
      }
      if let value = unsafe c.pointee.mask {
        self.mask = unsafe Google.FieldMask(copying: value)
      }
      if let value = unsafe c.pointee.wrapped_number {
        self.wrappedNumber = unsafe Google.Int64Value(copying: value)
      }
      if let value = unsafe c.pointee.wrapped_text {
        self.wrappedText = unsafe Google.StringValue(copying: value)
      }
      self.`class` = unsafe CopyOut.text(c.pointee.class_)
      self.unpacked = unsafe CopyOut.numbers(c.pointee.n_unpacked, c.pointee.unpacked)
      self.`in` = unsafe CopyOut.text(c.pointee.`in`)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__test_every_kind__init(c)
      unsafe c.pointee.double_value = self.doubleValue
      unsafe c.pointee.float_value = self.floatValue
      unsafe c.pointee.int32_value = self.int32Value
      unsafe c.pointee.int64_value = self.int64Value
      unsafe c.pointee.uint32_value = self.uint32Value
      unsafe c.pointee.uint64_value = self.uint64Value
      unsafe c.pointee.sint32_value = self.sint32Value
      unsafe c.pointee.sint64_value = self.sint64Value
      unsafe c.pointee.fixed32_value = self.fixed32Value
      unsafe c.pointee.fixed64_value = self.fixed64Value
      unsafe c.pointee.sfixed32_value = self.sfixed32Value
      unsafe c.pointee.sfixed64_value = self.sfixed64Value
      unsafe c.pointee.bool_value = self.boolValue ? 1 : 0
      if !self.stringValue.isEmpty {
        unsafe c.pointee.string_value = arena.text(self.stringValue)
      }
      if !self.bytesValue.isEmpty {
        unsafe c.pointee.bytes_value = arena.bytes(self.bytesValue)
      }
      unsafe c.pointee.enum_value = .init(rawValue: .init(truncatingIfNeeded: self.enumValue.rawValue))
      if let value = self.messageValue {
        unsafe c.pointee.message_value = arena.make(value)
      }
      if !self.doubleValues.isEmpty {
        unsafe c.pointee.n_double_values = self.doubleValues.count
        unsafe c.pointee.double_values = arena.list(self.doubleValues) { $0 }
      }
      if !self.floatValues.isEmpty {
        unsafe c.pointee.n_float_values = self.floatValues.count
        unsafe c.pointee.float_values = arena.list(self.floatValues) { $0 }
      }
      if !self.int32Values.isEmpty {
        unsafe c.pointee.n_int32_values = self.int32Values.count
        unsafe c.pointee.int32_values = arena.list(self.int32Values) { $0 }
      }
      if !self.int64Values.isEmpty {
        unsafe c.pointee.n_int64_values = self.int64Values.count
        unsafe c.pointee.int64_values = arena.list(self.int64Values) { $0 }
      }
      if !self.uint32Values.isEmpty {
        unsafe c.pointee.n_uint32_values = self.uint32Values.count
        unsafe c.pointee.uint32_values = arena.list(self.uint32Values) { $0 }
      }
      if !self.uint64Values.isEmpty {
        unsafe c.pointee.n_uint64_values = self.uint64Values.count
        unsafe c.pointee.uint64_values = arena.list(self.uint64Values) { $0 }
      }
      if !self.sint32Values.isEmpty {
        unsafe c.pointee.n_sint32_values = self.sint32Values.count
        unsafe c.pointee.sint32_values = arena.list(self.sint32Values) { $0 }
      }
      if !self.sint64Values.isEmpty {
        unsafe c.pointee.n_sint64_values = self.sint64Values.count
        unsafe c.pointee.sint64_values = arena.list(self.sint64Values) { $0 }
      }
      if !self.fixed32Values.isEmpty {
        unsafe c.pointee.n_fixed32_values = self.fixed32Values.count
        unsafe c.pointee.fixed32_values = arena.list(self.fixed32Values) { $0 }
      }
      if !self.fixed64Values.isEmpty {
        unsafe c.pointee.n_fixed64_values = self.fixed64Values.count
        unsafe c.pointee.fixed64_values = arena.list(self.fixed64Values) { $0 }
      }
      if !self.sfixed32Values.isEmpty {
        unsafe c.pointee.n_sfixed32_values = self.sfixed32Values.count
        unsafe c.pointee.sfixed32_values = arena.list(self.sfixed32Values) { $0 }
      }
      if !self.sfixed64Values.isEmpty {
        unsafe c.pointee.n_sfixed64_values = self.sfixed64Values.count
        unsafe c.pointee.sfixed64_values = arena.list(self.sfixed64Values) { $0 }
      }
      if !self.boolValues.isEmpty {
        unsafe c.pointee.n_bool_values = self.boolValues.count
        unsafe c.pointee.bool_values = arena.list(self.boolValues) { $0 ? 1 : 0 }
      }
      if !self.stringValues.isEmpty {
        unsafe c.pointee.n_string_values = self.stringValues.count
        unsafe c.pointee.string_values = arena.list(self.stringValues) { unsafe arena.text($0) }
      }
      if !self.bytesValues.isEmpty {
        unsafe c.pointee.n_bytes_values = self.bytesValues.count
        unsafe c.pointee.bytes_values = arena.list(self.bytesValues) { unsafe arena.bytes($0) }
      }
      if !self.enumValues.isEmpty {
        unsafe c.pointee.n_enum_values = self.enumValues.count
        unsafe c.pointee.enum_values = arena.list(self.enumValues) { .init(rawValue: .init(truncatingIfNeeded: $0.rawValue)) }
      }
      if !self.messageValues.isEmpty {
        unsafe c.pointee.n_message_values = self.messageValues.count
        unsafe c.pointee.message_values = arena.messages(self.messageValues)
      }
      switch self.choice {
      case .choiceString(let value)?:
        unsafe c.pointee.choice_case = .init(rawValue: 41)
        unsafe c.pointee.choice_string = arena.text(value)
      case .choiceBytes(let value)?:
        unsafe c.pointee.choice_case = .init(rawValue: 42)
        unsafe c.pointee.choice_bytes = arena.bytes(value)
      case .choiceNumber(let value)?:
        unsafe c.pointee.choice_case = .init(rawValue: 43)
        unsafe c.pointee.choice_number = value
      case .choiceBool(let value)?:
        unsafe c.pointee.choice_case = .init(rawValue: 44)
        unsafe c.pointee.choice_bool = value ? 1 : 0
      case .choiceDouble(let value)?:
        unsafe c.pointee.choice_case = .init(rawValue: 45)
        unsafe c.pointee.choice_double = value
      case .choiceEnum(let value)?:
        unsafe c.pointee.choice_case = .init(rawValue: 46)
        unsafe c.pointee.choice_enum = .init(rawValue: .init(truncatingIfNeeded: value.rawValue))
      case .choiceMessage(let value)?:
        unsafe c.pointee.choice_case = .init(rawValue: 47)
        unsafe c.pointee.choice_message = arena.make(value)
      case .choiceAt(let value)?:
        unsafe c.pointee.choice_case = .init(rawValue: 48)
        unsafe c.pointee.choice_at = arena.make(value)
      case nil: break
      }
      if let value = self.at {
        unsafe c.pointee.at = arena.make(value)
      }
      if let value = self.span {
        unsafe c.pointee.span = arena.make(value)
      }
      if let value = self.mask {
        unsafe c.pointee.mask = arena.make(value)
      }
      if let value = self.wrappedNumber {
        unsafe c.pointee.wrapped_number = arena.make(value)
      }
      if let value = self.wrappedText {
        unsafe c.pointee.wrapped_text = arena.make(value)
      }
      if !self.`class`.isEmpty {
        unsafe c.pointee.class_ = arena.text(self.`class`)
      }
      if !self.unpacked.isEmpty {
        unsafe c.pointee.n_unpacked = self.unpacked.count
        unsafe c.pointee.unpacked = arena.list(self.unpacked) { $0 }
      }
      if !self.`in`.isEmpty {
        unsafe c.pointee.`in` = arena.text(self.`in`)
      }
    }
  }
}

extension RPCV1 {
  public struct TestInner: Message, @unsafe GeneratedMessage {
    public var name: String = ""
    public var leaves: [RPCV1.TestInner.TestLeaf] = []

    public init() {}

    public init(name: String = "", leaves: [RPCV1.TestInner.TestLeaf] = []) {
      self.name = name
      self.leaves = leaves
    }

    /// A message within a message.
    public struct TestLeaf: Message, @unsafe GeneratedMessage {
      public var size: UInt64 = 0
      public var colour: RPCV1.TestInner.TestLeaf.Colour = .init(rawValue: 0)
      public var empty: RPCV1.TestInner.TestEmptyLeaf? = nil

      public init() {}

      public init(
        size: UInt64 = 0,
        colour: RPCV1.TestInner.TestLeaf.Colour = .init(rawValue: 0),
        empty: RPCV1.TestInner.TestEmptyLeaf? = nil
      ) {
        self.size = size
        self.colour = colour
        self.empty = empty
      }

      /// The colours that a leaf may have.
      public struct Colour: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
        public var rawValue: Int32

        public init(rawValue: Int32) {
          self.rawValue = rawValue
        }

        public static let unspecified = Self(rawValue: 0)
        public static let green = Self(rawValue: 1)
        public static let redAndGold = Self(rawValue: 2)

        /// The values that the .proto file names.
        public static let allCases: [Self] = [.unspecified, .green, .redAndGold]

        /// The name in the .proto file, or the number of a value that it does not name.
        public var description: String {
          switch rawValue {
          case 0: "COLOUR_UNSPECIFIED"
          case 1: "COLOUR_GREEN"
          case 2: "COLOUR_RED_AND_GOLD"
          default: "\(rawValue)"
          }
        }
      }

      public static var fullName: String { "cameo.rpc.v1.TestInner.TestLeaf" }

      public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
        self = unsafe try Self.decode(bytes, arena)
      }

      public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
        unsafe pack(arena, reserve)
      }

      typealias CStruct = Cameo__Rpc__V1__TestInner__TestLeaf
      nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__test_inner__test_leaf__init)

      init(copying c: UnsafePointer<CStruct>) {
        self.size = unsafe c.pointee.size
        self.colour = unsafe RPCV1.TestInner.TestLeaf.Colour(rawValue: Int32(truncatingIfNeeded: c.pointee.colour.rawValue))
        if let value = unsafe c.pointee.empty {
          self.empty = unsafe RPCV1.TestInner.TestEmptyLeaf(copying: value)
        }
      }

      func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
        unsafe cameo__rpc__v1__test_inner__test_leaf__init(c)
        unsafe c.pointee.size = self.size
        unsafe c.pointee.colour = .init(rawValue: .init(truncatingIfNeeded: self.colour.rawValue))
        if let value = self.empty {
          unsafe c.pointee.empty = arena.make(value)
        }
      }
    }

    public struct TestEmptyLeaf: Message, @unsafe GeneratedMessage {
      public init() {}

      public static var fullName: String { "cameo.rpc.v1.TestInner.TestEmptyLeaf" }

      public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
        self = unsafe try Self.decode(bytes, arena)
      }

      public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
        unsafe pack(arena, reserve)
      }

      typealias CStruct = Cameo__Rpc__V1__TestInner__TestEmptyLeaf
      nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__test_inner__test_empty_leaf__init)

      init(copying c: UnsafePointer<CStruct>) {
      }

      func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
        unsafe cameo__rpc__v1__test_inner__test_empty_leaf__init(c)
      }
    }

    public static var fullName: String { "cameo.rpc.v1.TestInner" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Rpc__V1__TestInner
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__rpc__v1__test_inner__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.name = unsafe CopyOut.text(c.pointee.name)
      self.leaves = unsafe CopyOut.messages(c.pointee.n_leaves, c.pointee.leaves)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__rpc__v1__test_inner__init(c)
      if !self.name.isEmpty {
        unsafe c.pointee.name = arena.text(self.name)
      }
      if !self.leaves.isEmpty {
        unsafe c.pointee.n_leaves = self.leaves.count
        unsafe c.pointee.leaves = arena.messages(self.leaves)
      }
    }
  }
}

extension RPCV1 {
  public struct TestEnum: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    public static let unspecified = Self(rawValue: 0)
    public static let one = Self(rawValue: 1)
    public static let large = Self(rawValue: 2147483647)
    public static let negative = Self(rawValue: -5)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [.unspecified, .one, .large, .negative]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "TEST_ENUM_UNSPECIFIED"
      case 1: "TEST_ENUM_ONE"
      case 2147483647: "TEST_ENUM_LARGE"
      case -5: "TEST_ENUM_NEGATIVE"
      default: "\(rawValue)"
      }
    }
  }
}

extension SubmessageField where Whole == RPCV1.TestEveryKind, Part == RPCV1.TestInner {
  /// ``RPCV1.TestEveryKind/messageValue``
  public static var messageValue: Self { Self(number: 17) }
}

extension SubmessageField where Whole == RPCV1.TestEveryKind, Part == RPCV1.TestInner {
  /// ``RPCV1.TestEveryKind/messageValues``
  public static var messageValues: Self { Self(number: 37) }
}

extension SubmessageField where Whole == RPCV1.TestEveryKind, Part == Google.Timestamp {
  /// ``RPCV1.TestEveryKind/at``
  public static var at: Self { Self(number: 51) }
}

extension SubmessageField where Whole == RPCV1.TestEveryKind, Part == Google.Duration {
  /// ``RPCV1.TestEveryKind/span``
  public static var span: Self { Self(number: 52) }
}

extension SubmessageField where Whole == RPCV1.TestEveryKind, Part == Google.FieldMask {
  /// ``RPCV1.TestEveryKind/mask``
  public static var mask: Self { Self(number: 53) }
}

extension SubmessageField where Whole == RPCV1.TestEveryKind, Part == Google.Int64Value {
  /// ``RPCV1.TestEveryKind/wrappedNumber``
  public static var wrappedNumber: Self { Self(number: 54) }
}

extension SubmessageField where Whole == RPCV1.TestEveryKind, Part == Google.StringValue {
  /// ``RPCV1.TestEveryKind/wrappedText``
  public static var wrappedText: Self { Self(number: 55) }
}

extension SubmessageField where Whole == RPCV1.TestInner, Part == RPCV1.TestInner.TestLeaf {
  /// ``RPCV1.TestInner/leaves``
  public static var leaves: Self { Self(number: 2) }
}

extension SubmessageField where Whole == RPCV1.TestInner.TestLeaf, Part == RPCV1.TestInner.TestEmptyLeaf {
  /// ``RPCV1.TestInner.TestLeaf/empty``
  public static var empty: Self { Self(number: 3) }
}
