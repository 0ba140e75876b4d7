import Foundation

/// What a process has used, from /proc (proc(5)).
struct ProcessUsage {
  /// User and system time since it started, in seconds.
  let cpuSeconds: Double
  /// Resident memory, in bytes.
  let residentBytes: Int

  /// Nil where there is no such process.
  init?(of pid: Int32) {
    guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
      let statm = try? String(contentsOfFile: "/proc/\(pid)/statm", encoding: .utf8)
    else { return nil }
    // The second field, the name, may hold spaces and parentheses: count from its end.
    guard let nameEnd = stat.lastIndex(of: ")") else { return nil }
    let fields = stat[stat.index(after: nameEnd)...].split(separator: " ")
    let pages = statm.split(separator: " ")
    guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]),
      pages.count > 1, let resident = Int(pages[1])
    else { return nil }
    cpuSeconds = (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    residentBytes = resident * sysconf(Int32(_SC_PAGESIZE))
  }

  /// The command's name.
  static func name(of pid: Int32) -> String {
    let name = try? String(contentsOfFile: "/proc/\(pid)/comm", encoding: .utf8)
    return name?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "pid \(pid)"
  }
}
