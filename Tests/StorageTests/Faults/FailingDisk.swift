import FaultDisk
import Foundation
import Storage

/// A disk that fails as a test has it, beneath a database in a real folder.
///
/// `@unchecked Sendable`: the shim has a lock of its own.
@safe final class FailingDisk: @unchecked Sendable {
  private let disk: OpaquePointer
  let name: String

  init() throws {
    name = "fault-\(UUID().uuidString)"
    guard let disk = unsafe fault_disk_make(name, "unix-excl") else { throw Refusal() }
    unsafe self.disk = unsafe disk
  }

  deinit { unsafe fault_disk_free(disk) }

  var options: SQLiteOptions {
    var options = SQLiteOptions { [self] in withExtendedLifetime(self) { 1_000_000 } }
    options.fileSystem = name
    options.probeInterval = .milliseconds(1)
    return options
  }

  /// Writes, syncs and truncations so far.
  var operations: Int64 { unsafe fault_disk_operations(disk) }

  func fail(_ operation: fault_operation, at n: Int64 = 1, _ error: Int32, lasting: Bool = false) {
    unsafe fault_disk_fail(disk, operation, n, error, lasting ? 1 : 0)
  }

  func mend(_ operation: fault_operation) { fail(operation, at: 0, 0) }

  func limit(toBytes bytes: Int64?) { unsafe fault_disk_limit(disk, bytes ?? -1) }

  func cutPower(after operations: Int64) { unsafe fault_disk_cut_power(disk, operations) }

  /// - Returns: how many sectors were lost.
  func restorePower(seed: UInt64) -> Int64 { unsafe fault_disk_restore_power(disk, seed) }
}
