#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How many files and sockets the system lets this process have open.
enum DescriptorLimit {
  /// Descriptors for the project's file and what else is not a connection.
  private static let reserve = 64

  /// The connections that fit beside ``reserve``: at least 1, at most `limit`.
  ///
  /// A server without descriptors can neither accept nor read its project.
  static func connections(atMost limit: Int) -> Int {
    var descriptors = rlimit()
    #if canImport(Glibc)
      let status = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &descriptors)
    #else
      let status = getrlimit(RLIMIT_NOFILE, &descriptors)
    #endif
    guard status == 0 else { return limit }
    return min(limit, max(1, Int(clamping: descriptors.rlim_cur) - reserve))
  }
}
