#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How many files and sockets the system lets this process have open.
enum DescriptorLimit {
  /// Descriptors for what is neither a connection nor a query.
  private static let reserve = 64
  /// Those of one query: the project's file, and the log beside it.
  private static let perQuery = 2

  /// The connections that fit beside all else: at least 1, at most `limit`.
  ///
  /// A server without descriptors can neither accept nor read its project.
  static func connections(atMost limit: Int, queries: Int) -> Int {
    var descriptors = rlimit()
    #if canImport(Glibc)
      let status = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &descriptors)
    #else
      let status = getrlimit(RLIMIT_NOFILE, &descriptors)
    #endif
    guard status == 0 else { return limit }
    let rest = Int(clamping: descriptors.rlim_cur) - reserve - perQuery * queries
    return min(limit, max(1, rest))
  }
}
