// Generated from cameo/gateway/v1/gateway.proto by proto/generate. Do not edit.
// swift-format-ignore-file

internal import CMessages
public import Decoding

extension GatewayV1 {
  /// The parts are byte for byte what their services answered.
  public struct CustomerView: Message, @unsafe GeneratedMessage {
    public var customerId: String = ""
    /// When the gateway asked.
    public var asOf: Google.Timestamp? = nil
    public var profile: ProfileV1.Profile? = nil
    /// With a verdict per purpose and channel, now. Never STALE: absent consent means contact nobody.
    public var consent: ConsentV1.ConsentState? = nil
    public var survey: SurveyV1.SubjectSummary? = nil
    /// One for each part, in the order profile, consent, survey.
    public var parts: [GatewayV1.PartStatus] = []
    /// May this customer be contacted at all? Always set.
    public var contactability: GatewayV1.Contactability? = nil

    public init() {}

    public init(
      customerId: String = "",
      asOf: Google.Timestamp? = nil,
      profile: ProfileV1.Profile? = nil,
      consent: ConsentV1.ConsentState? = nil,
      survey: SurveyV1.SubjectSummary? = nil,
      parts: [GatewayV1.PartStatus] = [],
      contactability: GatewayV1.Contactability? = nil
    ) {
      self.customerId = customerId
      self.asOf = asOf
      self.profile = profile
      self.consent = consent
      self.survey = survey
      self.parts = parts
      self.contactability = contactability
    }

    public static var fullName: String { "cameo.gateway.v1.CustomerView" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Gateway__V1__CustomerView
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__gateway__v1__customer_view__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
      if let value = unsafe c.pointee.as_of {
        self.asOf = unsafe Google.Timestamp(copying: value)
      }
      if let value = unsafe c.pointee.profile {
        self.profile = unsafe ProfileV1.Profile(copying: value)
      }
      if let value = unsafe c.pointee.consent {
        self.consent = unsafe ConsentV1.ConsentState(copying: value)
      }
      if let value = unsafe c.pointee.survey {
        self.survey = unsafe SurveyV1.SubjectSummary(copying: value)
      }
      self.parts = unsafe CopyOut.messages(c.pointee.n_parts, c.pointee.parts)
      if let value = unsafe c.pointee.contactability {
        self.contactability = unsafe GatewayV1.Contactability(copying: value)
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__gateway__v1__customer_view__init(c)
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
      if let value = self.asOf {
        unsafe c.pointee.as_of = arena.make(value)
      }
      if let value = self.profile {
        unsafe c.pointee.profile = arena.make(value)
      }
      if let value = self.consent {
        unsafe c.pointee.consent = arena.make(value)
      }
      if let value = self.survey {
        unsafe c.pointee.survey = arena.make(value)
      }
      if !self.parts.isEmpty {
        unsafe c.pointee.n_parts = self.parts.count
        unsafe c.pointee.parts = arena.messages(self.parts)
      }
      if let value = self.contactability {
        unsafe c.pointee.contactability = arena.make(value)
      }
    }
  }
}

extension GatewayV1 {
  public struct PartStatus: Message, @unsafe GeneratedMessage {
    /// "profile", "consent" or "survey".
    public var name: String = ""
    public var state: GatewayV1.PartState = .init(rawValue: 0)
    /// STALE only: since the answer was given.
    public var age: Google.Duration? = nil
    /// Not OK: why, in a sentence.
    public var reason: String = ""
    /// Not OK: the status that the service, or the way to it, answered: "UNAVAILABLE", "DEADLINE_EXCEEDED" ...
    public var code: String = ""

    public init() {}

    public init(
      name: String = "",
      state: GatewayV1.PartState = .init(rawValue: 0),
      age: Google.Duration? = nil,
      reason: String = "",
      code: String = ""
    ) {
      self.name = name
      self.state = state
      self.age = age
      self.reason = reason
      self.code = code
    }

    public static var fullName: String { "cameo.gateway.v1.PartStatus" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Gateway__V1__PartStatus
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__gateway__v1__part_status__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.name = unsafe CopyOut.text(c.pointee.name)
      self.state = unsafe GatewayV1.PartState(rawValue: Int32(truncatingIfNeeded: c.pointee.state.rawValue))
      if let value = unsafe c.pointee.age {
        self.age = unsafe Google.Duration(copying: value)
      }
      self.reason = unsafe CopyOut.text(c.pointee.reason)
      self.code = unsafe CopyOut.text(c.pointee.code)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__gateway__v1__part_status__init(c)
      if !self.name.isEmpty {
        unsafe c.pointee.name = arena.text(self.name)
      }
      unsafe c.pointee.state = .init(rawValue: .init(truncatingIfNeeded: self.state.rawValue))
      if let value = self.age {
        unsafe c.pointee.age = arena.make(value)
      }
      if !self.reason.isEmpty {
        unsafe c.pointee.reason = arena.text(self.reason)
      }
      if !self.code.isEmpty {
        unsafe c.pointee.code = arena.text(self.code)
      }
    }
  }
}

extension GatewayV1 {
  public struct Contactability: Message, @unsafe GeneratedMessage {
    public var rule: GatewayV1.ContactRule = .init(rawValue: 0)
    /// A sentence for a person.
    public var reason: String = ""
    /// For a program: "CONSENT_UNAVAILABLE", "CONSENT_WITHHELD"; empty with PER_CONSENT.
    public var code: String = ""

    public init() {}

    public init(
      rule: GatewayV1.ContactRule = .init(rawValue: 0),
      reason: String = "",
      code: String = ""
    ) {
      self.rule = rule
      self.reason = reason
      self.code = code
    }

    public static var fullName: String { "cameo.gateway.v1.Contactability" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Gateway__V1__Contactability
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__gateway__v1__contactability__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.rule = unsafe GatewayV1.ContactRule(rawValue: Int32(truncatingIfNeeded: c.pointee.rule.rawValue))
      self.reason = unsafe CopyOut.text(c.pointee.reason)
      self.code = unsafe CopyOut.text(c.pointee.code)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__gateway__v1__contactability__init(c)
      unsafe c.pointee.rule = .init(rawValue: .init(truncatingIfNeeded: self.rule.rawValue))
      if !self.reason.isEmpty {
        unsafe c.pointee.reason = arena.text(self.reason)
      }
      if !self.code.isEmpty {
        unsafe c.pointee.code = arena.text(self.code)
      }
    }
  }
}

extension GatewayV1 {
  public struct PartState: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    public static let unspecified = Self(rawValue: 0)
    /// The service's answer to this call.
    public static let ok = Self(rawValue: 1)
    /// The service could not be asked: its last good answer, `age` old.
    public static let stale = Self(rawValue: 2)
    /// The service could not be asked, and there is no copy: the part is absent.
    public static let unavailable = Self(rawValue: 3)
    /// The caller may not see this part for this purpose: it is absent.
    public static let withheld = Self(rawValue: 4)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [.unspecified, .ok, .stale, .unavailable, .withheld]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "PART_STATE_UNSPECIFIED"
      case 1: "PART_STATE_OK"
      case 2: "PART_STATE_STALE"
      case 3: "PART_STATE_UNAVAILABLE"
      case 4: "PART_STATE_WITHHELD"
      default: "\(rawValue)"
      }
    }
  }
}

extension GatewayV1 {
  public struct ContactRule: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    /// Never sent; a reader that meets it contacts nobody.
    public static let unspecified = Self(rawValue: 0)
    /// Contact nobody, for no purpose, on no channel.
    public static let notContactable = Self(rawValue: 1)
    /// As the verdicts in `consent` say, and not otherwise.
    public static let perConsent = Self(rawValue: 2)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [.unspecified, .notContactable, .perConsent]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "CONTACT_RULE_UNSPECIFIED"
      case 1: "CONTACT_RULE_NOT_CONTACTABLE"
      case 2: "CONTACT_RULE_PER_CONSENT"
      default: "\(rawValue)"
      }
    }
  }
}

extension SubmessageField where Whole == GatewayV1.CustomerView, Part == Google.Timestamp {
  /// ``GatewayV1.CustomerView/asOf``
  public static var asOf: Self { Self(number: 2) }
}

extension SubmessageField where Whole == GatewayV1.CustomerView, Part == ProfileV1.Profile {
  /// ``GatewayV1.CustomerView/profile``
  public static var profile: Self { Self(number: 3) }
}

extension SubmessageField where Whole == GatewayV1.CustomerView, Part == ConsentV1.ConsentState {
  /// ``GatewayV1.CustomerView/consent``
  public static var consent: Self { Self(number: 4) }
}

extension SubmessageField where Whole == GatewayV1.CustomerView, Part == SurveyV1.SubjectSummary {
  /// ``GatewayV1.CustomerView/survey``
  public static var survey: Self { Self(number: 5) }
}

extension SubmessageField where Whole == GatewayV1.CustomerView, Part == GatewayV1.PartStatus {
  /// ``GatewayV1.CustomerView/parts``
  public static var parts: Self { Self(number: 6) }
}

extension SubmessageField where Whole == GatewayV1.CustomerView, Part == GatewayV1.Contactability {
  /// ``GatewayV1.CustomerView/contactability``
  public static var contactability: Self { Self(number: 7) }
}

extension SubmessageField where Whole == GatewayV1.PartStatus, Part == Google.Duration {
  /// ``GatewayV1.PartStatus/age``
  public static var age: Self { Self(number: 3) }
}
