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
}
