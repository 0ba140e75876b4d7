internal import CLinux

/// Why an event loop, a socket or an address could not do what it was asked.
public struct RuntimeError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of failure, for code that decides what to do next.
  public enum Code: Sendable {
    /// The kernel refused a resource: threads, descriptors, memory. Free some, or raise the limit.
    case resources
    /// An address could not be understood or resolved.
    case address
    /// A socket could not be opened, bound, connected or read.
    case socket
    /// The loop was used wrongly or after it had stopped.
    case loop
  }

  public let code: Code
  /// What was being done, to what, and what to do about it.
  public let message: String
  /// The `errno` below it; 0 where there is none.
  public let underlying: Int32

  public var description: String {
    underlying == 0 ? message : "\(message): \(Self.text(underlying))"
  }

  init(_ code: Code, _ message: String, underlying: Int32 = 0) {
    self.code = code
    self.message = message
    self.underlying = underlying
  }

  /// An `errno` in words. (glibc's `strerror` may be called from any thread since 2.32.)
  package static func text(_ number: Int32) -> String {
    guard let text = unsafe strerror(number) else { return "error \(number)" }
    return unsafe String(cString: text)
  }
}

/// Turns the shims' -errno into a typed error; any other value passes.
@discardableResult
func check(
  _ result: Int32, _ code: RuntimeError.Code, _ message: @autoclosure () -> String
) throws(RuntimeError) -> Int32 {
  guard result < 0 else { return result }
  throw RuntimeError(code, message(), underlying: -result)
}
