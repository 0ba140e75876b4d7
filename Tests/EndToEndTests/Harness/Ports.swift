import Runtime
import TestKit

/// Free ports of the loopback. They are below those that the system gives to outgoing connections, so
/// that no client takes the port of a service that is down for a moment.
enum Ports {
  static func free() throws -> UInt16 {
    for _ in 0..<1000 {
      let port = UInt16.random(in: 15_000..<32_000)
      let address = try SocketAddress(host: "127.0.0.1", port: port)
      if (try? Socket.listen(at: address)) != nil { return port }
    }
    throw HarnessError("no free port was found")
  }
}
