import Messages
import RPC
import Randomness
import Testing

@testable import Profile

@Suite struct TrackTests {
  @Test func `events come in any order and make the same profile`() async throws {
    var events: [ProfileV1.Event] = []
    for number in 0..<Int64(12) {
      let id = "e\(number)"
      events.append(
        number % 3 == 0
          ? visit(id, day: number + 1) : purchase(id, day: number + 1, cents: number * 100))
    }
    events[4].type = "return"
    var random = SeededRandom(seed: 3)
    var profiles: [ProfileV1.Profile] = []
    for _ in 0..<3 {
      profiles.append(
        try await Bench.with { bench in
          let customer = try await bench.identify("r", [("crm_id", "1")]).customerId
          for event in events.shuffled(using: &random) {
            _ = try await bench.track(event, customer: customer)
          }
          return try await bench.profile(customer)
        })
    }
    #expect(profiles[0] == profiles[1])
    #expect(profiles[1] == profiles[2])
    #expect(profiles[0].purchases?.orders == 7)
    #expect(profiles[0].purchases?.returns == 1)
    #expect(profiles[0].activity?.firstEventAt == Facts.day(1))
  }

  @Test func `the same event again changes nothing, another under its id is refused`() async throws
  {
    try await Bench.with { bench in
      let customer = try await bench.identify("r1", [("crm_id", "1")]).customerId
      let other = try await bench.identify("r2", [("crm_id", "2")]).customerId
      let first = try await bench.track(purchase("e1", day: 3), customer: customer)
      #expect(first.outcome == .changed)
      let again = try await bench.track(purchase("e1", day: 3), customer: customer, day: 1)
      #expect(again.outcome == .unchanged)
      #expect(again.version == first.version)
      let reused = Status(.alreadyExists, "event.id", "other_content")
      #expect(
        try await status {
          _ = try await bench.track(purchase("e1", day: 3, cents: 7), customer: customer)
        } == reused)
      #expect(
        try await status {
          _ = try await bench.track(purchase("e1", day: 3), customer: other)
        } == reused)
      #expect(try await bench.profile(customer).purchases?.orders == 1)
      #expect(try await bench.profile(other).purchases?.orders == 0)
    }
  }

  @Test func `an unknown customer is refused, but for a visitor`() async throws {
    try await Bench.with { bench in
      let unknown = try await status {
        _ = try await bench.track(visit("e1", day: 3), [("email", "a@example.com")])
      }
      #expect(unknown == Status(.notFound, "identifiers[0]", "identifier.unknown"))
      let nobody = try await status { _ = try await bench.track(visit("e1", day: 3)) }
      #expect(nobody == Status(.invalidArgument, "identifiers", "count"))
      let nothing = try await status {
        _ = try await bench.handlers.track(ProfileV1.TrackRequest(), bench.call())
      }
      #expect(nothing == Status(.invalidArgument, "event", "required"))
    }
  }

  @Test func `a visitor's second visit renews the cookie`() async throws {
    try await Bench.with { bench in
      let first = try await bench.track(visit("e1", day: 100), [("cookie", "c")])
      let second = try await bench.track(visit("e2", day: 180), [("cookie", "c")])
      let third = try await bench.track(visit("e3", day: 269), [("cookie", "c")])
      #expect(Set([first, second, third].map(\.customerId)).count == 1)
      let late = try await bench.track(visit("e4", day: 269 + 90), [("cookie", "c")])
      #expect(late.customerId != first.customerId)
    }
  }

  @Test func `the timeline pages through all events, newest first`() async throws {
    try await Bench.with { bench in
      let customer = try await bench.identify("r1", [("crm_id", "1")]).customerId
      for number in 0..<23 {
        let event =
          number % 2 == 0
          ? visit("e\(100 + number)", day: Int64(number / 5))
          : purchase("e\(100 + number)", day: Int64(number / 5))
        _ = try await bench.track(event, customer: customer)
      }
      var events: [ProfileV1.Event] = []
      var request = ProfileV1.GetTimelineRequest(customerId: customer, pageSize: 5)
      repeat {
        let page = try await bench.handlers.getTimeline(request, bench.call())
        #expect(page.events.count <= 5)
        events += page.events
        request.pageToken = page.nextPageToken
      } while !request.pageToken.isEmpty
      #expect(events.map(\.id) == (0..<23).reversed().map { "e\(100 + $0)" })
      #expect(events.allSatisfy { $0.receivedAt == Facts.now })
      let purchases = try await bench.handlers.getTimeline(
        ProfileV1.GetTimelineRequest(customerId: customer, types: ["purchase"]), bench.call())
      #expect(purchases.events.count == 11)
      #expect(purchases.events.allSatisfy { $0.type == "purchase" })
      #expect(purchases.nextPageToken.isEmpty)
    }
  }

  @Test func `a list refuses what is no page of it`() async throws {
    try await Bench.with { bench in
      let customer = try await bench.identify("r1", [("crm_id", "1")]).customerId
      for token in ["x", "zz", "00", "01", "0102", String(repeating: "01", count: 3000)] {
        let refused = try await status {
          _ = try await bench.handlers.getTimeline(
            ProfileV1.GetTimelineRequest(customerId: customer, pageToken: token), bench.call())
        }
        #expect(refused == Status(.invalidArgument, "page_token", "page_token"))
      }
      let big = try await status {
        _ = try await bench.handlers.getTimeline(
          ProfileV1.GetTimelineRequest(customerId: customer, pageSize: 501), bench.call())
      }
      #expect(big == Status(.invalidArgument, "page_size", "range"))
      let unknown = try await status {
        _ = try await bench.handlers.getTimeline(
          ProfileV1.GetTimelineRequest(customerId: "01ARZ3NDEKTSV4RRFFQ69G5FAV"), bench.call())
      }
      #expect(unknown == Status(.notFound, "customer_id", "customer.unknown"))
    }
  }
}
