import Foundation

/// How a write that changes rows of a customer's partition and rows of the coordinator becomes one.
///
/// The coordinator's half is prepared (PostgreSQL's `PREPARE TRANSACTION`): from then on it can be kept or
/// taken back, whatever crashes, and nobody else gets what it holds. The customer's half has a row of
/// `customer_writes` in it and is committed next: with it the write is decided. Then the coordinator's
/// half is kept. Whoever finds one that is prepared and left alone adds that row itself: if it can, the
/// customer's half is not there and never will be; if it is there already, the write was kept.
struct PartitionDecision: Sendable, Equatable {
  let customer: String
  let token: String
  private let schema: String

  /// PostgreSQL's names of prepared transactions have 199 bytes.
  static let longestCustomer = 96

  init(customer: String, schema: String) {
    self.customer = customer
    self.schema = schema
    token = UUID().uuidString
  }

  /// Of the name of a prepared transaction; nil where it is somebody else's.
  init?(name: String, schema: String) {
    guard name.hasPrefix(Self.prefix(schema)) else { return nil }
    let rest = name.dropFirst(Self.prefix(schema).count)
    guard let slash = rest.firstIndex(of: "/") else { return nil }
    self.schema = schema
    token = String(rest[..<slash])
    customer = String(rest[rest.index(after: slash)...])
  }

  private static func prefix(_ schema: String) -> String { "cameo/\(schema)/" }

  var name: String { "\(Self.prefix(schema))\(token)/\(customer)" }

  private var quotedName: String {
    "'\(name.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'"
  }

  var preparing: PostgreSQLCommand { utility("PREPARE TRANSACTION") }
  var keeping: PostgreSQLCommand { utility("COMMIT PREPARED") }
  var takingBack: PostgreSQLCommand { utility("ROLLBACK PREPARED") }

  private func utility(_ words: String) -> PostgreSQLCommand {
    PostgreSQLCommand(sql: "\(words) \(quotedName)", isKept: false)
  }

  /// The row that decides: for the write, in the customer's half, or against it.
  func deciding(kept: Bool) -> PostgreSQLCommand {
    PostgreSQLCommand(
      sql: """
        INSERT INTO \(PartitionMaker.decisions) (customer_id, token, kept)
        VALUES ($1, $2, \(kept ? "true" : "false"))
        """, parameters: [.text(customer), .text(token)])
  }

  private var decided: PostgreSQLCommand {
    PostgreSQLCommand(
      sql: "SELECT kept FROM \(PartitionMaker.decisions) WHERE customer_id = $1 AND token = $2",
      parameters: [.text(customer), .text(token)])
  }

  /// Forgets the decisions before: they have been acted upon, or this write would not have begun.
  var forgetting: PostgreSQLCommand {
    PostgreSQLCommand(
      sql: "DELETE FROM \(PartitionMaker.decisions) WHERE customer_id = $1",
      parameters: [.text(customer)])
  }

  /// Asks for what is prepared in a schema and not settled: names, and whether it has been so for so long
  /// that whoever prepared it has come to harm.
  static func pending(_ schema: String) -> PostgreSQLCommand {
    PostgreSQLCommand(
      sql: """
        SELECT gid, prepared < clock_timestamp() - interval '5 seconds' FROM pg_prepared_xacts
        WHERE database = current_database() AND starts_with(gid, $1)
        """, parameters: [.text(prefix(schema))])
  }

  /// How a decision ended.
  enum Outcome: Equatable {
    case kept
    case takenBack
    /// The customer's server cannot be reached; or others have settled it long since.
    case open(StorageError)
  }

  /// Decides against the write if nobody has decided yet, and settles it as it was decided.
  ///
  /// Adding the row waits for a customer's half that is still being committed, wherever that is.
  func settle(on connection: PostgreSQLConnection) async throws(PostgreSQLFailure) -> Outcome {
    do throws(PostgreSQLFailure) {
      guard try await isKept(on: connection) else {
        try await finish(takingBack, on: connection)
        return .takenBack
      }
      try await finish(keeping, on: connection)
      _ = try await connection.runToEnd([[PartitionBehind.catchingUp]])
      return .kept
    } catch {
      if connection.failure != nil { throw error }
      return .open(error.storage)
    }
  }

  private func isKept(
    on connection: PostgreSQLConnection
  ) async throws(PostgreSQLFailure) -> Bool {
    do throws(PostgreSQLFailure) {
      _ = try await connection.runToEnd([[deciding(kept: false)]])
      return false
    } catch {
      guard error.state == "23505" else { throw error }
      let answer = try await connection.runToEnd([[decided]]).first?.map { $0.integer(0) == 1 }
      guard let isKept = answer?.first else { throw error }
      return isKept
    }
  }

  /// Keeps the coordinator's half, or takes it back; another may have done so.
  ///
  /// - Throws: `busy` where another is doing so.
  func finish(
    _ command: PostgreSQLCommand, on connection: PostgreSQLConnection
  ) async throws(PostgreSQLFailure) {
    do throws(PostgreSQLFailure) {
      _ = try await connection.runToEnd([[command]])
    } catch {
      switch error.state {
      case Self.noSuchTransaction: return
      case Self.isBusy:
        throw PostgreSQLFailure(
          storage: StorageError(.busy, "another settles a write to this customer; try again"),
          state: error.state)
      default: throw error
      }
    }
  }

  private static let noSuchTransaction = "42704"
  private static let isBusy = "55000"
}
