internal import GRDB
internal import MPQFiles
internal import MPQStore

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A project that this process cannot write and that has no log.
///
/// SQLite creates files next to a database even for readers. If it cannot, the file is read as one
/// that never changes. A shared lock keeps writers away, which may have other rights or another
/// mount of the volume.
final class ReadOnlyFile: Sendable {
  /// What SQLite is to open.
  let uri: String
  private let lock: Int32?

  private init(_ path: String, lock: Int32?) {
    uri = Self.uri(path, "immutable=1")
    self.lock = lock
  }

  deinit {
    if let lock { FileLock.release(lock) }
  }

  /// Whether this process can write the project at `path` and create files next to it.
  static func isWritable(_ path: String) -> Bool {
    let path = target(of: path)
    return FileSystem.isWritable(path) && FileSystem.isWritable(FileSystem.folder(of: path))
  }

  /// Locks the project at `path` against writers.
  ///
  /// - Parameter path: The project's file.
  /// - Returns: `nil` if the file can change: it has a log, another process writes to it, or
  ///   this process cannot find out.
  static func lock(_ path: String) -> ReadOnlyFile? {
    let path = target(of: path)
    var lock: Int32?
    do throws(SystemError) {
      lock = try FileLock.share("\(path)-lock")
    } catch {
      // Without a lock file, no process has written to this copy, or the volume is read-only.
      let isUnused = error.code == ENOENT || error.code == EACCES && FileSystem.isReadOnly(path)
      guard isUnused else { return nil }
    }
    let file = ReadOnlyFile(path, lock: lock)
    // Check after taking the lock: only a killed writer leaves a log.
    return hasLog(path) ? nil : file
  }

  /// Why a project that cannot be written cannot be opened either.
  static func problem(_ path: String) -> StoreError {
    guard hasLog(target(of: path)) else {
      return .failed(
        path: path, cause: "its folder is not writable, and its lock file is not readable")
    }
    return .failed(
      path: path,
      cause: "its log \(path)-wal has events that the file does not have yet, and the file or its "
        + "folder is not writable; query it once where they are writable")
  }

  /// Removes the log files of the project at `path`, unless another process uses them.
  ///
  /// SQLite does that when the last connection is closed, if this one may write.
  static func removeLog(of path: String) {
    let path = target(of: path)
    guard FileSystem.exists("\(path)-wal") || FileSystem.exists("\(path)-shm"), isWritable(path),
      // The mode prevents SQLite from creating a file that was removed.
      let queue = try? DatabaseQueue(path: uri(path, "mode=rw"))
    else { return }
    // A connection that has not read has not opened the log.
    _ = try? queue.read(Schema.version(of:))
    try? queue.close()
  }

  private static func hasLog(_ path: String) -> Bool {
    FileSystem.size(ofRegularFile: "\(path)-wal") ?? 0 > 0
  }

  private static func target(of path: String) -> String {
    (try? FileSystem.destination(of: path)) ?? path
  }

  private static func uri(_ path: String, _ query: String) -> String {
    let escaped = path.unicodeScalars.map { scalar in
      switch scalar {
      case "%": "%25"
      case "?": "%3f"
      case "#": "%23"
      default: String(scalar)
      }
    }
    return "file:\(path.hasPrefix("/") ? "//" : "")\(escaped.joined())?\(query)"
  }
}
