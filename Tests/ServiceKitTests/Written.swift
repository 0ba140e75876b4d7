import Synchronization

/// What was written, for a test to look at.
final class Written: Sendable {
  private let bytes = Mutex<[UInt8]>([])
  var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
  func add(_ lines: [UInt8]) { bytes.withLock { $0 += lines } }
}
