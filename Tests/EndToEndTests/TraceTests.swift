import Messages
import RPC
import Stubs
import TestKit
import Testing

extension EndToEnd {
  @Suite struct Traces {
    @Test func `one trace stands in the logs of all services that a view passes`() async throws {
      let settings = ["log.access": "all", "log.format": "json"]
      try await Cluster.with(settings: settings) { cluster in
        let trace = try #require(
          TraceContext(traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"))
        var options = CallOptions()
        options.trace = trace
        let request = GatewayV1.GetCustomerViewRequest(
          subject: .customerId("01ARZ3NDEKTSV4RRFFQ6000001"))
        // Nobody knows that customer: all three are asked nevertheless.
        let error = await #expect(throws: RPCError.self) {
          try await cluster.gateway.getCustomerView(request, options)
        }
        try #require(error?.code == .notFound)
        for part in Part.allCases {
          let line = await cluster[part].process.error.line {
            $0.contains(#""trace_id":"\#(trace.traceID)""#) && $0.contains(#""method":"cameo."#)
          }
          #expect(line != nil, "\(part) knows nothing of it")
        }
      }
    }
  }
}
