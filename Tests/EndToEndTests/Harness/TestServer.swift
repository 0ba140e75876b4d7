import TestKit

/// `cameo test-server`, as somebody with a new client would start it.
enum TestServer {
  /// The server at a free port for as long as `body` runs; `body` gets its address.
  static func with(
    certificates: String = TestCertificates.directory, _ body: (String) async throws -> Void
  ) async throws {
    let server = try await ChildProcess.start(
      "cameo", ["test-server", "--listen", "127.0.0.1:0", "--certs", certificates])
    let result: Result<Void, any Error>
    do {
      let prefix = "listening at "
      guard let line = await server.output.line(where: { $0.hasPrefix(prefix) }) else {
        throw HarnessError("no test server:\n\(await server.error.whole())")
      }
      result = .success(try await body(String(line.dropFirst(prefix.count))))
    } catch {
      result = .failure(error)
    }
    server.signal(9)
    await server.end()
    try result.get()
  }
}
