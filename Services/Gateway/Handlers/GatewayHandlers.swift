package import Messages
package import RPC
import Stubs

/// The gateway's calls. Each runs on the event loop where it arrived, and so do the calls it makes.
package struct GatewayHandlers: GatewayServiceHandler {
  let upstreams: Upstreams
  let copies: LastGoodAnswers
  let budget: TimeBudget
  /// Monotonic nanoseconds.
  let now: @Sendable () -> Int64

  package init(
    upstreams: Upstreams, copies: LastGoodAnswers, budget: TimeBudget,
    now: @escaping @Sendable () -> Int64
  ) {
    self.upstreams = upstreams
    self.copies = copies
    self.budget = budget
    self.now = now
  }

  package func getCustomerView(_ request: GatewayV1.GetCustomerViewRequest, _ call: CallContext)
    async throws -> Encoded<GatewayV1.CustomerView>
  {
    let subject = try await subject(of: request.subject.map(SubjectName.init), call)
    return try await view(of: subject, call)
  }

  package func watchCustomer(
    _ request: GatewayV1.WatchCustomerRequest,
    _ replies: ReplyWriter<GatewayV1.WatchCustomerReply>, _ call: CallContext
  ) async throws {
    let cursors = try WatchRules.cursors(request.after)
    let subject = try await subject(of: request.subject.map(SubjectName.init), call)
    try await refuseUnknown(subject, call)
    let watch = CustomerWatch(
      upstreams: upstreams, customerId: subject.customerId, replies: SerialWriter(replies),
      call: call)
    try await watch.run(from: cursors)
  }
}

/// How a request names its customer.
enum SubjectName: Sendable {
  case customerId(String)
  case identifier(ProfileV1.Identifier)

  init(_ subject: GatewayV1.GetCustomerViewRequest.Subject) {
    switch subject {
    case .customerId(let id): self = .customerId(id)
    case .identifier(let identifier): self = .identifier(identifier)
    }
  }

  init(_ subject: GatewayV1.WatchCustomerRequest.Subject) {
    switch subject {
    case .customerId(let id): self = .customerId(id)
    case .identifier(let identifier): self = .identifier(identifier)
    }
  }
}
