/// The longer part of a service's help.
enum ServiceHelp {
  static func discussion<Definition: ServiceDefinition>(_ definition: Definition.Type) -> String {
    let settings = ServiceSettings.declarations(of: definition).map { setting in
      let standard = setting.standard.map { " (default \($0))" } ?? ""
      return "  \(setting.name)\(standard)\n      \(setting.help)"
    }
    return """
      A flag counts before the environment, the environment before the file, the file before the
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

      SIGTERM or SIGINT ends it: it takes no new calls, lets the open ones finish and closes its data.
      """
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
