import Synchronization

/// Something that is read from files, and read again when they have changed. A state that cannot be read
/// leaves what there was in force, and is tried again when the files change once more.
final class Reloadable: Sendable {
  enum Outcome {
    case unchanged, loaded
    case failed(any Error)
  }

  let name: String
  private let files: [String]
  private let load: @Sendable () throws -> Void
  private let seen: Mutex<[FileStamp?]>

  /// - Parameters:
  ///   - stamps: what `stamps(files)` said before the files were read for the first time.
  ///   - load: reads the files and puts what they say in force, or throws and changes nothing.
  init(
    _ name: String, _ files: [String], stamps: [FileStamp?],
    load: @escaping @Sendable () throws -> Void
  ) {
    self.name = name
    self.files = files
    self.load = load
    seen = Mutex(stamps)
  }

  static func stamps(_ files: [String]) -> [FileStamp?] { files.map { FileStamp($0) } }

  /// Loads where something has changed since the last time, or anyway where it is `forced` to.
  ///
  /// What was there before the reading counts as seen: files that change meanwhile are read again at
  /// the next check, so that nothing half written stays in force.
  func check(forced: Bool) -> Outcome {
    seen.withLock { seen in
      let now = Self.stamps(files)
      guard forced || now != seen else { return .unchanged }
      seen = now
      do {
        try load()
        return .loaded
      } catch {
        return .failed(error)
      }
    }
  }
}
