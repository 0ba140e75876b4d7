internal import TLS
internal import Wire

/// On whose behalf a call is made, where that is not the peer itself: the person or program that the
/// gateway has authenticated.
public struct Caller: Sendable, Hashable {
  /// Few calls have one: those that do not should carry no more than a nil reference.
  private final class Parts: Sendable, Hashable {
    let identity: String
    let roles: [String]
    let purpose: String?

    init(identity: String, roles: [String], purpose: String?) {
      self.identity = identity
      self.roles = roles
      self.purpose = purpose
    }

    static func == (left: Parts, right: Parts) -> Bool {
      left.identity == right.identity && left.roles == right.roles && left.purpose == right.purpose
    }

    func hash(into hasher: inout Hasher) { hasher.combine(identity) }
  }

  private let parts: Parts

  /// Who: a SPIFFE URI, or the subject of a token.
  public var identity: String { parts.identity }
  /// What that one is allowed to be, as in `agent`.
  public var roles: [String] { parts.roles }
  /// What the data is wanted for, as in `service`; nil where nobody said.
  public var purpose: String? { parts.purpose }

  /// Throws INVALID_ARGUMENT with what is wrong: an identity is 1 to 2048 graphic characters of ASCII;
  /// roles and purpose are 1 to 64 letters, digits, dots, dashes, underscores and colons, of roles at
  /// most 32.
  public init(identity: String, roles: [String] = [], purpose: String? = nil) throws(RPCError) {
    guard (1...Self.longestIdentity).contains(identity.utf8.count),
      identity.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else {
      throw Self.malformed(
        Self.identityKey,
        "is 1 to \(Self.longestIdentity) graphic characters of ASCII, without space")
    }
    guard roles.count <= Self.mostRoles, roles.allSatisfy(Self.isWord) else {
      throw Self.malformed(
        Self.rolesKey, "is at most \(Self.mostRoles) words \(Self.words), commas between them")
    }
    guard purpose.map(Self.isWord) ?? true else {
      throw Self.malformed(Self.purposeKey, "is one word \(Self.words)")
    }
    parts = Parts(identity: identity, roles: roles, purpose: purpose)
  }

  /// Who asks for the call that is being served: the caller it was made for, or else the peer itself.
  /// What a gateway tells the services that it asks.
  public init(of call: CallContext) {
    self = call.caller ?? Caller(trusted: call.peer.uri)
  }

  private init(trusted identity: String) {
    parts = Parts(identity: identity, roles: [], purpose: nil)
  }

  private static let longestIdentity = 2048
  private static let mostRoles = 32
  private static let words = "of 1 to 64 letters, digits, dots, dashes, underscores and colons"

  private static func isWord(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
          || (UInt8(ascii: "0")...UInt8(ascii: ":")).contains(byte) || byte == UInt8(ascii: ".")
          || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      }
  }

  static func malformed(_ key: String, _ rule: String) -> RPCError {
    RPCError(.invalidArgument, "the metadata key \(key) \(rule)")
  }
}

// How it travels: one pair a field, roles joined by commas.
extension Caller {
  static let identityKey = "cameo-caller"
  static let rolesKey = "cameo-roles"
  static let purposeKey = "cameo-purpose"

  /// Takes the reserved pairs out of `metadata`. Nil where there are none; throws INVALID_ARGUMENT where
  /// they are malformed, there twice, or not known.
  init?(takingFrom metadata: inout Metadata) throws(RPCError) {
    var identity: String?
    var roles: String?
    var purpose: String?
    for entry in metadata.entries where entry.key.isReservedKey {
      switch entry.key {
      case Self.identityKey: try Self.set(&identity, entry)
      case Self.rolesKey: try Self.set(&roles, entry)
      case Self.purposeKey: try Self.set(&purpose, entry)
      default: throw Self.malformed(entry.key.prefix(utf8: 64), "is reserved, and not known here")
      }
    }
    guard identity != nil || roles != nil || purpose != nil else { return nil }
    metadata.entries.removeAll { $0.key.isReservedKey }
    try self.init(
      identity: identity ?? "",
      roles: roles?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? [],
      purpose: purpose)
  }

  private static func set(_ text: inout String?, _ entry: Metadata.Entry) throws(RPCError) {
    guard text == nil, let value = String(validating: entry.value, as: UTF8.self) else {
      throw malformed(entry.key, "is there twice, or no UTF-8")
    }
    text = value
  }

  /// The pairs that say so.
  var metadata: [Metadata.Entry] {
    var entries = [Metadata.Entry(key: Self.identityKey, text: identity)]
    if !roles.isEmpty {
      entries.append(.init(key: Self.rolesKey, text: roles.joined(separator: ",")))
    }
    if let purpose { entries.append(.init(key: Self.purposeKey, text: purpose)) }
    return entries
  }
}

extension Metadata {
  /// Whether a pair is there whose key begins with `cameo-`: the protocol's own.
  var hasReservedKeys: Bool { entries.contains { $0.key.isReservedKey } }
}

extension String {
  fileprivate var isReservedKey: Bool { utf8.starts(with: "cameo-".utf8) }
}
