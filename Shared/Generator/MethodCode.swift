import Schema

/// How one method is declared, served and called in Swift.
struct MethodCode {
  let method: MethodType
  let names: Names

  var name: String { lowerFirst(method.name) }
  var type: String { "Method<\(request), \(reply)>" }
  private var request: String { names.swift(method.input) }
  private var reply: String { names.swift(method.output) }
  /// What the handler answers with.
  private var handled: String { method.hasEncodedReply ? "Encoded<\(reply)>" : reply }

  var kind: String {
    switch (method.clientStreams, method.serverStreams) {
    case (false, false): ".unary"
    case (false, true): ".serverStreaming"
    case (true, false): ".clientStreaming"
    case (true, true): ".bidirectional"
    }
  }

  var idempotency: String {
    switch method.idempotency {
    case .unknown: ".unknown"
    case .idempotent: ".idempotent"
    case .noSideEffects: ".noSideEffects"
    }
  }

  // MARK: handler

  func writeHandler(_ code: Code) {
    let input =
      method.clientStreams ? "_ requests: RequestStream<\(request)>" : "_ request: \(request)"
    let output = method.serverStreams ? ["_ replies: ReplyWriter<\(handled)>"] : []
    code.list(
      "func \(name)(", [input] + output + ["_ call: CallContext"],
      ") async throws" + (method.serverStreams ? "" : " -> \(handled)"))
  }

  func writeRegistration(_ code: Code, of service: ServiceType) {
    let path = "\(service.name)Methods.\(name)" + (method.hasEncodedReply ? ".encodedReply" : "")
    guard method.clientStreams || method.serverStreams else {
      code.line("router.unary(\(path)) { request in")
      code.indented {
        code.line("{ call in call.reply(with: try await self.\(name)(request, call.context)) }")
      }
      return code.line("}")
    }
    let parameters = method.serverStreams ? "$0, $1, $2" : "$0, $1"
    code.line("router\(kind)(\(path)) { try await self.\(name)(\(parameters)) }")
  }

  // MARK: client

  func writeClient(_ code: Code, of service: ServiceType) {
    let path = "\(service.name)Methods.\(name)"
    writeClient(code, name, path, reply)
    guard method.hasEncodedReply else { return }
    code.blank()
    code.line("/// The same with the reply's bytes as they came, to be passed on.")
    writeClient(
      code, "\(lowerFirst(method.name))Encoded", "\(path).encodedReply", "Encoded<\(reply)>")
  }

  private func writeClient(_ code: Code, _ name: String, _ path: String, _ reply: String) {
    switch (method.clientStreams, method.serverStreams) {
    case (false, false):
      write(
        code, ["_ request: \(request)"], [], ") async throws -> \(reply) {", name,
        "try await channel.unary(\(path), request, options)")
    case (false, true):
      write(
        code, ["_ request: \(request)"], [], ") -> ReplyStream<\(reply)> {", name,
        "channel.serverStreaming(\(path), request, options)")
    case (true, false):
      write(
        code, [],
        ["_ produce: @Sendable (RequestWriter<\(request)>) async throws -> Void"],
        ") async throws -> \(reply) {", name,
        "try await channel.clientStreaming(\(path), options, produce)")
    case (true, true):
      write(
        code, [], [],
        ") async throws -> (RequestWriter<\(request)>, ReplyStream<\(reply)>) {", name,
        "try await channel.bidirectional(\(path), options)")
    }
  }

  private func write(
    _ code: Code, _ before: [String], _ after: [String], _ closing: String, _ name: String,
    _ body: String
  ) {
    code.list(
      "public func \(name)(", before + ["_ options: CallOptions = CallOptions()"] + after, closing)
    code.indented { code.line(body) }
    code.line("}")
  }
}
