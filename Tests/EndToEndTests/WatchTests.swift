import Messages
import RPC
import Stubs
import TestKit
import Testing

extension EndToEnd {
  @Suite struct Watch {
    @Test func `a watch delivers what all three parts record after it began`() async throws {
      try await Cluster.with { cluster in
        _ = try await cluster.importSample()
        let id = try await cluster.owner(of: "anna@example.com")
        let watch = cluster.gateway.watchCustomer(
          GatewayV1.WatchCustomerRequest(subject: .customerId(id)))
        var changes = Changes(watch.makeAsyncIterator())
        // The history of each part shows that it is subscribed.
        for part in ["profile", "consent", "survey"] { _ = try await changes.first(of: part) }
        try await cluster.change(id, "new")
        let event = try await changes.first(of: "profile", "profile.event") {
          try ProfileV1.ProfileChange(decoding: $0.detail).eventIds == ["new"]
        }
        #expect(event.customerId == id)
        let withdrawn = try await changes.first(of: "consent", "consent.withdrawn") {
          guard case .consent(let entry) = try ConsentV1.ConsentChange(decoding: $0.detail).entry
          else { return false }
          return entry.channel == "post"
        }
        #expect(withdrawn.customerId == id)
        let response = try await changes.first(of: "survey", "response.submitted") {
          try SurveyV1.ResponseSubmitted(decoding: $0.detail).responseId == "new"
        }
        #expect(response.customerId == id)
      }
    }
  }
}

extension Cluster {
  func owner(of email: String) async throws -> String {
    try await profile.resolveIdentifier(.init(identifier: .init(kind: "email", value: email)))
      .customerId
  }

  /// Records one thing in each of the three parts, under the id `name`.
  func change(_ customer: String, _ name: String) async throws {
    _ = try await profile.track(
      ProfileV1.TrackRequest(
        customerId: customer,
        event: ProfileV1.Event(id: name, type: "visit", occurredAt: .init(microseconds: 1))))
    _ = try await consent.withdrawConsent(
      ConsentV1.WithdrawConsentRequest(
        requestId: name, customerId: customer, purpose: "marketing", channel: "post",
        actor: .subject))
    _ = try await survey.submitResponse(
      SurveyV1.SubmitResponseRequest(
        responseId: name, customerId: customer, surveyId: "srv_sample", surveyVersion: 1,
        mode: .online, answers: [SurveyV1.Answer(questionId: "recommend", value: .number(3))]))
  }
}

/// What a watch delivers, sorted by part, so that a test can ask for one thing after the other.
struct Changes {
  private var iterator: MessageIterator<GatewayV1.WatchCustomerReply>
  private var changes: [(part: String, change: RPCV1.Change)] = []
  private var statuses: [GatewayV1.PartStatus] = []

  init(_ iterator: MessageIterator<GatewayV1.WatchCustomerReply>) { self.iterator = iterator }

  /// The first change that fits and was not asked for before; waits for it.
  mutating func first(
    of part: String, _ kind: String = "", where fits: (RPCV1.Change) throws -> Bool = { _ in true }
  ) async throws -> RPCV1.Change {
    while true {
      let place = try changes.firstIndex { known in
        guard known.part == part, kind.isEmpty || known.change.kind == kind else { return false }
        return try fits(known.change)
      }
      if let place { return changes.remove(at: place).change }
      try await readOne()
    }
  }

  /// The next word on whether a part is there.
  mutating func nextStatus() async throws -> GatewayV1.PartStatus {
    while statuses.isEmpty { try await readOne() }
    return statuses.removeFirst()
  }

  private mutating func readOne() async throws {
    switch try await iterator.next()?.event {
    case .change(let change): if let entry = change.change { changes.append((change.name, entry)) }
    case .status(let status): statuses.append(status)
    case nil: throw HarnessError("the watch ended")
    }
  }
}
