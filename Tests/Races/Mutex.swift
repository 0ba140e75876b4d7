import Synchronization

/// Stands before `Synchronization.Mutex` in every module of this package, so that ThreadSanitizer
/// sees one holder follow another. A thread that waited for the real one gets it from the kernel (a
/// PI futex), which writes the owner itself: the sanitizer saw the release and no acquisition, and
/// takes whatever both holders touched for a race.
///
/// The real mutex still locks. What it promises, that all before an unlock happened before the next
/// lock, is said again with an atomic, which the sanitizer reads; no other order comes from that, so
/// what is touched outside the lock is found as before.
struct Mutex<Value: ~Copyable>: ~Copyable {
  private let real: Synchronization.Mutex<Value>
  private let handOver = Atomic<Bool>(false)

  init(_ initialValue: consuming sending Value) {
    real = Synchronization.Mutex(initialValue)
  }

  borrowing func withLock<Result: ~Copyable, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    try real.withLock { value throws(Failure) in
      _ = handOver.load(ordering: .acquiring)
      defer { handOver.store(true, ordering: .releasing) }
      return try body(&value)
    }
  }
}
