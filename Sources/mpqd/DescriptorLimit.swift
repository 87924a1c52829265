import MPQConsole

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The limit of open files and sockets of this process.
enum DescriptorLimit {
  /// Descriptors for everything else.
  private static let reserve = 24
  /// Descriptors of one query: the project's file and its write-ahead log.
  private static let perQuery = 2
  /// Descriptors of one event loop thread; there is one thread per processor.
  private static let perProcessor = 3

  /// The number of connections that the limit leaves room for, at most `limit`.
  ///
  /// A server without descriptors can neither accept connections nor read its project.
  ///
  /// - Throws: When there is no room for a connection.
  static func connections(atMost limit: Int, queries: Int) throws(ProgramError) -> Int {
    var descriptors = rlimit()
    #if canImport(Glibc)
      let status = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &descriptors)
    #else
      let status = getrlimit(RLIMIT_NOFILE, &descriptors)
    #endif
    guard status == 0 else { return limit }
    let processors = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    let own = reserve + perQuery * queries + perProcessor * processors
    let allowed = Int(clamping: descriptors.rlim_cur)
    guard allowed > own else {
      throw ProgramError(
        "the limit of open files is \(allowed); mpqd needs at least \(own + 1)",
        hint: "raise it with 'ulimit -n 1024', or LimitNOFILE in the systemd unit")
    }
    return min(limit, allowed - own)
  }
}
