import FoundationEssentials

/// Every time zone that this machine knows, by its IANA name.
///
/// Read once at start from the system's compiled files (Debian package tzdata), so that a decision
/// reads no file, takes no lock and loads no library for it.
struct ZoneDatabase: Sendable {
  private let zones: [String: ZoneRules]

  /// - Parameter zones: for tests.
  init(_ zones: [String: ZoneRules]) { self.zones = zones }

  subscript(name: String) -> ZoneRules? { zones[name] }

  var count: Int { zones.count }

  /// Where the files are unless the operator says otherwise.
  static let systemDirectory = "/usr/share/zoneinfo"

  /// - Throws: `ZoneFileError` if the directory holds no zones: without them no quiet hour is safe.
  init(directory: String = systemDirectory) throws {
    var loader = Loader(root: directory)
    loader.load("", depth: 0)
    guard !loader.zones.isEmpty else {
      throw ZoneFileError(text: "no time zones in \(directory); install the package tzdata")
    }
    zones = loader.zones
  }
}

private struct Loader {
  let root: String
  var zones: [String: ZoneRules] = [:]
  /// Copies of all zones under other rules, and files that are not zones.
  private static let skipped: Set = ["posix", "right", "localtime", "posixrules", "Factory"]
  private static let mostZones = 2000
  private static let largestFile = 64 * 1024

  init(root: String) { self.root = root }

  mutating func load(_ folder: String, depth: Int) {
    let path = folder.isEmpty ? root : "\(root)/\(folder)"
    guard depth < 4, let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      return
    }
    for name in names.sorted() where !Self.skipped.contains(name) && zones.count < Self.mostZones {
      let inner = folder.isEmpty ? name : "\(folder)/\(name)"
      // Zones and their areas start with a capital letter; tables and lists do not.
      guard let first = name.utf8.first, (0x41...0x5A).contains(first) else { continue }
      if let rules = rules(at: "\(root)/\(inner)") {
        zones[inner] = rules
      } else {
        load(inner, depth: depth + 1)
      }
    }
  }

  private func rules(at path: String) -> ZoneRules? {
    guard let bytes = FileManager.default.contents(atPath: path), bytes.count <= Self.largestFile
    else { return nil }
    return try? ZoneRules(tzif: Array(bytes))
  }
}
