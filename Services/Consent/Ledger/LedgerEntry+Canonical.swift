extension LedgerEntry {
  /// The version of the encoding: the first byte of every payload.
  private static let version: UInt8 = 1

  private enum Kind: UInt8 {
    case consent = 1
    case preferences = 2
  }

  /// The canonical encoding, as LEDGER.md specifies it.
  var canonical: [UInt8] {
    var writer = CanonicalWriter()
    writer.byte(Self.version)
    writer.byte(kind.rawValue)
    writer.text(customer)
    writer.text(request)
    writer.instant(recordedAt)
    writer.instant(effectiveAt)
    writer.byte(actor.rawValue)
    writer.text(recorder)
    collection.write(to: &writer)
    switch content {
    case .consent(let consent): consent.write(to: &writer)
    case .preferences(let preferences): preferences.write(to: &writer)
    }
    return writer.bytes
  }

  private var kind: Kind {
    switch content {
    case .consent: .consent
    case .preferences: .preferences
    }
  }

  /// Reads a canonical encoding; refuses any other bytes.
  init(canonical bytes: [UInt8]) throws(LedgerFormatError) {
    var reader = CanonicalReader(bytes)
    let version = try reader.byte()
    guard version == Self.version else {
      throw LedgerFormatError(text: "version \(version) of the encoding is not known")
    }
    let kind = try reader.value(Kind.self)
    customer = try reader.text()
    request = try reader.text()
    recordedAt = try reader.instant()
    effectiveAt = try reader.instant()
    actor = try reader.value(ConsentEvent.Actor.self)
    recorder = try reader.text()
    collection = try Collection(from: &reader)
    switch kind {
    case .consent: content = .consent(try Consent(from: &reader))
    case .preferences: content = .preferences(try Preferences(from: &reader))
    }
    try reader.end()
  }
}

extension LedgerEntry.Collection {
  fileprivate func write(to writer: inout CanonicalWriter) {
    writer.text(method)
    writer.text(source)
    writer.text(noticeID)
    writer.text(noticeVersion)
    writer.text(noticeLanguage)
    writer.blob(evidence)
  }

  fileprivate init(from reader: inout CanonicalReader) throws(LedgerFormatError) {
    method = try reader.text()
    source = try reader.text()
    noticeID = try reader.text()
    noticeVersion = try reader.text()
    noticeLanguage = try reader.text()
    evidence = try reader.blob()
  }
}

extension LedgerEntry.Consent {
  fileprivate func write(to writer: inout CanonicalWriter) {
    writer.byte(action.rawValue)
    scope.write(to: &writer)
    writer.integer(purposeVersion)
    writer.byte(legalBasis?.rawValue ?? 0)
    writer.optional(validUntil)
  }

  fileprivate init(from reader: inout CanonicalReader) throws(LedgerFormatError) {
    action = try reader.value(ConsentEvent.Action.self)
    scope = try Scope(from: &reader)
    purposeVersion = try reader.integer32()
    let basis = try reader.byte()
    legalBasis = LegalBasis(rawValue: basis)
    guard basis == 0 || legalBasis != nil else {
      throw LedgerFormatError(text: "no legal basis has the number \(basis)")
    }
    validUntil = try reader.optionalInstant()
  }
}

extension Scope {
  func write(to writer: inout CanonicalWriter) {
    writer.text(controller)
    writer.text(purpose)
    writer.text(channel)
  }

  init(from reader: inout CanonicalReader) throws(LedgerFormatError) {
    controller = try reader.text()
    purpose = try reader.text()
    channel = try reader.text()
  }
}
