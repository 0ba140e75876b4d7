import CoreMetrics
import Glibc
import Storage

/// Gauges of the process, its database and what its calls hold, brought up to date when somebody asks.
struct ProcessMetrics: Sendable {
  private let memory: Meter
  private let processor: Meter
  private let held: Meter
  private let waiting: Meter
  private let writes: Meter
  private let commits: Meter

  init(_ factory: any MetricsFactory) {
    memory = Meter(label: "process_resident_memory_bytes", factory: factory)
    processor = Meter(label: "process_cpu_seconds", factory: factory)
    held = Meter(label: "cameo_server_held_bytes", factory: factory)
    waiting = Meter(label: "cameo_storage_writes_waiting", factory: factory)
    writes = Meter(label: "cameo_storage_writes", factory: factory)
    commits = Meter(label: "cameo_storage_commits", factory: factory)
  }

  func collect(_ database: SQLiteDatabase?, heldBytes: Int) {
    memory.set(ProcessMetrics.residentBytes)
    processor.set(ProcessMetrics.processorSeconds)
    held.set(heldBytes)
    guard let statistics = database?.statistics else { return }
    waiting.set(statistics.waiting)
    writes.set(statistics.writes)
    commits.set(statistics.commits)
  }

  /// proc(5), statm: the second number counts resident pages.
  private static var residentBytes: Int {
    let file = unsafe open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return 0 }
    defer { close(file) }
    let text = unsafe [UInt8](unsafeUninitializedCapacity: 128) { buffer, count in
      count = unsafe max(0, read(file, buffer.baseAddress, 128))
    }
    let numbers = String(decoding: text, as: UTF8.self).split(separator: " ")
    return numbers.count > 1 ? (Int(numbers[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
  }

  private static var processorSeconds: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
