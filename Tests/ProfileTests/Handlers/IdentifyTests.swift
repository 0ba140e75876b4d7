import Messages
import RPC
import ServiceKit
import Testing

@testable import Profile

@Suite struct IdentifyTests {
  @Test func `an unknown identifier makes a customer, a known one finds it`() async throws {
    try await Bench.with { bench in
      let made = try await bench.identify("r1", [("email", "Anna@Example.com")])
      #expect(made.outcome == .created)
      #expect(made.version == 1)
      #expect(CustomerID.fault(in: made.customerId) == nil)
      let found = try await bench.identify(
        "r2", [("email", "anna@example.com"), ("phone", "+420601123456")])
      #expect(found.customerId == made.customerId)
      #expect(found.outcome == .changed)
      #expect(found.version == 2)
      let profile = try await bench.profile(made.customerId)
      #expect(profile.version == 2)
      #expect(profile.state == .known)
      #expect(profile.identifiers.map(\.kind) == ["email", "phone"])
      #expect(profile.identifiers[0].given == "anna@example.com")
    }
  }

  @Test func `the same request id gives the first answer, other content is refused`() async throws {
    try await Bench.with { bench in
      let first = try await bench.identify("r1", [("email", "a@example.com")])
      _ = try await bench.identify("r2", [("email", "a@example.com"), ("crm_id", "7")])
      #expect(try await bench.identify("r1", [("email", "a@example.com")], day: 6) == first)
      let other = try await status { _ = try await bench.identify("r1", [("crm_id", "8")]) }
      #expect(other == Status(.alreadyExists, "request_id", "other_content"))
      #expect(try await bench.changes().count == 2)
    }
  }

  @Test func `request ids are forgotten after a week, and no younger ones`() async throws {
    try await Bench.with { bench in
      _ = try await bench.identify("r1", [("crm_id", "1")])
      let young = try await bench.identify("r2", [("crm_id", "2")], day: 2)
      try await bench.handlers.store.forgetRequests(now: bench.call(day: 8).now.microseconds)
      #expect(try await bench.identify("r2", [("crm_id", "2")], day: 8) == young)
      let reused = try await bench.identify("r1", [("crm_id", "3")], day: 8)
      #expect(reused.outcome == .created)
    }
  }

  @Test func `identifiers of two customers are never merged`() async throws {
    try await Bench.with { bench in
      let anna = try await bench.identify("r1", [("email", "anna@example.com")])
      let jan = try await bench.identify("r2", [("email", "jan@example.com")])
      let both = try await status {
        _ = try await bench.identify(
          "r3", [("email", "anna@example.com"), ("email", "jan@example.com")])
      }
      #expect(both == Status(.failedPrecondition, "identifiers[1]", "identifier.one_owner"))
      let taken = try await status {
        _ = try await bench.identify(
          "r4", [("email", "jan@example.com")], customer: anna.customerId)
      }
      #expect(taken == Status(.alreadyExists, "identifiers[0]", "identifier.one_owner"))
      #expect(try await bench.profile(anna.customerId).version == 1)
      #expect(try await bench.profile(jan.customerId).version == 1)
      #expect(try await bench.changes().count == 2)
    }
  }

  @Test func `a second login is another person, even on one device`() async throws {
    try await Bench.with { bench in
      _ = try await bench.identify("r1", [("cookie", "c1"), ("user_id", "anna")])
      let second = try await status {
        _ = try await bench.identify("r2", [("cookie", "c1"), ("user_id", "jan")])
      }
      #expect(second == Status(.failedPrecondition, "identifiers", "identifier.single_user_id"))
    }
  }

  @Test func `a visitor becomes a customer and keeps the history`() async throws {
    try await Bench.with { bench in
      let visitor = try await bench.track(visit("e1", day: 5), [("cookie", "c1")])
      #expect(visitor.outcome == .created)
      #expect(try await bench.profile(visitor.customerId).state == .anonymous)
      let known = try await bench.identify("r1", [("cookie", "c1"), ("email", "a@example.com")])
      // Seen long after its 90 days, the cookie names nobody any more.
      #expect(known.customerId != visitor.customerId)
      let now = Facts.now.microseconds / Instants.dayMicroseconds
      let today = try await bench.track(visit("e2", day: now), [("cookie", "c2")])
      let identified = try await bench.identify(
        "r2", [("cookie", "c2"), ("email", "b@example.com")])
      #expect(identified.customerId == today.customerId)
      let profile = try await bench.profile(today.customerId)
      #expect(profile.state == .known)
      #expect(profile.activity?.events == 1)
    }
  }

  @Test func `another expected version is refused`() async throws {
    try await Bench.with { bench in
      let made = try await bench.identify("r1", [("crm_id", "1")])
      let late = try await status {
        _ = try await bench.identify(
          "r2", [], customer: made.customerId, attributes: [declared("colour", "red")],
          expectedVersion: 9)
      }
      #expect(late == Status(.aborted, "expected_version", "other_version"))
      let right = try await bench.identify(
        "r3", [], customer: made.customerId, attributes: [declared("colour", "red")],
        expectedVersion: 1)
      #expect(right.version == 2)
    }
  }

  @Test func `what is wrong with a request is named by field and rule`() async throws {
    try await Bench.with { bench in
      let wrong: [(ProfileV1.IdentifyRequest, Status)] = [
        (ProfileV1.IdentifyRequest(), Status(.invalidArgument, "request_id", "required")),
        (
          ProfileV1.IdentifyRequest(requestId: "r"),
          Status(.invalidArgument, "identifiers", "count")
        ),
        (
          ProfileV1.IdentifyRequest(requestId: "r", customerId: "42"),
          Status(.invalidArgument, "customer_id", "customer_id")
        ),
        (
          ProfileV1.IdentifyRequest(requestId: "r", customerId: "01arz3ndektsv4rrffq69g5fav"),
          Status(.invalidArgument, "customer_id", "customer_id")
        ),
        (
          ProfileV1.IdentifyRequest(
            requestId: "r", identifiers: [ProfileV1.Identifier(kind: "email", value: "anna")]),
          Status(.invalidArgument, "identifiers[0].value", "email.at")
        ),
        (
          ProfileV1.IdentifyRequest(
            requestId: "r", identifiers: [ProfileV1.Identifier(kind: "crm_id", value: "1")],
            attributes: [declared("time_zone", "Mars/Olympus")]),
          Status(.invalidArgument, "attributes[0].value", "time_zone")
        ),
        (
          ProfileV1.IdentifyRequest(requestId: "r", customerId: "01ARZ3NDEKTSV4RRFFQ69G5FAV"),
          Status(.notFound, "customer_id", "customer.unknown")
        ),
      ]
      for (request, expected) in wrong {
        let refused = try await status {
          _ = try await bench.handlers.identify(request, bench.call())
        }
        #expect(refused == expected)
      }
      #expect(try await bench.changes().isEmpty)
    }
  }

  @Test func `a profile holds a bounded number of identifiers`() async throws {
    try await Bench.with { bench in
      let made = try await bench.identify("r0", [("crm_id", "0")])
      for batch in 0..<2 {
        let ids = (0..<20).map { ("crm_id", "\(batch)-\($0)") }
        _ = try await bench.identify("r1\(batch)", ids, customer: made.customerId)
      }
      let full = try await status {
        let ids = (0..<10).map { ("crm_id", "x-\($0)") }
        _ = try await bench.identify("r2", ids, customer: made.customerId)
      }
      #expect(full == Status(.resourceExhausted, "identifiers", "identifiers.count"))
      #expect(try await bench.profile(made.customerId).identifiers.count == 41)
    }
  }

  @Test func `one customer comes of many who identify at once`() async throws {
    try await Bench.with { bench in
      let ids = try await withThrowingTaskGroup(of: String.self) { tasks in
        for number in 0..<50 {
          tasks.addTask {
            try await bench.identify("r\(number)", [("email", "a@example.com")]).customerId
          }
        }
        return try await tasks.reduce(into: Set<String>()) { $0.insert($1) }
      }
      #expect(ids.count == 1)
    }
  }
}
