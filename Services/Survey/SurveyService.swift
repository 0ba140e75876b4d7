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

  public static func build(_ environment: ServiceEnvironment) async throws -> some ServiceHandler {
    let logger = environment.logger
    return SurveyHandlers(database: environment.database, makeSurveyId: SurveyId.random) {
      logger.error("a call failed", metadata: ["method": "\($0)", "error": "\($1)"])
    }
  }
}
