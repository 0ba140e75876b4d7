import AllocationCount
import Dispatch
import Foundation
import Messages
import RPC
import Runtime
import TLS

/// A number of unary echoes between a client and a server in this process, each with a loop of its
/// own: for profilers, which want a fixed amount of work, a thread a side, and (valgrind) no main
/// thread that has left for the dispatch library. Prints what a call costs each side in allocations,
/// which is the same on every machine, and in CPU time, which is not.
///
///     echo-profile [CALLS]
@main
struct EchoProfile {
  static let inFlight = 64

  static func main() {
    let argument = CommandLine.arguments.dropFirst().first
    guard let calls = argument.map({ Int($0) }) ?? 100_000, calls >= inFlight else {
      print("echo-profile: \(argument ?? "") is no number of calls, \(inFlight) or more")
      exit(EX_USAGE)
    }
    let done = DispatchSemaphore(value: 0)
    start(calls, done)
    done.wait()
  }

  /// Apart from `main`, whose actor's thread waits.
  nonisolated static func start(_ calls: Int, _ done: DispatchSemaphore) {
    Task {
      do {
        try await run(calls)
      } catch {
        print("echo-profile: \(error)")
        exit(EXIT_FAILURE)
      }
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
    // Connections are made, and buffers and tasks that are used again.
    try await echo(inFlight * 20, channel, on: clientLoops.loops[0])
    let before = await allocations(serverLoops.loops[0], clientLoops.loops[0])
    let started = clock()
    try await echo(calls, channel, on: clientLoops.loops[0])
    let used = Double(clock() - started) / Double(CLOCKS_PER_SEC)
    let after = await allocations(serverLoops.loops[0], clientLoops.loops[0])
    report(
      calls, server: after.server - before.server, client: after.client - before.client, used)
    await channel.close()
    await server.drain(within: .seconds(1))
    clientLoops.stop()
    serverLoops.stop()
  }

  static func echo(_ calls: Int, _ channel: Channel, on loop: EventLoop) async throws {
    let request = RPCV1.SimpleRequest(payload: [UInt8](repeating: 7, count: 100))
    let client = TestServiceClient(channel)
    try await withThrowingDiscardingTaskGroup { group in
      for _ in 0..<inFlight {
        group.addTask(executorPreference: loop) {
          for _ in 0..<(calls / inFlight) {
            let reply = try await client.unaryCall(request, CallOptions(timeout: .seconds(60)))
            precondition(reply.payload == request.payload)
          }
        }
      }
    }
  }

  static func allocations(
    _ server: EventLoop, _ client: EventLoop
  ) async -> (server: UInt64, client: UInt64) {
    await (
      withTaskExecutorPreference(server) { cameo_thread_allocations() },
      withTaskExecutorPreference(client) { cameo_thread_allocations() }
    )
  }

  static func report(_ calls: Int, server: UInt64, client: UInt64, _ seconds: Double) {
    func perCall(_ number: Double) -> String {
      String(format: "%.2f", number / Double(calls / inFlight * inFlight))
    }
    print(
      """
      {"calls": \(calls), "serverAllocationsPerCall": \(perCall(Double(server))), \
      "clientAllocationsPerCall": \(perCall(Double(client))), \
      "cpuMicrosecondsPerCall": \(perCall(seconds * 1e6))}
      """)
  }
}
