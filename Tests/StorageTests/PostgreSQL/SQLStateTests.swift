import Testing

@testable import Storage

/// What the server's SQLSTATEs mean to a caller, and to Health.
@Suite struct SQLStateTests {
  @Test(
    arguments: [
      ("40001", .busy), ("53300", .busy), ("53100", .full), ("55P03", .busy), ("57014", .timeout),
      ("57P01", .unreachable), ("08006", .unreachable), ("23505", .constraint), ("42501", .io),
      ("58030", .io), ("42601", .sql), ("25006", .sql),
    ] as [(String, StorageError.Code)])
  func `a state has one code`(state: String, code: StorageError.Code) {
    let error = StorageError(state: state, message: "so it is", doing: "asking")
    #expect(error.code == code)
    #expect(error.message.contains(state) && error.message.contains("so it is"))
  }

  /// Corruption is for good: a service says NOT_SERVING till it is started again.
  @Test func `only what says that data are damaged is corruption`() {
    func code(_ state: String) -> StorageError.Code {
      StorageError(state: state, message: "", doing: "").code
    }
    #expect(["XX001", "XX002"].map(code) == [.corrupt, .corrupt])
    // "tuple concurrently updated" and its like.
    #expect(code("XX000") == .io)
  }

  /// PgBouncer says 08P01 as it ends a connection whose server is gone; a server says it of a message that
  /// it does not understand, and goes on.
  @Test(arguments: [("FATAL", true), ("ERROR", false)])
  func `a server lost behind PgBouncer is a lost connection`(severity: String, isLost: Bool) {
    let failure = PostgreSQLFailure(
      PostgreSQLFailure.Answer(
        state: "08P01", severity: severity, primary: "server conn crashed?", detail: ""),
      doing: "asking")
    #expect(failure.isLost == isLost)
    #expect(failure.storage.code == (isLost ? .unreachable : .sql))
    #expect(failure.isWorthAnotherRun(attempt: 1) == isLost)
    #expect(failure.storage.message.contains("server conn crashed?"))
  }

  @Test func `of a broken rule its columns are told, and not what is stored in them`() {
    let failure = PostgreSQLFailure(
      PostgreSQLFailure.Answer(
        state: "23505", severity: "ERROR", primary: "duplicate key",
        detail: "Key (customer, body)=(anna, secret) already exists."),
      doing: "adding")
    #expect(failure.storage.message.contains("duplicate key, Key (customer, body)"))
    #expect(!failure.storage.message.contains("secret"))
    #expect(!failure.isLost && failure.state == "23505")
  }
}
