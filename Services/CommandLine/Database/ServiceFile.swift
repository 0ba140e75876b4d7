import Foundation

/// A file that a service keeps, known by its name: `DIR/NAME.db`, or `DIR/NAME-keys.db`.
struct ServiceFile {
  /// What is in it.
  enum Content {
    /// What the service is for.
    case data
    /// Its customers' keys, where its data are sealed.
    case keys
  }

  let service: String
  let content: Content

  /// - Throws: ``ExitError`` where no service has a file of this name.
  init(_ path: String) throws {
    let file = URL(fileURLWithPath: path)
    let name = file.deletingPathExtension().lastPathComponent
    let service = name.hasSuffix("-keys") ? String(name.dropLast(5)) : name
    let services = KnownService.allCases.filter { $0 != .gateway }.map(\.rawValue)
    guard services.contains(service), file.pathExtension == "db" else {
      throw ExitError(
        code: .dataError, message: "\(path) is no service's: there is no cameo-\(name)",
        hint: "A service's is called \(services.map { "\($0).db" }.joined(separator: ", ")).")
    }
    self.service = service
    content = name == service ? .data : .keys
  }

  /// The program of the service whose data these are.
  ///
  /// - Throws: ``ExitError`` where they are keys.
  static func program(of path: String) throws -> ServiceProgram {
    let file = try ServiceFile(path)
    guard file.content == .data else {
      throw ExitError(
        code: .dataError,
        message: "\(path) holds keys: cameo-\(file.service) brings them up to date as it starts")
    }
    return ServiceProgram(file.service)
  }
}
