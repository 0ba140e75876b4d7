/// One thing an operator can choose: in a file, in the environment or by a flag.
public struct Setting: Sendable {
  /// Lower-case words joined by dots, such as `log.level`. In a JSON file dots are nested objects; in
  /// the environment it is `CAMEO_LOG_LEVEL`.
  public var name: String
  /// What holds when nobody chose, or `nil` where there is nothing.
  public var standard: String?
  /// What it does, its shape and unit, in a line of the help.
  public var help: String

  /// A setting with its default and its line of help.
  public init(_ name: String, default standard: String?, _ help: String) {
    self.name = name
    self.standard = standard
    self.help = help
  }

  /// Its name in the environment.
  var environmentName: String {
    Setting.environmentPrefix
      + name.uppercased().map { $0 == "." ? "_" : String($0) }.joined()
  }

  static let environmentPrefix = "CAMEO_"
}
