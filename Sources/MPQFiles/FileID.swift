#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The identity of a file: device and inode.
package struct FileID: Hashable, Sendable {
  private let device: UInt64
  private let inode: UInt64

  /// The file at `path`, links followed; `nil` if it is missing.
  package init?(path: String) {
    guard let status = SystemCall.status(path) else { return nil }
    self.init(status)
  }

  /// The regular file at `path`, links followed; `nil` for anything else.
  package init?(regularFile path: String) {
    guard let status = SystemCall.status(path), status.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    self.init(status)
  }

  /// The regular file behind an open descriptor; `nil` for anything else.
  init?(descriptor: Int32) {
    guard let status = try? SystemCall.status(of: descriptor), status.st_mode & S_IFMT == S_IFREG
    else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
  }
}
