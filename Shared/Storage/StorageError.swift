/// Why the database could not do what was asked, and what the caller can do about it.
public struct StorageError: Error, Sendable, Equatable {
  /// The kinds of failure a caller may treat differently.
  public enum Code: String, Sendable, CaseIterable {
    /// Somebody else is using the data just now.
    case busy
    /// A rule of the schema (unique, foreign key, check, not null) forbids it.
    case constraint
    /// The disk, or the limit set for this database, is full. Nothing of the write was kept.
    case full
    /// The file is damaged or is no database.
    case corrupt
    /// Reading or writing the disk failed. Nothing of the write was kept.
    case io
    /// It took longer than it may, and was ended. Nothing was changed.
    case timeout
    /// The server of the data cannot be reached just now. Nothing of the write was kept.
    case unreachable
    /// The commit was on its way when the disk or the connection failed: it is kept whole or not at
    /// all, and nobody can tell which. A write that carries its request's id is sent again.
    case unknownOutcome
    /// This engine leaves that to other tools, which the message names.
    case unsupported
    /// A newer version of the software wrote this data.
    case schemaTooNew
    /// The database is closing or closed.
    case closed
    /// A statement, a parameter or a migration is wrong: a mistake in the program.
    case sql
  }

  /// What to do about a failure.
  public enum Remedy: Sendable {
    /// The same call may succeed a little later.
    case retry
    /// The request is at fault, or asks for too much: refuse it.
    case refuse
    /// Only a person can repair this: stop serving and say so.
    case giveUp
  }

  /// The kind of failure.
  public var code: Code
  /// What happened and what to do, in a sentence for the log.
  public var message: String
  /// The engine's own number: SQLite's extended result code, an errno, or 0.
  public var underlying: Int32

  /// A failure of a kind, told in a sentence.
  public init(_ code: Code, _ message: String, underlying: Int32 = 0) {
    self.code = code
    self.message = message
    self.underlying = underlying
  }

  /// What a caller can do about it.
  public var remedy: Remedy {
    switch code {
    case .busy, .closed, .unreachable, .unknownOutcome: .retry
    case .constraint, .timeout, .unsupported: .refuse
    case .full, .corrupt, .io, .schemaTooNew, .sql: .giveUp
    }
  }
}

extension StorageError: CustomStringConvertible {
  public var description: String {
    "storage \(code.rawValue)\(underlying == 0 ? "" : " \(underlying)"): \(message)"
  }
}
