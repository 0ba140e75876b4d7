import Messages
import RPC
import Stubs
import Testing

/// Customers, each with a purchase. A writer's writes are its customers.
struct ProfileLoad: Load {
  let client: ProfileServiceClient

  struct Receipt: Sendable {
    let customer: String
    let number: Int
  }

  func write(_ number: Int, of writer: Int) async throws -> Receipt {
    let customer = try await client.identify(identity(number, writer)).customerId
    try await refused { _ = try await client.identify(wrong(number, writer)) }
    let tracked = try await client.track(purchase(number, writer, customer))
    #expect(tracked.customerId == customer && tracked.outcome == .changed)
    return Receipt(customer: customer, number: number)
  }

  func check(_ receipts: [Receipt], of writer: Int) async throws {
    for receipt in receipts {
      #expect(try await owner(email(receipt.number, writer)) == receipt.customer)
      #expect(try await purchases(of: receipt.customer, receipt.number, writer) == 1)
      #expect(try await owner("no" + email(receipt.number, writer)) == nil)
      // The same again changes nothing, and gets the first answer.
      let again = try await client.identify(identity(receipt.number, writer))
      #expect(again.customerId == receipt.customer)
      let track = try await client.track(purchase(receipt.number, writer, receipt.customer))
      #expect(track.outcome == .unchanged)
    }
    let unanswered = receipts.count
    #expect(try await owner("no" + email(unanswered, writer)) == nil)
    guard let customer = try await owner(email(unanswered, writer)) else { return }
    #expect(try await purchases(of: customer, unanswered, writer) <= 1)
  }

  /// Checks that the customer is whole, and that the summary says what the timeline shows.
  private func purchases(of customer: String, _ number: Int, _ writer: Int) async throws -> Int {
    let profile = try await client.getProfile(.init(customerId: customer))
    #expect(profile.identifiers.map(\.value) == [email(number, writer)])
    #expect(profile.attributes.map(\.name) == ["family_name", "given_name"])
    let timeline = try await client.getTimeline(.init(customerId: customer)).events
    #expect(timeline.allSatisfy { $0.id == event(number, writer) })
    #expect(Int(profile.purchases?.orders ?? 0) == timeline.count)
    return timeline.count
  }

  private func owner(_ email: String) async throws -> String? {
    do {
      return try await client.resolveIdentifier(
        .init(identifier: .init(kind: "email", value: email))
      ).customerId
    } catch let error as RPCError where error.code == .notFound {
      return nil
    }
  }

  private func email(_ number: Int, _ writer: Int) -> String { "w\(writer)n\(number)@example.com" }
  private func event(_ number: Int, _ writer: Int) -> String { "event-\(writer)-\(number)" }

  private func identity(_ number: Int, _ writer: Int) -> ProfileV1.IdentifyRequest {
    ProfileV1.IdentifyRequest(
      requestId: "identify-\(writer)-\(number)",
      identifiers: [
        .init(kind: "email", value: email(number, writer), observedAt: .init(microseconds: 1))
      ],
      attributes: ["given_name", "family_name"].map {
        ProfileV1.Attribute(
          name: $0, value: .init(kind: .text("name \(number)")), provenance: .declared,
          source: "load", observedAt: .init(microseconds: 1))
      })
  }

  /// One wrong attribute refuses the good identifier and the good attributes beside it.
  private func wrong(_ number: Int, _ writer: Int) -> ProfileV1.IdentifyRequest {
    var request = identity(number, writer)
    request.requestId = "no-" + request.requestId
    request.identifiers[0].value = "no" + email(number, writer)
    request.attributes.append(ProfileV1.Attribute(name: "birth_date"))
    return request
  }

  private func purchase(_ number: Int, _ writer: Int, _ customer: String) -> ProfileV1.TrackRequest
  {
    ProfileV1.TrackRequest(
      customerId: customer,
      event: ProfileV1.Event(
        id: event(number, writer), type: "purchase", occurredAt: .init(microseconds: 1_000_000),
        source: "load", amount: .init(currency: "USD", minorUnits: 2933), quantity: 1))
  }
}
