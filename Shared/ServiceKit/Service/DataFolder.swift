import Glibc

/// The folder of a service's data.
enum DataFolder {
  /// Makes the folder and those above it where they are missing; only their owner may look in.
  static func make(_ path: String) throws(ConfigurationError) {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += "\(part)/"
      guard unsafe mkdir(made, 0o700) != 0, errno != EEXIST else { continue }
      throw ConfigurationError(
        "the data folder \(path) cannot be made: \(unsafe String(cString: strerror(errno))); set"
          + " another with --data")
    }
  }
}
