import Logging
public import RPC
public import ServiceKit
public import Storage

/// The service that keeps who the customers are: what `cameo-profile` runs, and tests start.
public enum ProfileService: ServiceDefinition {
  public static let name = "profile"
  public static let about = "Keeps who your customers are: identifiers, attributes, events."
  public static let port: UInt16 = 7101
  public static let migrations = Migrations.all
  public static let settings = EncryptionSettings.declarations

  /// The service's methods over the database of the environment, whose data are sealed first if they
  /// are to be.
  public static func build(_ environment: ServiceEnvironment) async throws -> some ServiceHandler {
    let vault = try await environment.openKeys().map(Vault.init) ?? .plain
    let store = ProfileStore(database: environment.database, vault: vault)
    let logger = environment.logger
    try await ProfileSealing(store: store, logger: logger, clock: environment.clock).prepare()
    environment.every(.seconds(60), orSay: "old request ids could not be forgotten") {
      try await store.forgetRequests(now: environment.clock())
    }
    return ProfileHandlers(store: store, logger: logger)
  }
}
