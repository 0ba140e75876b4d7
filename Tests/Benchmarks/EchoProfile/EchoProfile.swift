import Dispatch
import Foundation
import Messages
import RPC
import Runtime
import TLS

/// A number of unary echoes between a client and a server in this process, each with a loop of its
/// own: for profilers, which want a fixed amount of work, a thread a side, and (valgrind) no main
/// thread that has left for the dispatch library.
///
///     valgrind --tool=callgrind --separate-threads=yes .build/release/echo-profile 20000
@main
struct EchoProfile {
  static let inFlight = 64

  static func main() {
    let calls = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 100_000
    let done = DispatchSemaphore(value: 0)
    start(calls, done)
    done.wait()
  }

  /// Apart from `main`, whose actor's thread waits.
  nonisolated static func start(_ calls: Int, _ done: DispatchSemaphore) {
    Task {
      do { try await run(calls) } catch { print("failed: \(error)") }
      done.signal()
    }
  }

  static func run(_ calls: Int) async throws {
    let certificates = NSTemporaryDirectory() + "echo-profile-\(getpid())"
    defer { try? FileManager.default.removeItem(atPath: certificates) }
    _ = try CertificateAuthority.createDevelopment(in: certificates)
    let serverLoops = try EventLoopGroup(count: 1, name: "server")
    let clientLoops = try EventLoopGroup(count: 1, name: "client")
    let server = Server(
      group: serverLoops,
      tls: try TLSContext(
        role: .server, TLSConfiguration(directory: certificates, name: "profile")),
      router: Router([TestService()]))
    let address = try await server.start(at: SocketAddress(host: "127.0.0.1", port: 0))
    let channel = Channel(
      target: address.description,
      tls: try TLSContext(
        role: .client, TLSConfiguration(directory: certificates, name: "client")),
      expecting: nil, group: clientLoops)
    let request = RPCV1.SimpleRequest(payload: [UInt8](repeating: 7, count: 100))
    let client = TestServiceClient(channel)
    let before = clock()
    try await withThrowingDiscardingTaskGroup { group in
      for _ in 0..<inFlight {
        group.addTask {
          try await withTaskExecutorPreference(clientLoops.loops[0]) {
            for _ in 0..<(calls / inFlight) {
              let reply = try await client.unaryCall(request, CallOptions(timeout: .seconds(60)))
              precondition(reply.payload.count == 100)
            }
          }
        }
      }
    }
    let used = Double(clock() - before) / Double(CLOCKS_PER_SEC) * 1e6
    print(
      "\(calls) calls, \((used / Double(calls) * 100).rounded() / 100) us CPU a call, both sides")
    await channel.close()
    await server.drain(within: .seconds(1))
    clientLoops.stop()
    serverLoops.stop()
  }

}
