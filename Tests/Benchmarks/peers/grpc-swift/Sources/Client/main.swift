// grpc-swift-client PORT CERTS CONNECTIONS IN_FLIGHT PAYLOAD SECONDS: a closed loop of echo calls.

import Echo
import Foundation
import GRPCCore
import GRPCNIOTransportHTTP2

struct Load {
  let port: Int
  let certificates: String
  let connections: Int
  let inFlight: Int
  let payload: Int
  let seconds: Int

  init?(_ arguments: [String]) {
    let numbers = arguments.compactMap(Int.init)
    guard arguments.count == 7, numbers.count == 5 else { return nil }
    (port, certificates) = (numbers[0], arguments[2])
    (connections, inFlight, payload, seconds) = (numbers[1], numbers[2], numbers[3], numbers[4])
  }

  /// Latencies in nanoseconds of the calls of all connections.
  func run() async throws -> [Int64] {
    let end = ContinuousClock.now + .seconds(seconds)
    return try await withThrowingTaskGroup(of: [Int64].self) { group in
      for _ in 0..<connections {
        group.addTask { try await connection(until: end) }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
  }

  private func connection(until end: ContinuousClock.Instant) async throws -> [Int64] {
    let security = HTTP2ClientTransport.Posix.TransportSecurity.tls { tls in
      tls.trustRoots = .certificates([.file(path: "\(certificates)/ca.pem", format: .pem)])
    }
    let transport = try HTTP2ClientTransport.Posix.http2NIOPosix(
      target: .dns(host: "localhost", port: port), transportSecurity: security)
    return try await withGRPCClient(transport: transport) { client in
      let echo = Cameo_Peers_V1_EchoService.Client(wrapping: client)
      return try await withThrowingTaskGroup(of: [Int64].self) { group in
        for _ in 0..<inFlight {
          group.addTask { try await call(echo, until: end) }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
    }
  }

  private func call<Transport: ClientTransport>(
    _ echo: Cameo_Peers_V1_EchoService.Client<Transport>, until end: ContinuousClock.Instant
  ) async throws -> [Int64] {
    var request = Cameo_Peers_V1_Echo()
    request.payload = Data(repeating: 7, count: payload)
    var latencies: [Int64] = []
    var now = ContinuousClock.now
    while now < end {
      let reply = try await echo.call(request)
      guard reply.payload.count == payload else { throw RPCError(code: .dataLoss, message: "") }
      let then = ContinuousClock.now
      latencies.append((then - now).nanoseconds)
      now = then
    }
    return latencies
  }
}

extension Duration {
  var nanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
}

func report(_ latencies: [Int64], seconds: Double) {
  let sorted = latencies.sorted()
  func microseconds(_ percent: Int) -> Double {
    Double(sorted[sorted.count * percent / 100]) / 1000
  }
  print(
    "{\"requests\": \(sorted.count), \"seconds\": \(seconds),",
    "\"p50_us\": \(microseconds(50)), \"p99_us\": \(microseconds(99))}")
}

guard let load = Load(CommandLine.arguments) else {
  fatalError("usage: grpc-swift-client PORT CERTS CONNECTIONS IN_FLIGHT PAYLOAD SECONDS")
}
let begin = ContinuousClock.now
let latencies = try await load.run()
report(latencies, seconds: Double((ContinuousClock.now - begin).nanoseconds) / 1e9)
