import Glibc

/// State behind a lock that one thread may sleep on: what `Mutex` lacks is the condition.
///
/// `@unchecked Sendable`: the state is touched only with the lock held, the two pthread objects are
/// made in `init`, destroyed in `deinit` and otherwise only handed to pthread functions.
@safe final class Monitor<State>: @unchecked Sendable {
  private var state: State
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init(_ state: sending State) {
    self.state = state
    unsafe lock.initialize(to: pthread_mutex_t())
    unsafe condition.initialize(to: pthread_cond_t())
    unsafe pthread_mutex_init(lock, nil)
    unsafe pthread_cond_init(condition, nil)
  }

  deinit {
    unsafe pthread_cond_destroy(condition)
    unsafe pthread_mutex_destroy(lock)
    unsafe condition.deallocate()
    unsafe lock.deallocate()
  }

  func withLock<R>(_ body: (inout State) -> R) -> R {
    unsafe pthread_mutex_lock(lock)
    defer { unsafe pthread_mutex_unlock(lock) }
    return body(&state)
  }

  /// Sleeps till `body` answers something; it is asked again after each `wake`.
  func wait<R>(for body: (inout State) -> R?) -> R {
    unsafe pthread_mutex_lock(lock)
    defer { unsafe pthread_mutex_unlock(lock) }
    while true {
      if let answer = body(&state) { return answer }
      unsafe pthread_cond_wait(condition, lock)
    }
  }

  func wake() {
    unsafe pthread_cond_signal(condition)
  }
}
