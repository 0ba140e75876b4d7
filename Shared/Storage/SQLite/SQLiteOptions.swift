import Glibc

/// How a SQLite database is run. The defaults suit a service.
public struct SQLiteOptions: Sendable {
  /// The time now, in microseconds since 1970, for the change log and the table of migrations.
  public var clock: @Sendable () -> Int64
  /// The software's name and version, kept with each migration it applies.
  public var software = "cameo"
  /// Most writes in one commit.
  public var batchLimit = 512
  /// Time after which a commit takes no further write.
  public var batchTime = Duration.milliseconds(5)
  /// Threads for ``SQLiteDatabase/scan(_:)``.
  public var scanThreads = 2
  /// Most scans at once; one more is refused as busy.
  public var scanLimit = 32
  /// Page cache of each connection that reads, in KiB. It fills only as far as it is used. At 8 MiB
  /// reads of 100 000 customers spent a fifth more time than with all pages at hand.
  public var cacheKiB = 32 * 1024
  /// Page cache of the one connection that writes, in KiB.
  public var writerCacheKiB = 64 * 1024
  /// Pages (4 KiB) in the write-ahead log after which they are moved into the database; at eight
  /// times as many the writer waits for readers of old snapshots, so that the log starts again.
  public var checkpointPages = 1_000
  /// Limit on the file's size in pages (4 KiB), or `nil`.
  public var maximumPages: Int?

  /// The defaults, with a clock.
  public init(clock: @escaping @Sendable () -> Int64 = SQLiteOptions.systemClock) {
    self.clock = clock
  }

  /// The machine's wall clock in microseconds since 1970.
  @Sendable
  public static func systemClock() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }
}
