#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that is written beside its place, part by part, and put there when it is whole.
public struct DraftFile: Sendable {
  private let target: String
  private let draft: String
  private let descriptor: Int32

  /// Begins a file.
  ///
  /// - Parameters:
  ///   - path: Where it will be; a link keeps pointing to the file, which is replaced where it is.
  ///   - mode: Its permissions; those that it has already where it exists and this is `nil`, and
  ///     else those that the user's mask leaves of 0644.
  ///   - isLocked: Whether nobody else writes the file meanwhile. What lies beside it has then one
  ///     name, so that the next writer replaces what a killed one left.
  /// - Throws: ``SystemError``; `EEXIST` where there is something that is no plain file.
  public init(
    of path: String, mode: UInt32? = nil, isLocked: Bool = false
  ) throws(SystemError) {
    target = FileSystem.resolved(path)
    var status = stat()
    let exists = stat(target, &status) == 0
    guard !exists || status.st_mode & S_IFMT == S_IFREG else { throw SystemError(code: EEXIST) }
    draft = isLocked ? "\(target).part" : "\(target).\(getpid()).part"
    unlink(draft)
    let wanted = mode.map { mode_t($0 & 0o7777) } ?? (exists ? status.st_mode & 0o777 : nil)
    descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, wanted ?? 0o644)
    guard descriptor >= 0 else { throw .last }
    if exists, let wanted { _ = fchmod(descriptor, wanted) }
  }

  /// Appends `bytes`.
  public func write(_ bytes: [UInt8]) throws(SystemError) {
    try FileSystem.write(bytes, to: descriptor)
  }

  /// Makes the file durable and puts it in its place.
  ///
  /// - Throws: ``SystemError``; call ``discard()`` then.
  public func finish() throws(SystemError) {
    guard fsync(descriptor) == 0 else { throw .last }
    guard rename(draft, target) == 0 else { throw .last }
    close(descriptor)
    FileSystem.synchronizeFolder(of: target)
  }

  /// Takes away what was written, from any thread; what is at the place stays as it was.
  public func discard() {
    unlink(draft)
    close(descriptor)
  }
}
