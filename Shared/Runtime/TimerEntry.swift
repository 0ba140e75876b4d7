/// A timer that its owner keeps and schedules again and again: the entry is its own link in the
/// wheel, so scheduling, moving and cancelling never allocate.
///
/// Subclass it (or own one) per thing that times out. Everything happens on the thread of the loop
/// it is scheduled on. A scheduled entry is kept alive by its loop until it fires or is cancelled.
@safe
open class TimerEntry {
  /// Not in any wheel.
  static let unscheduled: Int32 = -1

  // The links are unmanaged because the wheel holds exactly one retain for a scheduled entry,
  // whatever its neighbours do.
  final var next: Unmanaged<TimerEntry>?
  final var previous: Unmanaged<TimerEntry>?
  final var tick: UInt64 = 0
  final var slot: Int32 = unscheduled

  public init() {}

  /// Whether the entry waits in a loop's wheel.
  public final var isScheduled: Bool { slot != Self.unscheduled }

  /// The time has come: called once per schedule, on the loop's thread, never early and at most
  /// about 2 ms late on an idle loop. The entry is no longer scheduled then and may be scheduled
  /// again from here.
  open func fire() {}
}
