// Generated from cameo/profile/v1/profile_service.proto by proto/generate. Do not edit.
// swift-format-ignore-file

internal import CMessages
public import Decoding

extension ProfileV1 {
  public struct IdentifyRequest: Message, @unsafe GeneratedMessage {
    public var requestId: String = ""
    /// empty: the owner of the identifiers, or a new customer
    public var customerId: String = ""
    /// 1 to 20, or 0 to 20 with customer_id
    public var identifiers: [ProfileV1.Identifier] = []
    /// 0 to 100
    public var attributes: [ProfileV1.Attribute] = []
    /// 0: any
    public var expectedVersion: UInt64 = 0

    public init() {}

    public init(
      requestId: String = "",
      customerId: String = "",
      identifiers: [ProfileV1.Identifier] = [],
      attributes: [ProfileV1.Attribute] = [],
      expectedVersion: UInt64 = 0
    ) {
      self.requestId = requestId
      self.customerId = customerId
      self.identifiers = identifiers
      self.attributes = attributes
      self.expectedVersion = expectedVersion
    }

    public static var fullName: String { "cameo.profile.v1.IdentifyRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__IdentifyRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__identify_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.requestId = unsafe CopyOut.text(c.pointee.request_id)
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
      self.identifiers = unsafe CopyOut.messages(c.pointee.n_identifiers, c.pointee.identifiers)
      self.attributes = unsafe CopyOut.messages(c.pointee.n_attributes, c.pointee.attributes)
      self.expectedVersion = unsafe c.pointee.expected_version
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__identify_request__init(c)
      if !self.requestId.isEmpty {
        unsafe c.pointee.request_id = arena.text(self.requestId)
      }
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
      if !self.identifiers.isEmpty {
        unsafe c.pointee.n_identifiers = self.identifiers.count
        unsafe c.pointee.identifiers = arena.messages(self.identifiers)
      }
      if !self.attributes.isEmpty {
        unsafe c.pointee.n_attributes = self.attributes.count
        unsafe c.pointee.attributes = arena.messages(self.attributes)
      }
      unsafe c.pointee.expected_version = self.expectedVersion
    }
  }
}

extension ProfileV1 {
  public struct IdentifyReply: Message, @unsafe GeneratedMessage {
    public var customerId: String = ""
    public var version: UInt64 = 0
    public var outcome: ProfileV1.WriteOutcome = .init(rawValue: 0)

    public init() {}

    public init(
      customerId: String = "",
      version: UInt64 = 0,
      outcome: ProfileV1.WriteOutcome = .init(rawValue: 0)
    ) {
      self.customerId = customerId
      self.version = version
      self.outcome = outcome
    }

    public static var fullName: String { "cameo.profile.v1.IdentifyReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__IdentifyReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__identify_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
      self.version = unsafe c.pointee.version
      self.outcome = unsafe ProfileV1.WriteOutcome(rawValue: Int32(truncatingIfNeeded: c.pointee.outcome.rawValue))
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__identify_reply__init(c)
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
      unsafe c.pointee.version = self.version
      unsafe c.pointee.outcome = .init(rawValue: .init(truncatingIfNeeded: self.outcome.rawValue))
    }
  }
}

extension ProfileV1 {
  public struct TrackRequest: Message, @unsafe GeneratedMessage {
    /// Whose event: customer_id, or identifiers of one customer. A cookie never seen before opens an anonymous profile;
    /// any other unknown identifier is NOT_FOUND, unless one beside it is known. Identifiers are not attached: that is
    /// Identify.
    public var customerId: String = ""
    /// 1 to 5 when customer_id is empty; else none
    public var identifiers: [ProfileV1.Identifier] = []
    public var event: ProfileV1.Event? = nil

    public init() {}

    public init(
      customerId: String = "",
      identifiers: [ProfileV1.Identifier] = [],
      event: ProfileV1.Event? = nil
    ) {
      self.customerId = customerId
      self.identifiers = identifiers
      self.event = event
    }

    public static var fullName: String { "cameo.profile.v1.TrackRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__TrackRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__track_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
      self.identifiers = unsafe CopyOut.messages(c.pointee.n_identifiers, c.pointee.identifiers)
      if let value = unsafe c.pointee.event {
        self.event = unsafe ProfileV1.Event(copying: value)
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__track_request__init(c)
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
      if !self.identifiers.isEmpty {
        unsafe c.pointee.n_identifiers = self.identifiers.count
        unsafe c.pointee.identifiers = arena.messages(self.identifiers)
      }
      if let value = self.event {
        unsafe c.pointee.event = arena.make(value)
      }
    }
  }
}

extension ProfileV1 {
  public struct TrackReply: Message, @unsafe GeneratedMessage {
    public var customerId: String = ""
    public var version: UInt64 = 0
    /// UNCHANGED: the event was known
    public var outcome: ProfileV1.WriteOutcome = .init(rawValue: 0)

    public init() {}

    public init(
      customerId: String = "",
      version: UInt64 = 0,
      outcome: ProfileV1.WriteOutcome = .init(rawValue: 0)
    ) {
      self.customerId = customerId
      self.version = version
      self.outcome = outcome
    }

    public static var fullName: String { "cameo.profile.v1.TrackReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__TrackReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__track_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
      self.version = unsafe c.pointee.version
      self.outcome = unsafe ProfileV1.WriteOutcome(rawValue: Int32(truncatingIfNeeded: c.pointee.outcome.rawValue))
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__track_reply__init(c)
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
      unsafe c.pointee.version = self.version
      unsafe c.pointee.outcome = .init(rawValue: .init(truncatingIfNeeded: self.outcome.rawValue))
    }
  }
}

extension ProfileV1 {
  public struct UpsertAttributesRequest: Message, @unsafe GeneratedMessage {
    public var requestId: String = ""
    public var customerId: String = ""
    /// 1 to 100
    public var attributes: [ProfileV1.Attribute] = []
    /// 0: any
    public var expectedVersion: UInt64 = 0

    public init() {}

    public init(
      requestId: String = "",
      customerId: String = "",
      attributes: [ProfileV1.Attribute] = [],
      expectedVersion: UInt64 = 0
    ) {
      self.requestId = requestId
      self.customerId = customerId
      self.attributes = attributes
      self.expectedVersion = expectedVersion
    }

    public static var fullName: String { "cameo.profile.v1.UpsertAttributesRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__UpsertAttributesRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__upsert_attributes_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.requestId = unsafe CopyOut.text(c.pointee.request_id)
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
      self.attributes = unsafe CopyOut.messages(c.pointee.n_attributes, c.pointee.attributes)
      self.expectedVersion = unsafe c.pointee.expected_version
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__upsert_attributes_request__init(c)
      if !self.requestId.isEmpty {
        unsafe c.pointee.request_id = arena.text(self.requestId)
      }
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
      if !self.attributes.isEmpty {
        unsafe c.pointee.n_attributes = self.attributes.count
        unsafe c.pointee.attributes = arena.messages(self.attributes)
      }
      unsafe c.pointee.expected_version = self.expectedVersion
    }
  }
}

extension ProfileV1 {
  public struct UpsertAttributesReply: Message, @unsafe GeneratedMessage {
    public var customerId: String = ""
    public var version: UInt64 = 0
    /// in the order of the request
    public var outcomes: [ProfileV1.AttributeOutcome] = []

    public init() {}

    public init(
      customerId: String = "",
      version: UInt64 = 0,
      outcomes: [ProfileV1.AttributeOutcome] = []
    ) {
      self.customerId = customerId
      self.version = version
      self.outcomes = outcomes
    }

    public static var fullName: String { "cameo.profile.v1.UpsertAttributesReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__UpsertAttributesReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__upsert_attributes_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
      self.version = unsafe c.pointee.version
      self.outcomes = unsafe CopyOut.messages(c.pointee.n_outcomes, c.pointee.outcomes)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__upsert_attributes_reply__init(c)
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
      unsafe c.pointee.version = self.version
      if !self.outcomes.isEmpty {
        unsafe c.pointee.n_outcomes = self.outcomes.count
        unsafe c.pointee.outcomes = arena.messages(self.outcomes)
      }
    }
  }
}

extension ProfileV1 {
  public struct AttributeOutcome: Message, @unsafe GeneratedMessage {
    public var name: String = ""
    public var verdict: ProfileV1.AttributeVerdict = .init(rawValue: 0)
    /// the value that the profile now shows
    public var winner: ProfileV1.Attribute? = nil

    public init() {}

    public init(
      name: String = "",
      verdict: ProfileV1.AttributeVerdict = .init(rawValue: 0),
      winner: ProfileV1.Attribute? = nil
    ) {
      self.name = name
      self.verdict = verdict
      self.winner = winner
    }

    public static var fullName: String { "cameo.profile.v1.AttributeOutcome" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__AttributeOutcome
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__attribute_outcome__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.name = unsafe CopyOut.text(c.pointee.name)
      self.verdict = unsafe ProfileV1.AttributeVerdict(rawValue: Int32(truncatingIfNeeded: c.pointee.verdict.rawValue))
      if let value = unsafe c.pointee.winner {
        self.winner = unsafe ProfileV1.Attribute(copying: value)
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__attribute_outcome__init(c)
      if !self.name.isEmpty {
        unsafe c.pointee.name = arena.text(self.name)
      }
      unsafe c.pointee.verdict = .init(rawValue: .init(truncatingIfNeeded: self.verdict.rawValue))
      if let value = self.winner {
        unsafe c.pointee.winner = arena.make(value)
      }
    }
  }
}

extension ProfileV1 {
  public struct EraseSubjectRequest: Message, @unsafe GeneratedMessage {
    /// 1 to 128 graphic characters of ASCII: for the record of who asked for what
    public var requestId: String = ""
    public var customerId: String = ""

    public init() {}

    public init(requestId: String = "", customerId: String = "") {
      self.requestId = requestId
      self.customerId = customerId
    }

    public static var fullName: String { "cameo.profile.v1.EraseSubjectRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__EraseSubjectRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__erase_subject_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.requestId = unsafe CopyOut.text(c.pointee.request_id)
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__erase_subject_request__init(c)
      if !self.requestId.isEmpty {
        unsafe c.pointee.request_id = arena.text(self.requestId)
      }
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
    }
  }
}

extension ProfileV1 {
  public struct EraseSubjectReply: Message, @unsafe GeneratedMessage {
    public var erasedAt: Google.Timestamp? = nil
    public var reach: RPCV1.ErasureReach = .init(rawValue: 0)
    /// for a person: what is gone, and what is not
    public var message: String = ""

    public init() {}

    public init(
      erasedAt: Google.Timestamp? = nil,
      reach: RPCV1.ErasureReach = .init(rawValue: 0),
      message: String = ""
    ) {
      self.erasedAt = erasedAt
      self.reach = reach
      self.message = message
    }

    public static var fullName: String { "cameo.profile.v1.EraseSubjectReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__EraseSubjectReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__erase_subject_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
      if let value = unsafe c.pointee.erased_at {
        self.erasedAt = unsafe Google.Timestamp(copying: value)
      }
      self.reach = unsafe RPCV1.ErasureReach(rawValue: Int32(truncatingIfNeeded: c.pointee.reach.rawValue))
      self.message = unsafe CopyOut.text(c.pointee.message)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__erase_subject_reply__init(c)
      if let value = self.erasedAt {
        unsafe c.pointee.erased_at = arena.make(value)
      }
      unsafe c.pointee.reach = .init(rawValue: .init(truncatingIfNeeded: self.reach.rawValue))
      if !self.message.isEmpty {
        unsafe c.pointee.message = arena.text(self.message)
      }
    }
  }
}

extension ProfileV1 {
  public struct ResolveIdentifierRequest: Message, @unsafe GeneratedMessage {
    /// kind, value (or postal) and region count
    public var identifier: ProfileV1.Identifier? = nil

    public init() {}

    public init(identifier: ProfileV1.Identifier? = nil) {
      self.identifier = identifier
    }

    public static var fullName: String { "cameo.profile.v1.ResolveIdentifierRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__ResolveIdentifierRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__resolve_identifier_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      if let value = unsafe c.pointee.identifier {
        self.identifier = unsafe ProfileV1.Identifier(copying: value)
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__resolve_identifier_request__init(c)
      if let value = self.identifier {
        unsafe c.pointee.identifier = arena.make(value)
      }
    }
  }
}

extension ProfileV1 {
  public struct ResolveIdentifierReply: Message, @unsafe GeneratedMessage {
    public var customerId: String = ""
    /// kind and value in the form in which they are stored
    public var identifier: ProfileV1.Identifier? = nil

    public init() {}

    public init(customerId: String = "", identifier: ProfileV1.Identifier? = nil) {
      self.customerId = customerId
      self.identifier = identifier
    }

    public static var fullName: String { "cameo.profile.v1.ResolveIdentifierReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__ResolveIdentifierReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__resolve_identifier_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
      if let value = unsafe c.pointee.identifier {
        self.identifier = unsafe ProfileV1.Identifier(copying: value)
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__resolve_identifier_reply__init(c)
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
      if let value = self.identifier {
        unsafe c.pointee.identifier = arena.make(value)
      }
    }
  }
}

extension ProfileV1 {
  public struct GetProfileRequest: Message, @unsafe GeneratedMessage {
    public var customerId: String = ""

    public init() {}

    public init(customerId: String = "") {
      self.customerId = customerId
    }

    public static var fullName: String { "cameo.profile.v1.GetProfileRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__GetProfileRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__get_profile_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__get_profile_request__init(c)
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
    }
  }
}

extension ProfileV1 {
  public struct GetTimelineRequest: Message, @unsafe GeneratedMessage {
    public var customerId: String = ""
    /// at most 500; 0: 50
    public var pageSize: UInt32 = 0
    /// next_page_token of the page before
    public var pageToken: String = ""
    /// only these event types; at most 8, none: all
    public var types: [String] = []

    public init() {}

    public init(
      customerId: String = "",
      pageSize: UInt32 = 0,
      pageToken: String = "",
      types: [String] = []
    ) {
      self.customerId = customerId
      self.pageSize = pageSize
      self.pageToken = pageToken
      self.types = types
    }

    public static var fullName: String { "cameo.profile.v1.GetTimelineRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__GetTimelineRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__get_timeline_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
      self.pageSize = unsafe c.pointee.page_size
      self.pageToken = unsafe CopyOut.text(c.pointee.page_token)
      self.types = unsafe CopyOut.list(c.pointee.n_types, c.pointee.types) { unsafe CopyOut.text($0) }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__get_timeline_request__init(c)
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
      unsafe c.pointee.page_size = self.pageSize
      if !self.pageToken.isEmpty {
        unsafe c.pointee.page_token = arena.text(self.pageToken)
      }
      if !self.types.isEmpty {
        unsafe c.pointee.n_types = self.types.count
        unsafe c.pointee.types = arena.list(self.types) { unsafe arena.text($0) }
      }
    }
  }
}

extension ProfileV1 {
  public struct GetTimelineReply: Message, @unsafe GeneratedMessage {
    /// by occurred_at, latest first, then by id in falling byte order
    public var events: [ProfileV1.Event] = []
    /// empty: that was the last
    public var nextPageToken: String = ""

    public init() {}

    public init(events: [ProfileV1.Event] = [], nextPageToken: String = "") {
      self.events = events
      self.nextPageToken = nextPageToken
    }

    public static var fullName: String { "cameo.profile.v1.GetTimelineReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__GetTimelineReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__get_timeline_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.events = unsafe CopyOut.messages(c.pointee.n_events, c.pointee.events)
      self.nextPageToken = unsafe CopyOut.text(c.pointee.next_page_token)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__get_timeline_reply__init(c)
      if !self.events.isEmpty {
        unsafe c.pointee.n_events = self.events.count
        unsafe c.pointee.events = arena.messages(self.events)
      }
      if !self.nextPageToken.isEmpty {
        unsafe c.pointee.next_page_token = arena.text(self.nextPageToken)
      }
    }
  }
}

extension ProfileV1 {
  public struct ListAttributeValuesRequest: Message, @unsafe GeneratedMessage {
    public var customerId: String = ""
    /// empty: all attributes
    public var name: String = ""
    /// at most 500; 0: 50
    public var pageSize: UInt32 = 0
    public var pageToken: String = ""

    public init() {}

    public init(
      customerId: String = "",
      name: String = "",
      pageSize: UInt32 = 0,
      pageToken: String = ""
    ) {
      self.customerId = customerId
      self.name = name
      self.pageSize = pageSize
      self.pageToken = pageToken
    }

    public static var fullName: String { "cameo.profile.v1.ListAttributeValuesRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__ListAttributeValuesRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__list_attribute_values_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
      self.name = unsafe CopyOut.text(c.pointee.name)
      self.pageSize = unsafe c.pointee.page_size
      self.pageToken = unsafe CopyOut.text(c.pointee.page_token)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__list_attribute_values_request__init(c)
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
      if !self.name.isEmpty {
        unsafe c.pointee.name = arena.text(self.name)
      }
      unsafe c.pointee.page_size = self.pageSize
      if !self.pageToken.isEmpty {
        unsafe c.pointee.page_token = arena.text(self.pageToken)
      }
    }
  }
}

extension ProfileV1 {
  public struct ListAttributeValuesReply: Message, @unsafe GeneratedMessage {
    /// by name, then the best value first
    public var records: [ProfileV1.AttributeRecord] = []
    public var nextPageToken: String = ""

    public init() {}

    public init(records: [ProfileV1.AttributeRecord] = [], nextPageToken: String = "") {
      self.records = records
      self.nextPageToken = nextPageToken
    }

    public static var fullName: String { "cameo.profile.v1.ListAttributeValuesReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__ListAttributeValuesReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__list_attribute_values_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.records = unsafe CopyOut.messages(c.pointee.n_records, c.pointee.records)
      self.nextPageToken = unsafe CopyOut.text(c.pointee.next_page_token)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__list_attribute_values_reply__init(c)
      if !self.records.isEmpty {
        unsafe c.pointee.n_records = self.records.count
        unsafe c.pointee.records = arena.messages(self.records)
      }
      if !self.nextPageToken.isEmpty {
        unsafe c.pointee.next_page_token = arena.text(self.nextPageToken)
      }
    }
  }
}

extension ProfileV1 {
  public struct AttributeRecord: Message, @unsafe GeneratedMessage {
    public var attribute: ProfileV1.Attribute? = nil
    /// the profile shows this one
    public var wins: Bool = false

    public init() {}

    public init(attribute: ProfileV1.Attribute? = nil, wins: Bool = false) {
      self.attribute = attribute
      self.wins = wins
    }

    public static var fullName: String { "cameo.profile.v1.AttributeRecord" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__AttributeRecord
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__attribute_record__init)

    init(copying c: UnsafePointer<CStruct>) {
      if let value = unsafe c.pointee.attribute {
        self.attribute = unsafe ProfileV1.Attribute(copying: value)
      }
      self.wins = unsafe c.pointee.wins != 0
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__attribute_record__init(c)
      if let value = self.attribute {
        unsafe c.pointee.attribute = arena.make(value)
      }
      unsafe c.pointee.wins = self.wins ? 1 : 0
    }
  }
}

extension ProfileV1 {
  /// A piece of a table: the header once, then rows of cells, as in a CSV file. Empty cells say nothing.
  ///
  /// Columns of CUSTOMERS: identifiers (at least one): email, phone, crm_id, user_id, cookie, social:<network>,
  /// account:<system>, each with a label in brackets if wanted (phone[home]); an address as postal.addressee,
  /// postal.line1 to postal.line4, postal.locality, postal.region, postal.postal_code, postal.country (or
  /// postal[billing].line1 ...), where the addressee may be left to given_name and family_name; attributes by a name of
  /// the catalogue, or as category:name or category:name:type (type: text, integer, real, flag, date); and observed_at,
  /// provenance, source, which beat the batch's own.
  ///
  /// Columns of EVENTS: event_id, type, occurred_at; customer_id or identifier columns as above; channel, device,
  /// source, order_id, amount (decimal: 29.33) with currency, quantity; properties as property:name or
  /// property:name:type.
  ///
  /// Times are RFC 3339 ("2026-11-21T20:00:00Z") or dates ("1997-01-18"), which mean midnight UTC.
  public struct ImportBatchRequest: Message, @unsafe GeneratedMessage {
    public var requestId: String = ""
    public var kind: ProfileV1.ImportKind = .init(rawValue: 0)
    /// 1 to 100, each once
    public var columns: [String] = []
    /// 1 to 1000
    public var rows: [ProfileV1.ImportRow] = []
    /// required: e.g. the file's name
    public var source: String = ""
    /// of the attributes; required for CUSTOMERS
    public var provenance: ProfileV1.Provenance = .init(rawValue: 0)
    public var party: ProfileV1.Party = .init(rawValue: 0)
    /// when the table was true, e.g. the file's time; required for CUSTOMERS
    public var observedAt: Google.Timestamp? = nil
    /// country of phone numbers without +
    public var region: String = ""
    /// of amounts in tables without a currency column
    public var currency: String = ""
    /// of tables without a type column
    public var eventType: String = ""

    public init() {}

    public init(
      requestId: String = "",
      kind: ProfileV1.ImportKind = .init(rawValue: 0),
      columns: [String] = [],
      rows: [ProfileV1.ImportRow] = [],
      source: String = "",
      provenance: ProfileV1.Provenance = .init(rawValue: 0),
      party: ProfileV1.Party = .init(rawValue: 0),
      observedAt: Google.Timestamp? = nil,
      region: String = "",
      currency: String = "",
      eventType: String = ""
    ) {
      self.requestId = requestId
      self.kind = kind
      self.columns = columns
      self.rows = rows
      self.source = source
      self.provenance = provenance
      self.party = party
      self.observedAt = observedAt
      self.region = region
      self.currency = currency
      self.eventType = eventType
    }

    public static var fullName: String { "cameo.profile.v1.ImportBatchRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__ImportBatchRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__import_batch_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.requestId = unsafe CopyOut.text(c.pointee.request_id)
      self.kind = unsafe ProfileV1.ImportKind(rawValue: Int32(truncatingIfNeeded: c.pointee.kind.rawValue))
      self.columns = unsafe CopyOut.list(c.pointee.n_columns, c.pointee.columns) { unsafe CopyOut.text($0) }
      self.rows = unsafe CopyOut.messages(c.pointee.n_rows, c.pointee.rows)
      self.source = unsafe CopyOut.text(c.pointee.source)
      self.provenance = unsafe ProfileV1.Provenance(rawValue: Int32(truncatingIfNeeded: c.pointee.provenance.rawValue))
      self.party = unsafe ProfileV1.Party(rawValue: Int32(truncatingIfNeeded: c.pointee.party.rawValue))
      if let value = unsafe c.pointee.observed_at {
        self.observedAt = unsafe Google.Timestamp(copying: value)
      }
      self.region = unsafe CopyOut.text(c.pointee.region)
      self.currency = unsafe CopyOut.text(c.pointee.currency)
      self.eventType = unsafe CopyOut.text(c.pointee.event_type)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__import_batch_request__init(c)
      if !self.requestId.isEmpty {
        unsafe c.pointee.request_id = arena.text(self.requestId)
      }
      unsafe c.pointee.kind = .init(rawValue: .init(truncatingIfNeeded: self.kind.rawValue))
      if !self.columns.isEmpty {
        unsafe c.pointee.n_columns = self.columns.count
        unsafe c.pointee.columns = arena.list(self.columns) { unsafe arena.text($0) }
      }
      if !self.rows.isEmpty {
        unsafe c.pointee.n_rows = self.rows.count
        unsafe c.pointee.rows = arena.messages(self.rows)
      }
      if !self.source.isEmpty {
        unsafe c.pointee.source = arena.text(self.source)
      }
      unsafe c.pointee.provenance = .init(rawValue: .init(truncatingIfNeeded: self.provenance.rawValue))
      unsafe c.pointee.party = .init(rawValue: .init(truncatingIfNeeded: self.party.rawValue))
      if let value = self.observedAt {
        unsafe c.pointee.observed_at = arena.make(value)
      }
      if !self.region.isEmpty {
        unsafe c.pointee.region = arena.text(self.region)
      }
      if !self.currency.isEmpty {
        unsafe c.pointee.currency = arena.text(self.currency)
      }
      if !self.eventType.isEmpty {
        unsafe c.pointee.event_type = arena.text(self.eventType)
      }
    }
  }
}

extension ProfileV1 {
  public struct ImportRow: Message, @unsafe GeneratedMessage {
    /// in the file, for the report
    public var line: UInt32 = 0
    /// as many as columns
    public var cells: [String] = []

    public init() {}

    public init(line: UInt32 = 0, cells: [String] = []) {
      self.line = line
      self.cells = cells
    }

    public static var fullName: String { "cameo.profile.v1.ImportRow" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__ImportRow
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__import_row__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.line = unsafe c.pointee.line
      self.cells = unsafe CopyOut.list(c.pointee.n_cells, c.pointee.cells) { unsafe CopyOut.text($0) }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__import_row__init(c)
      unsafe c.pointee.line = self.line
      if !self.cells.isEmpty {
        unsafe c.pointee.n_cells = self.cells.count
        unsafe c.pointee.cells = arena.list(self.cells) { unsafe arena.text($0) }
      }
    }
  }
}

extension ProfileV1 {
  public struct ImportBatchReply: Message, @unsafe GeneratedMessage {
    /// in the order of the request
    public var rows: [ProfileV1.RowOutcome] = []
    public var created: UInt32 = 0
    public var changed: UInt32 = 0
    public var unchanged: UInt32 = 0
    public var refused: UInt32 = 0

    public init() {}

    public init(
      rows: [ProfileV1.RowOutcome] = [],
      created: UInt32 = 0,
      changed: UInt32 = 0,
      unchanged: UInt32 = 0,
      refused: UInt32 = 0
    ) {
      self.rows = rows
      self.created = created
      self.changed = changed
      self.unchanged = unchanged
      self.refused = refused
    }

    public static var fullName: String { "cameo.profile.v1.ImportBatchReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__ImportBatchReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__import_batch_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.rows = unsafe CopyOut.messages(c.pointee.n_rows, c.pointee.rows)
      self.created = unsafe c.pointee.created
      self.changed = unsafe c.pointee.changed
      self.unchanged = unsafe c.pointee.unchanged
      self.refused = unsafe c.pointee.refused
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__import_batch_reply__init(c)
      if !self.rows.isEmpty {
        unsafe c.pointee.n_rows = self.rows.count
        unsafe c.pointee.rows = arena.messages(self.rows)
      }
      unsafe c.pointee.created = self.created
      unsafe c.pointee.changed = self.changed
      unsafe c.pointee.unchanged = self.unchanged
      unsafe c.pointee.refused = self.refused
    }
  }
}

extension ProfileV1 {
  public struct RowOutcome: Message, @unsafe GeneratedMessage {
    public var line: UInt32 = 0
    public var status: ProfileV1.RowStatus = .init(rawValue: 0)
    /// empty when refused
    public var customerId: String = ""
    /// when refused: why, all that was found
    public var problems: [ProfileV1.RowProblem] = []

    public init() {}

    public init(
      line: UInt32 = 0,
      status: ProfileV1.RowStatus = .init(rawValue: 0),
      customerId: String = "",
      problems: [ProfileV1.RowProblem] = []
    ) {
      self.line = line
      self.status = status
      self.customerId = customerId
      self.problems = problems
    }

    public static var fullName: String { "cameo.profile.v1.RowOutcome" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__RowOutcome
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__row_outcome__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.line = unsafe c.pointee.line
      self.status = unsafe ProfileV1.RowStatus(rawValue: Int32(truncatingIfNeeded: c.pointee.status.rawValue))
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
      self.problems = unsafe CopyOut.messages(c.pointee.n_problems, c.pointee.problems)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__row_outcome__init(c)
      unsafe c.pointee.line = self.line
      unsafe c.pointee.status = .init(rawValue: .init(truncatingIfNeeded: self.status.rawValue))
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
      if !self.problems.isEmpty {
        unsafe c.pointee.n_problems = self.problems.count
        unsafe c.pointee.problems = arena.messages(self.problems)
      }
    }
  }
}

extension ProfileV1 {
  public struct RowProblem: Message, @unsafe GeneratedMessage {
    /// as in the header; empty: the row as a whole
    public var column: String = ""
    /// from 1; 0: the row as a whole
    public var columnNumber: UInt32 = 0
    /// for a program: "email.domain"
    public var rule: String = ""
    /// for a person
    public var message: String = ""

    public init() {}

    public init(
      column: String = "",
      columnNumber: UInt32 = 0,
      rule: String = "",
      message: String = ""
    ) {
      self.column = column
      self.columnNumber = columnNumber
      self.rule = rule
      self.message = message
    }

    public static var fullName: String { "cameo.profile.v1.RowProblem" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__RowProblem
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__row_problem__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.column = unsafe CopyOut.text(c.pointee.column)
      self.columnNumber = unsafe c.pointee.column_number
      self.rule = unsafe CopyOut.text(c.pointee.rule)
      self.message = unsafe CopyOut.text(c.pointee.message)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__row_problem__init(c)
      if !self.column.isEmpty {
        unsafe c.pointee.column = arena.text(self.column)
      }
      unsafe c.pointee.column_number = self.columnNumber
      if !self.rule.isEmpty {
        unsafe c.pointee.rule = arena.text(self.rule)
      }
      if !self.message.isEmpty {
        unsafe c.pointee.message = arena.text(self.message)
      }
    }
  }
}

extension ProfileV1 {
  public struct WatchChangesRequest: Message, @unsafe GeneratedMessage {
    /// 0: from the start
    public var afterCursor: UInt64 = 0
    /// empty: all customers
    public var customerId: String = ""
    /// The name of a registered consumer (cameo.rpc.v1.ChangeLogService), which goes on behind what it has acknowledged; empty:
    /// nobody's.
    public var consumer: String = ""
    /// How often the log may grow by others' changes alone before a passed_cursor is sent; the first comes at once. 0: none
    /// is sent.
    public var passedEvery: UInt32 = 0

    public init() {}

    public init(
      afterCursor: UInt64 = 0,
      customerId: String = "",
      consumer: String = "",
      passedEvery: UInt32 = 0
    ) {
      self.afterCursor = afterCursor
      self.customerId = customerId
      self.consumer = consumer
      self.passedEvery = passedEvery
    }

    public static var fullName: String { "cameo.profile.v1.WatchChangesRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__WatchChangesRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__watch_changes_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.afterCursor = unsafe c.pointee.after_cursor
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
      self.consumer = unsafe CopyOut.text(c.pointee.consumer)
      self.passedEvery = unsafe c.pointee.passed_every
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__watch_changes_request__init(c)
      unsafe c.pointee.after_cursor = self.afterCursor
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
      if !self.consumer.isEmpty {
        unsafe c.pointee.consumer = arena.text(self.consumer)
      }
      unsafe c.pointee.passed_every = self.passedEvery
    }
  }
}

extension ProfileV1 {
  public struct WatchChangesReply: Message, @unsafe GeneratedMessage {
    /// detail: an encoded ProfileChange
    public var change: RPCV1.Change? = nil
    /// Without a change: nothing else has come up to here, and a watch may go on behind it.
    public var passedCursor: UInt64 = 0

    public init() {}

    public init(change: RPCV1.Change? = nil, passedCursor: UInt64 = 0) {
      self.change = change
      self.passedCursor = passedCursor
    }

    public static var fullName: String { "cameo.profile.v1.WatchChangesReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Profile__V1__WatchChangesReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__profile__v1__watch_changes_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
      if let value = unsafe c.pointee.change {
        self.change = unsafe RPCV1.Change(copying: value)
      }
      self.passedCursor = unsafe c.pointee.passed_cursor
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__profile__v1__watch_changes_reply__init(c)
      if let value = self.change {
        unsafe c.pointee.change = arena.make(value)
      }
      unsafe c.pointee.passed_cursor = self.passedCursor
    }
  }
}

extension ProfileV1 {
  public struct WriteOutcome: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    public static let unspecified = Self(rawValue: 0)
    /// a new customer
    public static let created = Self(rawValue: 1)
    public static let changed = Self(rawValue: 2)
    /// all of it was known
    public static let unchanged = Self(rawValue: 3)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [.unspecified, .created, .changed, .unchanged]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "WRITE_OUTCOME_UNSPECIFIED"
      case 1: "WRITE_OUTCOME_CREATED"
      case 2: "WRITE_OUTCOME_CHANGED"
      case 3: "WRITE_OUTCOME_UNCHANGED"
      default: "\(rawValue)"
      }
    }
  }
}

extension ProfileV1 {
  public struct AttributeVerdict: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    public static let unspecified = Self(rawValue: 0)
    /// this value is shown now
    public static let won = Self(rawValue: 1)
    /// recorded; a better value is shown
    public static let kept = Self(rawValue: 2)
    /// this very fact was recorded before
    public static let known = Self(rawValue: 3)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [.unspecified, .won, .kept, .known]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "ATTRIBUTE_VERDICT_UNSPECIFIED"
      case 1: "ATTRIBUTE_VERDICT_WON"
      case 2: "ATTRIBUTE_VERDICT_KEPT"
      case 3: "ATTRIBUTE_VERDICT_KNOWN"
      default: "\(rawValue)"
      }
    }
  }
}

extension ProfileV1 {
  public struct ImportKind: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    public static let unspecified = Self(rawValue: 0)
    public static let customers = Self(rawValue: 1)
    public static let events = Self(rawValue: 2)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [.unspecified, .customers, .events]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "IMPORT_KIND_UNSPECIFIED"
      case 1: "IMPORT_KIND_CUSTOMERS"
      case 2: "IMPORT_KIND_EVENTS"
      default: "\(rawValue)"
      }
    }
  }
}

extension ProfileV1 {
  public struct RowStatus: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    public static let unspecified = Self(rawValue: 0)
    /// a new customer, or a new event
    public static let created = Self(rawValue: 1)
    public static let changed = Self(rawValue: 2)
    public static let unchanged = Self(rawValue: 3)
    public static let refused = Self(rawValue: 4)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [.unspecified, .created, .changed, .unchanged, .refused]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "ROW_STATUS_UNSPECIFIED"
      case 1: "ROW_STATUS_CREATED"
      case 2: "ROW_STATUS_CHANGED"
      case 3: "ROW_STATUS_UNCHANGED"
      case 4: "ROW_STATUS_REFUSED"
      default: "\(rawValue)"
      }
    }
  }
}

extension SubmessageField where Whole == ProfileV1.IdentifyRequest, Part == ProfileV1.Identifier {
  /// ``ProfileV1.IdentifyRequest/identifiers``
  public static var identifiers: Self { Self(number: 3) }
}

extension SubmessageField where Whole == ProfileV1.IdentifyRequest, Part == ProfileV1.Attribute {
  /// ``ProfileV1.IdentifyRequest/attributes``
  public static var attributes: Self { Self(number: 4) }
}

extension SubmessageField where Whole == ProfileV1.TrackRequest, Part == ProfileV1.Identifier {
  /// ``ProfileV1.TrackRequest/identifiers``
  public static var identifiers: Self { Self(number: 2) }
}

extension SubmessageField where Whole == ProfileV1.TrackRequest, Part == ProfileV1.Event {
  /// ``ProfileV1.TrackRequest/event``
  public static var event: Self { Self(number: 3) }
}

extension SubmessageField where Whole == ProfileV1.UpsertAttributesRequest, Part == ProfileV1.Attribute {
  /// ``ProfileV1.UpsertAttributesRequest/attributes``
  public static var attributes: Self { Self(number: 3) }
}

extension SubmessageField where Whole == ProfileV1.UpsertAttributesReply, Part == ProfileV1.AttributeOutcome {
  /// ``ProfileV1.UpsertAttributesReply/outcomes``
  public static var outcomes: Self { Self(number: 3) }
}

extension SubmessageField where Whole == ProfileV1.AttributeOutcome, Part == ProfileV1.Attribute {
  /// ``ProfileV1.AttributeOutcome/winner``
  public static var winner: Self { Self(number: 3) }
}

extension SubmessageField where Whole == ProfileV1.EraseSubjectReply, Part == Google.Timestamp {
  /// ``ProfileV1.EraseSubjectReply/erasedAt``
  public static var erasedAt: Self { Self(number: 1) }
}

extension SubmessageField where Whole == ProfileV1.ResolveIdentifierRequest, Part == ProfileV1.Identifier {
  /// ``ProfileV1.ResolveIdentifierRequest/identifier``
  public static var identifier: Self { Self(number: 1) }
}

extension SubmessageField where Whole == ProfileV1.ResolveIdentifierReply, Part == ProfileV1.Identifier {
  /// ``ProfileV1.ResolveIdentifierReply/identifier``
  public static var identifier: Self { Self(number: 2) }
}

extension SubmessageField where Whole == ProfileV1.GetTimelineReply, Part == ProfileV1.Event {
  /// ``ProfileV1.GetTimelineReply/events``
  public static var events: Self { Self(number: 1) }
}

extension SubmessageField where Whole == ProfileV1.ListAttributeValuesReply, Part == ProfileV1.AttributeRecord {
  /// ``ProfileV1.ListAttributeValuesReply/records``
  public static var records: Self { Self(number: 1) }
}

extension SubmessageField where Whole == ProfileV1.AttributeRecord, Part == ProfileV1.Attribute {
  /// ``ProfileV1.AttributeRecord/attribute``
  public static var attribute: Self { Self(number: 1) }
}

extension SubmessageField where Whole == ProfileV1.ImportBatchRequest, Part == ProfileV1.ImportRow {
  /// ``ProfileV1.ImportBatchRequest/rows``
  public static var rows: Self { Self(number: 4) }
}

extension SubmessageField where Whole == ProfileV1.ImportBatchRequest, Part == Google.Timestamp {
  /// ``ProfileV1.ImportBatchRequest/observedAt``
  public static var observedAt: Self { Self(number: 8) }
}

extension SubmessageField where Whole == ProfileV1.ImportBatchReply, Part == ProfileV1.RowOutcome {
  /// ``ProfileV1.ImportBatchReply/rows``
  public static var rows: Self { Self(number: 1) }
}

extension SubmessageField where Whole == ProfileV1.RowOutcome, Part == ProfileV1.RowProblem {
  /// ``ProfileV1.RowOutcome/problems``
  public static var problems: Self { Self(number: 4) }
}

extension SubmessageField where Whole == ProfileV1.WatchChangesReply, Part == RPCV1.Change {
  /// ``ProfileV1.WatchChangesReply/change``
  public static var change: Self { Self(number: 1) }
}
