public import RPC
public import ServiceKit
public import Storage

/// The service that keeps who the customers are: what `cameo-profile` runs, and tests start.
public enum ProfileService: ServiceDefinition {
  public static let name = "profile"
  public static let about = "Keeps who your customers are: identifiers, attributes, events."
  public static let port: UInt16 = 7101
  public static let migrations = Migrations.all

  /// The service's methods over the database of the environment.
  public static func build(_ environment: ServiceEnvironment) async throws -> some ServiceHandler {
    ProfileHandlers(database: environment.database)
  }
}
