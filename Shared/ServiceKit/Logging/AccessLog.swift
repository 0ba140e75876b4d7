import Logging
import RPC

/// One line in the log for each call that has ended, or for each that went wrong.
struct AccessLog: Sendable {
  /// Which calls have a line.
  enum Scope: String, CaseIterable, Sendable {
    case off
    /// Those with a status other than OK, but not those that their client cancelled: whoever watches
    /// something ends that way.
    case errors
    case all

    func includes(_ code: StatusCode) -> Bool {
      switch self {
      case .off: false
      case .errors: code != .ok && code != .cancelled
      case .all: true
      }
    }
  }

  private let logger: Logger
  private let scope: Scope

  /// Nil where no call has a line.
  init?(_ logger: Logger, _ scope: Scope) {
    guard scope != .off, logger.logLevel <= .info else { return nil }
    self.logger = logger
    self.scope = scope
  }

  func ended(
    _ call: CallContext, _ code: StatusCode, nanoseconds: Int64, totals: CallTotals
  ) {
    guard scope.includes(code) else { return }
    logger.info(
      "call", metadata: Self.line(call, code, nanoseconds: nanoseconds, totals: totals))
  }

  /// Who called what, how it went, and where to look further. Never what was said.
  private static func line(
    _ call: CallContext, _ code: StatusCode, nanoseconds: Int64, totals: CallTotals
  ) -> Logger.Metadata {
    var line: Logger.Metadata = [
      "method": "\(call.method)", "peer": "\(call.peer)", "status": "\(code.name)",
      "microseconds": "\(nanoseconds / 1000)", "attempt": "\(call.attempt)",
      "bytes_received": "\(totals.receivedBytes)", "bytes_sent": "\(totals.sentBytes)",
    ]
    if let caller = call.caller { line["caller"] = "\(caller.identity)" }
    if let trace = call.trace { line[TraceMetadata.trace] = "\(trace.traceID)" }
    return line
  }
}
