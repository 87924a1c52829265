#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Detects whether a library failed because the process has too many open files, if the library
/// does not report it.
package enum DescriptorRoom {
  /// The maximum of descriptors that SQLite or curl need at once: a file, its log, its index, a
  /// lock, and pipes.
  private static let need = 8

  /// Whether the process cannot open ``need`` more descriptors.
  package static var isLow: Bool {
    var copies: [Int32] = []
    defer { for copy in copies { close(copy) } }
    guard let first = try? SystemCall.open("/dev/null", O_RDONLY) else {
      return [EMFILE, ENFILE].contains(errno)
    }
    copies.append(first)
    while copies.count < need {
      let copy = dup(first)
      guard copy >= 0 else { return true }
      copies.append(copy)
    }
    return false
  }
}
