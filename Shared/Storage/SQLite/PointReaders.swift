import Glibc
import Synchronization

/// Lends every thread reading connections of its own, so that a read neither waits for another thread
/// nor shares a cache with it.
///
/// `@unchecked Sendable`: the key is set in `init` and never changes; lists have their own locks.
final class PointReaders: @unchecked Sendable {
  private let key: pthread_key_t
  private let open: @Sendable () throws -> Connection
  private let homes = Mutex<(list: [ThreadReaders], isClosed: Bool)>(([], false))

  init(open: @escaping @Sendable () throws -> Connection) throws(StorageError) {
    var key = pthread_key_t()
    let result = unsafe pthread_key_create(&key) { pointer in
      guard let pointer = unsafe pointer else { return }
      unsafe Unmanaged<ThreadReaders>.fromOpaque(pointer).takeRetainedValue().close()
    }
    guard result == 0 else {
      throw StorageError(
        .io, "too many databases are open in this process", underlying: result)
    }
    self.key = key
    self.open = open
  }

  deinit {
    pthread_key_delete(key)
  }

  /// Runs `body` with a connection of this thread. A second read that begins while the first is
  /// suspended gets a connection of its own.
  func withConnection<R>(_ body: (Connection) async throws -> R) async throws -> R {
    let home = try home()
    let connection = try home.take() ?? open()
    defer { home.giveBack(connection) }
    return try await body(connection)
  }

  /// Closes what is idle now, and the rest as it is given back.
  func close() {
    let list = homes.withLock { homes in
      homes.isClosed = true
      defer { homes.list = [] }
      return homes.list
    }
    for home in list { home.close() }
  }

  private func home() throws(StorageError) -> ThreadReaders {
    if let pointer = unsafe pthread_getspecific(key) {
      return unsafe Unmanaged<ThreadReaders>.fromOpaque(pointer).takeUnretainedValue()
    }
    let home = ThreadReaders()
    let isClosed = homes.withLock { homes in
      if !homes.isClosed { homes.list.append(home) }
      return homes.isClosed
    }
    guard !isClosed else { throw StorageError.databaseIsClosed }
    unsafe pthread_setspecific(key, Unmanaged.passRetained(home).toOpaque())
    return home
  }
}

/// The idle reading connections of one thread. The lock is never contended but by closing.
private final class ThreadReaders: Sendable {
  private let idle = Mutex<(connections: [Connection], isClosed: Bool)>(([], false))
  private static let keptIdle = 4

  func take() throws(StorageError) -> Connection? {
    let (connection, isClosed) = idle.withLock { ($0.connections.popLast(), $0.isClosed) }
    guard !isClosed else { throw StorageError.databaseIsClosed }
    return connection
  }

  func giveBack(_ connection: Connection) {
    idle.withLock { idle in
      // One that could not end its transaction would show old data for ever.
      if !idle.isClosed, idle.connections.count < ThreadReaders.keptIdle,
        !connection.isInTransaction
      {
        idle.connections.append(connection)
      }
    }
  }

  func close() {
    idle.withLock { $0 = ([], true) }
  }
}

extension StorageError {
  static var databaseIsClosed: StorageError {
    StorageError(.closed, "the database is closed; ask again when the service is back")
  }
}
