import Encryption
import Storage

/// The settings of a service that seals personal data.
public enum EncryptionSettings {
  private static let file = "encryption.key"
  private static let command = "encryption.key.command"
  private static let database = "encryption.database"

  /// For ``ServiceDefinition/settings``.
  public static let declarations = [
    Setting(
      file, default: nil,
      "File with the keys that wrap every customer's key, mode 0600: a line each of an id, a space and"
        + " 64 hexadecimal digits; the first is in force. Read again when it changes. With it, or the"
        + " command, personal data are kept sealed, once and for all."),
    Setting(
      command, default: nil,
      "Command for /bin/sh that prints such lines within 10 seconds, in place of the file; run again"
        + " at SIGHUP."),
    Setting(
      database, default: nil,
      "Where the customers' keys are, wrapped: a file, by default NAME-keys.db in the data folder; or"
        + " postgresql://HOST/DATABASE, which data in PostgreSQL need, best on a server of its own. Back"
        + " it up apart from the data, and for days only."),
  ]

  /// The key-encryption keys that the operator chose, nil for none. It blocks.
  static func keys(_ settings: ServiceSettings) throws -> KeyEncryptionKeys? {
    switch (settings.optionalText(file), settings.optionalText(command)) {
    case (nil, nil): return nil
    case (let path?, nil): return try KeyEncryptionKeys.read(file: path)
    case (nil, let line?): return try KeyEncryptionKeys.read(command: line)
    case (_?, _?):
      throw ConfigurationError("\(file) and \(command) are both set: choose one")
    }
  }

  /// The files that ``keys(_:)`` reads.
  static func files(_ settings: ServiceSettings) -> [String] {
    settings.optionalText(file).map { [$0] } ?? []
  }

  /// Where the customers' keys are.
  static func place(_ settings: ServiceSettings, of name: String) throws -> String {
    try settings.optionalText(database) ?? "\(settings.text("data"))/\(name)-keys.db"
  }
}
