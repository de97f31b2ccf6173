#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Clocks in seconds.
enum CPUClock {
  /// The processor time of the whole process: what one-thread figures are measured by, as other programs on the machine do not count
  /// in it. If work that should run on one thread spread to others, their time would count.
  static var process: Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }

  /// Time as it passes: what figures for several threads are measured by.
  static var wall: Double { seconds(CLOCK_MONOTONIC) }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
