import Messages
import RPC
import Testing

@testable import Profile

@Suite struct ResolveTests {
  private func resolve(
    _ bench: Bench, _ kind: String, _ value: String, region: String = "", day: Int64 = 0
  )
    async throws -> ProfileV1.ResolveIdentifierReply
  {
    try await bench.handlers.resolveIdentifier(
      ProfileV1.ResolveIdentifierRequest(
        identifier: ProfileV1.Identifier(kind: kind, value: value, region: region)),
      bench.call(day: day))
  }

  @Test func `any way of writing an identifier finds its owner`() async throws {
    try await Bench.with { bench in
      let customer = try await bench.identify(
        "r", [("email", "info@münchen.de"), ("phone", "+420601123456")]
      ).customerId
      #expect(try await resolve(bench, "email", "INFO@xn--mnchen-3ya.de").customerId == customer)
      let phone = try await resolve(bench, "phone", "601 123 456", region: "CZ")
      #expect(phone.customerId == customer)
      #expect(phone.identifier?.value == "+420601123456")
    }
  }

  @Test func `an unknown identifier is not found, a wrong one invalid`() async throws {
    try await Bench.with { bench in
      let unknown = try await status { _ = try await resolve(bench, "email", "a@example.com") }
      #expect(unknown == Status(.notFound, "identifier", "identifier.unknown"))
      let wrong = try await status { _ = try await resolve(bench, "email", "a") }
      #expect(wrong == Status(.invalidArgument, "identifier.value", "email.at"))
      let none = try await status {
        _ = try await bench.handlers.resolveIdentifier(
          ProfileV1.ResolveIdentifierRequest(), bench.call())
      }
      #expect(none == Status(.invalidArgument, "identifier", "required"))
    }
  }

  @Test func `a cookie is found on its 90th day and not on the next`() async throws {
    try await Bench.with { bench in
      let customer = try await bench.identify("r", [("cookie", "c")]).customerId
      #expect(try await resolve(bench, "cookie", "c", day: 89).customerId == customer)
      let expired = try await status { _ = try await resolve(bench, "cookie", "c", day: 91) }
      #expect(expired == Status(.notFound, "identifier", "identifier.unknown"))
    }
  }
}
