/// What may be consented to: the controllers, purposes and channels that the operator registers.
/// Data, not code: a JSON document, in the shape of `Catalogue+Shipped.swift`.
struct Catalogue: Equatable, Sendable {
  /// The first is the one meant where a request names none.
  let controllers: [String]
  let purposes: [Purpose]
  let channels: [String]

  func purpose(_ id: String) -> Purpose? { purposes.first { $0.id == id } }

  var defaultController: String { controllers.first ?? "" }
}

/// A catalogue that cannot be used, in a sentence for the operator.
struct CatalogueError: Error, Equatable, CustomStringConvertible {
  var description: String
}

extension Catalogue {
  /// The most entries of each kind: verdicts are given for every purpose on every channel.
  private static let most = 32

  /// - Throws: `CatalogueError` where an identifier is missing, malformed or used twice.
  func validate() throws(CatalogueError) {
    try Self.validate(controllers, "controller")
    try Self.validate(purposes.map(\.id), "purpose")
    try Self.validate(channels, "channel")
  }

  private static func validate(_ ids: [String], _ kind: String) throws(CatalogueError) {
    guard (1...most).contains(ids.count) else {
      throw CatalogueError(description: "the catalogue needs 1 to \(most) entries: \(kind)")
    }
    for id in ids where !Catalogue.isIdentifier(id) {
      throw CatalogueError(
        description: "\(kind) \"\(id)\" is not 1 to 32 of a-z, 0-9, - and _")
    }
    guard Set(ids).count == ids.count else {
      throw CatalogueError(description: "the catalogue names a \(kind) twice")
    }
  }

  static func isIdentifier(_ text: String) -> Bool {
    (1...32).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
      }
  }
}
