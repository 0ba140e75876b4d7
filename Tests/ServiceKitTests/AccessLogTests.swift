import Logging
import RPC
import Testing

@testable import ServiceKit

@Suite struct AccessLogTests {
  private func lines(
    _ scope: AccessLog.Scope, level: Logger.Level = .info, _ codes: [StatusCode],
    caller: Caller? = nil, trace: TraceContext? = nil
  ) throws -> [String] {
    let written = Written()
    let output = LogOutput { written.add($0) }
    let logger = Logger(label: "test") { _ in
      ServiceLogHandler(
        service: "profile", format: .text, output: output, clock: { 0 }, logLevel: level)
    }
    let log = AccessLog(logger, scope)
    var totals = CallTotals()
    totals.receivedBytes = 7
    totals.sentBytes = 8
    let call = try Samples.call(caller: caller, trace: trace)
    for code in codes { log?.ended(call, code, nanoseconds: 1_234_567, totals: totals) }
    output.flush()
    return written.text.split(separator: "\n").map { String($0) }
  }

  @Test func `a line says who called what, how it went and how long it took`() throws {
    let lines = try lines(.all, [.notFound], trace: Samples.trace())
    #expect(
      lines == [
        "1970-01-01T00:00:00.000000Z info profile: call attempt=0 bytes_received=7 bytes_sent=8"
          + " method=cameo.x.v1.X/Get microseconds=1234 peer=spiffe://cameo.local/client/agent"
          + " status=NOT_FOUND trace_id=\(Samples.traceID)"
      ])
  }

  @Test func `a call on another's behalf says on whose, and nothing more of them`() throws {
    let caller = try Caller(
      identity: "spiffe://cameo.local/client/mailer", roles: ["agent"], purpose: "billing")
    let lines = try lines(.all, [.ok], caller: caller)
    let line = try #require(lines.first)
    #expect(line.contains(" caller=spiffe://cameo.local/client/mailer "))
    #expect(line.contains(" peer=spiffe://cameo.local/client/agent "))
    #expect(!line.contains("billing"))
    #expect(try self.lines(.all, [.ok]).allSatisfy { !$0.contains("caller=") })
  }

  @Test func `without a trace there is none on the line`() throws {
    let lines = try lines(.all, [.ok])
    #expect(lines.count == 1)
    #expect(lines.allSatisfy { !$0.contains("trace_id") })
  }

  @Test(arguments: [
    (AccessLog.Scope.off, 0), (.errors, StatusCode.allCases.count - 2),
    (.all, StatusCode.allCases.count),
  ])
  func `the scope says which calls have a line`(scope: AccessLog.Scope, count: Int) throws {
    let lines = try lines(scope, StatusCode.allCases)
    #expect(lines.count == count)
  }

  @Test func `above its level nothing is made ready`() throws {
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    #expect(AccessLog(logger, .off) == nil)
    var quiet = logger
    quiet.logLevel = .notice
    let lines = try lines(.all, level: .notice, [.internal])
    #expect(lines.isEmpty)
  }
}
