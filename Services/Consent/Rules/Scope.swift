/// What a consent is about: whose contact, for what, by which way. Each part is an identifier of
/// the catalogue, or `Scope.every`.
struct Scope: Hashable, Sendable {
  var controller: String
  var purpose: String
  var channel: String

  /// "*": every controller, purpose or channel.
  static let every = "*"

  /// Whether all that `other` is about lies within this scope.
  func covers(_ other: Scope) -> Bool {
    Self.covers(purpose, other.purpose) && Self.covers(channel, other.channel)
      && Self.covers(controller, other.controller)
  }

  /// Whether anything that `other` is about, on whatever channel, may lie within this scope.
  func coversPurpose(of other: Scope) -> Bool {
    Self.covers(purpose, other.purpose) && Self.covers(controller, other.controller)
  }

  private static func covers(_ wide: String, _ narrow: String) -> Bool {
    wide == narrow || wide == every
  }
}
