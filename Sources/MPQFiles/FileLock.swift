#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A lock between processes, and between the threads of one, by a file beside what it guards.
public enum FileLock {
  /// Does `body` while nobody else holds the lock at `path`.
  ///
  /// The system takes the lock away from a process that ends, however it ends; the file stays.
  ///
  /// - Parameters:
  ///   - path: The lock's own file, made for the user alone where it is missing.
  ///   - patience: How long to wait for another holder, who may have been stopped.
  ///   - body: What needs the lock.
  /// - Returns: What `body` returns.
  /// - Throws: ``SystemError``, `EWOULDBLOCK` where patience ends, and what `body` throws.
  public static func hold<Value>(
    _ path: String, patience: Duration = .seconds(1),
    _ body: () throws(SystemError) -> Value
  ) throws(SystemError) -> Value {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .last }
    defer { close(descriptor) }
    let deadline = ContinuousClock.now + patience
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let error = SystemError.last
      guard error.code == EWOULDBLOCK || error.code == EINTR, ContinuousClock.now < deadline
      else { throw error }
      usleep(1_000)
    }
    return try body()
  }
}
