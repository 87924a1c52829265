#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that is written under a temporary name, part by part, and renamed when it is complete.
package struct DraftFile: Sendable {
  private let target: String
  private let draft: String
  private let descriptor: Int32

  /// Creates the temporary file.
  ///
  /// - Parameters:
  ///   - path: The target. If it is a symbolic link, the file that it points to is replaced.
  ///   - mode: Its permissions; if `nil`, those of the existing file, or 0644 without the user's
  ///     mask for a new one.
  ///   - isLocked: Whether the caller holds the file's lock. The temporary file then has a fixed
  ///     name, so that the next writer replaces the file that a killed one left.
  ///   - keepsOwner: Whether an existing file keeps its owner when another user replaces it.
  /// - Throws: ``SystemError``; `EEXIST` if the target exists and is not a regular file.
  package init(
    of path: String, mode: UInt32? = nil, isLocked: Bool = false, keepsOwner: Bool = false
  ) throws(SystemError) {
    target = try FileSystem.destination(of: path)
    let old = SystemCall.status(target)
    if let old, old.st_mode & S_IFMT != S_IFREG { throw SystemError(code: EEXIST) }
    draft = isLocked ? "\(target).part" : "\(target).\(getpid()).part"
    SystemCall.unlink(draft)
    let wanted = mode.map { mode_t($0 & 0o7777) } ?? old.map { $0.st_mode & 0o777 }
    descriptor = try SystemCall.open(draft, O_WRONLY | O_CREAT | O_EXCL, mode: wanted ?? 0o644)
    if let wanted { _ = fchmod(descriptor, wanted) }
    guard keepsOwner, let old, old.st_uid != geteuid() || old.st_gid != getegid(),
      fchown(descriptor, old.st_uid, old.st_gid) != 0
    else { return }
    let error = SystemError.last
    discard()
    throw error
  }

  /// Appends `bytes`.
  package func write(_ bytes: [UInt8]) throws(SystemError) {
    try FileSystem.write(bytes, to: descriptor)
  }

  /// Makes the file durable and renames it to the target.
  ///
  /// - Throws: ``SystemError``; call ``discard()`` then.
  package func finish() throws(SystemError) {
    guard fsync(descriptor) == 0 else { throw .last }
    try FileSystem.put(draft, to: target)
    close(descriptor)
  }

  /// Removes the temporary file, from any thread; the target is not changed.
  package func discard() {
    SystemCall.unlink(draft)
    close(descriptor)
  }
}
