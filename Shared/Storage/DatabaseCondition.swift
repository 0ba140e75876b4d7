import Synchronization

/// Whether a database keeps what it is given, for whoever must say NOT_SERVING, and write the log.
///
/// An engine reports failures that are not the fault of a request (disk full, I/O, corruption, a server
/// out of reach), and the end of them.
public final class DatabaseCondition: Sendable {
  /// What has happened to a database.
  public enum Event: Sendable, Equatable {
    /// It keeps nothing any more, or cannot be read.
    case failing(StorageError)
    /// It keeps what it is given again.
    case recovered
    /// It goes on, but somebody should know: what, in a sentence.
    case warning(String)
  }

  private struct State {
    var fault: StorageError?
    /// The first few, for who comes to watch after the database was opened.
    var warnings: [String] = []
    var observers: [@Sendable (Event) -> Void] = []
  }

  private let state = Mutex(State())
  /// Held while observers are told, so that what they hear last is how it is.
  private let telling = Mutex(())
  private static let keptWarnings = 8
  private let failing = Atomic<Bool>(false)

  /// All is well, and nobody watches.
  public init() {}

  /// Why it keeps nothing now; nil when it does.
  public var fault: StorageError? { state.withLock { $0.fault } }

  /// Whether it keeps nothing now, without a lock.
  public var isFailing: Bool { failing.load(ordering: .acquiring) }

  /// Has `body` called with whatever happens from now on, on the thread where it happens, which must
  /// not be held up; at once with what it was warned of before, and if it is failing already. It reports
  /// nothing itself.
  public func observe(_ body: @escaping @Sendable (Event) -> Void) {
    telling.withLock { _ in
      let (fault, warnings) = state.withLock { state in
        state.observers.append(body)
        return (state.fault, state.warnings)
      }
      for warning in warnings { body(.warning(warning)) }
      if let fault { body(.failing(fault)) }
    }
  }

  /// It keeps nothing any more. Corruption is never taken back by a lesser failure, and the same
  /// kind of failure is told once.
  public func fail(_ fault: StorageError) {
    tell(.failing(fault)) { state in
      guard state.fault?.code != fault.code, state.fault?.code != .corrupt else { return false }
      state.fault = fault
      failing.store(true, ordering: .releasing)
      return true
    }
  }

  /// It keeps what it is given again. Only a restart, with data that is whole, mends corruption.
  public func recover() {
    tell(.recovered) { state in
      guard let fault = state.fault, fault.code != .corrupt else { return false }
      state.fault = nil
      failing.store(false, ordering: .releasing)
      return true
    }
  }

  /// It goes on, but somebody should know.
  public func warn(_ text: String) {
    tell(.warning(text)) { state in
      if state.warnings.count < Self.keptWarnings { state.warnings.append(text) }
      return true
    }
  }

  /// Tells of an event where `change` says that there is one.
  private func tell(_ event: Event, _ change: (inout State) -> Bool) {
    telling.withLock { _ in
      let observers = state.withLock { change(&$0) ? $0.observers : [] }
      for observer in observers { observer(event) }
    }
  }
}

extension StorageError {
  /// Whether it is the database that failed, not the one request.
  public var isOfDatabase: Bool {
    switch code {
    case .full, .corrupt, .io, .unreachable: true
    case .busy, .constraint, .timeout, .unknownOutcome, .unsupported, .schemaTooNew, .closed, .sql:
      false
    }
  }
}
