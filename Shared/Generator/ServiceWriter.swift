import Schema

/// Writes a service's methods, handler protocol and client.
struct ServiceWriter {
  let service: ServiceType
  let names: Names
  let code: Code

  private var methods: [MethodCode] { service.methods.map { MethodCode(method: $0, names: names) } }

  func write() {
    writeMethods()
    writeHandler()
    writeRegistration()
    writeClient()
  }

  private func writeMethods() {
    code.blank()
    code.line("/// The methods of \(service.fullName).")
    code.block("public enum \(service.name)Methods") {
      code.line("/// The service's full name.")
      code.line("public static let service = \"\(service.fullName)\"")
      for method in methods {
        code.blank()
        code.comment(method.method.comment)
        code.line("public static let \(method.name) = \(method.type)(")
        code.line(
          "  service: service, name: \"\(method.method.name)\", kind: \(method.kind), "
            + "idempotency: \(method.idempotency))")
      }
    }
  }

  private func writeHandler() {
    code.blank()
    code.line("/// What a server does for \(service.fullName).")
    if !service.comment.isEmpty { code.line("///") }
    code.comment(service.comment)
    code.block("public protocol \(service.name)Handler: ServiceHandler") {
      for (index, method) in methods.enumerated() {
        if index > 0 { code.blank() }
        code.comment(method.method.comment)
        method.writeHandler(code)
      }
    }
  }

  private func writeRegistration() {
    code.blank()
    code.block("extension \(service.name)Handler") {
      code.block("public func register(in router: inout Router)") {
        for method in methods { method.writeRegistration(code, of: service) }
      }
    }
  }

  private func writeClient() {
    code.blank()
    code.line("/// Calls \(service.fullName).")
    if !service.comment.isEmpty { code.line("///") }
    code.comment(service.comment)
    code.block("public struct \(service.name)Client: Sendable") {
      code.line("/// Where the calls go.")
      code.line("public let channel: Channel")
      code.blank()
      code.block("public init(_ channel: Channel)") { code.line("self.channel = channel") }
      for method in methods {
        code.blank()
        code.comment(method.method.comment)
        method.writeClient(code, of: service)
      }
    }
  }
}
