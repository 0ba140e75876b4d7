import Synchronization

/// Addresses of this machine, each given out once: the system gives a port out again as soon as it is
/// free, and a client of an earlier test that still tries to reach its server there would be taken
/// for the one that is expected.
package enum LoopbackHost {
  private static let given = Atomic<UInt32>(0)

  /// `127.1.0.1`, `127.1.0.2`, ...: all of 127.0.0.0/8 is this machine (RFC 1122, 3.2.1.3).
  package static func next() -> String {
    let number = given.wrappingAdd(1, ordering: .relaxed).newValue
    return "127.1.\(number >> 8 & 0xFF).\(number & 0xFF)"
  }
}
