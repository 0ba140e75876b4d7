/// How, when and about what a subject wants to be spoken to.
struct Preferences: Equatable, Sendable {
  /// IANA name; empty: not known.
  var timeZone = ""
  /// Best first.
  var preferredChannels: [String] = []
  var refusedChannels: [String] = []
  var topics: [TopicPreference] = []
  /// Never in these.
  var quietHours: [DailyWindow] = []
  /// Where there are any for a channel: only in these.
  var contactHours: [DailyWindow] = []
  var pauseUntil: Instant?
}

/// One choice in the tree of topics; "*" is the root.
struct TopicPreference: Equatable, Sendable {
  var topic: String
  var isWanted: Bool
}

extension Preferences {
  /// Whether the subject wants to hear about a topic: its own choice, or else the nearest one above
  /// it in the tree; with no choice at all, yes.
  func wants(topic: String) -> Bool {
    var nearest = 0
    var wanted = true
    for choice in topics {
      let depth = choice.depth(above: topic)
      if depth > nearest { (nearest, wanted) = (depth, choice.isWanted) }
    }
    return wanted
  }
}

extension TopicPreference {
  /// How near this choice is above `asked`: 0 not at all, 1 the root, more the nearer.
  fileprivate func depth(above asked: String) -> Int {
    if topic == "*" { return 1 }
    guard asked.hasPrefix(topic) else { return 0 }
    let rest = asked.utf8.dropFirst(topic.utf8.count)
    return rest.isEmpty || rest.first == UInt8(ascii: "/") ? topic.utf8.count + 1 : 0
  }
}
