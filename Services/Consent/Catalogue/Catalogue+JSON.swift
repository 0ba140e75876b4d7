import FoundationEssentials

extension Catalogue {
  /// Reads the document that an operator writes.
  init(json: String) throws(CatalogueError) {
    let document: Document
    do {
      document = try JSONDecoder().decode(Document.self, from: Data(json.utf8))
    } catch {
      throw CatalogueError(description: "the catalogue is not the JSON it should be: \(error)")
    }
    controllers = document.controllers.map(\.id)
    channels = document.channels.map(\.id)
    var purposes: [Purpose] = []
    for entry in document.purposes { purposes.append(try Purpose(entry)) }
    self.purposes = purposes
    try validate()
  }

  /// Reads the document from a file.
  init(path: String) throws(CatalogueError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CatalogueError(description: "there is no catalogue to read at \(path)")
    }
    try self.init(json: String(decoding: data, as: UTF8.self))
  }
}

private struct Document: Decodable {
  var controllers: [Entry]
  var purposes: [PurposeEntry]
  var channels: [Entry]

  struct Entry: Decodable {
    var id: String
  }

  struct PurposeEntry: Decodable {
    var id: String
    var version: UInt32
    var legalBasis: String
    var transactional: Bool

    enum CodingKeys: String, CodingKey {
      case id
      case version
      case legalBasis = "legal_basis"
      case transactional
    }
  }
}

extension Purpose {
  fileprivate init(_ entry: Document.PurposeEntry) throws(CatalogueError) {
    guard let basis = LegalBasis(name: entry.legalBasis) else {
      let known = LegalBasis.allCases.map(\.name).joined(separator: ", ")
      throw CatalogueError(
        description: "purpose \"\(entry.id)\": legal_basis is one of \(known)")
    }
    self.init(
      id: entry.id, version: entry.version, legalBasis: basis,
      isTransactional: entry.transactional)
  }
}

extension LegalBasis {
  fileprivate init?(name: String) {
    guard let basis = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = basis
  }

  fileprivate var name: String {
    switch self {
    case .consent: "consent"
    case .contract: "contract"
    case .legalObligation: "legal_obligation"
    case .vitalInterests: "vital_interests"
    case .publicTask: "public_task"
    case .legitimateInterests: "legitimate_interests"
    }
  }
}
