internal import Glibc

/// How many descriptors the process may have open: each connection is one. A shell, or a service
/// manager, gives 1 024 where it may be many more (getrlimit(2), RLIMIT_NOFILE).
public enum OpenFileLimit {
  /// Raises the limit to what the process may have at most, or to `wanted` where that is less; never
  /// lowers it. Returns what it is then.
  @discardableResult
  public static func raise(to wanted: Int = .max) -> Int {
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard unsafe getrlimit(resource, &limit) == 0 else { return 0 }
    let raised = min(rlim_t(clamping: wanted), limit.rlim_max)
    if raised > limit.rlim_cur {
      let old = limit.rlim_cur
      limit.rlim_cur = raised
      if unsafe setrlimit(resource, &limit) != 0 { limit.rlim_cur = old }
    }
    return Int(clamping: limit.rlim_cur)
  }
}
