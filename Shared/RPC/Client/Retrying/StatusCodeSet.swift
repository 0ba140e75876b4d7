/// Status codes as a policy lists them, in one word: asking whether it has one costs a shift.
public struct StatusCodeSet: Sendable, Hashable, ExpressibleByArrayLiteral {
  private var bits: UInt32 = 0

  public init(_ codes: some Sequence<StatusCode>) {
    for code in codes { bits |= 1 << code.rawValue }
  }

  public init(arrayLiteral codes: StatusCode...) { self.init(codes) }

  public var isEmpty: Bool { bits == 0 }

  public func contains(_ code: StatusCode) -> Bool { bits & (1 << code.rawValue) != 0 }
}
