import ArgumentParser
import Glibc

/// The command line of a service's executable.
struct ServiceCommand<Definition: ServiceDefinition>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "cameo-\(Definition.name)", abstract: Definition.about,
      discussion: ServiceHelp.discussion(Definition.self), version: ServiceMain.version)
  }

  @Option(name: .long, help: ArgumentHelp("JSON file with settings.", valueName: "file"))
  var config: String?

  @Option(name: .long, help: ArgumentHelp("Where to take calls.", valueName: "host:port"))
  var listen: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Where to answer health and metrics over HTTP.", valueName: "host:port"))
  var admin: String?

  @Option(name: .long, help: ArgumentHelp("Folder with the certificates.", valueName: "dir"))
  var certs: String?

  @Option(name: .long, help: ArgumentHelp("Who may call what.", valueName: "file"))
  var policy: String?

  @Option(name: .long, help: ArgumentHelp("Folder for the data.", valueName: "dir"))
  var data: String?

  @Option(name: .long, help: ArgumentHelp("Least important level to log.", valueName: "level"))
  var logLevel: String?

  @Option(name: .long, help: ArgumentHelp("text or json.", valueName: "format"))
  var logFormat: String?

  @Option(
    name: .long, parsing: .singleValue,
    help: ArgumentHelp("Any setting; may be repeated.", valueName: "name=value"))
  var set: [String] = []

  @Flag(name: .long, help: "Bring the data's schema up to date, and end.")
  var migrateOnly = false

  /// What the flags, the environment and the file say together.
  func settings(environment: [String: String]) throws -> ServiceSettings {
    try ServiceSettings(
      known: ServiceSettings.declarations(of: Definition.self), flags: try flags(),
      environment: environment, file: try config.map { try ConfigurationFile(path: $0) })
  }

  private func flags() throws(ConfigurationError) -> [String: String] {
    var flags: [String: String] = [:]
    for assignment in set {
      guard let equals = assignment.firstIndex(of: "=") else {
        throw ConfigurationError(
          "--set \(assignment): write NAME=VALUE, such as --set log.level=debug")
      }
      flags[String(assignment[..<equals])] = String(assignment[assignment.index(after: equals)...])
    }
    let named = [
      "listen": listen, "admin": admin, "certs": certs, "policy": policy, "data": data,
      "log.level": logLevel,
      "log.format": logFormat,
    ]
    return flags.merging(named.compactMapValues { $0 }) { $1 }
  }
}
