import Testing

@testable import Runtime

@Suite struct SocketAddressTests {
  @Test(arguments: [
    ("127.0.0.1", "127.0.0.1:7100"), ("::1", "[::1]:7100"), ("0.0.0.0", "0.0.0.0:7100"),
    ("2001:db8::7", "[2001:db8::7]:7100"), ("::ffff:10.0.0.1", "[::ffff:10.0.0.1]:7100"),
  ])
  func `a numeric host is read and written`(host: String, text: String) throws {
    let address = try SocketAddress(host: host, port: 7100)
    #expect(address.description == text)
    #expect(address.host == host)
    #expect(try SocketAddress(host: host, port: 7100) == address)
    #expect(try SocketAddress(host: host, port: 7101) != address)
  }

  @Test(arguments: ["", "localhost", "1.2.3", "1.2.3.4.5", "::g", "127.0.0.1 "])
  func `a host that is no address is named`(host: String) {
    #expect(throws: RuntimeError.self) { try SocketAddress(host: host, port: 1) }
  }

  @Test(arguments: [
    "", ":", "localhost", "localhost:", ":7100", "localhost:99999", "localhost:-1", "::1:7100",
    "a:b:1",
    "[]:1",
  ])
  func `a target that is no HOST-PORT says how to write one`(target: String) async {
    do throws(RuntimeError) {
      _ = try await SocketAddress.resolve(target)
      Issue.record("\(target) was accepted")
    } catch {
      #expect(error.code == .address)
      #expect(error.message.contains("HOST:PORT"))
    }
  }

  @Test func `a name is resolved off the loops, a number at once`() async throws {
    #expect(
      try await SocketAddress.resolve("[::1]:7100") == [SocketAddress(host: "::1", port: 7100)])
    let local = try await SocketAddress.resolve("localhost:7100")
    #expect(local.contains { $0.host == "127.0.0.1" || $0.host == "::1" })
    #expect(local.allSatisfy { $0.port == 7100 })
    try await withLoop { loop in
      let isBack = await Task(executorPreference: loop) {
        _ = try? await SocketAddress.resolve("localhost:7100")
        return loop.isCurrent
      }.value
      #expect(isBack)
    }
  }

  @Test func `a name that cannot exist is named`() async {
    // A label over 63 bytes: no resolver need be asked.
    let name = String(repeating: "a", count: 64)
    do throws(RuntimeError) {
      _ = try await SocketAddress.resolve("\(name).example:7100")
      Issue.record("an impossible name was resolved")
    } catch {
      #expect(error.description.contains(name))
    }
  }
}
