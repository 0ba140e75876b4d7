// grpc-swift-server PORT CERTS: answers every call with the message that came.

import Echo
import GRPCCore
import GRPCNIOTransportHTTP2

struct EchoService: Cameo_Peers_V1_EchoService.SimpleServiceProtocol {
  func call(
    request: Cameo_Peers_V1_Echo, context: ServerContext
  ) async throws -> Cameo_Peers_V1_Echo {
    request
  }
}

guard CommandLine.arguments.count == 3, let port = Int(CommandLine.arguments[1]) else {
  fatalError("usage: grpc-swift-server PORT CERTS")
}
let certificates = CommandLine.arguments[2]
let server = GRPCServer(
  transport: .http2NIOPosix(
    address: .ipv4(host: "127.0.0.1", port: port),
    transportSecurity: .tls(
      certificateChain: [.file(path: "\(certificates)/server.pem", format: .pem)],
      privateKey: .file(path: "\(certificates)/server.key", format: .pem))),
  services: [EchoService()])
try await server.serve()
