#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Which file a path leads to: its device and its number there.
package struct FileNumber: Equatable, Sendable {
  private let device: UInt64
  private let number: UInt64

  /// The file that `path` leads to now, through links too; `nil` when there is none.
  package init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(truncatingIfNeeded: status.st_ino)
  }
}
