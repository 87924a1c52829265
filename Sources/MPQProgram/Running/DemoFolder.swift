import MPQConsole
import MPQDemo
import MPQFiles
import MPQStore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The directory of the demo's events: the cache, or a temporary one if the cache is unusable.
enum DemoFolder {
  /// Opens the demo.
  ///
  /// - Parameters:
  ///   - now: The clock's time, in seconds since 1970-01-01T00:00:00Z.
  ///   - warn: Called once if the cache cannot be used.
  /// - Returns: The demo's project.
  /// - Throws: The ``StoreError`` of the cache, if no other directory can be used either.
  static func open(
    now: Int, warn: (String) -> Void
  ) async throws(StoreError) -> Project {
    let failure: StoreError
    do throws(StoreError) {
      return try await DemoProject.open(in: Environment.process.cacheFolder + "/demo", now: now)
    } catch {
      failure = error
    }
    guard failure != .cancelled else { throw failure }
    for parent in [Environment.process["TMPDIR"] ?? "/tmp", "/dev/shm"] {
      let folder = "\(parent)/mpq-\(getuid())"
      guard makeOwn(folder), let project = try? await DemoProject.open(in: folder, now: now)
      else { continue }
      warn("\(failure.message); the demo's events are in \(folder)")
      return project
    }
    throw failure
  }

  /// Creates a directory for this user only; `false` if it belongs to another user.
  static func makeOwn(_ folder: String) -> Bool {
    guard mkdir(folder, 0o700) != 0 else { return true }
    var status = stat()
    return lstat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      && status.st_uid == getuid() && status.st_mode & 0o077 == 0
  }
}
