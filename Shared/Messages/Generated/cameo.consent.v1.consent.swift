// Generated from cameo/consent/v1/consent.proto by proto/generate. Do not edit.
// swift-format-ignore-file

internal import CMessages
public import Decoding

extension ConsentV1 {
  /// One reason against contact.
  public struct DecisionReason: Message, @unsafe GeneratedMessage {
    /// The rule that failed: "consent". The rules and their order are listed at ConsentService.MayContact.
    public var rule: String = ""
    /// For a program, stable: "NO_CONSENT". Listed there too.
    public var code: String = ""
    /// For a person: one sentence.
    public var message: String = ""
    /// The ledger entry that decided it; 0: none did.
    public var entry: UInt64 = 0

    public init() {}

    public init(rule: String = "", code: String = "", message: String = "", entry: UInt64 = 0) {
      self.rule = rule
      self.code = code
      self.message = message
      self.entry = entry
    }

    public static var fullName: String { "cameo.consent.v1.DecisionReason" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__DecisionReason
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__decision_reason__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.rule = unsafe CopyOut.text(c.pointee.rule)
      self.code = unsafe CopyOut.text(c.pointee.code)
      self.message = unsafe CopyOut.text(c.pointee.message)
      self.entry = unsafe c.pointee.entry
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__decision_reason__init(c)
      if !self.rule.isEmpty {
        unsafe c.pointee.rule = arena.text(self.rule)
      }
      if !self.code.isEmpty {
        unsafe c.pointee.code = arena.text(self.code)
      }
      if !self.message.isEmpty {
        unsafe c.pointee.message = arena.text(self.message)
      }
      unsafe c.pointee.entry = self.entry
    }
  }
}

extension ConsentV1 {
  /// Where a subject's ledger stood. Empty hash and version 0: nothing was ever recorded.
  public struct LedgerHead: Message, @unsafe GeneratedMessage {
    /// The number of the last entry, from 1: the subject's version for expected_version.
    public var version: UInt64 = 0
    /// SHA-256 of the last entry, 32 bytes; Services/Consent/LEDGER.md specifies it byte by byte.
    public var hash: [UInt8] = []

    public init() {}

    public init(version: UInt64 = 0, hash: [UInt8] = []) {
      self.version = version
      self.hash = hash
    }

    public static var fullName: String { "cameo.consent.v1.LedgerHead" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__LedgerHead
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__ledger_head__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.version = unsafe c.pointee.version
      self.hash = unsafe CopyOut.bytes(c.pointee.hash)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__ledger_head__init(c)
      unsafe c.pointee.version = self.version
      if !self.hash.isEmpty {
        unsafe c.pointee.hash = arena.bytes(self.hash)
      }
    }
  }
}

extension ConsentV1 {
  /// The text that the subject was shown.
  public struct Notice: Message, @unsafe GeneratedMessage {
    /// at most 64 bytes
    public var id: String = ""
    /// at most 64 bytes
    public var version: String = ""
    /// BCP 47, as in "cs" or "pt-BR"
    public var language: String = ""

    public init() {}

    public init(id: String = "", version: String = "", language: String = "") {
      self.id = id
      self.version = version
      self.language = language
    }

    public static var fullName: String { "cameo.consent.v1.Notice" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__Notice
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__notice__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.id = unsafe CopyOut.text(c.pointee.id)
      self.version = unsafe CopyOut.text(c.pointee.version)
      self.language = unsafe CopyOut.text(c.pointee.language)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__notice__init(c)
      if !self.id.isEmpty {
        unsafe c.pointee.id = arena.text(self.id)
      }
      if !self.version.isEmpty {
        unsafe c.pointee.version = arena.text(self.version)
      }
      if !self.language.isEmpty {
        unsafe c.pointee.language = arena.text(self.language)
      }
    }
  }
}

extension ConsentV1 {
  /// What stands behind a consent, for a proof of it. Nothing of it decides.
  public struct Collection: Message, @unsafe GeneratedMessage {
    /// How: "web_form", "phone", "paper", "preference_centre"; at most 64 bytes.
    public var method: String = ""
    /// Where: a page, a shop, a file's name; at most 256 bytes.
    public var source: String = ""
    public var notice: ConsentV1.Notice? = nil
    /// SHA-256 of what proves it (a recording, a signed form), kept elsewhere; 32 bytes or none.
    public var evidenceSha256: [UInt8] = []

    public init() {}

    public init(
      method: String = "",
      source: String = "",
      notice: ConsentV1.Notice? = nil,
      evidenceSha256: [UInt8] = []
    ) {
      self.method = method
      self.source = source
      self.notice = notice
      self.evidenceSha256 = evidenceSha256
    }

    public static var fullName: String { "cameo.consent.v1.Collection" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__Collection
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__collection__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.method = unsafe CopyOut.text(c.pointee.method)
      self.source = unsafe CopyOut.text(c.pointee.source)
      if let value = unsafe c.pointee.notice {
        self.notice = unsafe ConsentV1.Notice(copying: value)
      }
      self.evidenceSha256 = unsafe CopyOut.bytes(c.pointee.evidence_sha256)
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__collection__init(c)
      if !self.method.isEmpty {
        unsafe c.pointee.method = arena.text(self.method)
      }
      if !self.source.isEmpty {
        unsafe c.pointee.source = arena.text(self.source)
      }
      if let value = self.notice {
        unsafe c.pointee.notice = arena.make(value)
      }
      if !self.evidenceSha256.isEmpty {
        unsafe c.pointee.evidence_sha256 = arena.bytes(self.evidenceSha256)
      }
    }
  }
}

extension ConsentV1 {
  /// One entry of the ledger, as far as it decides.
  public struct ConsentEvent: Message, @unsafe GeneratedMessage {
    /// Its number in the subject's ledger, from 1.
    public var entry: UInt64 = 0
    public var action: ConsentV1.ConsentAction = .init(rawValue: 0)
    public var `actor`: ConsentV1.Actor = .init(rawValue: 0)
    /// "*": every one.
    public var controller: String = ""
    public var purpose: String = ""
    public var channel: String = ""
    /// The instant from which it holds; recorded_at is when this service learnt of it.
    public var effectiveAt: Google.Timestamp? = nil
    public var recordedAt: Google.Timestamp? = nil
    /// The first instant at which it no longer holds; absent: no end.
    public var validUntil: Google.Timestamp? = nil

    public init() {}

    public init(
      entry: UInt64 = 0,
      action: ConsentV1.ConsentAction = .init(rawValue: 0),
      `actor`: ConsentV1.Actor = .init(rawValue: 0),
      controller: String = "",
      purpose: String = "",
      channel: String = "",
      effectiveAt: Google.Timestamp? = nil,
      recordedAt: Google.Timestamp? = nil,
      validUntil: Google.Timestamp? = nil
    ) {
      self.entry = entry
      self.action = action
      self.`actor` = `actor`
      self.controller = controller
      self.purpose = purpose
      self.channel = channel
      self.effectiveAt = effectiveAt
      self.recordedAt = recordedAt
      self.validUntil = validUntil
    }

    public static var fullName: String { "cameo.consent.v1.ConsentEvent" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__ConsentEvent
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__consent_event__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.entry = unsafe c.pointee.entry
      self.action = unsafe ConsentV1.ConsentAction(rawValue: Int32(truncatingIfNeeded: c.pointee.action.rawValue))
      self.`actor` = unsafe ConsentV1.Actor(rawValue: Int32(truncatingIfNeeded: c.pointee.`actor`.rawValue))
      self.controller = unsafe CopyOut.text(c.pointee.controller)
      self.purpose = unsafe CopyOut.text(c.pointee.purpose)
      self.channel = unsafe CopyOut.text(c.pointee.channel)
      if let value = unsafe c.pointee.effective_at {
        self.effectiveAt = unsafe Google.Timestamp(copying: value)
      }
      if let value = unsafe c.pointee.recorded_at {
        self.recordedAt = unsafe Google.Timestamp(copying: value)
      }
      if let value = unsafe c.pointee.valid_until {
        self.validUntil = unsafe Google.Timestamp(copying: value)
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__consent_event__init(c)
      unsafe c.pointee.entry = self.entry
      unsafe c.pointee.action = .init(rawValue: .init(truncatingIfNeeded: self.action.rawValue))
      unsafe c.pointee.`actor` = .init(rawValue: .init(truncatingIfNeeded: self.`actor`.rawValue))
      if !self.controller.isEmpty {
        unsafe c.pointee.controller = arena.text(self.controller)
      }
      if !self.purpose.isEmpty {
        unsafe c.pointee.purpose = arena.text(self.purpose)
      }
      if !self.channel.isEmpty {
        unsafe c.pointee.channel = arena.text(self.channel)
      }
      if let value = self.effectiveAt {
        unsafe c.pointee.effective_at = arena.make(value)
      }
      if let value = self.recordedAt {
        unsafe c.pointee.recorded_at = arena.make(value)
      }
      if let value = self.validUntil {
        unsafe c.pointee.valid_until = arena.make(value)
      }
    }
  }
}

extension ConsentV1 {
  /// On the subject's own wall clock.
  public struct TimeOfDay: Message, @unsafe GeneratedMessage {
    /// 0 to 24; 24 only as the end of a window, with 0 minutes
    public var hours: UInt32 = 0
    /// 0 to 59
    public var minutes: UInt32 = 0

    public init() {}

    public init(hours: UInt32 = 0, minutes: UInt32 = 0) {
      self.hours = hours
      self.minutes = minutes
    }

    public static var fullName: String { "cameo.consent.v1.TimeOfDay" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__TimeOfDay
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__time_of_day__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.hours = unsafe c.pointee.hours
      self.minutes = unsafe c.pointee.minutes
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__time_of_day__init(c)
      unsafe c.pointee.hours = self.hours
      unsafe c.pointee.minutes = self.minutes
    }
  }
}

extension ConsentV1 {
  /// From `from` up to, not including, `to`. A window that ends before it starts runs over midnight and belongs to the
  /// day it starts on. Daylight saving: an end that does not exist is the first instant after the gap; an end that comes
  /// twice is the second for quiet hours and the first for contact hours: the stricter of the two.
  public struct DailyWindow: Message, @unsafe GeneratedMessage {
    /// the days it starts on; none: every day
    public var days: [ConsentV1.DayOfWeek] = []
    public var from: ConsentV1.TimeOfDay? = nil
    public var to: ConsentV1.TimeOfDay? = nil
    /// none: every channel
    public var channels: [String] = []

    public init() {}

    public init(
      days: [ConsentV1.DayOfWeek] = [],
      from: ConsentV1.TimeOfDay? = nil,
      to: ConsentV1.TimeOfDay? = nil,
      channels: [String] = []
    ) {
      self.days = days
      self.from = from
      self.to = to
      self.channels = channels
    }

    public static var fullName: String { "cameo.consent.v1.DailyWindow" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__DailyWindow
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__daily_window__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.days = unsafe CopyOut.list(c.pointee.n_days, c.pointee.days) { ConsentV1.DayOfWeek(rawValue: Int32(truncatingIfNeeded: $0.rawValue)) }
      if let value = unsafe c.pointee.from {
        self.from = unsafe ConsentV1.TimeOfDay(copying: value)
      }
      if let value = unsafe c.pointee.to {
        self.to = unsafe ConsentV1.TimeOfDay(copying: value)
      }
      self.channels = unsafe CopyOut.list(c.pointee.n_channels, c.pointee.channels) { unsafe CopyOut.text($0) }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__daily_window__init(c)
      if !self.days.isEmpty {
        unsafe c.pointee.n_days = self.days.count
        unsafe c.pointee.days = arena.list(self.days) { .init(rawValue: .init(truncatingIfNeeded: $0.rawValue)) }
      }
      if let value = self.from {
        unsafe c.pointee.from = arena.make(value)
      }
      if let value = self.to {
        unsafe c.pointee.to = arena.make(value)
      }
      if !self.channels.isEmpty {
        unsafe c.pointee.n_channels = self.channels.count
        unsafe c.pointee.channels = arena.list(self.channels) { unsafe arena.text($0) }
      }
    }
  }
}

extension ConsentV1 {
  /// Topics form a tree by "/": "art/painting" follows "art" unless it has a choice of its own; "*" is the root, for
  /// every topic that has no nearer choice.
  public struct TopicPreference: Message, @unsafe GeneratedMessage {
    /// lower-case words of a-z 0-9 - _, at most 64 bytes
    public var topic: String = ""
    public var choice: ConsentV1.TopicChoice = .init(rawValue: 0)

    public init() {}

    public init(topic: String = "", choice: ConsentV1.TopicChoice = .init(rawValue: 0)) {
      self.topic = topic
      self.choice = choice
    }

    public static var fullName: String { "cameo.consent.v1.TopicPreference" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__TopicPreference
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__topic_preference__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.topic = unsafe CopyOut.text(c.pointee.topic)
      self.choice = unsafe ConsentV1.TopicChoice(rawValue: Int32(truncatingIfNeeded: c.pointee.choice.rawValue))
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__topic_preference__init(c)
      if !self.topic.isEmpty {
        unsafe c.pointee.topic = arena.text(self.topic)
      }
      unsafe c.pointee.choice = .init(rawValue: .init(truncatingIfNeeded: self.choice.rawValue))
    }
  }
}

extension ConsentV1 {
  /// How, when and about what the subject wants to be spoken to.
  public struct Preferences: Message, @unsafe GeneratedMessage {
    /// IANA name, as in "Europe/Prague": the zone of all windows.
    public var timeZone: String = ""
    /// The channels the subject likes, best first; for a sender that may choose.
    public var preferredChannels: [String] = []
    /// The channels the subject does not want, whatever was consented to.
    public var refusedChannels: [String] = []
    /// at most 100
    public var topics: [ConsentV1.TopicPreference] = []
    /// Never in these.
    ///
    /// at most 20
    public var quietHours: [ConsentV1.DailyWindow] = []
    /// If there are any for a channel: only in these.
    ///
    /// at most 20
    public var contactHours: [ConsentV1.DailyWindow] = []
    /// No contact before this instant.
    public var pauseUntil: Google.Timestamp? = nil

    public init() {}

    public init(
      timeZone: String = "",
      preferredChannels: [String] = [],
      refusedChannels: [String] = [],
      topics: [ConsentV1.TopicPreference] = [],
      quietHours: [ConsentV1.DailyWindow] = [],
      contactHours: [ConsentV1.DailyWindow] = [],
      pauseUntil: Google.Timestamp? = nil
    ) {
      self.timeZone = timeZone
      self.preferredChannels = preferredChannels
      self.refusedChannels = refusedChannels
      self.topics = topics
      self.quietHours = quietHours
      self.contactHours = contactHours
      self.pauseUntil = pauseUntil
    }

    public static var fullName: String { "cameo.consent.v1.Preferences" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__Preferences
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__preferences__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.timeZone = unsafe CopyOut.text(c.pointee.time_zone)
      self.preferredChannels = unsafe CopyOut.list(c.pointee.n_preferred_channels, c.pointee.preferred_channels) { unsafe CopyOut.text($0) }
      self.refusedChannels = unsafe CopyOut.list(c.pointee.n_refused_channels, c.pointee.refused_channels) { unsafe CopyOut.text($0) }
      self.topics = unsafe CopyOut.messages(c.pointee.n_topics, c.pointee.topics)
      self.quietHours = unsafe CopyOut.messages(c.pointee.n_quiet_hours, c.pointee.quiet_hours)
      self.contactHours = unsafe CopyOut.messages(c.pointee.n_contact_hours, c.pointee.contact_hours)
      if let value = unsafe c.pointee.pause_until {
        self.pauseUntil = unsafe Google.Timestamp(copying: value)
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__preferences__init(c)
      if !self.timeZone.isEmpty {
        unsafe c.pointee.time_zone = arena.text(self.timeZone)
      }
      if !self.preferredChannels.isEmpty {
        unsafe c.pointee.n_preferred_channels = self.preferredChannels.count
        unsafe c.pointee.preferred_channels = arena.list(self.preferredChannels) { unsafe arena.text($0) }
      }
      if !self.refusedChannels.isEmpty {
        unsafe c.pointee.n_refused_channels = self.refusedChannels.count
        unsafe c.pointee.refused_channels = arena.list(self.refusedChannels) { unsafe arena.text($0) }
      }
      if !self.topics.isEmpty {
        unsafe c.pointee.n_topics = self.topics.count
        unsafe c.pointee.topics = arena.messages(self.topics)
      }
      if !self.quietHours.isEmpty {
        unsafe c.pointee.n_quiet_hours = self.quietHours.count
        unsafe c.pointee.quiet_hours = arena.messages(self.quietHours)
      }
      if !self.contactHours.isEmpty {
        unsafe c.pointee.n_contact_hours = self.contactHours.count
        unsafe c.pointee.contact_hours = arena.messages(self.contactHours)
      }
      if let value = self.pauseUntil {
        unsafe c.pointee.pause_until = arena.make(value)
      }
    }
  }
}

extension ConsentV1 {
  /// The verdict for one purpose on one channel, with no topic.
  public struct ContactVerdict: Message, @unsafe GeneratedMessage {
    public var purpose: String = ""
    public var channel: String = ""
    public var verdict: ConsentV1.Verdict = .init(rawValue: 0)
    /// The codes of every failing reason, in the order of decision; MayContact gives them in full.
    public var reasons: [String] = []
    /// With DEFER.
    public var nextAllowedAt: Google.Timestamp? = nil
    public var consent: ConsentV1.ConsentStatus = .init(rawValue: 0)
    /// The ledger entry that decides on consent, of ConsentState.deciding; 0 with NONE.
    public var decidedBy: UInt64 = 0

    public init() {}

    public init(
      purpose: String = "",
      channel: String = "",
      verdict: ConsentV1.Verdict = .init(rawValue: 0),
      reasons: [String] = [],
      nextAllowedAt: Google.Timestamp? = nil,
      consent: ConsentV1.ConsentStatus = .init(rawValue: 0),
      decidedBy: UInt64 = 0
    ) {
      self.purpose = purpose
      self.channel = channel
      self.verdict = verdict
      self.reasons = reasons
      self.nextAllowedAt = nextAllowedAt
      self.consent = consent
      self.decidedBy = decidedBy
    }

    public static var fullName: String { "cameo.consent.v1.ContactVerdict" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__ContactVerdict
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__contact_verdict__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.purpose = unsafe CopyOut.text(c.pointee.purpose)
      self.channel = unsafe CopyOut.text(c.pointee.channel)
      self.verdict = unsafe ConsentV1.Verdict(rawValue: Int32(truncatingIfNeeded: c.pointee.verdict.rawValue))
      self.reasons = unsafe CopyOut.list(c.pointee.n_reasons, c.pointee.reasons) { unsafe CopyOut.text($0) }
      if let value = unsafe c.pointee.next_allowed_at {
        self.nextAllowedAt = unsafe Google.Timestamp(copying: value)
      }
      self.consent = unsafe ConsentV1.ConsentStatus(rawValue: Int32(truncatingIfNeeded: c.pointee.consent.rawValue))
      self.decidedBy = unsafe c.pointee.decided_by
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__contact_verdict__init(c)
      if !self.purpose.isEmpty {
        unsafe c.pointee.purpose = arena.text(self.purpose)
      }
      if !self.channel.isEmpty {
        unsafe c.pointee.channel = arena.text(self.channel)
      }
      unsafe c.pointee.verdict = .init(rawValue: .init(truncatingIfNeeded: self.verdict.rawValue))
      if !self.reasons.isEmpty {
        unsafe c.pointee.n_reasons = self.reasons.count
        unsafe c.pointee.reasons = arena.list(self.reasons) { unsafe arena.text($0) }
      }
      if let value = self.nextAllowedAt {
        unsafe c.pointee.next_allowed_at = arena.make(value)
      }
      unsafe c.pointee.consent = .init(rawValue: .init(truncatingIfNeeded: self.consent.rawValue))
      unsafe c.pointee.decided_by = self.decidedBy
    }
  }
}

extension ConsentV1 {
  /// All that a subject permits and prefers, and what follows for each purpose and channel. The part of the single
  /// customer view that this service owns.
  public struct ConsentState: Message, @unsafe GeneratedMessage {
    public var customerId: String = ""
    /// The instant that the verdicts are for: now, or the one asked for.
    public var asOf: Google.Timestamp? = nil
    /// The controller that the verdicts are for.
    public var controller: String = ""
    /// Every purpose and channel of the catalogue, in its order.
    public var verdicts: [ConsentV1.ContactVerdict] = []
    /// The entries that the verdicts name, each once, the oldest first.
    public var deciding: [ConsentV1.ConsentEvent] = []
    /// Absent: none were ever set.
    public var preferences: ConsentV1.Preferences? = nil
    public var ledgerHead: ConsentV1.LedgerHead? = nil
    /// Until then the verdicts hold if nothing new is recorded; absent with a date in the past.
    public var validUntil: Google.Timestamp? = nil

    public init() {}

    public init(
      customerId: String = "",
      asOf: Google.Timestamp? = nil,
      controller: String = "",
      verdicts: [ConsentV1.ContactVerdict] = [],
      deciding: [ConsentV1.ConsentEvent] = [],
      preferences: ConsentV1.Preferences? = nil,
      ledgerHead: ConsentV1.LedgerHead? = nil,
      validUntil: Google.Timestamp? = nil
    ) {
      self.customerId = customerId
      self.asOf = asOf
      self.controller = controller
      self.verdicts = verdicts
      self.deciding = deciding
      self.preferences = preferences
      self.ledgerHead = ledgerHead
      self.validUntil = validUntil
    }

    public static var fullName: String { "cameo.consent.v1.ConsentState" }

    public init(decoding bytes: UnsafeRawBufferPointer, arena: Arena) throws(DecodingError) {
      self = unsafe try Self.decode(bytes, arena)
    }

    public func encode(arena: Arena, reserve: (Int) -> UnsafeMutableRawPointer) {
      unsafe pack(arena, reserve)
    }

    typealias CStruct = Cameo__Consent__V1__ConsentState
    nonisolated(unsafe) static let descriptor = unsafe describe(cameo__consent__v1__consent_state__init)

    init(copying c: UnsafePointer<CStruct>) {
      self.customerId = unsafe CopyOut.text(c.pointee.customer_id)
      if let value = unsafe c.pointee.as_of {
        self.asOf = unsafe Google.Timestamp(copying: value)
      }
      self.controller = unsafe CopyOut.text(c.pointee.controller)
      self.verdicts = unsafe CopyOut.messages(c.pointee.n_verdicts, c.pointee.verdicts)
      self.deciding = unsafe CopyOut.messages(c.pointee.n_deciding, c.pointee.deciding)
      if let value = unsafe c.pointee.preferences {
        self.preferences = unsafe ConsentV1.Preferences(copying: value)
      }
      if let value = unsafe c.pointee.ledger_head {
        self.ledgerHead = unsafe ConsentV1.LedgerHead(copying: value)
      }
      if let value = unsafe c.pointee.valid_until {
        self.validUntil = unsafe Google.Timestamp(copying: value)
      }
    }

    func fill(_ c: UnsafeMutablePointer<CStruct>, _ arena: Arena) {
      unsafe cameo__consent__v1__consent_state__init(c)
      if !self.customerId.isEmpty {
        unsafe c.pointee.customer_id = arena.text(self.customerId)
      }
      if let value = self.asOf {
        unsafe c.pointee.as_of = arena.make(value)
      }
      if !self.controller.isEmpty {
        unsafe c.pointee.controller = arena.text(self.controller)
      }
      if !self.verdicts.isEmpty {
        unsafe c.pointee.n_verdicts = self.verdicts.count
        unsafe c.pointee.verdicts = arena.messages(self.verdicts)
      }
      if !self.deciding.isEmpty {
        unsafe c.pointee.n_deciding = self.deciding.count
        unsafe c.pointee.deciding = arena.messages(self.deciding)
      }
      if let value = self.preferences {
        unsafe c.pointee.preferences = arena.make(value)
      }
      if let value = self.ledgerHead {
        unsafe c.pointee.ledger_head = arena.make(value)
      }
      if let value = self.validUntil {
        unsafe c.pointee.valid_until = arena.make(value)
      }
    }
  }
}

extension ConsentV1 {
  public struct Verdict: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    /// Never sent; a reader that meets it contacts nobody.
    public static let unspecified = Self(rawValue: 0)
    public static let allow = Self(rawValue: 1)
    public static let deny = Self(rawValue: 2)
    /// Not now: ask again at next_allowed_at.
    public static let `defer` = Self(rawValue: 3)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [.unspecified, .allow, .deny, .`defer`]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "VERDICT_UNSPECIFIED"
      case 1: "VERDICT_ALLOW"
      case 2: "VERDICT_DENY"
      case 3: "VERDICT_DEFER"
      default: "\(rawValue)"
      }
    }
  }
}

extension ConsentV1 {
  public struct ConsentAction: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    public static let unspecified = Self(rawValue: 0)
    /// Yes.
    public static let grant = Self(rawValue: 1)
    /// No, to a question.
    public static let deny = Self(rawValue: 2)
    /// No more: takes a consent back (GDPR Art. 7(3)).
    public static let withdraw = Self(rawValue: 3)
    /// No, to what needs no consent (GDPR Art. 21). Absolute for direct marketing.
    public static let object = Self(rawValue: 4)
    /// A consent that ran out, where that is recorded; valid_until needs no such entry.
    public static let expire = Self(rawValue: 5)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [.unspecified, .grant, .deny, .withdraw, .object, .expire]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "CONSENT_ACTION_UNSPECIFIED"
      case 1: "CONSENT_ACTION_GRANT"
      case 2: "CONSENT_ACTION_DENY"
      case 3: "CONSENT_ACTION_WITHDRAW"
      case 4: "CONSENT_ACTION_OBJECT"
      case 5: "CONSENT_ACTION_EXPIRE"
      default: "\(rawValue)"
      }
    }
  }
}

extension ConsentV1 {
  /// Who said so. Only the subject's and a guardian's own grant lifts an earlier no.
  public struct Actor: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    public static let unspecified = Self(rawValue: 0)
    public static let subject = Self(rawValue: 1)
    public static let guardian = Self(rawValue: 2)
    /// A person of the company, on the subject's word.
    public static let agent = Self(rawValue: 3)
    public static let `import` = Self(rawValue: 4)
    public static let system = Self(rawValue: 5)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [
      .unspecified,
      .subject,
      .guardian,
      .agent,
      .`import`,
      .system
    ]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "ACTOR_UNSPECIFIED"
      case 1: "ACTOR_SUBJECT"
      case 2: "ACTOR_GUARDIAN"
      case 3: "ACTOR_AGENT"
      case 4: "ACTOR_IMPORT"
      case 5: "ACTOR_SYSTEM"
      default: "\(rawValue)"
      }
    }
  }
}

extension ConsentV1 {
  public struct LegalBasis: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    public static let unspecified = Self(rawValue: 0)
    public static let consent = Self(rawValue: 1)
    public static let contract = Self(rawValue: 2)
    public static let legalObligation = Self(rawValue: 3)
    public static let vitalInterests = Self(rawValue: 4)
    public static let publicTask = Self(rawValue: 5)
    public static let legitimateInterests = Self(rawValue: 6)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [
      .unspecified,
      .consent,
      .contract,
      .legalObligation,
      .vitalInterests,
      .publicTask,
      .legitimateInterests
    ]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "LEGAL_BASIS_UNSPECIFIED"
      case 1: "LEGAL_BASIS_CONSENT"
      case 2: "LEGAL_BASIS_CONTRACT"
      case 3: "LEGAL_BASIS_LEGAL_OBLIGATION"
      case 4: "LEGAL_BASIS_VITAL_INTERESTS"
      case 5: "LEGAL_BASIS_PUBLIC_TASK"
      case 6: "LEGAL_BASIS_LEGITIMATE_INTERESTS"
      default: "\(rawValue)"
      }
    }
  }
}

extension ConsentV1 {
  /// Whether consent stands for one purpose on one channel, whatever the purpose rests on.
  public struct ConsentStatus: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    public static let unspecified = Self(rawValue: 0)
    /// Nothing was ever said.
    public static let none = Self(rawValue: 1)
    public static let granted = Self(rawValue: 2)
    /// Denied, withdrawn or objected to: the entry that decides tells.
    public static let refused = Self(rawValue: 3)
    public static let expired = Self(rawValue: 4)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [.unspecified, .none, .granted, .refused, .expired]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "CONSENT_STATUS_UNSPECIFIED"
      case 1: "CONSENT_STATUS_NONE"
      case 2: "CONSENT_STATUS_GRANTED"
      case 3: "CONSENT_STATUS_REFUSED"
      case 4: "CONSENT_STATUS_EXPIRED"
      default: "\(rawValue)"
      }
    }
  }
}

extension ConsentV1 {
  public struct DayOfWeek: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    public static let unspecified = Self(rawValue: 0)
    public static let monday = Self(rawValue: 1)
    public static let tuesday = Self(rawValue: 2)
    public static let wednesday = Self(rawValue: 3)
    public static let thursday = Self(rawValue: 4)
    public static let friday = Self(rawValue: 5)
    public static let saturday = Self(rawValue: 6)
    public static let sunday = Self(rawValue: 7)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [
      .unspecified,
      .monday,
      .tuesday,
      .wednesday,
      .thursday,
      .friday,
      .saturday,
      .sunday
    ]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "DAY_OF_WEEK_UNSPECIFIED"
      case 1: "DAY_OF_WEEK_MONDAY"
      case 2: "DAY_OF_WEEK_TUESDAY"
      case 3: "DAY_OF_WEEK_WEDNESDAY"
      case 4: "DAY_OF_WEEK_THURSDAY"
      case 5: "DAY_OF_WEEK_FRIDAY"
      case 6: "DAY_OF_WEEK_SATURDAY"
      case 7: "DAY_OF_WEEK_SUNDAY"
      default: "\(rawValue)"
      }
    }
  }
}

extension ConsentV1 {
  public struct TopicChoice: RawRepresentable, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public var rawValue: Int32

    public init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    public static let unspecified = Self(rawValue: 0)
    public static let wanted = Self(rawValue: 1)
    public static let unwanted = Self(rawValue: 2)

    /// The values that the .proto file names.
    public static let allCases: [Self] = [.unspecified, .wanted, .unwanted]

    /// The name in the .proto file, or the number of a value that it does not name.
    public var description: String {
      switch rawValue {
      case 0: "TOPIC_CHOICE_UNSPECIFIED"
      case 1: "TOPIC_CHOICE_WANTED"
      case 2: "TOPIC_CHOICE_UNWANTED"
      default: "\(rawValue)"
      }
    }
  }
}

extension SubmessageField where Whole == ConsentV1.Collection, Part == ConsentV1.Notice {
  /// ``ConsentV1.Collection/notice``
  public static var notice: Self { Self(number: 3) }
}

extension SubmessageField where Whole == ConsentV1.ConsentEvent, Part == Google.Timestamp {
  /// ``ConsentV1.ConsentEvent/effectiveAt``
  public static var effectiveAt: Self { Self(number: 7) }
}

extension SubmessageField where Whole == ConsentV1.ConsentEvent, Part == Google.Timestamp {
  /// ``ConsentV1.ConsentEvent/recordedAt``
  public static var recordedAt: Self { Self(number: 8) }
}

extension SubmessageField where Whole == ConsentV1.ConsentEvent, Part == Google.Timestamp {
  /// ``ConsentV1.ConsentEvent/validUntil``
  public static var validUntil: Self { Self(number: 9) }
}

extension SubmessageField where Whole == ConsentV1.DailyWindow, Part == ConsentV1.TimeOfDay {
  /// ``ConsentV1.DailyWindow/from``
  public static var from: Self { Self(number: 2) }
}

extension SubmessageField where Whole == ConsentV1.DailyWindow, Part == ConsentV1.TimeOfDay {
  /// ``ConsentV1.DailyWindow/to``
  public static var to: Self { Self(number: 3) }
}

extension SubmessageField where Whole == ConsentV1.Preferences, Part == ConsentV1.TopicPreference {
  /// ``ConsentV1.Preferences/topics``
  public static var topics: Self { Self(number: 4) }
}

extension SubmessageField where Whole == ConsentV1.Preferences, Part == ConsentV1.DailyWindow {
  /// ``ConsentV1.Preferences/quietHours``
  public static var quietHours: Self { Self(number: 5) }
}

extension SubmessageField where Whole == ConsentV1.Preferences, Part == ConsentV1.DailyWindow {
  /// ``ConsentV1.Preferences/contactHours``
  public static var contactHours: Self { Self(number: 6) }
}

extension SubmessageField where Whole == ConsentV1.Preferences, Part == Google.Timestamp {
  /// ``ConsentV1.Preferences/pauseUntil``
  public static var pauseUntil: Self { Self(number: 7) }
}

extension SubmessageField where Whole == ConsentV1.ContactVerdict, Part == Google.Timestamp {
  /// ``ConsentV1.ContactVerdict/nextAllowedAt``
  public static var nextAllowedAt: Self { Self(number: 5) }
}

extension SubmessageField where Whole == ConsentV1.ConsentState, Part == Google.Timestamp {
  /// ``ConsentV1.ConsentState/asOf``
  public static var asOf: Self { Self(number: 2) }
}

extension SubmessageField where Whole == ConsentV1.ConsentState, Part == ConsentV1.ContactVerdict {
  /// ``ConsentV1.ConsentState/verdicts``
  public static var verdicts: Self { Self(number: 4) }
}

extension SubmessageField where Whole == ConsentV1.ConsentState, Part == ConsentV1.ConsentEvent {
  /// ``ConsentV1.ConsentState/deciding``
  public static var deciding: Self { Self(number: 5) }
}

extension SubmessageField where Whole == ConsentV1.ConsentState, Part == ConsentV1.Preferences {
  /// ``ConsentV1.ConsentState/preferences``
  public static var preferences: Self { Self(number: 6) }
}

extension SubmessageField where Whole == ConsentV1.ConsentState, Part == ConsentV1.LedgerHead {
  /// ``ConsentV1.ConsentState/ledgerHead``
  public static var ledgerHead: Self { Self(number: 7) }
}

extension SubmessageField where Whole == ConsentV1.ConsentState, Part == Google.Timestamp {
  /// ``ConsentV1.ConsentState/validUntil``
  public static var validUntil: Self { Self(number: 8) }
}
