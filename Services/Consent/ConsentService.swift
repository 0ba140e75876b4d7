import Encryption
import Logging
package import ServiceKit
package import Storage

/// The consent service: may I contact this person, for this purpose, on this channel, now?
package enum ConsentService: ServiceDefinition {
  package static let name = "consent"
  package static let about = "Keeps what customers permit and prefer, and decides on contact."
  package static let port: UInt16 = 7102
  package static let migrations = Migrations.all

  package static let settings =
    [
      Setting(
        "catalogue", default: nil,
        "JSON file with the controllers, purposes and channels there are; without it those shipped."
      ),
      Setting(
        "zones", default: ZoneDatabase.systemDirectory,
        "Folder with the compiled time zones (Debian package tzdata)."),
    ] + EncryptionSettings.declarations

  /// Reads the catalogue and the time zones, seals what is to be sealed, and makes the handler of the
  /// calls.
  package static func build(_ environment: ServiceEnvironment) async throws -> ConsentHandlers {
    let logger = environment.logger
    let vault = try await environment.openKeys().map(Vault.init) ?? .plain
    let store = ConsentStore(environment.database, vault: vault)
    try await ConsentSealing(store: store, logger: logger, clock: environment.clock).prepare()
    return ConsentHandlers(
      store: store,
      catalogue: try catalogue(environment.settings),
      zones: try ZoneDatabase(directory: try environment.settings.text("zones")),
      makeSalt: { randomBytes(LedgerChain.saltByteCount) },
      failed: { method, error in
        logger.error("a call failed", metadata: ["method": "\(method)", "reason": "\(error)"])
      }, logger: logger)
  }

  private static func catalogue(_ settings: ServiceSettings) throws -> Catalogue {
    if let path = settings.optionalText("catalogue") { return try Catalogue(path: path) }
    return try Catalogue(json: Catalogue.shipped)
  }

  /// From the system's generator, which is fit for keys.
  private static func randomBytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }
}
