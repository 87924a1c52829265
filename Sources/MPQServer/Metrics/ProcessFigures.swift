#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The resources that this process uses.
struct ProcessFigures {
  /// Processor time, user and system.
  var cpuSeconds: Double
  /// The resident memory, including mapped files; `nil` when the system does not report it.
  var residentBytes: Int?

  static var now: ProcessFigures {
    var usage = rusage()
    #if canImport(Glibc)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #else
      getrusage(RUSAGE_SELF, &usage)
    #endif
    let times = [usage.ru_utime, usage.ru_stime].map {
      Double($0.tv_sec) + Double($0.tv_usec) / 1e6
    }
    return ProcessFigures(cpuSeconds: times[0] + times[1], residentBytes: residentBytes())
  }

  private static func residentBytes() -> Int? {
    let descriptor = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = read(descriptor, &bytes, bytes.count)
    guard count > 0 else { return nil }
    // The fields are counts of pages: total, resident, and so on.
    let words = String(decoding: bytes[..<count], as: UTF8.self).split(separator: " ")
    guard words.count > 1, let pages = Int(words[1]) else { return nil }
    let (size, isTooLarge) = pages.multipliedReportingOverflow(
      by: Int(sysconf(Int32(_SC_PAGESIZE))))
    return isTooLarge ? nil : size
  }
}
