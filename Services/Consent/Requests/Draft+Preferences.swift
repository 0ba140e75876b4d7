import Messages

extension Draft {
  /// Reads a change of preferences.
  ///
  /// - Parameters:
  ///   - recorder: the caller through whom it came.
  ///   - isZone: whether a time zone is known by this name.
  init(
    _ request: ConsentV1.SetPreferencesRequest, recorder: String, _ reader: RequestReader,
    isZone: (String) -> Bool
  ) throws(Refusal) {
    var reader = reader
    let update = PreferencesUpdate(
      fields: reader.fields(request.updateMask),
      values: reader.preferences(request.preferences ?? ConsentV1.Preferences(), isZone: isZone))
    self.init(
      customer: reader.customer(request.customerId),
      request: reader.requestID(request.requestId),
      digest: Self.digest(of: request),
      expectedVersion: request.expectedVersion,
      actor: reader.actor(request.actor, "actor"), recorder: recorder,
      collection: reader.collection(request.collection, "collection"), effectiveAt: nil,
      content: .preferences(update))
    try reader.finish()
  }
}

extension RequestReader {
  fileprivate mutating func fields(_ mask: Google.FieldMask?) -> Set<PreferencesUpdate.Field> {
    let paths = mask?.paths ?? []
    if paths == ["*"] { return Set(PreferencesUpdate.Field.allCases) }
    let known = PreferencesUpdate.Field.allCases.map(\.rawValue).joined(separator: ", ")
    if paths.isEmpty {
      refuse("update_mask", "required", "Name the fields to set: \(known); or \"*\" alone.")
    }
    var fields: Set<PreferencesUpdate.Field> = []
    for path in paths.prefix(20) {
      if let field = PreferencesUpdate.Field(rawValue: path) {
        fields.insert(field)
      } else {
        refuse("update_mask", "unknown", "A path is one of: \(known); or \"*\" alone.")
      }
    }
    return fields
  }

  fileprivate mutating func preferences(
    _ value: ConsentV1.Preferences, isZone: (String) -> Bool
  ) -> Preferences {
    if !value.timeZone.isEmpty && !isZone(value.timeZone) {
      refuse(
        "preferences.time_zone", "zone", "Give an IANA time zone, such as \"Europe/Prague\".")
    }
    return Preferences(
      timeZone: value.timeZone,
      preferredChannels: channels(value.preferredChannels, "preferences.preferred_channels"),
      refusedChannels: channels(value.refusedChannels, "preferences.refused_channels"),
      topics: topics(value.topics, "preferences.topics"),
      quietHours: windows(value.quietHours, "preferences.quiet_hours"),
      contactHours: windows(value.contactHours, "preferences.contact_hours"),
      pauseUntil: value.pauseUntil.map { instant($0, "preferences.pause_until") })
  }

  private mutating func channels(_ values: [String], _ field: String) -> [String] {
    for (index, value) in values.enumerated().prefix(100) {
      _ = channel(value, "\(field)[\(index)]")
    }
    unique(values, field)
    return values
  }

  /// Says so where a value is given twice, which also bounds a list of known values.
  private mutating func unique(_ values: [String], _ field: String) {
    if Set(values).count != values.count { refuse(field, "unique", "Give each value once.") }
  }

  private mutating func topics(
    _ values: [ConsentV1.TopicPreference], _ field: String
  ) -> [TopicPreference] {
    if values.count > 100 { refuse(field, "length", "Give at most 100 topics.") }
    unique(values.map(\.topic), field)
    return values.prefix(100).enumerated().map { index, value in
      let field = "\(field)[\(index)]"
      if value.choice != .wanted && value.choice != .unwanted {
        refuse("\(field).choice", "required", "Say WANTED or UNWANTED.")
      }
      return TopicPreference(
        topic: topic(value.topic, "\(field).topic", orRoot: true),
        isWanted: value.choice == .wanted)
    }
  }
}
