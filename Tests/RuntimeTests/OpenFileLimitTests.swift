import Glibc
import Runtime
import Testing

@Suite struct OpenFileLimitTests {
  @Test func `a limit that was lowered is raised again, no further than asked and allowed`() {
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var before = rlimit()
    #expect(unsafe getrlimit(resource, &before) == 0)
    let most = Int(clamping: before.rlim_max)
    // Other tests have files open meanwhile: it is lowered by one only.
    var lower = before
    lower.rlim_cur = before.rlim_cur - 1
    #expect(unsafe setrlimit(resource, &lower) == 0)
    #expect(OpenFileLimit.raise(to: 1) == Int(lower.rlim_cur))
    #expect(OpenFileLimit.raise(to: Int(before.rlim_cur)) == Int(before.rlim_cur))
    #expect(OpenFileLimit.raise() == most)
    #expect(unsafe setrlimit(resource, &before) == 0)
  }
}
