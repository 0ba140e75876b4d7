// The header of the clock comes with the one as with the other.
internal import CSQLite
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
  /// Most writes that wait for their turn; one more is refused as busy. A second's worth and more.
  public var waitingLimit = 16_384
  /// Threads for ``SQLiteDatabase/scan(_:)``.
  public var scanThreads = 2
  /// Most scans at once; one more is refused as busy.
  public var scanLimit = 32
  /// How long a scan may take; then it ends as `timeout`.
  public var scanTime = Duration.seconds(30)
  /// Most exports (``Database/snapshot(within:_:)``) at once; one more is refused as busy.
  public var snapshotLimit = 8
  /// Page cache of each connection that reads, in KiB. It fills only as far as it is used. At 8 MiB
  /// reads of 100 000 customers spent a fifth more time than with all pages at hand.
  public var cacheKiB = 32 * 1024
  /// Page cache of the one connection that writes, in KiB.
  public var writerCacheKiB = 64 * 1024
  /// Pages (4 KiB) in the write-ahead log after which they are moved into the database; at eight
  /// times as many the writer waits a little for point reads, so that the log starts again.
  public var checkpointPages = 4_000
  /// Pages (4 KiB) in the write-ahead log at which scans and exports that keep it from starting again
  /// are ended: 256 MiB.
  public var logLimitPages = 65_536
  /// Between two attempts of a database that keeps nothing any more (disk full, I/O) to keep something.
  public var probeInterval = Duration.seconds(1)
  /// SQLite's name for the way to the files. The file belongs to this process alone: connections share
  /// their index of the write-ahead log in memory, and a read costs no system call for its locks,
  /// which is half of its time. Tests put a disk that fails beneath it.
  package var fileSystem = "unix-excl"
  /// Limit on the file's size in pages (4 KiB), or `nil`.
  public var maximumPages: Int?

  /// Whether a database may be opened whose data were moved to another engine.
  package var opensMoved = false

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
