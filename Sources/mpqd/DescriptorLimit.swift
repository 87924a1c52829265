import MPQConsole

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How many files and sockets the system lets this process have open.
enum DescriptorLimit {
  /// Descriptors for what is not listed below.
  private static let reserve = 24
  /// Those of one query: the project's file, and the log beside it.
  private static let perQuery = 2
  /// Those of one thread that waits for connections; there is one for each processor.
  private static let perProcessor = 3

  /// How many connections fit beside everything else, at most `limit`.
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
        "too few open files are allowed: \(allowed), and mpqd needs at least \(own + 1)",
        hint: "raise the limit, such as with 'ulimit -n 1024' or LimitNOFILE of systemd")
    }
    return min(limit, allowed - own)
  }
}
