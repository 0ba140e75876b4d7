import ArgumentParser
import Foundation
import Messages
import RPC

/// Which customers a benchmark asks about.
struct CustomerList: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A file of customer ids, one a line, as `cameo bench populate` writes it.",
      valueName: "FILE"))
  var ids: String

  func read() throws -> Customers {
    guard let text = try? String(contentsOfFile: ids, encoding: .utf8) else {
      throw ExitError(
        code: .noInput, message: "\(ids) cannot be read",
        hint: "`cameo bench populate --ids FILE` makes customers and writes their ids.")
    }
    let list = text.split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    guard let customers = Customers(list) else {
      throw ExitError(code: .dataError, message: "\(ids) holds no customer ids")
    }
    return customers
  }
}

/// Customer ids, to be asked about in turn.
struct Customers: Sendable {
  private let ids: [String]
  private let stride: Int

  /// Nil for none.
  init?(_ ids: [String]) {
    guard !ids.isEmpty else { return nil }
    self.ids = ids
    stride = Self.strides.first { ids.count % $0 != 0 } ?? 1
  }

  var count: Int { ids.count }

  /// The customer of a call: all in turn, in no order of the store's.
  subscript(number: Int) -> String { ids[(number % ids.count) &* stride % ids.count] }

  /// Primes: one that shares no factor with the count visits all.
  private static let strides = [7919, 104_729, 611_953]
}

extension BenchOptions {
  /// Measures a method that is asked about one customer, over connections of their own.
  func measure<Request: Message, Reply: Message>(
    _ method: RPC.Method<Request, Reply>, at service: KnownService, _ target: String?,
    _ customers: Customers, _ connection: ConnectionOptions,
    _ request: @escaping @Sendable (_ customer: String, _ number: Int) -> Request
  ) async throws {
    let session = try Session(connection)
    // The answer stays encoded: what it costs a client to read is not the servers' doing.
    let method = method.encodedReply
    let calls = (0..<connections).map { _ -> LoadGenerator.Call in
      let channel = session.channel(to: service, at: target)
      return { number in
        _ = try await channel.unary(
          method, request(customers[number], number), connection.callOptions)
      }
    }
    try await measure(
      "\(method.path.split(separator: "/").last ?? ""), \(customers.count) customers", on: session,
      calls)
  }
}
