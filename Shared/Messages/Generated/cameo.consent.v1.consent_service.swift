// Generated from cameo/consent/v1/consent_service.proto by proto/generate. Do not edit.
// swift-format-ignore-file

internal import CMessages
public import Decoding

extension ConsentV1 {
  public struct GrantConsentRequest: Message, @unsafe GeneratedMessage {
    public var requestId: String = ""
    public var customerId: String = ""
    /// empty: the catalogue's first
    public var controller: String = ""
    /// of the catalogue; a grant names its purpose
    public var purpose: String = ""
    /// of the catalogue, or "*": every channel
    public var channel: String = ""
    public var `actor`: ConsentV1.Actor = .init(rawValue: 0)
    /// Absent: now. At most five minutes ahead: until then it is stored, not applied.
    public var effectiveAt: Google.Timestamp? = nil
    /// The first instant at which it no longer holds; absent: no end.
    public var validUntil: Google.Timestamp? = nil
    public var collection: ConsentV1.Collection? = nil
    /// 0: any
    public var expectedVersion: UInt64 = 0

    public init() {}

    public init(
      requestId: String = "",
      customerId: String = "",
      controller: String = "",
      purpose: String = "",
      channel: String = "",
      `actor`: ConsentV1.Actor = .init(rawValue: 0),
      effectiveAt: Google.Timestamp? = nil,
      validUntil: Google.Timestamp? = nil,
      collection: ConsentV1.Collection? = nil,
      expectedVersion: UInt64 = 0
    ) {
      self.requestId = requestId
      self.customerId = customerId
      self.controller = controller
      self.purpose = purpose
      self.channel = channel
      self.`actor` = `actor`
      self.effectiveAt = effectiveAt
      self.validUntil = validUntil
      self.collection = collection
      self.expectedVersion = expectedVersion
    }

    public static var fullName: String { "cameo.consent.v1.GrantConsentRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__GrantConsentRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__grant_consent_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.requestId = unsafe CopyOut.text(c.pointee.request_id)
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
      self.controller = unsafe CopyOut.text(c.pointee.controller)
      self.purpose = unsafe CopyOut.text(c.pointee.purpose)
      self.channel = unsafe CopyOut.text(c.pointee.channel)
      self.`actor` = unsafe ConsentV1.Actor(rawValue: Int32(truncatingIfNeeded: c.pointee.`actor`.rawValue))
      if let value = unsafe c.pointee.effective_at {
        self.effectiveAt = unsafe Google.Timestamp(copying: value)
      }
      if let value = unsafe c.pointee.valid_until {
        self.validUntil = unsafe Google.Timestamp(copying: value)
      }
      if let value = unsafe c.pointee.collection {
        self.collection = unsafe ConsentV1.Collection(copying: value)
      }
      self.expectedVersion = unsafe c.pointee.expected_version
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__grant_consent_request__init(c)
      if !self.requestId.isEmpty {
        unsafe c.pointee.request_id = arena.text(self.requestId)
      }
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
      if !self.controller.isEmpty {
        unsafe c.pointee.controller = arena.text(self.controller)
      }
      if !self.purpose.isEmpty {
        unsafe c.pointee.purpose = arena.text(self.purpose)
      }
      if !self.channel.isEmpty {
        unsafe c.pointee.channel = arena.text(self.channel)
      }
      unsafe c.pointee.`actor` = .init(rawValue: .init(truncatingIfNeeded: self.`actor`.rawValue))
      if let value = self.effectiveAt {
        unsafe c.pointee.effective_at = arena.make(value)
      }
      if let value = self.validUntil {
        unsafe c.pointee.valid_until = arena.make(value)
      }
      if let value = self.collection {
        unsafe c.pointee.collection = arena.make(value)
      }
      unsafe c.pointee.expected_version = self.expectedVersion
    }
  }
}

extension ConsentV1 {
  public struct GrantConsentReply: Message, @unsafe GeneratedMessage {
    /// of this entry
    public var ledgerHead: ConsentV1.LedgerHead? = nil
    public var recordedAt: Google.Timestamp? = nil
    public var effectiveAt: Google.Timestamp? = nil

    public init() {}

    public init(
      ledgerHead: ConsentV1.LedgerHead? = nil,
      recordedAt: Google.Timestamp? = nil,
      effectiveAt: Google.Timestamp? = nil
    ) {
      self.ledgerHead = ledgerHead
      self.recordedAt = recordedAt
      self.effectiveAt = effectiveAt
    }

    public static var fullName: String { "cameo.consent.v1.GrantConsentReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__GrantConsentReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__grant_consent_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
      if let value = unsafe c.pointee.ledger_head {
        self.ledgerHead = unsafe ConsentV1.LedgerHead(copying: value)
      }
      if let value = unsafe c.pointee.recorded_at {
        self.recordedAt = unsafe Google.Timestamp(copying: value)
      }
      if let value = unsafe c.pointee.effective_at {
        self.effectiveAt = unsafe Google.Timestamp(copying: value)
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__grant_consent_reply__init(c)
      if let value = self.ledgerHead {
        unsafe c.pointee.ledger_head = arena.make(value)
      }
      if let value = self.recordedAt {
        unsafe c.pointee.recorded_at = arena.make(value)
      }
      if let value = self.effectiveAt {
        unsafe c.pointee.effective_at = arena.make(value)
      }
    }
  }
}

extension ConsentV1 {
  public struct WithdrawConsentRequest: Message, @unsafe GeneratedMessage {
    public var requestId: String = ""
    public var customerId: String = ""
    /// empty: the catalogue's first; "*": every controller
    public var controller: String = ""
    /// of the catalogue, or "*"
    public var purpose: String = ""
    /// of the catalogue, or "*"
    public var channel: String = ""
    public var `actor`: ConsentV1.Actor = .init(rawValue: 0)
    /// DENY, WITHDRAW or OBJECT; unspecified: WITHDRAW
    public var action: ConsentV1.ConsentAction = .init(rawValue: 0)
    /// Absent: now. At most five minutes ahead, but a no holds from when it is recorded.
    public var effectiveAt: Google.Timestamp? = nil
    public var collection: ConsentV1.Collection? = nil
    /// 0: any
    public var expectedVersion: UInt64 = 0

    public init() {}

    public init(
      requestId: String = "",
      customerId: String = "",
      controller: String = "",
      purpose: String = "",
      channel: String = "",
      `actor`: ConsentV1.Actor = .init(rawValue: 0),
      action: ConsentV1.ConsentAction = .init(rawValue: 0),
      effectiveAt: Google.Timestamp? = nil,
      collection: ConsentV1.Collection? = nil,
      expectedVersion: UInt64 = 0
    ) {
      self.requestId = requestId
      self.customerId = customerId
      self.controller = controller
      self.purpose = purpose
      self.channel = channel
      self.`actor` = `actor`
      self.action = action
      self.effectiveAt = effectiveAt
      self.collection = collection
      self.expectedVersion = expectedVersion
    }

    public static var fullName: String { "cameo.consent.v1.WithdrawConsentRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__WithdrawConsentRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__withdraw_consent_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.requestId = unsafe CopyOut.text(c.pointee.request_id)
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
      self.controller = unsafe CopyOut.text(c.pointee.controller)
      self.purpose = unsafe CopyOut.text(c.pointee.purpose)
      self.channel = unsafe CopyOut.text(c.pointee.channel)
      self.`actor` = unsafe ConsentV1.Actor(rawValue: Int32(truncatingIfNeeded: c.pointee.`actor`.rawValue))
      self.action = unsafe ConsentV1.ConsentAction(rawValue: Int32(truncatingIfNeeded: c.pointee.action.rawValue))
      if let value = unsafe c.pointee.effective_at {
        self.effectiveAt = unsafe Google.Timestamp(copying: value)
      }
      if let value = unsafe c.pointee.collection {
        self.collection = unsafe ConsentV1.Collection(copying: value)
      }
      self.expectedVersion = unsafe c.pointee.expected_version
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__withdraw_consent_request__init(c)
      if !self.requestId.isEmpty {
        unsafe c.pointee.request_id = arena.text(self.requestId)
      }
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
      if !self.controller.isEmpty {
        unsafe c.pointee.controller = arena.text(self.controller)
      }
      if !self.purpose.isEmpty {
        unsafe c.pointee.purpose = arena.text(self.purpose)
      }
      if !self.channel.isEmpty {
        unsafe c.pointee.channel = arena.text(self.channel)
      }
      unsafe c.pointee.`actor` = .init(rawValue: .init(truncatingIfNeeded: self.`actor`.rawValue))
      unsafe c.pointee.action = .init(rawValue: .init(truncatingIfNeeded: self.action.rawValue))
      if let value = self.effectiveAt {
        unsafe c.pointee.effective_at = arena.make(value)
      }
      if let value = self.collection {
        unsafe c.pointee.collection = arena.make(value)
      }
      unsafe c.pointee.expected_version = self.expectedVersion
    }
  }
}

extension ConsentV1 {
  public struct WithdrawConsentReply: Message, @unsafe GeneratedMessage {
    /// of this entry
    public var ledgerHead: ConsentV1.LedgerHead? = nil
    public var recordedAt: Google.Timestamp? = nil
    public var effectiveAt: Google.Timestamp? = nil

    public init() {}

    public init(
      ledgerHead: ConsentV1.LedgerHead? = nil,
      recordedAt: Google.Timestamp? = nil,
      effectiveAt: Google.Timestamp? = nil
    ) {
      self.ledgerHead = ledgerHead
      self.recordedAt = recordedAt
      self.effectiveAt = effectiveAt
    }

    public static var fullName: String { "cameo.consent.v1.WithdrawConsentReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__WithdrawConsentReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__withdraw_consent_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
      if let value = unsafe c.pointee.ledger_head {
        self.ledgerHead = unsafe ConsentV1.LedgerHead(copying: value)
      }
      if let value = unsafe c.pointee.recorded_at {
        self.recordedAt = unsafe Google.Timestamp(copying: value)
      }
      if let value = unsafe c.pointee.effective_at {
        self.effectiveAt = unsafe Google.Timestamp(copying: value)
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__withdraw_consent_reply__init(c)
      if let value = self.ledgerHead {
        unsafe c.pointee.ledger_head = arena.make(value)
      }
      if let value = self.recordedAt {
        unsafe c.pointee.recorded_at = arena.make(value)
      }
      if let value = self.effectiveAt {
        unsafe c.pointee.effective_at = arena.make(value)
      }
    }
  }
}

extension ConsentV1 {
  public struct SetPreferencesRequest: Message, @unsafe GeneratedMessage {
    public var requestId: String = ""
    public var customerId: String = ""
    public var preferences: ConsentV1.Preferences? = nil
    /// The fields of Preferences to set, as in "time_zone"; a field named here and empty above is cleared. "*" alone: all
    /// of them. Required.
    public var updateMask: Google.FieldMask? = nil
    public var `actor`: ConsentV1.Actor = .init(rawValue: 0)
    public var collection: ConsentV1.Collection? = nil
    /// 0: any
    public var expectedVersion: UInt64 = 0

    public init() {}

    public init(
      requestId: String = "",
      customerId: String = "",
      preferences: ConsentV1.Preferences? = nil,
      updateMask: Google.FieldMask? = nil,
      `actor`: ConsentV1.Actor = .init(rawValue: 0),
      collection: ConsentV1.Collection? = nil,
      expectedVersion: UInt64 = 0
    ) {
      self.requestId = requestId
      self.customerId = customerId
      self.preferences = preferences
      self.updateMask = updateMask
      self.`actor` = `actor`
      self.collection = collection
      self.expectedVersion = expectedVersion
    }

    public static var fullName: String { "cameo.consent.v1.SetPreferencesRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__SetPreferencesRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__set_preferences_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.requestId = unsafe CopyOut.text(c.pointee.request_id)
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
      if let value = unsafe c.pointee.preferences {
        self.preferences = unsafe ConsentV1.Preferences(copying: value)
      }
      if let value = unsafe c.pointee.update_mask {
        self.updateMask = unsafe Google.FieldMask(copying: value)
      }
      self.`actor` = unsafe ConsentV1.Actor(rawValue: Int32(truncatingIfNeeded: c.pointee.`actor`.rawValue))
      if let value = unsafe c.pointee.collection {
        self.collection = unsafe ConsentV1.Collection(copying: value)
      }
      self.expectedVersion = unsafe c.pointee.expected_version
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__set_preferences_request__init(c)
      if !self.requestId.isEmpty {
        unsafe c.pointee.request_id = arena.text(self.requestId)
      }
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
      if let value = self.preferences {
        unsafe c.pointee.preferences = arena.make(value)
      }
      if let value = self.updateMask {
        unsafe c.pointee.update_mask = arena.make(value)
      }
      unsafe c.pointee.`actor` = .init(rawValue: .init(truncatingIfNeeded: self.`actor`.rawValue))
      if let value = self.collection {
        unsafe c.pointee.collection = arena.make(value)
      }
      unsafe c.pointee.expected_version = self.expectedVersion
    }
  }
}

extension ConsentV1 {
  public struct SetPreferencesReply: Message, @unsafe GeneratedMessage {
    /// of this entry
    public var ledgerHead: ConsentV1.LedgerHead? = nil
    public var recordedAt: Google.Timestamp? = nil
    /// As they are after this entry.
    public var preferences: ConsentV1.Preferences? = nil

    public init() {}

    public init(
      ledgerHead: ConsentV1.LedgerHead? = nil,
      recordedAt: Google.Timestamp? = nil,
      preferences: ConsentV1.Preferences? = nil
    ) {
      self.ledgerHead = ledgerHead
      self.recordedAt = recordedAt
      self.preferences = preferences
    }

    public static var fullName: String { "cameo.consent.v1.SetPreferencesReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__SetPreferencesReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__set_preferences_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
      if let value = unsafe c.pointee.ledger_head {
        self.ledgerHead = unsafe ConsentV1.LedgerHead(copying: value)
      }
      if let value = unsafe c.pointee.recorded_at {
        self.recordedAt = unsafe Google.Timestamp(copying: value)
      }
      if let value = unsafe c.pointee.preferences {
        self.preferences = unsafe ConsentV1.Preferences(copying: value)
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__set_preferences_reply__init(c)
      if let value = self.ledgerHead {
        unsafe c.pointee.ledger_head = arena.make(value)
      }
      if let value = self.recordedAt {
        unsafe c.pointee.recorded_at = arena.make(value)
      }
      if let value = self.preferences {
        unsafe c.pointee.preferences = arena.make(value)
      }
    }
  }
}

extension ConsentV1 {
  public struct GetConsentStateRequest: Message, @unsafe GeneratedMessage {
    public var customerId: String = ""
    /// empty: the catalogue's first
    public var controller: String = ""
    /// Absent: now. Else a past instant: only what was recorded by then counts.
    public var asOf: Google.Timestamp? = nil

    public init() {}

    public init(customerId: String = "", controller: String = "", asOf: Google.Timestamp? = nil) {
      self.customerId = customerId
      self.controller = controller
      self.asOf = asOf
    }

    public static var fullName: String { "cameo.consent.v1.GetConsentStateRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__GetConsentStateRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__get_consent_state_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
      self.controller = unsafe CopyOut.text(c.pointee.controller)
      if let value = unsafe c.pointee.as_of {
        self.asOf = unsafe Google.Timestamp(copying: value)
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__get_consent_state_request__init(c)
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
      if !self.controller.isEmpty {
        unsafe c.pointee.controller = arena.text(self.controller)
      }
      if let value = self.asOf {
        unsafe c.pointee.as_of = arena.make(value)
      }
    }
  }
}

extension ConsentV1 {
  public struct MayContactRequest: Message, @unsafe GeneratedMessage {
    public var customerId: String = ""
    /// empty: the catalogue's first
    public var controller: String = ""
    public var purpose: String = ""
    public var channel: String = ""
    /// empty: none
    public var topic: String = ""
    /// Used when the subject's own zone is not recorded. IANA name.
    public var timeZone: String = ""
    /// Absent: now. Else a planned instant, at most 366 days ahead, decided with what is recorded now.
    public var at: Google.Timestamp? = nil

    public init() {}

    public init(
      customerId: String = "",
      controller: String = "",
      purpose: String = "",
      channel: String = "",
      topic: String = "",
      timeZone: String = "",
      at: Google.Timestamp? = nil
    ) {
      self.customerId = customerId
      self.controller = controller
      self.purpose = purpose
      self.channel = channel
      self.topic = topic
      self.timeZone = timeZone
      self.at = at
    }

    public static var fullName: String { "cameo.consent.v1.MayContactRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__MayContactRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__may_contact_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
      self.controller = unsafe CopyOut.text(c.pointee.controller)
      self.purpose = unsafe CopyOut.text(c.pointee.purpose)
      self.channel = unsafe CopyOut.text(c.pointee.channel)
      self.topic = unsafe CopyOut.text(c.pointee.topic)
      self.timeZone = unsafe CopyOut.text(c.pointee.time_zone)
      if let value = unsafe c.pointee.at {
        self.at = unsafe Google.Timestamp(copying: value)
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__may_contact_request__init(c)
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
      if !self.controller.isEmpty {
        unsafe c.pointee.controller = arena.text(self.controller)
      }
      if !self.purpose.isEmpty {
        unsafe c.pointee.purpose = arena.text(self.purpose)
      }
      if !self.channel.isEmpty {
        unsafe c.pointee.channel = arena.text(self.channel)
      }
      if !self.topic.isEmpty {
        unsafe c.pointee.topic = arena.text(self.topic)
      }
      if !self.timeZone.isEmpty {
        unsafe c.pointee.time_zone = arena.text(self.timeZone)
      }
      if let value = self.at {
        unsafe c.pointee.at = arena.make(value)
      }
    }
  }
}

extension ConsentV1 {
  public struct MayContactReply: Message, @unsafe GeneratedMessage {
    public var verdict: ConsentV1.Verdict = .init(rawValue: 0)
    /// Every failing reason in the order of decision; none with ALLOW.
    public var reasons: [ConsentV1.DecisionReason] = []
    /// With DEFER: the first instant that pleases the hours; ask again then.
    public var nextAllowedAt: Google.Timestamp? = nil
    /// The instant that was decided for.
    public var decidedFor: Google.Timestamp? = nil
    /// Do not rely on the verdict from this instant on; at most five minutes after decided_for.
    public var validUntil: Google.Timestamp? = nil
    /// The ledger that it was decided on.
    public var ledgerHead: ConsentV1.LedgerHead? = nil
    /// With ALLOW: the entry that permits; 0: the purpose needs none.
    public var permittedBy: UInt64 = 0

    public init() {}

    public init(
      verdict: ConsentV1.Verdict = .init(rawValue: 0),
      reasons: [ConsentV1.DecisionReason] = [],
      nextAllowedAt: Google.Timestamp? = nil,
      decidedFor: Google.Timestamp? = nil,
      validUntil: Google.Timestamp? = nil,
      ledgerHead: ConsentV1.LedgerHead? = nil,
      permittedBy: UInt64 = 0
    ) {
      self.verdict = verdict
      self.reasons = reasons
      self.nextAllowedAt = nextAllowedAt
      self.decidedFor = decidedFor
      self.validUntil = validUntil
      self.ledgerHead = ledgerHead
      self.permittedBy = permittedBy
    }

    public static var fullName: String { "cameo.consent.v1.MayContactReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__MayContactReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__may_contact_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.verdict = unsafe ConsentV1.Verdict(rawValue: Int32(truncatingIfNeeded: c.pointee.verdict.rawValue))
      self.reasons = unsafe CopyOut.messages(c.pointee.n_reasons, c.pointee.reasons)
      if let value = unsafe c.pointee.next_allowed_at {
        self.nextAllowedAt = unsafe Google.Timestamp(copying: value)
      }
      if let value = unsafe c.pointee.decided_for {
        self.decidedFor = unsafe Google.Timestamp(copying: value)
      }
      if let value = unsafe c.pointee.valid_until {
        self.validUntil = unsafe Google.Timestamp(copying: value)
      }
      if let value = unsafe c.pointee.ledger_head {
        self.ledgerHead = unsafe ConsentV1.LedgerHead(copying: value)
      }
      self.permittedBy = unsafe c.pointee.permitted_by
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__may_contact_reply__init(c)
      unsafe c.pointee.verdict = .init(rawValue: .init(truncatingIfNeeded: self.verdict.rawValue))
      if !self.reasons.isEmpty {
        unsafe c.pointee.n_reasons = self.reasons.count
        unsafe c.pointee.reasons = arena.messages(self.reasons)
      }
      if let value = self.nextAllowedAt {
        unsafe c.pointee.next_allowed_at = arena.make(value)
      }
      if let value = self.decidedFor {
        unsafe c.pointee.decided_for = arena.make(value)
      }
      if let value = self.validUntil {
        unsafe c.pointee.valid_until = arena.make(value)
      }
      if let value = self.ledgerHead {
        unsafe c.pointee.ledger_head = arena.make(value)
      }
      unsafe c.pointee.permitted_by = self.permittedBy
    }
  }
}

extension ConsentV1 {
  public struct EraseSubjectRequest: Message, @unsafe GeneratedMessage {
    /// 1 to 128 graphic characters of ASCII: for the record of who asked for what
    public var requestId: String = ""
    public var customerId: String = ""

    public init() {}

    public init(requestId: String = "", customerId: String = "") {
      self.requestId = requestId
      self.customerId = customerId
    }

    public static var fullName: String { "cameo.consent.v1.EraseSubjectRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__EraseSubjectRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__erase_subject_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.requestId = unsafe CopyOut.text(c.pointee.request_id)
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__erase_subject_request__init(c)
      if !self.requestId.isEmpty {
        unsafe c.pointee.request_id = arena.text(self.requestId)
      }
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
    }
  }
}

extension ConsentV1 {
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

    public static var fullName: String { "cameo.consent.v1.EraseSubjectReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__EraseSubjectReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__erase_subject_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
      if let value = unsafe c.pointee.erased_at {
        self.erasedAt = unsafe Google.Timestamp(copying: value)
      }
      self.reach = unsafe RPCV1.ErasureReach(rawValue: Int32(truncatingIfNeeded: c.pointee.reach.rawValue))
      self.message = unsafe CopyOut.text(c.pointee.message)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__erase_subject_reply__init(c)
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

extension ConsentV1 {
  public struct VerifyLedgerRequest: Message, @unsafe GeneratedMessage {
    public var customerId: String = ""

    public init() {}

    public init(customerId: String = "") {
      self.customerId = customerId
    }

    public static var fullName: String { "cameo.consent.v1.VerifyLedgerRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__VerifyLedgerRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__verify_ledger_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__verify_ledger_request__init(c)
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
    }
  }
}

extension ConsentV1 {
  public struct VerifyLedgerReply: Message, @unsafe GeneratedMessage {
    public var verdict: ConsentV1.LedgerVerdict = .init(rawValue: 0)
    /// What was recomputed, up to the first broken entry.
    public var ledgerHead: ConsentV1.LedgerHead? = nil
    /// BROKEN only: the first entry that does not fit, and why.
    public var brokenEntry: UInt64 = 0
    public var message: String = ""

    public init() {}

    public init(
      verdict: ConsentV1.LedgerVerdict = .init(rawValue: 0),
      ledgerHead: ConsentV1.LedgerHead? = nil,
      brokenEntry: UInt64 = 0,
      message: String = ""
    ) {
      self.verdict = verdict
      self.ledgerHead = ledgerHead
      self.brokenEntry = brokenEntry
      self.message = message
    }

    public static var fullName: String { "cameo.consent.v1.VerifyLedgerReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__VerifyLedgerReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__verify_ledger_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.verdict = unsafe ConsentV1.LedgerVerdict(rawValue: Int32(truncatingIfNeeded: c.pointee.verdict.rawValue))
      if let value = unsafe c.pointee.ledger_head {
        self.ledgerHead = unsafe ConsentV1.LedgerHead(copying: value)
      }
      self.brokenEntry = unsafe c.pointee.broken_entry
      self.message = unsafe CopyOut.text(c.pointee.message)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__verify_ledger_reply__init(c)
      unsafe c.pointee.verdict = .init(rawValue: .init(truncatingIfNeeded: self.verdict.rawValue))
      if let value = self.ledgerHead {
        unsafe c.pointee.ledger_head = arena.make(value)
      }
      unsafe c.pointee.broken_entry = self.brokenEntry
      if !self.message.isEmpty {
        unsafe c.pointee.message = arena.text(self.message)
      }
    }
  }
}

extension ConsentV1 {
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

    public static var fullName: String { "cameo.consent.v1.WatchChangesRequest" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__WatchChangesRequest
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__watch_changes_request__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.afterCursor = unsafe c.pointee.after_cursor
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
      self.consumer = unsafe CopyOut.text(c.pointee.consumer)
      self.passedEvery = unsafe c.pointee.passed_every
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__watch_changes_request__init(c)
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

extension ConsentV1 {
  public struct WatchChangesReply: Message, @unsafe GeneratedMessage {
    /// detail: an encoded ConsentChange
    public var change: RPCV1.Change? = nil
    /// Without a change: nothing else has come up to here, and a watch may go on behind it.
    public var passedCursor: UInt64 = 0

    public init() {}

    public init(change: RPCV1.Change? = nil, passedCursor: UInt64 = 0) {
      self.change = change
      self.passedCursor = passedCursor
    }

    public static var fullName: String { "cameo.consent.v1.WatchChangesReply" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__WatchChangesReply
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__watch_changes_reply__init)

    init(copying c: UnsafePointer<CStruct>) {
      if let value = unsafe c.pointee.change {
        self.change = unsafe RPCV1.Change(copying: value)
      }
      self.passedCursor = unsafe c.pointee.passed_cursor
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__watch_changes_reply__init(c)
      if let value = self.change {
        unsafe c.pointee.change = arena.make(value)
      }
      unsafe c.pointee.passed_cursor = self.passedCursor
    }
  }
}

extension ConsentV1 {
  /// The detail of a Change.
  public struct ConsentChange: Message, @unsafe GeneratedMessage {
    /// of the entry
    public var ledgerHead: ConsentV1.LedgerHead? = nil
    public var entry: Entry? = nil

    public init() {}

    public init(ledgerHead: ConsentV1.LedgerHead? = nil, entry: Entry? = nil) {
      self.ledgerHead = ledgerHead
      self.entry = entry
    }

    public enum Entry: Sendable, Equatable {
      case consent(ConsentV1.ConsentEvent)
      /// as they are after it
      case preferences(ConsentV1.Preferences)
    }

    public static var fullName: String { "cameo.consent.v1.ConsentChange" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__ConsentChange
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__consent_change__init)

    init(copying c: UnsafePointer<CStruct>) {
      if let value = unsafe c.pointee.ledger_head {
        self.ledgerHead = unsafe ConsentV1.LedgerHead(copying: value)
      }
      switch unsafe c.pointee.entry_case.rawValue {
      case 2:
        if let value = unsafe c.pointee.consent {
          self.entry = unsafe .consent(ConsentV1.ConsentEvent(copying: value))
        }
      case 3:
        if let value = unsafe c.pointee.preferences {
          self.entry = unsafe .preferences(ConsentV1.Preferences(copying: value))
        }
      default: break
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__consent_change__init(c)
      if let value = self.ledgerHead {
        unsafe c.pointee.ledger_head = arena.make(value)
      }
      switch self.entry {
      case .consent(let value)?:
        unsafe c.pointee.entry_case = .init(rawValue: 2)
        unsafe c.pointee.consent = arena.make(value)
      case .preferences(let value)?:
        unsafe c.pointee.entry_case = .init(rawValue: 3)
        unsafe c.pointee.preferences = arena.make(value)
      case nil: break
      }
    }
  }
}

extension ConsentV1 {
  public struct LedgerVerdict: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    public static let unspecified = Self(rawValue: 0)
    public static let intact = Self(rawValue: 1)
    public static let broken = Self(rawValue: 2)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [.unspecified, .intact, .broken]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "LEDGER_VERDICT_UNSPECIFIED"
      case 1: "LEDGER_VERDICT_INTACT"
      case 2: "LEDGER_VERDICT_BROKEN"
      default: "\(rawValue)"
      }
    }
  }
}

extension SubmessageField where Whole == ConsentV1.GrantConsentRequest, Part == Google.Timestamp {
  /// ``ConsentV1.GrantConsentRequest/effectiveAt``
  public static var effectiveAt: Self { Self(number: 7) }
}

extension SubmessageField where Whole == ConsentV1.GrantConsentRequest, Part == Google.Timestamp {
  /// ``ConsentV1.GrantConsentRequest/validUntil``
  public static var validUntil: Self { Self(number: 8) }
}

extension SubmessageField where Whole == ConsentV1.GrantConsentRequest, Part == ConsentV1.Collection {
  /// ``ConsentV1.GrantConsentRequest/collection``
  public static var collection: Self { Self(number: 9) }
}

extension SubmessageField where Whole == ConsentV1.GrantConsentReply, Part == ConsentV1.LedgerHead {
  /// ``ConsentV1.GrantConsentReply/ledgerHead``
  public static var ledgerHead: Self { Self(number: 1) }
}

extension SubmessageField where Whole == ConsentV1.GrantConsentReply, Part == Google.Timestamp {
  /// ``ConsentV1.GrantConsentReply/recordedAt``
  public static var recordedAt: Self { Self(number: 2) }
}

extension SubmessageField where Whole == ConsentV1.GrantConsentReply, Part == Google.Timestamp {
  /// ``ConsentV1.GrantConsentReply/effectiveAt``
  public static var effectiveAt: Self { Self(number: 3) }
}

extension SubmessageField where Whole == ConsentV1.WithdrawConsentRequest, Part == Google.Timestamp {
  /// ``ConsentV1.WithdrawConsentRequest/effectiveAt``
  public static var effectiveAt: Self { Self(number: 8) }
}

extension SubmessageField where Whole == ConsentV1.WithdrawConsentRequest, Part == ConsentV1.Collection {
  /// ``ConsentV1.WithdrawConsentRequest/collection``
  public static var collection: Self { Self(number: 9) }
}

extension SubmessageField where Whole == ConsentV1.WithdrawConsentReply, Part == ConsentV1.LedgerHead {
  /// ``ConsentV1.WithdrawConsentReply/ledgerHead``
  public static var ledgerHead: Self { Self(number: 1) }
}

extension SubmessageField where Whole == ConsentV1.WithdrawConsentReply, Part == Google.Timestamp {
  /// ``ConsentV1.WithdrawConsentReply/recordedAt``
  public static var recordedAt: Self { Self(number: 2) }
}

extension SubmessageField where Whole == ConsentV1.WithdrawConsentReply, Part == Google.Timestamp {
  /// ``ConsentV1.WithdrawConsentReply/effectiveAt``
  public static var effectiveAt: Self { Self(number: 3) }
}

extension SubmessageField where Whole == ConsentV1.SetPreferencesRequest, Part == ConsentV1.Preferences {
  /// ``ConsentV1.SetPreferencesRequest/preferences``
  public static var preferences: Self { Self(number: 3) }
}

extension SubmessageField where Whole == ConsentV1.SetPreferencesRequest, Part == Google.FieldMask {
  /// ``ConsentV1.SetPreferencesRequest/updateMask``
  public static var updateMask: Self { Self(number: 4) }
}

extension SubmessageField where Whole == ConsentV1.SetPreferencesRequest, Part == ConsentV1.Collection {
  /// ``ConsentV1.SetPreferencesRequest/collection``
  public static var collection: Self { Self(number: 6) }
}

extension SubmessageField where Whole == ConsentV1.SetPreferencesReply, Part == ConsentV1.LedgerHead {
  /// ``ConsentV1.SetPreferencesReply/ledgerHead``
  public static var ledgerHead: Self { Self(number: 1) }
}

extension SubmessageField where Whole == ConsentV1.SetPreferencesReply, Part == Google.Timestamp {
  /// ``ConsentV1.SetPreferencesReply/recordedAt``
  public static var recordedAt: Self { Self(number: 2) }
}

extension SubmessageField where Whole == ConsentV1.SetPreferencesReply, Part == ConsentV1.Preferences {
  /// ``ConsentV1.SetPreferencesReply/preferences``
  public static var preferences: Self { Self(number: 3) }
}

extension SubmessageField where Whole == ConsentV1.GetConsentStateRequest, Part == Google.Timestamp {
  /// ``ConsentV1.GetConsentStateRequest/asOf``
  public static var asOf: Self { Self(number: 3) }
}

extension SubmessageField where Whole == ConsentV1.MayContactRequest, Part == Google.Timestamp {
  /// ``ConsentV1.MayContactRequest/at``
  public static var at: Self { Self(number: 7) }
}

extension SubmessageField where Whole == ConsentV1.MayContactReply, Part == ConsentV1.DecisionReason {
  /// ``ConsentV1.MayContactReply/reasons``
  public static var reasons: Self { Self(number: 2) }
}

extension SubmessageField where Whole == ConsentV1.MayContactReply, Part == Google.Timestamp {
  /// ``ConsentV1.MayContactReply/nextAllowedAt``
  public static var nextAllowedAt: Self { Self(number: 3) }
}

extension SubmessageField where Whole == ConsentV1.MayContactReply, Part == Google.Timestamp {
  /// ``ConsentV1.MayContactReply/decidedFor``
  public static var decidedFor: Self { Self(number: 4) }
}

extension SubmessageField where Whole == ConsentV1.MayContactReply, Part == Google.Timestamp {
  /// ``ConsentV1.MayContactReply/validUntil``
  public static var validUntil: Self { Self(number: 5) }
}

extension SubmessageField where Whole == ConsentV1.MayContactReply, Part == ConsentV1.LedgerHead {
  /// ``ConsentV1.MayContactReply/ledgerHead``
  public static var ledgerHead: Self { Self(number: 6) }
}

extension SubmessageField where Whole == ConsentV1.EraseSubjectReply, Part == Google.Timestamp {
  /// ``ConsentV1.EraseSubjectReply/erasedAt``
  public static var erasedAt: Self { Self(number: 1) }
}

extension SubmessageField where Whole == ConsentV1.VerifyLedgerReply, Part == ConsentV1.LedgerHead {
  /// ``ConsentV1.VerifyLedgerReply/ledgerHead``
  public static var ledgerHead: Self { Self(number: 2) }
}

extension SubmessageField where Whole == ConsentV1.WatchChangesReply, Part == RPCV1.Change {
  /// ``ConsentV1.WatchChangesReply/change``
  public static var change: Self { Self(number: 1) }
}

extension SubmessageField where Whole == ConsentV1.ConsentChange, Part == ConsentV1.LedgerHead {
  /// ``ConsentV1.ConsentChange/ledgerHead``
  public static var ledgerHead: Self { Self(number: 1) }
}
