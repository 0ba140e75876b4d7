// Generated from cameo/profile/v1/profile.proto by proto/generate. Do not edit.
// swift-format-ignore-file

internal import CMessages
public import Decoding

extension ProfileV1 {
  /// The part of the single customer view that the profile service owns: who the customer is, as told by the customer, as
  /// observed, as inferred and as bought from others, each datum with its source. GetProfile answers with exactly this
  /// message, and the gateway splices its bytes into CustomerView.profile.
  ///
  /// Everything in it is a pure function of the set of facts recorded, never of the order in which they came in, save
  /// `version`, `created_at`, `updated_at` and each `recorded_at`, which tell about the record itself.
  public struct Profile: Message, @unsafe GeneratedMessage {
    /// ULID, the same in all services
    public var customerId: String = ""
    /// rises with every write that changes the profile; give it as expected_version
    public var version: UInt64 = 0
    public var state: ProfileV1.ProfileState = .init(rawValue: 0)
    /// when the service first recorded anything
    public var createdAt: Google.Timestamp? = nil
    public var updatedAt: Google.Timestamp? = nil
    /// What the winning values of the attributes of these names say, for those who need them most: consent's quiet hours
    /// and jurisdiction, the survey's language. Empty or absent: unknown. Where each comes from stands in `attributes`.
    ///
    /// attribute display_name, else given_name and family_name
    public var displayName: String = ""
    /// IANA name, e.g. "Europe/Prague"
    public var timeZone: String = ""
    /// a zone guessed from a phone number is INFERRED
    public var timeZoneProvenance: ProfileV1.Provenance = .init(rawValue: 0)
    /// ISO 3166-1 "DE", or 3166-2 "US-CA"
    public var jurisdiction: String = ""
    /// BCP 47, e.g. "cs", "pt-BR"
    public var language: String = ""
    public var birthDate: RPCV1.Date? = nil
    /// by kind, then by value, in byte order
    public var identifiers: [ProfileV1.Identifier] = []
    /// the winning value of each, by name in byte order
    public var attributes: [ProfileV1.Attribute] = []
    public var purchases: ProfileV1.PurchaseSummary? = nil
    public var activity: ProfileV1.ActivitySummary? = nil

    public init() {}

    public init(
      customerId: String = "",
      version: UInt64 = 0,
      state: ProfileV1.ProfileState = .init(rawValue: 0),
      createdAt: Google.Timestamp? = nil,
      updatedAt: Google.Timestamp? = nil,
      displayName: String = "",
      timeZone: String = "",
      timeZoneProvenance: ProfileV1.Provenance = .init(rawValue: 0),
      jurisdiction: String = "",
      language: String = "",
      birthDate: RPCV1.Date? = nil,
      identifiers: [ProfileV1.Identifier] = [],
      attributes: [ProfileV1.Attribute] = [],
      purchases: ProfileV1.PurchaseSummary? = nil,
      activity: ProfileV1.ActivitySummary? = nil
    ) {
      self.customerId = customerId
      self.version = version
      self.state = state
      self.createdAt = createdAt
      self.updatedAt = updatedAt
      self.displayName = displayName
      self.timeZone = timeZone
      self.timeZoneProvenance = timeZoneProvenance
      self.jurisdiction = jurisdiction
      self.language = language
      self.birthDate = birthDate
      self.identifiers = identifiers
      self.attributes = attributes
      self.purchases = purchases
      self.activity = activity
    }

    public static var fullName: String { "cameo.profile.v1.Profile" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__Profile
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__profile__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
      self.version = unsafe c.pointee.version
      self.state = unsafe ProfileV1.ProfileState(rawValue: Int32(truncatingIfNeeded: c.pointee.state.rawValue))
      if let value = unsafe c.pointee.created_at {
        self.createdAt = unsafe Google.Timestamp(copying: value)
      }
      if let value = unsafe c.pointee.updated_at {
        self.updatedAt = unsafe Google.Timestamp(copying: value)
      }
      self.displayName = unsafe CopyOut.text(c.pointee.display_name)
      self.timeZone = unsafe CopyOut.text(c.pointee.time_zone)
      self.timeZoneProvenance = unsafe ProfileV1.Provenance(rawValue: Int32(truncatingIfNeeded: c.pointee.time_zone_provenance.rawValue))
      self.jurisdiction = unsafe CopyOut.text(c.pointee.jurisdiction)
      self.language = unsafe CopyOut.text(c.pointee.language)
      if let value = unsafe c.pointee.birth_date {
        self.birthDate = unsafe RPCV1.Date(copying: value)
      }
      self.identifiers = unsafe CopyOut.messages(c.pointee.n_identifiers, c.pointee.identifiers)
      self.attributes = unsafe CopyOut.messages(c.pointee.n_attributes, c.pointee.attributes)
      if let value = unsafe c.pointee.purchases {
        self.purchases = unsafe ProfileV1.PurchaseSummary(copying: value)
      }
      if let value = unsafe c.pointee.activity {
        self.activity = unsafe ProfileV1.ActivitySummary(copying: value)
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__profile__init(c)
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
      unsafe c.pointee.version = self.version
      unsafe c.pointee.state = .init(rawValue: .init(truncatingIfNeeded: self.state.rawValue))
      if let value = self.createdAt {
        unsafe c.pointee.created_at = arena.make(value)
      }
      if let value = self.updatedAt {
        unsafe c.pointee.updated_at = arena.make(value)
      }
      if !self.displayName.isEmpty {
        unsafe c.pointee.display_name = arena.text(self.displayName)
      }
      if !self.timeZone.isEmpty {
        unsafe c.pointee.time_zone = arena.text(self.timeZone)
      }
      unsafe c.pointee.time_zone_provenance = .init(rawValue: .init(truncatingIfNeeded: self.timeZoneProvenance.rawValue))
      if !self.jurisdiction.isEmpty {
        unsafe c.pointee.jurisdiction = arena.text(self.jurisdiction)
      }
      if !self.language.isEmpty {
        unsafe c.pointee.language = arena.text(self.language)
      }
      if let value = self.birthDate {
        unsafe c.pointee.birth_date = arena.make(value)
      }
      if !self.identifiers.isEmpty {
        unsafe c.pointee.n_identifiers = self.identifiers.count
        unsafe c.pointee.identifiers = arena.messages(self.identifiers)
      }
      if !self.attributes.isEmpty {
        unsafe c.pointee.n_attributes = self.attributes.count
        unsafe c.pointee.attributes = arena.messages(self.attributes)
      }
      if let value = self.purchases {
        unsafe c.pointee.purchases = arena.make(value)
      }
      if let value = self.activity {
        unsafe c.pointee.activity = arena.make(value)
      }
    }
  }
}

extension ProfileV1 {
  /// Something that names one customer. A (kind, value) has at most one live owner.
  ///
  /// Kinds and the form that `value` takes (input is brought to it; what cannot be is refused):
  ///   email              local part and domain in Unicode form C, both in lower case, the domain in its Unicode form;
  ///                      the plus tag is kept
  ///   phone              E.164, "+420601123456"; without a leading + give `region`
  ///   postal             made from `postal`: addressee and address, folded to lower case without punctuation
  ///   social:<network>   e.g. social:linkedin; the handle without its @, in lower case
  ///   crm_id             the company's own number of the customer
  ///   account:<system>   a number in another system, e.g. account:shop
  ///   user_id            the login; a profile has at most one
  ///   cookie             an anonymous visitor; live for 90 days after it was last seen
  public struct Identifier: Message, @unsafe GeneratedMessage {
    public var kind: String = ""
    /// in requests as given; in answers in the form above
    public var value: String = ""
    /// answers only: as it was given
    public var given: String = ""
    /// what it is used for: home, work, mobile, shipping, billing ...; may be empty
    public var label: String = ""
    /// phone: ISO 3166-1 country that a national number belongs to
    public var region: String = ""
    /// kind postal only, in place of `value`
    public var postal: ProfileV1.PostalAddress? = nil
    /// unspecified: FIRST
    public var party: ProfileV1.Party = .init(rawValue: 0)
    /// the system or campaign it came from
    public var source: String = ""
    /// requests: when it was seen, absent: now; answers: when last seen
    public var observedAt: Google.Timestamp? = nil
    /// when the customer last proved to own it; absent: never
    public var verifiedAt: Google.Timestamp? = nil
    /// answers only; cookies
    public var expiresAt: Google.Timestamp? = nil

    public init() {}

    public init(
      kind: String = "",
      value: String = "",
      given: String = "",
      label: String = "",
      region: String = "",
      postal: ProfileV1.PostalAddress? = nil,
      party: ProfileV1.Party = .init(rawValue: 0),
      source: String = "",
      observedAt: Google.Timestamp? = nil,
      verifiedAt: Google.Timestamp? = nil,
      expiresAt: Google.Timestamp? = nil
    ) {
      self.kind = kind
      self.value = value
      self.given = given
      self.label = label
      self.region = region
      self.postal = postal
      self.party = party
      self.source = source
      self.observedAt = observedAt
      self.verifiedAt = verifiedAt
      self.expiresAt = expiresAt
    }

    public static var fullName: String { "cameo.profile.v1.Identifier" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__Identifier
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__identifier__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.kind = unsafe CopyOut.text(c.pointee.kind)
      self.value = unsafe CopyOut.text(c.pointee.value)
      self.given = unsafe CopyOut.text(c.pointee.given)
      self.label = unsafe CopyOut.text(c.pointee.label)
      self.region = unsafe CopyOut.text(c.pointee.region)
      if let value = unsafe c.pointee.postal {
        self.postal = unsafe ProfileV1.PostalAddress(copying: value)
      }
      self.party = unsafe ProfileV1.Party(rawValue: Int32(truncatingIfNeeded: c.pointee.party.rawValue))
      self.source = unsafe CopyOut.text(c.pointee.source)
      if let value = unsafe c.pointee.observed_at {
        self.observedAt = unsafe Google.Timestamp(copying: value)
      }
      if let value = unsafe c.pointee.verified_at {
        self.verifiedAt = unsafe Google.Timestamp(copying: value)
      }
      if let value = unsafe c.pointee.expires_at {
        self.expiresAt = unsafe Google.Timestamp(copying: value)
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__identifier__init(c)
      if !self.kind.isEmpty {
        unsafe c.pointee.kind = arena.text(self.kind)
      }
      if !self.value.isEmpty {
        unsafe c.pointee.value = arena.text(self.value)
      }
      if !self.given.isEmpty {
        unsafe c.pointee.given = arena.text(self.given)
      }
      if !self.label.isEmpty {
        unsafe c.pointee.label = arena.text(self.label)
      }
      if !self.region.isEmpty {
        unsafe c.pointee.region = arena.text(self.region)
      }
      if let value = self.postal {
        unsafe c.pointee.postal = arena.make(value)
      }
      unsafe c.pointee.party = .init(rawValue: .init(truncatingIfNeeded: self.party.rawValue))
      if !self.source.isEmpty {
        unsafe c.pointee.source = arena.text(self.source)
      }
      if let value = self.observedAt {
        unsafe c.pointee.observed_at = arena.make(value)
      }
      if let value = self.verifiedAt {
        unsafe c.pointee.verified_at = arena.make(value)
      }
      if let value = self.expiresAt {
        unsafe c.pointee.expires_at = arena.make(value)
      }
    }
  }
}

extension ProfileV1 {
  /// A letter's address. The addressee is part of it: several people may live at one address.
  public struct PostalAddress: Message, @unsafe GeneratedMessage {
    public var addressee: String = ""
    /// street and house, flat ...; 1 to 4
    public var lines: [String] = []
    public var locality: String = ""
    public var region: String = ""
    public var postalCode: String = ""
    /// ISO 3166-1 alpha-2
    public var country: String = ""

    public init() {}

    public init(
      addressee: String = "",
      lines: [String] = [],
      locality: String = "",
      region: String = "",
      postalCode: String = "",
      country: String = ""
    ) {
      self.addressee = addressee
      self.lines = lines
      self.locality = locality
      self.region = region
      self.postalCode = postalCode
      self.country = country
    }

    public static var fullName: String { "cameo.profile.v1.PostalAddress" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__PostalAddress
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__postal_address__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.addressee = unsafe CopyOut.text(c.pointee.addressee)
      self.lines = unsafe CopyOut.list(c.pointee.n_lines, c.pointee.lines) { unsafe CopyOut.text($0) }
      self.locality = unsafe CopyOut.text(c.pointee.locality)
      self.region = unsafe CopyOut.text(c.pointee.region)
      self.postalCode = unsafe CopyOut.text(c.pointee.postal_code)
      self.country = unsafe CopyOut.text(c.pointee.country)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__postal_address__init(c)
      if !self.addressee.isEmpty {
        unsafe c.pointee.addressee = arena.text(self.addressee)
      }
      if !self.lines.isEmpty {
        unsafe c.pointee.n_lines = self.lines.count
        unsafe c.pointee.lines = arena.list(self.lines) { unsafe arena.text($0) }
      }
      if !self.locality.isEmpty {
        unsafe c.pointee.locality = arena.text(self.locality)
      }
      if !self.region.isEmpty {
        unsafe c.pointee.region = arena.text(self.region)
      }
      if !self.postalCode.isEmpty {
        unsafe c.pointee.postal_code = arena.text(self.postalCode)
      }
      if !self.country.isEmpty {
        unsafe c.pointee.country = arena.text(self.country)
      }
    }
  }
}

extension ProfileV1 {
  /// One value of one attribute, with where it comes from.
  ///
  /// Which value of an attribute wins is a total order over the facts, so it does not matter in which order they arrive:
  /// a declared value beats any other; then the later observed_at; then the provenance (declared, observed, inferred,
  /// purchased); then source; then the bytes of the value.
  public struct Attribute: Message, @unsafe GeneratedMessage {
    /// lower case letters, digits, _ and .; the names below have a fixed category and type
    public var name: String = ""
    /// may be left unspecified for a catalogue name
    public var category: ProfileV1.AttributeCategory = .init(rawValue: 0)
    public var value: ProfileV1.Value? = nil
    /// required
    public var provenance: ProfileV1.Provenance = .init(rawValue: 0)
    /// unspecified: FIRST, and THIRD for PURCHASED
    public var party: ProfileV1.Party = .init(rawValue: 0)
    /// required: the system, form, campaign or list it came from
    public var source: String = ""
    /// when it was true; absent: now
    public var observedAt: Google.Timestamp? = nil
    /// answers only: when the service first recorded it
    public var recordedAt: Google.Timestamp? = nil
    /// 1 to 100; 0: not stated. For INFERRED values
    public var confidencePercent: UInt32 = 0
    /// e.g. the id of the survey response it comes from; may be empty
    public var evidenceRef: String = ""

    public init() {}

    public init(
      name: String = "",
      category: ProfileV1.AttributeCategory = .init(rawValue: 0),
      value: ProfileV1.Value? = nil,
      provenance: ProfileV1.Provenance = .init(rawValue: 0),
      party: ProfileV1.Party = .init(rawValue: 0),
      source: String = "",
      observedAt: Google.Timestamp? = nil,
      recordedAt: Google.Timestamp? = nil,
      confidencePercent: UInt32 = 0,
      evidenceRef: String = ""
    ) {
      self.name = name
      self.category = category
      self.value = value
      self.provenance = provenance
      self.party = party
      self.source = source
      self.observedAt = observedAt
      self.recordedAt = recordedAt
      self.confidencePercent = confidencePercent
      self.evidenceRef = evidenceRef
    }

    public static var fullName: String { "cameo.profile.v1.Attribute" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__Attribute
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__attribute__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.name = unsafe CopyOut.text(c.pointee.name)
      self.category = unsafe ProfileV1.AttributeCategory(rawValue: Int32(truncatingIfNeeded: c.pointee.category.rawValue))
      if let value = unsafe c.pointee.value {
        self.value = unsafe ProfileV1.Value(copying: value)
      }
      self.provenance = unsafe ProfileV1.Provenance(rawValue: Int32(truncatingIfNeeded: c.pointee.provenance.rawValue))
      self.party = unsafe ProfileV1.Party(rawValue: Int32(truncatingIfNeeded: c.pointee.party.rawValue))
      self.source = unsafe CopyOut.text(c.pointee.source)
      if let value = unsafe c.pointee.observed_at {
        self.observedAt = unsafe Google.Timestamp(copying: value)
      }
      if let value = unsafe c.pointee.recorded_at {
        self.recordedAt = unsafe Google.Timestamp(copying: value)
      }
      self.confidencePercent = unsafe c.pointee.confidence_percent
      self.evidenceRef = unsafe CopyOut.text(c.pointee.evidence_ref)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__attribute__init(c)
      if !self.name.isEmpty {
        unsafe c.pointee.name = arena.text(self.name)
      }
      unsafe c.pointee.category = .init(rawValue: .init(truncatingIfNeeded: self.category.rawValue))
      if let value = self.value {
        unsafe c.pointee.value = arena.make(value)
      }
      unsafe c.pointee.provenance = .init(rawValue: .init(truncatingIfNeeded: self.provenance.rawValue))
      unsafe c.pointee.party = .init(rawValue: .init(truncatingIfNeeded: self.party.rawValue))
      if !self.source.isEmpty {
        unsafe c.pointee.source = arena.text(self.source)
      }
      if let value = self.observedAt {
        unsafe c.pointee.observed_at = arena.make(value)
      }
      if let value = self.recordedAt {
        unsafe c.pointee.recorded_at = arena.make(value)
      }
      unsafe c.pointee.confidence_percent = self.confidencePercent
      if !self.evidenceRef.isEmpty {
        unsafe c.pointee.evidence_ref = arena.text(self.evidenceRef)
      }
    }
  }
}

extension ProfileV1 {
  public struct Value: Message, @unsafe GeneratedMessage {
    public var kind: Kind? = nil

    public init() {}

    public init(kind: Kind? = nil) {
      self.kind = kind
    }

    public enum Kind: Sendable, Equatable {
      case text(String)
      case integer(Int64)
      /// never money
      case real(Double)
      case flag(Bool)
      case date(RPCV1.Date)
    }

    public static var fullName: String { "cameo.profile.v1.Value" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__Value
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__value__init)

    init(copying c: UnsafePointer<CStruct>) {
      switch unsafe c.pointee.kind_case.rawValue {
      case 1:
        self.kind = unsafe .text(CopyOut.text(c.pointee.text))
      case 2:
        self.kind = unsafe .integer(c.pointee.integer)
      case 3:
        self.kind = unsafe .real(c.pointee.real)
      case 4:
        self.kind = unsafe .flag(c.pointee.flag != 0)
      case 5:
        if let value = unsafe c.pointee.date {
          self.kind = unsafe .date(RPCV1.Date(copying: value))
        }
      default: break
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__value__init(c)
      switch self.kind {
      case .text(let value)?:
        unsafe c.pointee.kind_case = .init(rawValue: 1)
        unsafe c.pointee.text = arena.text(value)
      case .integer(let value)?:
        unsafe c.pointee.kind_case = .init(rawValue: 2)
        unsafe c.pointee.integer = value
      case .real(let value)?:
        unsafe c.pointee.kind_case = .init(rawValue: 3)
        unsafe c.pointee.real = value
      case .flag(let value)?:
        unsafe c.pointee.kind_case = .init(rawValue: 4)
        unsafe c.pointee.flag = value ? 1 : 0
      case .date(let value)?:
        unsafe c.pointee.kind_case = .init(rawValue: 5)
        unsafe c.pointee.date = arena.make(value)
      case nil: break
      }
    }
  }
}

extension ProfileV1 {
  /// Something that happened: a purchase, a visit, a message opened, a complaint.
  ///
  /// Types that the service understands: "purchase" and "return" (amount required, never negative), which fold into
  /// PurchaseSummary. Every other type counts as engagement in ActivitySummary.
  public struct Event: Message, @unsafe GeneratedMessage {
    /// made by the client, unique over all customers; the idempotency key
    public var id: String = ""
    /// lower case words joined with dots: "purchase", "message.opened"
    public var type: String = ""
    /// required
    public var occurredAt: Google.Timestamp? = nil
    /// answers only
    public var receivedAt: Google.Timestamp? = nil
    /// web, store, email, phone ...; may be empty
    public var channel: String = ""
    public var device: String = ""
    public var source: String = ""
    /// of a purchase or a return; may be empty
    public var orderId: String = ""
    public var amount: ProfileV1.Money? = nil
    /// things bought or returned
    public var quantity: UInt32 = 0
    public var properties: [ProfileV1.Property] = []

    public init() {}

    public init(
      id: String = "",
      type: String = "",
      occurredAt: Google.Timestamp? = nil,
      receivedAt: Google.Timestamp? = nil,
      channel: String = "",
      device: String = "",
      source: String = "",
      orderId: String = "",
      amount: ProfileV1.Money? = nil,
      quantity: UInt32 = 0,
      properties: [ProfileV1.Property] = []
    ) {
      self.id = id
      self.type = type
      self.occurredAt = occurredAt
      self.receivedAt = receivedAt
      self.channel = channel
      self.device = device
      self.source = source
      self.orderId = orderId
      self.amount = amount
      self.quantity = quantity
      self.properties = properties
    }

    public static var fullName: String { "cameo.profile.v1.Event" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__Event
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__event__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.id = unsafe CopyOut.text(c.pointee.id)
      self.type = unsafe CopyOut.text(c.pointee.type)
      if let value = unsafe c.pointee.occurred_at {
        self.occurredAt = unsafe Google.Timestamp(copying: value)
      }
      if let value = unsafe c.pointee.received_at {
        self.receivedAt = unsafe Google.Timestamp(copying: value)
      }
      self.channel = unsafe CopyOut.text(c.pointee.channel)
      self.device = unsafe CopyOut.text(c.pointee.device)
      self.source = unsafe CopyOut.text(c.pointee.source)
      self.orderId = unsafe CopyOut.text(c.pointee.order_id)
      if let value = unsafe c.pointee.amount {
        self.amount = unsafe ProfileV1.Money(copying: value)
      }
      self.quantity = unsafe c.pointee.quantity
      self.properties = unsafe CopyOut.messages(c.pointee.n_properties, c.pointee.properties)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__event__init(c)
      if !self.id.isEmpty {
        unsafe c.pointee.id = arena.text(self.id)
      }
      if !self.type.isEmpty {
        unsafe c.pointee.type = arena.text(self.type)
      }
      if let value = self.occurredAt {
        unsafe c.pointee.occurred_at = arena.make(value)
      }
      if let value = self.receivedAt {
        unsafe c.pointee.received_at = arena.make(value)
      }
      if !self.channel.isEmpty {
        unsafe c.pointee.channel = arena.text(self.channel)
      }
      if !self.device.isEmpty {
        unsafe c.pointee.device = arena.text(self.device)
      }
      if !self.source.isEmpty {
        unsafe c.pointee.source = arena.text(self.source)
      }
      if !self.orderId.isEmpty {
        unsafe c.pointee.order_id = arena.text(self.orderId)
      }
      if let value = self.amount {
        unsafe c.pointee.amount = arena.make(value)
      }
      unsafe c.pointee.quantity = self.quantity
      if !self.properties.isEmpty {
        unsafe c.pointee.n_properties = self.properties.count
        unsafe c.pointee.properties = arena.messages(self.properties)
      }
    }
  }
}

extension ProfileV1 {
  public struct Property: Message, @unsafe GeneratedMessage {
    public var name: String = ""
    public var value: ProfileV1.Value? = nil

    public init() {}

    public init(name: String = "", value: ProfileV1.Value? = nil) {
      self.name = name
      self.value = value
    }

    public static var fullName: String { "cameo.profile.v1.Property" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__Property
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__property__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.name = unsafe CopyOut.text(c.pointee.name)
      if let value = unsafe c.pointee.value {
        self.value = unsafe ProfileV1.Value(copying: value)
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__property__init(c)
      if !self.name.isEmpty {
        unsafe c.pointee.name = arena.text(self.name)
      }
      if let value = self.value {
        unsafe c.pointee.value = arena.make(value)
      }
    }
  }
}

extension ProfileV1 {
  public struct Money: Message, @unsafe GeneratedMessage {
    /// ISO 4217
    public var currency: String = ""
    /// cents of USD, yen of JPY
    public var minorUnits: Int64 = 0

    public init() {}

    public init(currency: String = "", minorUnits: Int64 = 0) {
      self.currency = currency
      self.minorUnits = minorUnits
    }

    public static var fullName: String { "cameo.profile.v1.Money" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__Money
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__money__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.currency = unsafe CopyOut.text(c.pointee.currency)
      self.minorUnits = unsafe c.pointee.minor_units
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__money__init(c)
      if !self.currency.isEmpty {
        unsafe c.pointee.currency = arena.text(self.currency)
      }
      unsafe c.pointee.minor_units = self.minorUnits
    }
  }
}

extension ProfileV1 {
  /// Recency, frequency and money of a customer's purchases.
  public struct PurchaseSummary: Message, @unsafe GeneratedMessage {
    /// events of type purchase
    public var orders: UInt64 = 0
    /// events of type return
    public var returns: UInt64 = 0
    /// things bought less things returned
    public var units: Int64 = 0
    public var firstOrderAt: Google.Timestamp? = nil
    public var lastOrderAt: Google.Timestamp? = nil
    /// by currency in byte order
    public var totals: [ProfileV1.CurrencyTotal] = []

    public init() {}

    public init(
      orders: UInt64 = 0,
      returns: UInt64 = 0,
      units: Int64 = 0,
      firstOrderAt: Google.Timestamp? = nil,
      lastOrderAt: Google.Timestamp? = nil,
      totals: [ProfileV1.CurrencyTotal] = []
    ) {
      self.orders = orders
      self.returns = returns
      self.units = units
      self.firstOrderAt = firstOrderAt
      self.lastOrderAt = lastOrderAt
      self.totals = totals
    }

    public static var fullName: String { "cameo.profile.v1.PurchaseSummary" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__PurchaseSummary
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__purchase_summary__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.orders = unsafe c.pointee.orders
      self.returns = unsafe c.pointee.returns
      self.units = unsafe c.pointee.units
      if let value = unsafe c.pointee.first_order_at {
        self.firstOrderAt = unsafe Google.Timestamp(copying: value)
      }
      if let value = unsafe c.pointee.last_order_at {
        self.lastOrderAt = unsafe Google.Timestamp(copying: value)
      }
      self.totals = unsafe CopyOut.messages(c.pointee.n_totals, c.pointee.totals)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__purchase_summary__init(c)
      unsafe c.pointee.orders = self.orders
      unsafe c.pointee.returns = self.returns
      unsafe c.pointee.units = self.units
      if let value = self.firstOrderAt {
        unsafe c.pointee.first_order_at = arena.make(value)
      }
      if let value = self.lastOrderAt {
        unsafe c.pointee.last_order_at = arena.make(value)
      }
      if !self.totals.isEmpty {
        unsafe c.pointee.n_totals = self.totals.count
        unsafe c.pointee.totals = arena.messages(self.totals)
      }
    }
  }
}

extension ProfileV1 {
  public struct CurrencyTotal: Message, @unsafe GeneratedMessage {
    public var currency: String = ""
    /// bought
    public var grossMinorUnits: Int64 = 0
    /// given back
    public var returnedMinorUnits: Int64 = 0
    /// gross less returned
    public var netMinorUnits: Int64 = 0

    public init() {}

    public init(
      currency: String = "",
      grossMinorUnits: Int64 = 0,
      returnedMinorUnits: Int64 = 0,
      netMinorUnits: Int64 = 0
    ) {
      self.currency = currency
      self.grossMinorUnits = grossMinorUnits
      self.returnedMinorUnits = returnedMinorUnits
      self.netMinorUnits = netMinorUnits
    }

    public static var fullName: String { "cameo.profile.v1.CurrencyTotal" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__CurrencyTotal
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__currency_total__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.currency = unsafe CopyOut.text(c.pointee.currency)
      self.grossMinorUnits = unsafe c.pointee.gross_minor_units
      self.returnedMinorUnits = unsafe c.pointee.returned_minor_units
      self.netMinorUnits = unsafe c.pointee.net_minor_units
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__currency_total__init(c)
      if !self.currency.isEmpty {
        unsafe c.pointee.currency = arena.text(self.currency)
      }
      unsafe c.pointee.gross_minor_units = self.grossMinorUnits
      unsafe c.pointee.returned_minor_units = self.returnedMinorUnits
      unsafe c.pointee.net_minor_units = self.netMinorUnits
    }
  }
}

extension ProfileV1 {
  public struct ActivitySummary: Message, @unsafe GeneratedMessage {
    /// all of them
    public var events: UInt64 = 0
    /// those that are neither a purchase nor a return
    public var engagements: UInt64 = 0
    public var firstEventAt: Google.Timestamp? = nil
    public var lastEventAt: Google.Timestamp? = nil

    public init() {}

    public init(
      events: UInt64 = 0,
      engagements: UInt64 = 0,
      firstEventAt: Google.Timestamp? = nil,
      lastEventAt: Google.Timestamp? = nil
    ) {
      self.events = events
      self.engagements = engagements
      self.firstEventAt = firstEventAt
      self.lastEventAt = lastEventAt
    }

    public static var fullName: String { "cameo.profile.v1.ActivitySummary" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__ActivitySummary
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__activity_summary__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.events = unsafe c.pointee.events
      self.engagements = unsafe c.pointee.engagements
      if let value = unsafe c.pointee.first_event_at {
        self.firstEventAt = unsafe Google.Timestamp(copying: value)
      }
      if let value = unsafe c.pointee.last_event_at {
        self.lastEventAt = unsafe Google.Timestamp(copying: value)
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__activity_summary__init(c)
      unsafe c.pointee.events = self.events
      unsafe c.pointee.engagements = self.engagements
      if let value = self.firstEventAt {
        unsafe c.pointee.first_event_at = arena.make(value)
      }
      if let value = self.lastEventAt {
        unsafe c.pointee.last_event_at = arena.make(value)
      }
    }
  }
}

extension ProfileV1 {
  /// The detail of a change log entry. Kinds: profile.created, profile.identified, profile.attributes, profile.event;
  /// beside them subject.erased, with a cameo.rpc.v1.SubjectErased.
  public struct ProfileChange: Message, @unsafe GeneratedMessage {
    /// of the profile after the change
    public var version: UInt64 = 0
    /// kinds of the identifiers added or seen again; never their values
    public var identifiers: [String] = []
    /// names of the attributes with a new value
    public var attributes: [String] = []
    public var eventIds: [String] = []

    public init() {}

    public init(
      version: UInt64 = 0,
      identifiers: [String] = [],
      attributes: [String] = [],
      eventIds: [String] = []
    ) {
      self.version = version
      self.identifiers = identifiers
      self.attributes = attributes
      self.eventIds = eventIds
    }

    public static var fullName: String { "cameo.profile.v1.ProfileChange" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__ProfileChange
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__profile_change__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.version = unsafe c.pointee.version
      self.identifiers = unsafe CopyOut.list(c.pointee.n_identifiers, c.pointee.identifiers) { unsafe CopyOut.text($0) }
      self.attributes = unsafe CopyOut.list(c.pointee.n_attributes, c.pointee.attributes) { unsafe CopyOut.text($0) }
      self.eventIds = unsafe CopyOut.list(c.pointee.n_event_ids, c.pointee.event_ids) { unsafe CopyOut.text($0) }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__profile_change__init(c)
      unsafe c.pointee.version = self.version
      if !self.identifiers.isEmpty {
        unsafe c.pointee.n_identifiers = self.identifiers.count
        unsafe c.pointee.identifiers = arena.list(self.identifiers) { unsafe arena.text($0) }
      }
      if !self.attributes.isEmpty {
        unsafe c.pointee.n_attributes = self.attributes.count
        unsafe c.pointee.attributes = arena.list(self.attributes) { unsafe arena.text($0) }
      }
      if !self.eventIds.isEmpty {
        unsafe c.pointee.n_event_ids = self.eventIds.count
        unsafe c.pointee.event_ids = arena.list(self.eventIds) { unsafe arena.text($0) }
      }
    }
  }
}

extension ProfileV1 {
  public struct ProfileState: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    public static let unspecified = Self(rawValue: 0)
    /// only cookies are known
    public static let anonymous = Self(rawValue: 1)
    /// at least one identifier of another kind
    public static let known = Self(rawValue: 2)
    /// absorbed by another profile
    public static let merged = Self(rawValue: 3)
    /// answered with NOT_FOUND, reason ERASED
    public static let erased = Self(rawValue: 4)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [.unspecified, .anonymous, .known, .merged, .erased]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "PROFILE_STATE_UNSPECIFIED"
      case 1: "PROFILE_STATE_ANONYMOUS"
      case 2: "PROFILE_STATE_KNOWN"
      case 3: "PROFILE_STATE_MERGED"
      case 4: "PROFILE_STATE_ERASED"
      default: "\(rawValue)"
      }
    }
  }
}

extension ProfileV1 {
  /// Names of the catalogue: display_name, given_name, family_name, title, gender, birth_date, time_zone, jurisdiction,
  /// language (identity); job_title, employer, education, household_size, marital_status, interests (descriptive);
  /// annual_income_minor, lifetime_orders (quantitative); attitude, motivation, opinion, satisfaction (qualitative).
  /// Any other name is accepted with its category stated.
  public struct AttributeCategory: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    public static let unspecified = Self(rawValue: 0)
    public static let identity = Self(rawValue: 1)
    public static let quantitative = Self(rawValue: 2)
    public static let descriptive = Self(rawValue: 3)
    public static let qualitative = Self(rawValue: 4)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [
      .unspecified,
      .identity,
      .quantitative,
      .descriptive,
      .qualitative
    ]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "ATTRIBUTE_CATEGORY_UNSPECIFIED"
      case 1: "ATTRIBUTE_CATEGORY_IDENTITY"
      case 2: "ATTRIBUTE_CATEGORY_QUANTITATIVE"
      case 3: "ATTRIBUTE_CATEGORY_DESCRIPTIVE"
      case 4: "ATTRIBUTE_CATEGORY_QUALITATIVE"
      default: "\(rawValue)"
      }
    }
  }
}

extension ProfileV1 {
  public struct Provenance: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    public static let unspecified = Self(rawValue: 0)
    /// the customer said so
    public static let declared = Self(rawValue: 1)
    /// seen in what the customer did
    public static let observed = Self(rawValue: 2)
    /// concluded from other data
    public static let inferred = Self(rawValue: 3)
    /// bought from others
    public static let purchased = Self(rawValue: 4)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [.unspecified, .declared, .observed, .inferred, .purchased]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "PROVENANCE_UNSPECIFIED"
      case 1: "PROVENANCE_DECLARED"
      case 2: "PROVENANCE_OBSERVED"
      case 3: "PROVENANCE_INFERRED"
      case 4: "PROVENANCE_PURCHASED"
      default: "\(rawValue)"
      }
    }
  }
}

extension ProfileV1 {
  public struct Party: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    public static let unspecified = Self(rawValue: 0)
    public static let first = Self(rawValue: 1)
    public static let second = Self(rawValue: 2)
    public static let third = Self(rawValue: 3)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [.unspecified, .first, .second, .third]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "PARTY_UNSPECIFIED"
      case 1: "PARTY_FIRST"
      case 2: "PARTY_SECOND"
      case 3: "PARTY_THIRD"
      default: "\(rawValue)"
      }
    }
  }
}

extension SubmessageField where Whole == ProfileV1.Profile, Part == Google.Timestamp {
  /// ``ProfileV1.Profile/createdAt``
  public static var createdAt: Self { Self(number: 4) }
}

extension SubmessageField where Whole == ProfileV1.Profile, Part == Google.Timestamp {
  /// ``ProfileV1.Profile/updatedAt``
  public static var updatedAt: Self { Self(number: 5) }
}

extension SubmessageField where Whole == ProfileV1.Profile, Part == RPCV1.Date {
  /// ``ProfileV1.Profile/birthDate``
  public static var birthDate: Self { Self(number: 11) }
}

extension SubmessageField where Whole == ProfileV1.Profile, Part == ProfileV1.Identifier {
  /// ``ProfileV1.Profile/identifiers``
  public static var identifiers: Self { Self(number: 12) }
}

extension SubmessageField where Whole == ProfileV1.Profile, Part == ProfileV1.Attribute {
  /// ``ProfileV1.Profile/attributes``
  public static var attributes: Self { Self(number: 13) }
}

extension SubmessageField where Whole == ProfileV1.Profile, Part == ProfileV1.PurchaseSummary {
  /// ``ProfileV1.Profile/purchases``
  public static var purchases: Self { Self(number: 14) }
}

extension SubmessageField where Whole == ProfileV1.Profile, Part == ProfileV1.ActivitySummary {
  /// ``ProfileV1.Profile/activity``
  public static var activity: Self { Self(number: 15) }
}

extension SubmessageField where Whole == ProfileV1.Identifier, Part == ProfileV1.PostalAddress {
  /// ``ProfileV1.Identifier/postal``
  public static var postal: Self { Self(number: 6) }
}

extension SubmessageField where Whole == ProfileV1.Identifier, Part == Google.Timestamp {
  /// ``ProfileV1.Identifier/observedAt``
  public static var observedAt: Self { Self(number: 9) }
}

extension SubmessageField where Whole == ProfileV1.Identifier, Part == Google.Timestamp {
  /// ``ProfileV1.Identifier/verifiedAt``
  public static var verifiedAt: Self { Self(number: 10) }
}

extension SubmessageField where Whole == ProfileV1.Identifier, Part == Google.Timestamp {
  /// ``ProfileV1.Identifier/expiresAt``
  public static var expiresAt: Self { Self(number: 11) }
}

extension SubmessageField where Whole == ProfileV1.Attribute, Part == ProfileV1.Value {
  /// ``ProfileV1.Attribute/value``
  public static var value: Self { Self(number: 3) }
}

extension SubmessageField where Whole == ProfileV1.Attribute, Part == Google.Timestamp {
  /// ``ProfileV1.Attribute/observedAt``
  public static var observedAt: Self { Self(number: 7) }
}

extension SubmessageField where Whole == ProfileV1.Attribute, Part == Google.Timestamp {
  /// ``ProfileV1.Attribute/recordedAt``
  public static var recordedAt: Self { Self(number: 8) }
}

extension SubmessageField where Whole == ProfileV1.Event, Part == Google.Timestamp {
  /// ``ProfileV1.Event/occurredAt``
  public static var occurredAt: Self { Self(number: 3) }
}

extension SubmessageField where Whole == ProfileV1.Event, Part == Google.Timestamp {
  /// ``ProfileV1.Event/receivedAt``
  public static var receivedAt: Self { Self(number: 4) }
}

extension SubmessageField where Whole == ProfileV1.Event, Part == ProfileV1.Money {
  /// ``ProfileV1.Event/amount``
  public static var amount: Self { Self(number: 9) }
}

extension SubmessageField where Whole == ProfileV1.Event, Part == ProfileV1.Property {
  /// ``ProfileV1.Event/properties``
  public static var properties: Self { Self(number: 11) }
}

extension SubmessageField where Whole == ProfileV1.Property, Part == ProfileV1.Value {
  /// ``ProfileV1.Property/value``
  public static var value: Self { Self(number: 2) }
}

extension SubmessageField where Whole == ProfileV1.PurchaseSummary, Part == Google.Timestamp {
  /// ``ProfileV1.PurchaseSummary/firstOrderAt``
  public static var firstOrderAt: Self { Self(number: 4) }
}

extension SubmessageField where Whole == ProfileV1.PurchaseSummary, Part == Google.Timestamp {
  /// ``ProfileV1.PurchaseSummary/lastOrderAt``
  public static var lastOrderAt: Self { Self(number: 5) }
}

extension SubmessageField where Whole == ProfileV1.PurchaseSummary, Part == ProfileV1.CurrencyTotal {
  /// ``ProfileV1.PurchaseSummary/totals``
  public static var totals: Self { Self(number: 6) }
}

extension SubmessageField where Whole == ProfileV1.ActivitySummary, Part == Google.Timestamp {
  /// ``ProfileV1.ActivitySummary/firstEventAt``
  public static var firstEventAt: Self { Self(number: 3) }
}

extension SubmessageField where Whole == ProfileV1.ActivitySummary, Part == Google.Timestamp {
  /// ``ProfileV1.ActivitySummary/lastEventAt``
  public static var lastEventAt: Self { Self(number: 4) }
}
