import FoundationEssentials
import RPC
import Schema

/// The file that says which peer may call what: JSON, read as a whole or refused with the place and the
/// rule that is broken.
///
///     {
///       "rules": [
///         { "peers": ["*"], "allow": ["cameo.rpc.v1.Health/*"] },
///         { "peers": ["spiffe://cameo.local/service/gateway"],
///           "allow": ["cameo.profile.v1.ProfileService/*"],
///           "deny": ["cameo.profile.v1.ProfileService/ImportBatch"],
///           "comment": "Reads, and takes what clients write." }
///       ],
///       "delegates": ["spiffe://cameo.local/service/gateway"]
///     }
///
/// What no rule allows is denied, and what one denies no other allows; see `AccessPolicy`.
struct PolicyFile {
  /// How the file is named in errors.
  let path: String
  /// All that there is to call, by path: a rule about anything else is a mistake.
  let methods: Set<String>

  /// Reads the file.
  static func read(_ path: String, methods: Set<String>) throws(ConfigurationError) -> AccessPolicy
  {
    let text: Data
    do {
      text = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw ConfigurationError(
        "the policy \(path) cannot be read, and without one nobody may call anything: name another"
          + " with --policy, or make one for development with `cameo certs policy DIR`")
    }
    return try PolicyFile(path: path, methods: methods).policy(
      String(decoding: text, as: UTF8.self))
  }

  /// The paths of all methods in the descriptors of `proto/`.
  static func knownMethods(in fileDescriptorSet: [UInt8]) throws -> Set<String> {
    let schema = try Schema(fileDescriptorSet: fileDescriptorSet)
    return Set(schema.services.values.flatMap { $0.methods.map(\.path) })
  }

  func policy(_ text: String) throws(ConfigurationError) -> AccessPolicy {
    let root: JSONValue
    do {
      root = try JSONReader.read(text)
    } catch {
      throw fault("", error.message)
    }
    let members = try members(of: root, "", known: ["rules", "delegates"])
    guard let rules = members["rules"] else {
      throw fault("", "\"rules\" is missing; an empty list denies everything")
    }
    return AccessPolicy(
      rules: try elements(of: rules, "rules") { rule, place throws(ConfigurationError) in
        try self.rules(rule, place)
      }.flatMap { $0 },
      delegates: try members["delegates"].map { value throws(ConfigurationError) in
        try self.peers(value, "delegates")
      } ?? [])
  }

  /// An entry of the file says what its peers may and what they may not.
  private func rules(_ value: JSONValue, _ place: String) throws(ConfigurationError)
    -> [AccessPolicy.Rule]
  {
    let members = try members(of: value, place, known: ["peers", "allow", "deny", "comment"])
    guard let named = members["peers"] else { throw fault(place, "\"peers\" is missing") }
    let peers = try peers(named, "\(place).peers")
    guard !peers.isEmpty else { throw fault("\(place).peers", "names nobody") }
    if let comment = members["comment"] { _ = try string(comment, "\(place).comment") }
    var rules: [AccessPolicy.Rule] = []
    for (key, effect) in [("allow", AccessPolicy.Effect.allow), ("deny", .deny)] {
      guard let value = members[key] else { continue }
      let methods = try methods(value, "\(place).\(key)")
      guard !methods.isEmpty else { throw fault("\(place).\(key)", "names no method") }
      rules.append(AccessPolicy.Rule(effect, peers, methods))
    }
    guard !rules.isEmpty else { throw fault(place, "has neither \"allow\" nor \"deny\"") }
    return rules
  }

  private func peers(_ value: JSONValue, _ place: String) throws(ConfigurationError)
    -> [PeerPattern]
  {
    try patterns(
      value, place, PeerPattern.init,
      "is no peer: write spiffe://DOMAIN/service/NAME or spiffe://DOMAIN/client/NAME, with * in the"
        + " place of NAME for all of them, spiffe://DOMAIN/* for all of a domain, or * for everybody"
        + " with a certificate")
  }

  private func methods(_ value: JSONValue, _ place: String) throws(ConfigurationError)
    -> [MethodPattern]
  {
    try patterns(
      value, place, MethodPattern.init,
      "is no method: write package.Service/Method, package.Service/* for all of a service, or * for"
        + " all there are", check: checkThere)
  }

  /// A list of patterns. The first text that is none is quoted before `complaint`.
  private func patterns<Pattern>(
    _ value: JSONValue, _ place: String, _ parse: (String) -> Pattern?, _ complaint: String,
    check: (Pattern, String, String) throws(ConfigurationError) -> Void = { _, _, _ in }
  ) throws(ConfigurationError) -> [Pattern] {
    try elements(of: value, place) { element, place throws(ConfigurationError) in
      let text = try string(element, place)
      guard let pattern = parse(text) else { throw fault(place, "\"\(text)\" \(complaint)") }
      try check(pattern, text, place)
      return pattern
    }
  }

  /// A rule about what is not there is a misspelt one, and would leave open what it should close.
  private func checkThere(_ pattern: MethodPattern, _ text: String, _ place: String)
    throws(ConfigurationError)
  {
    let services = Set(methods.map { String($0.prefix { $0 != "/" }) })
    switch pattern {
    case .any: return
    case .exactly(let path):
      guard !methods.contains(path) else { return }
      throw fault(place, "there is no method \"\(text)\"" + guess(path, among: methods))
    case .service(let name):
      guard !services.contains(name) else { return }
      throw fault(place, "there is no service \"\(name)\"" + guess(name, among: services))
    }
  }

  private func guess(_ name: String, among names: Set<String>) -> String {
    guard name.utf8.count <= 200 else { return "" }
    return Spelling.nearest(to: name, among: names.sorted()).map { "; did you mean \($0)?" } ?? ""
  }
}

// JSON by its shape, each mistake with its place.
extension PolicyFile {
  private func members(of value: JSONValue, _ place: String, known: [String])
    throws(ConfigurationError) -> [String: JSONValue]
  {
    guard case .object(let members) = value else {
      throw fault(place, "must be an object, not \(value.kind)")
    }
    for member in members where !known.contains(member.key) {
      let guess = guess(member.key, among: Set(known))
      throw fault(
        place,
        "there is no key \"\(member.key)\""
          + (guess.isEmpty ? "; known are: \(known.joined(separator: ", "))" : guess))
    }
    return Dictionary(members.map { ($0.key, $0.value) }) { first, _ in first }
  }

  private func elements<Element>(
    of value: JSONValue, _ place: String,
    _ read: (JSONValue, String) throws(ConfigurationError) -> Element
  ) throws(ConfigurationError) -> [Element] {
    guard case .array(let values) = value else {
      throw fault(place, "must be a list, not \(value.kind)")
    }
    var elements: [Element] = []
    for (index, value) in values.enumerated() {
      elements.append(try read(value, "\(place)[\(index)]"))
    }
    return elements
  }

  private func string(_ value: JSONValue, _ place: String) throws(ConfigurationError) -> String {
    guard case .string(let text) = value else {
      throw fault(place, "must be a text, not \(value.kind)")
    }
    return text
  }

  private func fault(_ place: String, _ rule: String) -> ConfigurationError {
    ConfigurationError(place.isEmpty ? "\(path): \(rule)" : "\(path): \(place): \(rule)")
  }
}
