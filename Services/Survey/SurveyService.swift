import Encryption
import Logging
public import RPC
public import ServiceKit
public import Storage

/// What customers think and feel, as a service: surveys, responses, scores and summaries.
public enum SurveyService: ServiceDefinition {
  public static let name = "survey"
  public static let about = "Keeps what customers think and feel, and scores it honestly."
  public static let port: UInt16 = 7103
  public static let migrations = Migrations.all
  public static let settings = EncryptionSettings.declarations

  /// The service's methods over the database of the environment, whose data are sealed first if they
  /// are to be.
  public static func build(_ environment: ServiceEnvironment) async throws -> some ServiceHandler {
    let logger = environment.logger
    let vault = try await environment.openKeys().map(Vault.init) ?? .plain
    let store = SurveyStore(environment.database, vault: vault)
    try await SurveySealing(store: store, logger: logger, clock: environment.clock).prepare()
    var handlers = SurveyHandlers(store: store, makeSurveyId: SurveyId.random) {
      logger.error("a call failed", metadata: ["method": "\($0)", "error": "\($1)"])
    }
    handlers.logger = logger
    return handlers
  }
}
