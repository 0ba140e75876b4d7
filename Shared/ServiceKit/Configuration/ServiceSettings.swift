import Configuration

/// What the operator chose: a flag counts before the environment, that before the file, that before
/// the default.
public struct ServiceSettings: Sendable {
  private let known: [Setting]
  private let reader: ConfigReader
  /// Names in the environment that look like ours but are not, to be warned about.
  let unknownInEnvironment: [String]

  /// - Parameters:
  ///   - known: every setting there is; anything else in the file or the flags is an error.
  ///   - flags: values by setting name.
  ///   - environment: the process's variables.
  init(
    known: [Setting], flags: [String: String] = [:], environment: [String: String] = [:],
    file: ConfigurationFile? = nil
  ) throws(ConfigurationError) {
    let names = known.map(\.name)
    for name in flags.keys.sorted() { try ServiceSettings.check(name, "--set", names) }
    for name in (file?.values ?? [:]).keys.sorted() {
      try ServiceSettings.check(name, file?.path ?? "", names)
    }
    unknownInEnvironment = try ServiceSettings.unknown(in: environment, known)
    self.known = known
    let defaults = known.compactMap { setting in setting.standard.map { (setting.name, $0) } }
    reader = ConfigReader(providers: [
      ServiceSettings.provider("flags", flags),
      EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "cameo"),
      ServiceSettings.provider("file", file?.values ?? [:]),
      ServiceSettings.provider("defaults", Dictionary(uniqueKeysWithValues: defaults)),
    ])
  }

  /// The value's text.
  ///
  /// - Throws: ``ConfigurationError`` if nobody chose and there is no default.
  public func text(_ name: String) throws(ConfigurationError) -> String {
    guard let text = optionalText(name) else {
      throw ConfigurationError("\(name) is missing: \(remedy(name))")
    }
    return text
  }

  /// The value's text, or `nil` if nobody chose and there is no default.
  public func optionalText(_ name: String) -> String? {
    precondition(known.contains { $0.name == name }, "\(name) is not declared as a setting")
    return reader.string(forKey: ConfigKey(name))
  }

  /// The value as an integer within `range`.
  public func integer(_ name: String, in range: ClosedRange<Int>) throws(ConfigurationError) -> Int
  {
    let text = try text(name)
    guard let integer = Int(text), range.contains(integer) else {
      throw ConfigurationError(
        "\(name) is \"\(text)\", but must be a whole number from \(range.lowerBound) to"
          + " \(range.upperBound): \(remedy(name))")
    }
    return integer
  }

  /// The value as one of `choices`.
  public func choice(_ name: String, of choices: [String]) throws(ConfigurationError) -> String {
    let text = try text(name)
    guard choices.contains(text) else {
      throw ConfigurationError(
        "\(name) is \"\(text)\", but must be one of \(choices.joined(separator: ", ")):"
          + " \(remedy(name))")
    }
    return text
  }

  private func remedy(_ name: String) -> String {
    let setting = known.first { $0.name == name }
    return "set it by --set \(name)=..., \(setting?.environmentName ?? "") or in the file"
  }

  private static func provider(_ name: String, _ values: [String: String]) -> InMemoryProvider {
    InMemoryProvider(
      name: name,
      values: Dictionary(
        uniqueKeysWithValues: values.map { name, text in
          (AbsoluteConfigKey(ConfigKey(name)), ConfigValue(.string(text), isSecret: false))
        }))
  }

  private static func check(_ name: String, _ source: String, _ names: [String])
    throws(ConfigurationError)
  {
    guard !names.contains(name) else { return }
    let guess = Spelling.nearest(to: name, among: names).map { "did you mean \($0)?" }
    throw ConfigurationError(
      "\(source): there is no setting \"\(name)\"; \(guess ?? "known are: \(names.joined(separator: ", "))")"
    )
  }

  /// A variable that is one or two letters away from one of ours was meant to be it; others may well
  /// belong to another service that shares the environment.
  private static func unknown(in environment: [String: String], _ known: [Setting])
    throws(ConfigurationError) -> [String]
  {
    let names = known.map(\.environmentName)
    let unknown = environment.keys
      .filter { $0.hasPrefix(Setting.environmentPrefix) && !names.contains($0) }.sorted()
    for name in unknown {
      if let guess = names.first(where: { Spelling.distance($0, name) <= 2 }) {
        throw ConfigurationError("environment: there is no \(name); did you mean \(guess)?")
      }
    }
    return unknown
  }
}
