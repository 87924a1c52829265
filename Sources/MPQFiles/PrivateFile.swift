#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that holds secrets, or that names commands to run: who can read and change it.
///
/// All facts are those of the file that was opened, which cannot be exchanged meanwhile.
package struct PrivateFile: Sendable {
  /// Why a file is not to be trusted.
  package enum Fault: Error, Equatable, Sendable {
    /// The group or others may read or write it.
    case shared
    /// The group or others may write it.
    case writableByOthers
    /// Another user, who is not root, owns it.
    case foreign
    /// Another user may replace it: its folder belongs to one, or others may write there.
    case openFolder(String)
  }

  /// What the file holds.
  package let bytes: [UInt8]
  private let mode: mode_t
  private let owner: uid_t
  private let folder: String

  /// Reads the regular file at `path`; a pipe or a device is refused, and not waited for.
  ///
  /// - Throws: ``SystemError``, `EFBIG` where it has more than `limit` bytes, and
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

  /// Checks that nobody else can read or change what it holds.
  package func checkIsPrivate() throws(Fault) {
    guard mode & 0o077 == 0 else { throw .shared }
    try checkIsOwn()
  }

  /// Checks that nobody else can change what it holds; others may read it.
  package func checkIsOwn() throws(Fault) {
    guard mode & 0o022 == 0 else { throw .writableByOthers }
    guard Self.isTrusted(owner) else { throw .foreign }
    guard let status = SystemCall.status(folder) else { return }
    // In a sticky folder, such as /tmp, only the owner of a file can replace it.
    let isOpen = status.st_mode & 0o022 != 0 && status.st_mode & mode_t(S_ISVTX) == 0
    guard !isOpen, Self.isTrusted(status.st_uid) else { throw .openFolder(folder) }
  }

  private static func isTrusted(_ user: uid_t) -> Bool { user == geteuid() || user == 0 }
}
