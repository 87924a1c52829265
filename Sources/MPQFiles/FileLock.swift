#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A lock between processes and threads, by a file next to the file that it protects.
package enum FileLock {
  /// Runs `body` while this thread holds the lock at `path`.
  ///
  /// It blocks the thread, so do not call it on Swift's cooperative threads.
  /// The system releases the lock of a process that ends, however it ends; the file stays.
  ///
  /// - Parameters:
  ///   - path: The lock file, created with mode 0600 if it is missing.
  ///   - patience: How long to wait for another lock holder, which may be stopped.
  ///   - body: The work that needs the lock.
  /// - Returns: What `body` returns.
  /// - Throws: ``SystemError``, `EWOULDBLOCK` after `patience`, and the errors of `body`.
  package static func hold<Value>(
    _ path: String, patience: Duration = .seconds(1),
    _ body: () throws(SystemError) -> Value
  ) throws(SystemError) -> Value {
    try hold(path, patience: patience, failure: { $0 }, body)
  }

  /// The same for a `body` with another type of errors; `failure` converts a system error.
  package static func hold<Value, Failure: Error>(
    _ path: String, patience: Duration = .seconds(1), failure: (SystemError) -> Failure,
    _ body: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let descriptor: Int32
    do throws(SystemError) {
      descriptor = try acquire(path, patience: patience)
    } catch {
      throw failure(error)
    }
    defer { release(descriptor) }
    return try body()
  }

  /// Takes the lock at `path`, and returns the open descriptor that holds it until ``release(_:)``.
  ///
  /// - Throws: ``SystemError``, `EWOULDBLOCK` after `patience`.
  package static func acquire(_ path: String, patience: Duration) throws(SystemError) -> Int32 {
    let descriptor = try SystemCall.open(path, O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o600)
    let deadline = ContinuousClock.now + patience
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let error = SystemError.last
      guard error.code == EWOULDBLOCK || error.code == EINTR, ContinuousClock.now < deadline else {
        close(descriptor)
        throw error
      }
      usleep(1_000)
    }
    return descriptor
  }

  /// Takes the lock at `path` together with others who share it, without waiting.
  ///
  /// - Parameter path: The lock's own file, which need not be writable.
  /// - Returns: The open descriptor that holds the lock until ``release(_:)``.
  /// - Throws: ``SystemError``: `EWOULDBLOCK` where another process holds the lock alone, `ENOENT`
  ///   where there is no such file.
  package static func share(_ path: String) throws(SystemError) -> Int32 {
    let descriptor = try SystemCall.open(path, O_RDONLY | O_NOFOLLOW)
    guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else {
      let error = SystemError.last
      close(descriptor)
      throw error
    }
    return descriptor
  }

  /// Releases the lock that `descriptor` holds, and closes it.
  package static func release(_ descriptor: Int32) {
    // A child process that is starting shares the lock until it has closed its copy.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
