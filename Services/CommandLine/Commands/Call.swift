import ArgumentParser
import Foundation
import Messages
import RPC
import Schema

/// Calls any method of any service, as its server describes it.
struct Call: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Call any method with JSON, as its server describes it; or list what there is.",
    discussion: """
      The request is JSON (proto3 JSON mapping), or - to read it from standard input. Streamed \
      requests are a JSON array of messages; each reply is printed on its own.

      Examples:
        cameo call --list cameo.profile.v1.ProfileService
        cameo call cameo.profile.v1.ProfileService/ResolveIdentifier \\
          '{"identifier": {"kind": "email", "value": "anna@example.com"}}'
        cameo call cameo.rpc.v1.TestService/UnaryCall '{"payload": "aGk="}' --target 127.0.0.1:7190
      """)

  @Argument(
    help: ArgumentHelp("PACKAGE.SERVICE/NAME; with --list, a service.", valueName: "METHOD"))
  var method: String

  @Argument(help: ArgumentHelp("The request; {} if left out.", valueName: "JSON"))
  var request = "{}"

  @Option(
    help: ArgumentHelp("The server; by the method's name if left out.", valueName: "HOST:PORT"))
  var target: String?

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "List the methods of the server instead of calling one.")
  var list = false

  @Flag(help: "Print fields with default values as well.")
  var defaults = false

  func run() async throws {
    let target = try self.target ?? Self.target(of: method)
    try await exiting(talkingTo: target) {
      let session = try Session(connection)
      let channel = session.channel(to: target)
      let description = try await ReflectionClient(channel)
        .describe(RPCV1.DescribeRequest(), connection.callOptions)
      let schema = try Schema(fileDescriptorSet: description.fileDescriptorSet)
      if list {
        print(Self.listing(schema, description.services))
      } else {
        try await call(channel, schema, description.services)
      }
    }
  }

  private static func target(of method: String) throws -> String {
    guard let service = KnownService(owning: method) else {
      throw ValidationError(
        "which server has \(method)? Name it with --target HOST:PORT, or give the full name, as in"
          + " cameo.profile.v1.ProfileService/GetProfile")
    }
    return service.target
  }

  private static func listing(_ schema: Schema, _ services: [String]) -> String {
    services.flatMap { name in
      (schema.services[name]?.methods ?? []).map { method in
        let request = (method.clientStreams ? "stream " : "") + method.input
        let reply = (method.serverStreams ? "stream " : "") + method.output
        return "\(method.path)(\(request)) returns (\(reply))"
      }
    }.joined(separator: "\n")
  }

  private func call(_ channel: Channel, _ schema: Schema, _ services: [String]) async throws {
    guard let found = schema.method(method),
      services.contains(String(method.prefix { $0 != "/" }))
    else {
      throw ExitError(
        code: .dataError, message: "the server has no method \(method)",
        hint: "It has:\n  "
          + Self.listing(schema, services).replacingOccurrences(of: "\n", with: "\n  "))
    }
    let requests = try messages(schema, found)
    for try await reply in try await replies(channel, found, requests) {
      Output.line(
        try schema.json(
          from: reply.bytes, type: found.output,
          options: Output.jsonOptions(printsDefaults: defaults)))
    }
  }

  private func messages(
    _ schema: Schema, _ method: MethodType
  ) throws -> [Encoded<RPCV1.Empty>] {
    let text = request == "-" ? try Input.standardText() : request
    do throws(JSONError) {
      guard method.clientStreams else {
        return [Encoded(bytes: try schema.encode(json: text, type: method.input))]
      }
      return try schema.encode(jsonArray: text, type: method.input).map { Encoded(bytes: $0) }
    } catch {
      throw ExitError(
        code: .dataError, message: "the request is not a \(method.input): \(error)",
        hint: method.clientStreams
          ? "This method takes a stream: give a JSON array of requests." : "")
    }
  }

  /// The messages' types are known to the schema only, so they travel encoded.
  private func replies(
    _ channel: Channel, _ found: MethodType, _ requests: [Encoded<RPCV1.Empty>]
  ) async throws -> ReplyStream<Encoded<RPCV1.Empty>> {
    let service = String(method.prefix { $0 != "/" })
    let call = Method<Encoded<RPCV1.Empty>, Encoded<RPCV1.Empty>>(
      service: service, name: found.name,
      kind: found.clientStreams ? .bidirectional : .serverStreaming, idempotency: .unknown)
    guard found.clientStreams else {
      let options = found.serverStreams ? connection.streamOptions : connection.callOptions
      return channel.serverStreaming(call, requests[0], options)
    }
    let (writer, replies) = try await channel.bidirectional(call, connection.streamOptions)
    for request in requests { try await writer.write(request) }
    await writer.finish()
    return replies
  }
}
