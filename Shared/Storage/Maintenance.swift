/// How far a long piece of work is.
public struct WorkProgress: Sendable, Equatable {
  /// What is done, in units of its own: pages, tables, rows.
  public var done: Int
  /// All there is to do, as far as is known; it may grow.
  public var total: Int

  /// So much of so much.
  public init(done: Int, total: Int) {
    self.done = done
    self.total = total
  }
}

/// What a backup holds, or what was restored from one.
public struct BackupReport: Sendable, Equatable {
  /// The file's size.
  public var bytes: Int64
  /// The newest cursor of its change log: everything up to it is in the copy.
  public var newestCursor: Int64
  /// The version of its schema, 0 for none.
  public var schemaVersion: Int
  /// The software that applied the newest migration; empty for none.
  public var software: String

  /// A report with all its fields.
  public init(bytes: Int64, newestCursor: Int64, schemaVersion: Int, software: String) {
    self.bytes = bytes
    self.newestCursor = newestCursor
    self.schemaVersion = schemaVersion
    self.software = software
  }
}

/// Something that is wrong with the data.
public struct IntegrityFinding: Sendable, Equatable, CustomStringConvertible {
  /// Where: a table, an index, or the file.
  public var place: String
  /// What, in a sentence.
  public var problem: String

  /// Something wrong somewhere.
  public init(place: String, problem: String) {
    self.place = place
    self.problem = problem
  }

  public var description: String { "\(place): \(problem)" }
}
