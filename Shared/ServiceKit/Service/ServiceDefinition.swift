public import RPC
public import Storage

/// What makes one service different from another; the rest is ``ServiceMain``'s.
public protocol ServiceDefinition {
  /// What `build` makes.
  associatedtype Handler: ServiceHandler

  /// One lower-case word, `profile`: of the executable (`cameo-profile`), the certificate
  /// (`profile.pem`), the database (`profile.db`).
  static var name: String { get }
  /// What the service is for, in a sentence of its help.
  static var about: String { get }
  /// The port it listens at by default; the admin port is 100 above.
  static var port: UInt16 { get }
  /// Settings of its own, beside those every service has.
  static var settings: [Setting] { get }
  /// The history of its schema; a service without one has no database.
  static var migrations: [Migration] { get }
  /// Makes the handler of its calls.
  static func build(_ environment: ServiceEnvironment) async throws -> Handler
}

extension ServiceDefinition {
  public static var settings: [Setting] { [] }
  public static var migrations: [Migration] { [] }
}
