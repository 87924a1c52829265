#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file with secrets, or with commands to run, and checks of who can read and change it.
///
/// The checks use the open file, which cannot be replaced meanwhile.
package struct PrivateFile: Sendable {
  /// Why a file is not trusted.
  package enum Fault: Error, Equatable, Sendable {
    /// The group or others may read or write it.
    case shared
    /// The group or others may write it.
    case writableByOthers
    /// Another user, who is not root, owns it.
    case foreign
    /// Another user may replace it: its directory is another user's, or others may write there.
    case openFolder(String)
  }

  /// The contents.
  package let bytes: [UInt8]
  private let mode: mode_t
  private let owner: uid_t
  private let folder: String

  /// Reads the regular file at `path`; refuses a pipe or a device without waiting for it.
  ///
  /// - Throws: ``SystemError``, `EFBIG` if it has more than `limit` bytes, and
  ///   ``SystemError/notRegular``.
  package init(path: String, limit: Int) throws(SystemError) {
    let descriptor = try SystemCall.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
    defer { close(descriptor) }
    let status = try SystemCall.status(of: descriptor)
    guard status.st_mode & S_IFMT != S_IFDIR else { throw SystemError(code: EISDIR) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
    bytes = try FileSystem.read(descriptor: descriptor, limit: limit)
    mode = status.st_mode & 0o777
    owner = status.st_uid
    folder = FileSystem.folder(of: try FileSystem.destination(of: path))
  }

  /// Checks that no other user can read or change it.
  package func checkIsPrivate() throws(Fault) {
    guard mode & 0o077 == 0 else { throw .shared }
    try checkIsOwn()
  }

  /// Checks that no other user can change it; others may read it.
  package func checkIsOwn() throws(Fault) {
    guard mode & 0o022 == 0 else { throw .writableByOthers }
    guard Self.isTrusted(owner) else { throw .foreign }
    guard let status = SystemCall.status(folder) else { return }
    // In a sticky directory, such as /tmp, only the owner of a file can replace it.
    let isOpen = status.st_mode & 0o022 != 0 && status.st_mode & mode_t(S_ISVTX) == 0
    guard !isOpen, Self.isTrusted(status.st_uid) else { throw .openFolder(folder) }
  }

  private static func isTrusted(_ user: uid_t) -> Bool { user == geteuid() || user == 0 }
}
