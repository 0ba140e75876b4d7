/// The longer part of a service's help.
enum ServiceHelp {
  static func discussion<Definition: ServiceDefinition>(_ definition: Definition.Type) -> String {
    let settings = ServiceSettings.declarations(of: definition).map { setting in
      let standard = setting.standard.map { " (default \($0))" } ?? ""
      return "  \(setting.name)\(standard)\n\(wrapped(setting.help))"
    }
    return """
      A flag counts before the environment, that before the file, that before the
      default.

      SETTINGS:
      \(settings.joined(separator: "\n"))

      In the environment log.level is CAMEO_LOG_LEVEL; in the file it is
      { "log": { "level": "debug" } }.

      EXAMPLES:
        cameo certs init certs
        cameo-\(Definition.name) --certs certs --data data
        cameo-\(Definition.name) --listen 0.0.0.0:\(Definition.port) --log-level debug
        cameo-\(Definition.name) --config /etc/cameo/\(Definition.name).json --set loops=4

      SIGHUP reads policy, certificates and revocations again; so do changes of their
      files, by themselves. SIGTERM or SIGINT ends it: it takes no new calls, lets the open ones finish and
      closes its data.
      """
  }

  /// Lines of at most 78 columns, set in by six: what prints the help would break them anywhere.
  private static func wrapped(_ text: String) -> String {
    var lines = [""]
    for word in text.split(separator: " ") {
      let line = lines[lines.count - 1]
      if line.count + word.count < 72 {
        lines[lines.count - 1] = line.isEmpty ? String(word) : "\(line) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines.map { "      \($0)" }.joined(separator: "\n")
  }
}

extension ServiceSettings {
  /// Every setting of a service: those all have, and its own.
  static func declarations<Definition: ServiceDefinition>(of definition: Definition.Type)
    -> [Setting]
  {
    CommonSettings.declarations(port: Definition.port) + Definition.settings
  }

  /// Settings of a service as a test or another program chooses them.
  public init<Definition: ServiceDefinition>(
    for definition: Definition.Type, _ values: [String: String]
  ) throws(ConfigurationError) {
    try self.init(known: ServiceSettings.declarations(of: definition), flags: values)
  }
}
