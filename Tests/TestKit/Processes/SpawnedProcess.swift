import CSpawn
package import Foundation
import Glibc
import Synchronization

/// A process of the tests' own, in a process group of its own, with no file of theirs but those it is given.
///
/// Not Foundation's `Process`: up to Swift 6.3 that reads beyond a buffer, and may crash, where more than
/// a thousand files are open (https://github.com/swiftlang/swift-corelibs-foundation/pull/5472).
package final class SpawnedProcess: Sendable {
  /// How a process ended.
  package enum Ending: Sendable, Equatable {
    case exited(Int32)
    case killed(bySignal: Int32)
  }

  package let identifier: Int32
  private let state = Mutex<Ending?>(nil)
  private let ended = Signal()
  private let threads = DispatchGroup()

  /// Starts it.
  ///
  /// - Parameter environment: all of it; nil for that of the tests.
  /// - Throws: ``HarnessError``.
  package init(
    _ path: String, _ arguments: [String], environment: [String: String]? = nil,
    input: FileHandle = .nullDevice, output: FileHandle = .nullDevice,
    error: FileHandle = .standardError
  ) throws {
    let environment = environment ?? ProcessInfo.processInfo.environment
    identifier = try SpawnedProcess.spawn(
      path, arguments: [path] + arguments, environment: environment.map { "\($0)=\($1)" },
      files: [input, output, error].map(\.fileDescriptor))
    threads.enter()
    Thread { [self] in
      awaitEnd()
      ended.send()
      threads.leave()
    }.start()
  }

  private static func spawn(
    _ path: String, arguments: [String], environment: [String], files: [Int32]
  ) throws -> pid_t {
    let (words, settings) = unsafe (Self.copies(arguments), Self.copies(environment))
    defer { unsafe (words + settings).forEach { unsafe free($0) } }
    var identifier: pid_t = 0
    let failure = unsafe cameo_spawn_process(&identifier, path, words, settings, files)
    guard failure == 0 else {
      throw HarnessError("\(path) cannot be started: \(unsafe String(cString: strerror(failure)))")
    }
    return identifier
  }

  /// In C's form: NULL is behind the last.
  private static func copies(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    unsafe texts.map { unsafe strdup($0) } + [nil]
  }

  private func awaitEnd() {
    var information = unsafe siginfo_t()
    // Left as it is, so that nobody else is given its number before `state` knows.
    while unsafe waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) != 0 {}
    state.withLock { state in
      var status: Int32 = 0
      while unsafe waitpid(identifier, &status, 0) < 0, errno == EINTR {}
      state =
        status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .killed(bySignal: status & 0x7f)
    }
  }

  /// nil as long as it runs.
  package var ending: Ending? { state.withLock { $0 } }

  package var isRunning: Bool { ending == nil }

  package func signal(_ number: Int32) {
    state.withLock { if $0 == nil { kill(identifier, number) } }
  }

  package func wait() async { await ended.wait() }

  /// As ``wait()``, holding up the thread.
  package func join() { threads.wait() }
}
