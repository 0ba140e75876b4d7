import Glibc

extension KeyEncryptionKeys {
  /// Runs a command by `/bin/sh -c` and reads key-encryption keys from its standard output
  /// (``init(text:)``): the way to a key management service or a token.
  ///
  /// Its standard input is empty, its standard error is ours. It blocks up to `timeout`, after which the
  /// command and its children are killed: run it before serving.
  ///
  /// - Throws: `source` if it cannot be started, ends with another status than 0, takes too long or
  ///   does not print keys. What it printed is in no message.
  public static func read(command: String, timeout: Duration = .seconds(10))
    throws(EncryptionError) -> KeyEncryptionKeys
  {
    var process = try KeyProcess(command)
    var text: [UInt8]
    do {
      text = try process.output(until: ContinuousClock.now + timeout)
    } catch {
      process.kill()
      throw error
    }
    defer { text.zero() }
    do {
      return try KeyEncryptionKeys(text: text)
    } catch {
      throw EncryptionError(.source, "the key command's output: \(error.message)")
    }
  }
}

/// A command whose output is awaited.
private struct KeyProcess: ~Copyable {
  private var id: pid_t
  private let descriptor: Int32

  init(_ command: String) throws(EncryptionError) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0, ends.allSatisfy({ fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }) else {
      throw KeyProcess.failure("cannot be started (\(KeyEncryptionKeys.reason(errno)))")
    }
    defer { close(ends[1]) }
    var id: pid_t = 0
    let result = KeyProcess.spawn(command, output: ends[1], &id)
    guard result == 0 else {
      close(ends[0])
      throw KeyProcess.failure("cannot be started (\(KeyEncryptionKeys.reason(result)))")
    }
    (self.id, descriptor) = (id, ends[0])
  }

  deinit { close(descriptor) }

  /// In a process group of its own, so that what the shell starts can be killed with it.
  private static func spawn(_ command: String, output: Int32, _ id: inout pid_t) -> Int32 {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    var arguments: [UnsafeMutablePointer<CChar>?] = unsafe []
    for text in ["/bin/sh", "-c", command] { unsafe arguments.append(strdup(text)) }
    unsafe arguments.append(nil)
    defer { unsafe arguments.forEach { unsafe free($0) } }
    return unsafe posix_spawn(&id, "/bin/sh", &actions, &attributes, &arguments, environ)
  }

  /// All that it prints, once it has ended well.
  mutating func output(until end: ContinuousClock.Instant) throws(EncryptionError) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(KeyText.mostBytes + 4096)
    while try readSome(into: &text, until: end) {
      guard text.count <= KeyText.mostBytes else {
        text.zero()
        throw KeyProcess.failure("prints more than \(KeyText.mostBytes) bytes")
      }
    }
    let status: Int32
    do {
      status = try wait(until: end)
    } catch {
      text.zero()
      throw error
    }
    guard status == 0 else {
      text.zero()
      throw KeyProcess.failure(
        status & 0x7f == 0
          ? "ended with status \((status >> 8) & 0xff); its own messages are on standard error"
          : "was ended by signal \(status & 0x7f)")
    }
    return text
  }

  /// False at the end of the output.
  private func readSome(into text: inout [UInt8], until end: ContinuousClock.Instant)
    throws(EncryptionError) -> Bool
  {
    var watch = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    let left = (end - ContinuousClock.now).components
    let milliseconds = left.seconds * 1_000 + left.attoseconds / 1_000_000_000_000_000
    let ready = unsafe poll(&watch, 1, Int32(clamping: max(0, milliseconds + 1)))
    if ready < 0, errno == EINTR { return true }
    guard ready > 0, ContinuousClock.now < end else {
      text.zero()
      throw KeyProcess.late
    }
    let count = unsafe withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer in
      let count = unsafe read(descriptor, buffer.baseAddress, buffer.count)
      if count > 0 { unsafe text.append(contentsOf: buffer[..<count]) }
      unsafe buffer.initializeMemory(as: UInt8.self, repeating: 0)
      return count
    }
    return count > 0 || (count < 0 && errno == EINTR)
  }

  /// Its output has ended; it has till `end` to do so too.
  private mutating func wait(until end: ContinuousClock.Instant) throws(EncryptionError) -> Int32 {
    var status: Int32 = 0
    while true {
      let result = unsafe waitpid(id, &status, WNOHANG)
      if result == id || (result < 0 && errno != EINTR) {
        id = 0
        return result < 0 ? 0 : status
      }
      guard ContinuousClock.now < end else { throw KeyProcess.late }
      usleep(1_000)
    }
  }

  mutating func kill() {
    guard id > 0 else { return }
    Glibc.kill(-id, SIGKILL)
    var status: Int32 = 0
    while unsafe waitpid(id, &status, 0) < 0, errno == EINTR {}
    id = 0
  }

  private static let late = failure("takes too long, and was killed")

  private static func failure(_ what: String) -> EncryptionError {
    EncryptionError(.source, "the key command (encryption.key.command) \(what)")
  }
}
