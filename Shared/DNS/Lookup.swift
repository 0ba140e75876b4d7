internal import CAres
internal import Runtime

/// One look-up: a timer that ends it, and c-ares' work on it. Both may end it; the first does.
///
/// `@unchecked Sendable`: made anywhere, then handed to its engine's loop and used there only.
class Lookup: TimerEntry, @unchecked Sendable {
  final let name: String
  final weak var engine: DNSEngine?
  final private(set) var isOver = false

  init(_ name: String) {
    self.name = name
    super.init()
  }

  /// Gives the question to c-ares, which holds `self` until it is done with it. Overridden.
  @safe func begin(_ channel: OpaquePointer) {}
  /// Tells whoever waits. Overridden; called once.
  func fail(_ error: DNSError) {}

  final override func fire() {
    end(.failure(DNSError(.timeout, "no name server has answered for \(name) in time")))
  }

  /// The outcome is there. `Value` is the subclass's own.
  final func end(_ outcome: Result<() -> Void, DNSError>) {
    guard !isOver else { return }
    isOver = true
    engine?.ended(self)
    switch outcome {
    case .success(let tell): tell()
    case .failure(let error): fail(error)
    }
  }

  /// A status of c-ares other than success, in words.
  final func error(_ status: Int32) -> DNSError {
    let reason =
      unsafe ares_strerror(status).map { unsafe String(cString: $0) } ?? "error \(status)"
    let code: DNSError.Code =
      switch status {
      case ARES_ENOTFOUND, ARES_ENODATA, ARES_ENONAME: .notFound
      case ARES_ETIMEOUT: .timeout
      default: .failed
      }
    return DNSError(code, "cannot look up \(name): \(reason)")
  }
}
