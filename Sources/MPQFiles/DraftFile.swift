#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that is written beside its place, part by part, and put there when it is whole.
package struct DraftFile: Sendable {
  private let target: String
  private let draft: String
  private let descriptor: Int32

  /// Begins a file.
  ///
  /// - Parameters:
  ///   - path: Where it will be. Where it is a link, the file that it leads to is made or replaced.
  ///   - mode: Its permissions; those that it has already where it exists and this is `nil`, and
  ///     else those that the user's mask leaves of 0644.
  ///   - isLocked: Whether the caller holds the file's lock. The draft has then one name, so that
  ///     the next writer replaces what a killed one left.
  ///   - keepsOwner: Whether an existing file keeps its owner, where another user replaces it.
  /// - Throws: ``SystemError``; `EEXIST` where something else than a regular file is there.
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

  /// Makes the file durable and puts it in its place.
  ///
  /// - Throws: ``SystemError``; call ``discard()`` then.
  package func finish() throws(SystemError) {
    guard fsync(descriptor) == 0 else { throw .last }
    try FileSystem.put(draft, to: target)
    close(descriptor)
  }

  /// Removes what was written, from any thread; the file at the target stays as it was.
  package func discard() {
    SystemCall.unlink(draft)
    close(descriptor)
  }
}
