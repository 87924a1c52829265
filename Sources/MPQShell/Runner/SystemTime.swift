#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The clocks of the system.
enum SystemTime {
  /// Seconds of a monotonic clock.
  static var seconds: Double {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
  }

  /// Wall-clock time, in seconds since 1970-01-01T00:00:00Z.
  static var secondsSince1970: Int { time(nil) }
}
