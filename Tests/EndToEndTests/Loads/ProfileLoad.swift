import Messages
import RPC
import Stubs
import TestKit
import Testing

/// Customers, each with a purchase: of a writer's writes the even ones make a customer, the odd ones
/// record its purchase.
struct ProfileLoad: Load {
  let client: ProfileServiceClient
  /// Whether a write may be one that was kept before, and is sent again.
  var isResending = false

  /// - Returns: the customer's id.
  func write(after receipts: [String], of writer: Int) async throws -> String {
    let number = receipts.count / 2
    guard let customer = receipts.last, !receipts.count.isMultiple(of: 2) else {
      try await refused { _ = try await client.identify(wrong(number, writer)) }
      return try await client.identify(identity(number, writer)).customerId
    }
    let tracked = try await client.track(purchase(number, writer, customer))
    #expect(tracked.customerId == customer && (tracked.outcome == .changed || isResending))
    return customer
  }

  func check(_ receipts: [String], of writer: Int) async throws {
    for (place, customer) in receipts.enumerated() where place.isMultiple(of: 2) {
      let number = place / 2
      #expect(try await owner(email(number, writer)) == customer)
      let purchases = try await purchases(of: customer, number, writer)
      let isTracked = place + 1 < receipts.count
      #expect(purchases == 1 || !isTracked && purchases == 0)
      try await checkAgain(customer, number, writer, isTracked: isTracked)
    }
    let unanswered = (receipts.count + 1) / 2
    for number in 0...unanswered { #expect(try await owner("no" + email(number, writer)) == nil) }
    guard let customer = try await owner(email(unanswered, writer)) else { return }
    #expect(receipts.count.isMultiple(of: 2))
    #expect(try await purchases(of: customer, unanswered, writer) == 0)
  }

  /// The same again changes nothing, and gets the first answer.
  private func checkAgain(
    _ customer: String, _ number: Int, _ writer: Int, isTracked: Bool
  ) async throws {
    let identified = try await client.identify(identity(number, writer))
    #expect(identified.customerId == customer)
    guard isTracked else { return }
    let tracked = try await client.track(purchase(number, writer, customer))
    #expect(tracked.customerId == customer && tracked.outcome == .unchanged)
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
